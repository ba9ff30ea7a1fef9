package dev.hedgerow.server.http;

import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.wire.Json;
import io.undertow.io.Receiver;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads small JSON bodies without holding a thread while they arrive. */
final class JsonBody {

  /** What happens with the body, on a worker thread. */
  interface Next {
    void handle(HttpServerExchange exchange, Map<String, @Nullable Object> body) throws Exception;
  }

  /** Levels of objects and arrays inside of one field of a body. */
  static final int NESTING_MAX = 100;

  private JsonBody() {}

  /**
   * Reads a JSON object of at most that many bytes and hands it on.
   *
   * @throws RejectedException 413 when the request announces more
   */
  static void read(HttpServerExchange exchange, int bytesMax, Next next) throws RejectedException {
    bytes(exchange, bytesMax, (same, bytes) -> next.handle(same, parse(bytes)));
  }

  /** What happens with a body of another kind, on a worker thread. */
  interface NextOfBytes {
    void handle(HttpServerExchange exchange, byte[] body) throws Exception;
  }

  /**
   * Reads a body of any kind of at most that many bytes and hands it on.
   *
   * @throws RejectedException 413 when the request announces more
   */
  static void bytes(HttpServerExchange exchange, int bytesMax, NextOfBytes next)
      throws RejectedException {
    if (exchange.getRequestContentLength() > bytesMax) {
      throw tooLarge(bytesMax);
    }
    Receiver receiver = exchange.getRequestReceiver();
    receiver.setMaxBufferSize(bytesMax);
    receiver.receiveFullBytes(
        (same, bytes) -> same.dispatch(new Guard(onto -> next.handle(onto, bytes))),
        (same, failure) -> same.dispatch(new Guard(onto -> {
          if (failure instanceof Receiver.RequestToLargeException) {
            throw tooLarge(bytesMax);
          }
          throw new RejectedException("incomplete_body", "expected a whole body but it broke off");
        })));
  }

  private static RejectedException tooLarge(int bytesMax) {
    return new RejectedException(
        413, "body_too_large", "expected a body of at most " + bytesMax + " bytes", null);
  }

  @SuppressWarnings("ConstantValue") // a body of `null` is read as null
  static Map<String, @Nullable Object> parse(byte[] bytes) throws RejectedException {
    Map<String, @Nullable Object> body;
    try {
      body = Json.object(bytes);
    } catch (IOException e) {
      throw malformed();
    }
    if (body == null) {
      throw malformed();
    }
    for (Map.Entry<String, @Nullable Object> field : body.entrySet()) {
      if (isDeeper(field.getValue(), NESTING_MAX)) {
        throw new RejectedException(
            400,
            "too_deep",
            "expected at most " + NESTING_MAX + " levels inside each other under " + field.getKey(),
            field.getKey());
      }
    }
    return body;
  }

  /** Whoever walks a body does it by one call inside of another. */
  private static boolean isDeeper(@Nullable Object value, int levels) {
    Collection<?> inner = value instanceof Map<?, ?> map
        ? map.values()
        : value instanceof List<?> list ? list : List.of();
    return !inner.isEmpty()
        && (levels == 0 || inner.stream().anyMatch(one -> isDeeper(one, levels - 1)));
  }

  private static RejectedException malformed() {
    return new RejectedException("parse_error", "expected one JSON object as the body");
  }
}
