package dev.hedgerow.server.demo;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One visit: looks around, perhaps signs up, perhaps buys; some leave at each step. */
final class Visit {
  static final String HOME = "Fresh coffee, sent today";
  private static final List<String> SEARCHES =
      List.of("grinder", "decaf", "gift", "filter", "espresso", "office", "tea", "descaler");
  private static final double SHIPPING = 4.9;
  private static final double FREE_SHIPPING_FROM = 50;
  private static final int ROUNDS_MAX = 5;

  private final Shopper shopper;
  private final Tab tab;
  private final double keen;
  private final Chance chance;
  private final Backend backend;

  Visit(Shopper shopper, Tab tab, double keen, Chance chance, Backend backend) {
    this.shopper = shopper;
    this.tab = tab;
    this.keen = keen;
    this.chance = chance;
    this.backend = backend;
  }

  /** Returns whether more than one page was looked at. */
  boolean run(String landing) {
    land(landing);
    boolean known = shopper.account() != null;
    if (chance.hit((known ? 0.16 : 0.48) / Math.sqrt(keen))) {
      tab.rest(14);
      tab.leave();
      return false;
    }
    if (known && !tab.device().isSignedIn() && chance.hit(0.75)) {
      logIn();
    }
    lookAround();
    if (shopper.account() == null && chance.hit(0.045 * keen)) {
      signUp("menu");
    }
    if (!shopper.cart().isEmpty() && chance.hit(0.64)) {
      buy();
    }
    if (tab.device().isSignedIn() && chance.hit(0.12)) {
      tab.rest(8);
      tab.view("/account", "Your account");
    }
    tab.rest(12);
    tab.leave();
    return true;
  }

  private void land(String landing) {
    switch (landing) {
      case "product" -> lookAt(Product.ALL.pick(chance));
      case "category" -> category(chance.one(Product.CATEGORIES));
      default -> tab.view(landing, landing.equals("/") ? HOME : title(landing));
    }
    if (landing.equals("/pricing") || landing.equals("/office")) {
      tab.rest(20);
      tab.capture("quote_calculated", Map.of("seats", 5 + chance.below(200)));
    }
  }

  private static String title(String path) {
    String words = path.substring(path.lastIndexOf('/') + 1).replace('-', ' ');
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }

  private void lookAround() {
    for (int round = 0; round < ROUNDS_MAX; round++) {
      tab.rest(11);
      if (chance.hit(0.13)) {
        search();
      } else {
        category(
            shopper.isForOffice() && chance.hit(0.5)
                ? "subscriptions"
                : chance.one(Product.CATEGORIES));
      }
      tab.rest(9);
      if (chance.hit(0.72)) {
        Product product = Product.ALL.pick(chance);
        tab.click("click", Elements.card(1 + chance.below(8), product));
        lookAt(product);
        consider(product);
      }
      if (chance.hit(0.5)) {
        return;
      }
    }
  }

  private void category(String name) {
    if (!tab.isNew()) {
      tab.click(
          "click",
          Elements.menu(
              1 + Product.CATEGORIES.indexOf(name), title("/" + name), "/category/" + name));
    }
    tab.view("/category/" + name, title("/" + name));
  }

  private void search() {
    String words = chance.one(SEARCHES);
    tab.click("submit", Elements.ofForm("search", "find", "Search"));
    tab.view("/search", "Search");
    boolean sold = !words.equals("tea") && !words.equals("descaler");
    Map<String, Object> more = new LinkedHashMap<>();
    more.put("query", words);
    more.put("results", sold ? 1 + chance.below(6) : 0);
    tab.capture("searched", more);
  }

  private void lookAt(Product product) {
    tab.view(product.path(), product.name());
    tab.restMillis(50, 200);
    tab.capture("product_viewed", product.told());
  }

  private void consider(Product product) {
    tab.rest(18);
    if (chance.hit(0.3)) {
      tab.click("click", Elements.ofProduct("photos", "More photos"));
      tab.rest(6);
    }
    double wanted = product.price() > 60 ? 0.07 : 0.15;
    if (chance.hit(Math.min(0.8, wanted * keen * (shopper.account() == null ? 1 : 1.3)))) {
      int quantity = chance.hit(0.78) ? 1 : 2 + chance.below(shopper.isForOffice() ? 6 : 2);
      tab.click("click", Elements.ofProduct("add-to-cart", "Add to cart"));
      Map<String, Object> more = product.told();
      more.put("quantity", quantity);
      more.put("value", cents(product.price() * quantity));
      tab.capture("added_to_cart", more);
      for (int i = 0; i < quantity; i++) {
        shopper.cart().add(product);
      }
    }
  }

  private void buy() {
    tab.rest(9);
    tab.click("click", Elements.menu(6, "Cart", "/cart"));
    tab.view("/cart", "Your cart");
    tab.rest(14);
    if (!chance.hit(Math.min(0.92, 0.68 + 0.12 * keen))) {
      return;
    }
    tab.click("click", Elements.ofForm("cart", "checkout", "Go to checkout"));
    tab.view("/checkout", "Checkout");
    double value = value();
    Map<String, Object> begun = new LinkedHashMap<>();
    begun.put("value", value);
    begun.put("quantity", shopper.cart().size());
    begun.put("currency", "EUR");
    tab.capture("checkout_started", begun);
    tab.rest(25);
    if (shopper.account() == null && chance.hit(0.62)) {
      signUp("checkout");
    } else if (shopper.account() != null && !tab.device().isSignedIn()) {
      logIn();
    }
    double pays = (shopper.hasNewCheckout() ? 0.78 : 0.62)
        * (tab.device().machine().kind().equals("Mobile") ? 0.85 : 1);
    if (chance.hit(pays)) {
      pay(value);
    }
  }

  private double value() {
    return cents(shopper.cart().stream().mapToDouble(Product::price).sum());
  }

  private static double cents(double euros) {
    return Math.round(euros * 100) / 100.0;
  }

  private void pay(double value) {
    String coupon = chance.hit(0.18) ? "WELCOME10" : "";
    double discount = coupon.isEmpty() ? 0 : cents(value * 0.1);
    double shipping = value >= FREE_SHIPPING_FROM ? 0 : SHIPPING;
    double revenue = cents(value - discount + shipping);
    tab.rest(30);
    tab.click("click", Elements.ofForm("payment", "pay", "Pay now"));
    tab.view("/checkout/thanks", "Thank you");
    Instant at = tab.now();
    String order = shopper.order(at);
    Map<String, Object> more = new LinkedHashMap<>();
    more.put("order_id", order);
    more.put("revenue", revenue);
    more.put("quantity", shopper.cart().size());
    more.put("currency", "EUR");
    more.put("shipping", shipping);
    more.put("discount", discount);
    if (!coupon.isEmpty()) {
      more.put("coupon", coupon);
    }
    more.put("payment_method", chance.hit(0.6) ? "card" : chance.hit(0.6) ? "paypal" : "invoice");
    more.put("product_ids", shopper.cart().stream().map(Product::id).distinct().toList());
    tab.capture("purchased", more);
    Account account = tab.device().account();
    if (account != null) {
      backend.shipped(account, at, order, revenue);
    }
    shopper.cart().clear();
  }

  /** The backend mostly knows of the new account before the browser says who is there. */
  private void signUp(String from) {
    if (from.equals("menu")) {
      tab.rest(6);
      tab.click("click", Elements.menu(7, "Sign up", "/signup"));
    }
    tab.view("/signup", "Create your account");
    tab.rest(24);
    if (chance.hit(0.25)) {
      return;
    }
    tab.click("submit", Elements.ofForm("signup", "create-account", "Create account"));
    Account account = shopper.open();
    boolean late = chance.hit(0.9);
    Instant pressed = tab.now();
    tab.restMillis(late ? 600 : 250, late ? 4_000 : 500);
    backend.signedUp(
        account,
        late ? pressed.plusMillis(60 + chance.below(400)) : tab.now().plusMillis(900),
        from);
    tab.identify(account);
    tab.rest(2);
  }

  private void logIn() {
    Account account = shopper.account();
    if (account == null) {
      return;
    }
    tab.rest(4);
    tab.click("click", Elements.menu(7, "Log in", "/login"));
    tab.view("/login", "Log in");
    tab.rest(9);
    tab.click("submit", Elements.ofForm("login", "log-in", "Log in"));
    tab.restMillis(300, 900);
    tab.identify(account);
    tab.capture("logged_in", Map.of());
  }
}
