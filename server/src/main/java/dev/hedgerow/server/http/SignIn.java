package dev.hedgerow.server.http;

import dev.hedgerow.server.event.Properties;
import dev.hedgerow.server.event.RejectedException;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The page's lock: a link with a one-time code or a personal API key opens it. */
final class SignIn {
  private static final int BODY_BYTES_MAX = 4 << 10;

  private final Access access;
  private final Attempts attempts;
  private final String pageCode;
  private final PageFiles files;
  private final AtomicBoolean codeUsed = new AtomicBoolean();

  SignIn(Access access, Attempts attempts, String pageCode, PageFiles files) {
    this.access = access;
    this.attempts = attempts;
    this.pageCode = pageCode;
    this.files = files;
  }

  /** Answers {@code GET /}: the page, the sign-in, or a way from the link to the page. */
  void front(HttpServerExchange exchange) throws IOException {
    var code = exchange.getQueryParameters().get("code");
    if (code != null && exchange.getRequestMethod().equals(Methods.GET)) {
      open(exchange, code.getFirst());
    } else {
      files.send(exchange, access.isSignedIn(exchange) ? "live.html" : "signin.html");
    }
  }

  /** Returns what answers {@code GET} of a page's path: that page, or the sign-in. */
  HttpHandler page(String file) {
    return exchange -> files.send(exchange, access.isSignedIn(exchange) ? file : "signin.html");
  }

  private void open(HttpServerExchange exchange, String code) throws IOException {
    if (takeCode(code)) {
      access.signIn(exchange);
      redirect(exchange, "/");
    } else {
      redirect(exchange, access.isSignedIn(exchange) ? "/" : "/#used");
    }
  }

  private boolean takeCode(String code) {
    return !pageCode.isEmpty()
        && Digests.same(code, pageCode)
        && codeUsed.compareAndSet(false, true);
  }

  private static void redirect(HttpServerExchange exchange, String to) {
    exchange.setStatusCode(303);
    exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, "no-store");
    exchange.getResponseHeaders().put(Headers.LOCATION, to);
    exchange.endExchange();
  }

  /** Answers {@code POST /login} with {@code {"key":"phx_…"}} from our own page. */
  void login(HttpServerExchange exchange) throws RejectedException {
    requireOwnPage(exchange);
    if (!attempts.mayTry(address(exchange))) {
      exchange
          .getResponseHeaders()
          .put(Headers.RETRY_AFTER, Long.toString(Attempts.WINDOW.toSeconds()));
      throw new RejectedException(
          429, "throttled", "too many keys that did not fit; wait a minute and try again", null);
    }
    JsonBody.read(exchange, BODY_BYTES_MAX, this::login);
  }

  private void login(HttpServerExchange exchange, Map<String, @Nullable Object> body)
      throws RejectedException, IOException {
    String key = Properties.string(body, "key");
    if (key == null || !access.isKey(key.trim())) {
      attempts.failed(address(exchange));
      throw new RejectedException(
          401, "authentication_failed", "that is not a personal API key of this server", "key");
    }
    access.signIn(exchange, key.trim());
    Answers.json(exchange, 200, Map.of("status", "ok"));
  }

  /** Answers {@code POST /logout} from our own page. */
  void logout(HttpServerExchange exchange) throws RejectedException {
    requireOwnPage(exchange);
    access.signOut(exchange);
    Answers.json(exchange, 200, Map.of("status", "ok"));
  }

  private static void requireOwnPage(HttpServerExchange exchange) throws RejectedException {
    if (!Origins.isOwn(exchange)) {
      throw new RejectedException(
          403, "permission_denied", "expected this to come from a page of this server", null);
    }
  }

  private static String address(HttpServerExchange exchange) {
    return exchange.getSourceAddress().getAddress().getHostAddress();
  }
}
