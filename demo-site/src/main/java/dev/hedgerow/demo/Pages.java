package dev.hedgerow.demo;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every page of the shop, each put into the common frame with the snippet in its head. */
final class Pages {

  private static final Map<String, Page> BY_PATH = Map.of(
      "/", new Page("Fernhill: a garden by post", "home.html"),
      "/pricing", new Page("Pricing · Fernhill", "pricing.html"),
      "/product", new Page("The Kitchen Garden Box · Fernhill", "product.html"),
      "/design", new Page("Design your box · Fernhill", "design.html"),
      "/sign-up", new Page("Sign up · Fernhill", "sign-up.html"),
      "/checkout", new Page("Checkout · Fernhill", "checkout.html"),
      "/thanks", new Page("Thank you · Fernhill", "thanks.html"),
      "/account", new Page("Your account · Fernhill", "account.html"));

  private static final Page DOCS = new Page("Growing guide · Fernhill", "docs.html");
  private static final Page MISSING = new Page("Not found · Fernhill", "missing.html");

  private final SiteConfig config;
  private final Relay relay;
  private final Template frame = new Template(Resource.text("pages/frame.html"));
  private final Map<String, Template> bodies = new HashMap<>();

  Pages(SiteConfig config, Relay relay) {
    this.config = config;
    this.relay = relay;
    BY_PATH.values().forEach(this::load);
    load(DOCS);
    load(MISSING);
  }

  private void load(Page page) {
    bodies.put(page.file(), new Template(Resource.text("pages/" + page.file())));
  }

  /** The page at a path, or null; every path below {@code /docs} is the same one. */
  @Nullable
  Page at(String path) {
    return path.equals("/docs") || path.startsWith("/docs/") ? DOCS : BY_PATH.get(path);
  }

  /** What to show where there is nothing. */
  Page missing() {
    return MISSING;
  }

  /**
   * The page as HTML.
   *
   * @param query the address's own wishes about the snippet
   * @param visitor e-mail address of who is signed in, or empty
   */
  String render(Page page, Map<String, String> query, String visitor) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("title", Template.escaped(page.title()));
    values.put("token", config.token());
    values.put("analytics", Relay.PATH);
    values.put("integrity", integrity());
    values.put("options", Template.escaped(config.snippet().overriddenBy(query).json()));
    values.put("visitor", Template.escaped(visitor));
    values.put("name", Template.escaped(visitor.isEmpty() ? "gardener" : visitor));
    values.put("identify", "off".equals(query.get("identify")) ? "off" : "on");
    values.put("body", body(page).fill(values));
    return frame.fill(values);
  }

  private String integrity() {
    String hash = relay.integrity();
    return hash.isEmpty() ? "" : " integrity=\"" + hash + '"';
  }

  private Template body(Page page) {
    Template body = bodies.get(page.file());
    if (body == null) {
      throw new IllegalStateException("expected the page " + page.file() + " to be loaded");
    }
    return body;
  }
}
