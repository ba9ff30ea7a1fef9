package dev.hedgerow.server.http;

import dev.hedgerow.server.event.FeedItem;
import dev.hedgerow.server.wire.CaptureRequest;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads requests within the limits and hands them to a worker. */
final class Bodies {
  private static final Logger LOG = LoggerFactory.getLogger(Bodies.class);

  /** Answers a request; an exception is answered 503. */
  interface Answering {
    void answer(HttpServerExchange exchange, CaptureRequest request, Budget.Share share)
        throws IOException;
  }

  /** Requests together take at most one part in so many of the heap. */
  private static final long HEAP_SHARE = 4;

  private static final int AT_ONCE_BYTES_MAX = 16 << 10;

  /** Smaller, as the worst of it inflates a thousandfold. */
  private static final int AT_ONCE_GZIP_BYTES_MAX = 4 << 10;

  private static final Pattern ADDRESS = Pattern.compile("[0-9A-Fa-f.:]{3,45}");

  /** Decoding takes a processor for itself; what reads and answers needs one now and then. */
  private static final int DECODING_MAX = Runtime.getRuntime().availableProcessors() + 1;

  private final Narrow decoding = new Narrow(DECODING_MAX);
  private final Services services;
  private final Budget budget;
  private final Duration stalledAfter;

  Bodies(Services services, Duration stalledAfter) {
    this.services = services;
    this.budget = new Budget(Math.min(
        services.limits().inFlightBytesMax(), Runtime.getRuntime().maxMemory() / HEAP_SHARE));
    this.stalledAfter = stalledAfter;
  }

  /** Returns the bytes that requests hold now. */
  long bytesHeld() {
    return budget.taken();
  }

  /** Reads a request's body and has it answered on a worker thread. */
  void read(HttpServerExchange exchange, Answering answering) {
    Budget.Share share = share(exchange);
    read(exchange, share, body -> dispatch(exchange, share, body, answering));
  }

  /**
   * Reads a request's body and has it answered: where it arrives when it is small, as handing over
   * costs more than reading it, or else on a worker thread.
   *
   * @param atOnce never waits, but may throw {@link NotAtHandException}
   */
  void read(HttpServerExchange exchange, Answering answering, Answering atOnce) {
    Budget.Share share = share(exchange);
    read(exchange, share, body -> {
      if (!isSmall(body)) {
        dispatch(exchange, share, body, answering);
        return;
      }
      answer(exchange, share, body, (same, request, its) -> {
        try {
          atOnce.answer(same, request, its);
        } catch (NotAtHandException e) {
          dispatch(same, its, body, answering);
        }
      });
    });
  }

  private Budget.Share share(HttpServerExchange exchange) {
    Budget.Share share = budget.share();
    exchange.addExchangeCompleteListener((same, next) -> {
      share.giveBack();
      next.proceed();
    });
    return share;
  }

  private static boolean isSmall(byte[] body) {
    boolean json = body.length > 0 && (body[0] == '{' || body[0] == '[');
    boolean gzip = body.length > 0 && body[0] == 0x1F;
    return (json && body.length <= AT_ONCE_BYTES_MAX)
        || (gzip && body.length <= AT_ONCE_GZIP_BYTES_MAX);
  }

  private void dispatch(
      HttpServerExchange exchange, Budget.Share share, byte[] body, Answering answering) {
    Executor few = decoding.of(exchange.getConnection().getWorker());
    exchange.dispatch(few, () -> answer(exchange, share, body, answering));
  }

  private void answer(
      HttpServerExchange exchange, Budget.Share share, byte[] body, Answering answering) {
    CaptureRequest request = request(exchange, body);
    try {
      answering.answer(exchange, request, share);
    } catch (IOException e) {
      LOG.debug("answered 503", e);
      Answers.retryLater(exchange);
    } catch (RuntimeException e) {
      Answers.error(exchange, 500, "server_error", "internal_error", "our mistake", null);
      throw e;
    }
  }

  private void read(HttpServerExchange exchange, Budget.Share share, BodyReader.Whole whole) {
    boolean recording = CaptureRoutes.plain(exchange.getRequestPath()).equals("/s");
    int bytesMax =
        recording ? services.limits().recordingBytesMax() : services.limits().bodyBytesMax();
    long bytesMin = services.limits().connections().bodyBytesMin(stalledAfter);
    new BodyReader(exchange, share, bytesMax, stalledAfter, bytesMin, whole, this::refused).start();
  }

  /** Shows on the live page that a body was not even read to its end. */
  private void refused(String code, String detail) {
    services.registry().counter("hedgerow_events_rejected", "code", code).increment();
    services
        .feed()
        .publish(new FeedItem.Rejected(0, services.clock().instant(), code, detail, null, null));
  }

  private CaptureRequest request(HttpServerExchange exchange, byte[] body) {
    HeaderMap headers = exchange.getRequestHeaders();
    return new CaptureRequest(
        CaptureRoutes.plain(exchange.getRequestPath()),
        query(exchange),
        headers.getFirst(Headers.CONTENT_TYPE),
        headers.getFirst(Headers.CONTENT_ENCODING),
        body,
        services.clock().instant(),
        address(exchange),
        headers.getFirst(Headers.USER_AGENT),
        headers.getFirst(Headers.ORIGIN));
  }

  private static Map<String, String> query(HttpServerExchange exchange) {
    Map<String, String> query = new HashMap<>();
    for (Map.Entry<String, Deque<String>> parameter :
        exchange.getQueryParameters().entrySet()) {
      String value = parameter.getValue().peekFirst();
      query.put(parameter.getKey(), value == null ? "" : value);
    }
    return query;
  }

  /** Returns the first hop of X-Forwarded-For, or else the peer's address. */
  private static @Nullable String address(HttpServerExchange exchange) {
    String hops = exchange.getRequestHeaders().getFirst(Headers.X_FORWARDED_FOR);
    String first = hops == null ? "" : hops.split(",", 2)[0].strip();
    if (!first.isEmpty() && ADDRESS.matcher(first).matches()) {
      return first;
    }
    InetSocketAddress peer = exchange.getSourceAddress();
    InetAddress address = peer == null ? null : peer.getAddress();
    return address == null ? null : address.getHostAddress();
  }
}
