package dev.hedgerow.server.http;

import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.wire.Json;
import io.undertow.io.IoCallback;
import io.undertow.io.Sender;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;

/** Answers in JSON. Each ends its exchange; an exchange that has already answered is left alone. */
final class Answers {
  static final String JSON = "application/json";

  private Answers() {}

  /** Answers with a value as JSON. */
  static void json(HttpServerExchange exchange, int status, Object body) {
    bytes(exchange, status, JSON, Json.bytes(body));
  }

  /**
   * Answers {@code {"type","code","detail","attr"}}.
   *
   * @param type {@code validation_error}, {@code authentication_error}, {@code throttled_error} or
   *     {@code server_error}
   * @param code the stable reason in snake case
   * @param detail a sentence for people
   * @param attr the field at fault, or null
   */
  static void error(
      HttpServerExchange exchange,
      int status,
      String type,
      String code,
      String detail,
      @Nullable String attr) {
    json(exchange, status, errorBody(type, code, detail, attr));
  }

  private static Map<String, @Nullable Object> errorBody(
      String type, String code, String detail, @Nullable String attr) {
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("type", type);
    body.put("code", code);
    body.put("detail", detail);
    body.put("attr", attr);
    return body;
  }

  /** Answers the sender's mistake. */
  static void rejected(HttpServerExchange exchange, RejectedException rejection) {
    int status = rejection.status();
    String type = status == 401 || status == 403 ? "authentication_error" : "validation_error";
    error(exchange, status, type, rejection.code(), rejection.detail(), rejection.attribute());
  }

  /** Answers 503 with {@code Retry-After: 1}: the same request may go through a little later. */
  static void retryLater(HttpServerExchange exchange) {
    if (!exchange.isResponseStarted()) {
      exchange.getResponseHeaders().put(Headers.RETRY_AFTER, "1");
    }
    error(exchange, 503, "server_error", "transient_error", "transient error, please retry", null);
  }

  /** Answers an error and closes the connection, whatever may still be on its way. */
  static void lastError(
      HttpServerExchange exchange, int status, String type, String code, String detail) {
    exchange.setPersistent(false);
    exchange.setStatusCode(status);
    exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, JSON);
    Map<String, @Nullable Object> body = errorBody(type, code, detail, null);
    exchange.getResponseSender().send(ByteBuffer.wrap(Json.bytes(body)), new IoCallback() {
      @Override
      public void onComplete(HttpServerExchange same, Sender sender) {
        IoUtils.safeClose(same.getConnection());
      }

      @Override
      public void onException(HttpServerExchange same, Sender sender, IOException failure) {
        IoUtils.safeClose(same.getConnection());
      }
    });
  }

  /** Answers with bytes as they are. */
  static void bytes(HttpServerExchange exchange, int status, String contentType, byte[] body) {
    if (exchange.isResponseStarted()) {
      return;
    }
    exchange.setStatusCode(status);
    exchange
        .getResponseHeaders()
        .put(Headers.CONTENT_TYPE, contentType)
        .put(Headers.X_CONTENT_TYPE_OPTIONS, "nosniff");
    exchange.getResponseSender().send(ByteBuffer.wrap(body));
  }
}
