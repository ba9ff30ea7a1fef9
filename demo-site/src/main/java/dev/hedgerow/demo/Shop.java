package dev.hedgerow.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URLEncoder;
import java.util.Map;
import java.util.regex.Pattern;

/** The shop's backend: what each path answers. */
final class Shop {

  private static final String HTML = "text/html; charset=utf-8";
  private static final Pattern EMAIL = Pattern.compile("[^@\\s]{1,64}@[^@\\s]{1,128}");

  private static final Map<String, String> FILE_TYPES = Map.of(
      "/site.css", "text/css; charset=utf-8",
      "/site.js", "text/javascript; charset=utf-8",
      "/start.js", "text/javascript; charset=utf-8",
      "/fern.svg", "image/svg+xml");

  /** Nothing from elsewhere, no script in the page itself, and nothing made into one. */
  private static final String POLICY =
      "default-src 'self'; script-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'none'";

  private final Pages pages;
  private final Relay relay;
  private final SignUps signUps;

  Shop(Pages pages, Relay relay, SignUps signUps) {
    this.pages = pages;
    this.relay = relay;
    this.signUps = signUps;
  }

  void handle(Exchange exchange) throws IOException {
    String type = FILE_TYPES.get(exchange.path());
    if (Relay.handles(exchange.path())) {
      relay.handle(exchange);
    } else if (type != null) {
      exchange.answer(200, type, Resource.text("files" + exchange.path()));
    } else if (exchange.posted()) {
      post(exchange);
    } else {
      show(exchange);
    }
  }

  private void show(Exchange exchange) throws IOException {
    Page page = pages.at(exchange.path());
    String html =
        pages.render(page == null ? pages.missing() : page, exchange.query(), exchange.visitor());
    exchange.say("Content-Security-Policy", POLICY);
    exchange.answer(page == null ? 404 : 200, HTML, html);
  }

  private void post(Exchange exchange) throws IOException {
    switch (exchange.path()) {
      case "/sign-up" -> signUp(exchange);
      case "/sign-out" -> signOut(exchange);
      case "/checkout" -> exchange.redirect("/thanks");
      default -> exchange.answer(405, "text/plain; charset=utf-8", "nothing can be posted here\n");
    }
  }

  private void signUp(Exchange exchange) throws IOException {
    Map<String, String> form = exchange.form();
    String email = form.getOrDefault("email", "").trim();
    if (!EMAIL.matcher(email).matches()) {
      exchange.redirect("/sign-up?again=yes");
      return;
    }
    signUps.signedUp(email, form.getOrDefault("plan", "window-sill"));
    exchange.remember(URLEncoder.encode(email, UTF_8));
    exchange.redirect("/account" + exchange.wishes());
  }

  private static void signOut(Exchange exchange) throws IOException {
    exchange.remember("");
    exchange.redirect("/");
  }
}
