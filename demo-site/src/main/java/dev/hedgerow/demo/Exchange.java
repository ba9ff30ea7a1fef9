package dev.hedgerow.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** One request and its answer, in the few words that this site needs. */
final class Exchange {

  private static final int FORM_BYTES_MAX = 64 * 1024;
  private static final String COOKIE = "fernhill";

  private final HttpExchange http;

  Exchange(HttpExchange http) {
    this.http = http;
  }

  boolean posted() {
    return http.getRequestMethod().equals("POST");
  }

  String method() {
    return http.getRequestMethod();
  }

  /** Path and query as asked for. */
  String target() {
    return http.getRequestURI().toString();
  }

  /** The address of who asks. */
  String sender() {
    return http.getRemoteAddress().getAddress().getHostAddress();
  }

  /** Those of the request's headers, by name in lower case. */
  Map<String, String> headers(Set<String> names) {
    Map<String, String> found = new HashMap<>();
    for (String name : names) {
      String value = http.getRequestHeaders().getFirst(name);
      if (value != null) {
        found.put(name, value);
      }
    }
    return found;
  }

  byte[] body(int bytesMax) throws IOException {
    return http.getRequestBody().readNBytes(bytesMax);
  }

  String path() {
    return http.getRequestURI().getPath();
  }

  Map<String, String> query() {
    return UrlEncoded.parse(Objects.requireNonNullElse(http.getRequestURI().getRawQuery(), ""));
  }

  /** The query as it came, question mark included, to hand on what it wishes to the next page. */
  String wishes() {
    String query = http.getRequestURI().getRawQuery();
    return query == null ? "" : "?" + query;
  }

  /** The posted fields; what is longer than a form of this site can be is cut. */
  Map<String, String> form() throws IOException {
    return UrlEncoded.parse(new String(http.getRequestBody().readNBytes(FORM_BYTES_MAX), UTF_8));
  }

  /** E-mail address of who is signed in, or empty. */
  String visitor() {
    List<String> cookies = http.getRequestHeaders().getOrDefault("Cookie", List.of());
    return UrlEncoded.parse(String.join("&", cookies).replaceAll("; *", "&"))
        .getOrDefault(COOKIE, "");
  }

  /** Remembers who is signed in; the value must be safe in a cookie. */
  void remember(String visitor) {
    String life = visitor.isEmpty() ? "; Max-Age=0" : "";
    http.getResponseHeaders()
        .add("Set-Cookie", COOKIE + "=" + visitor + "; Path=/; HttpOnly; SameSite=Lax" + life);
  }

  void redirect(String path) throws IOException {
    http.getResponseHeaders().set("Location", path);
    answer(303, "text/plain; charset=utf-8", "");
  }

  /** Sets a header of the answer. */
  void say(String name, String value) {
    http.getResponseHeaders().set(name, value);
  }

  void answer(int status, String type, String text) throws IOException {
    say("Content-Type", type);
    say("Cache-Control", "no-store");
    answer(status, text.getBytes(UTF_8));
  }

  void answer(int status, byte[] body) throws IOException {
    boolean bare = http.getRequestMethod().equals("HEAD") || body.length == 0;
    http.sendResponseHeaders(status, bare ? -1 : body.length);
    if (!bare) {
      http.getResponseBody().write(body);
    }
  }
}
