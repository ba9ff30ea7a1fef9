package dev.hedgerow.server.http;

import dev.hedgerow.server.event.RejectedException;
import io.undertow.server.HttpServerExchange;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.xnio.IoUtils;

/**
 * Reads one body as it arrives, without holding a thread: counts it against its limit and the
 * budget, and answers 408 when nothing more comes for a while. Belongs to the exchange's I/O
 * thread.
 */
final class BodyReader {

  /** Takes the whole body, on the I/O thread. */
  interface Whole {
    void take(byte[] body);
  }

  /** Hears of a body that was refused. */
  interface Refused {
    void hear(String code, String detail);
  }

  private final HttpServerExchange exchange;
  private final Budget.Share share;
  private final int bytesMax;
  private final Duration stalledAfter;
  private final Whole whole;
  private final Refused refused;
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private boolean done;
  private boolean moved;

  BodyReader(
      HttpServerExchange exchange,
      Budget.Share share,
      int bytesMax,
      Duration stalledAfter,
      Whole whole,
      Refused refused) {
    this.exchange = exchange;
    this.share = share;
    this.bytesMax = bytesMax;
    this.stalledAfter = stalledAfter;
    this.whole = whole;
    this.refused = refused;
  }

  void start() {
    if (exchange.getRequestContentLength() > bytesMax) {
      tooLarge();
      return;
    }
    watch();
    exchange
        .getRequestReceiver()
        .receivePartialBytes(
            (same, bytes, last) -> arrived(bytes, last), (same, failure) -> failed());
  }

  private void arrived(byte[] bytes, boolean last) {
    if (done) {
      return;
    }
    moved = true;
    if (body.size() + (long) bytes.length > bytesMax) {
      tooLarge();
      return;
    }
    try {
      share.take(bytes.length);
    } catch (NoRoomException e) {
      done = true;
      Answers.retryLater(exchange);
      return;
    }
    body.writeBytes(bytes);
    if (last) {
      done = true;
      whole.take(body.toByteArray());
    }
  }

  private void failed() {
    if (!done) {
      done = true;
      IoUtils.safeClose(exchange.getConnection());
    }
  }

  private void tooLarge() {
    done = true;
    String detail = "expected at most " + bytesMax + " bytes of body";
    refused.hear("body_too_large", detail);
    Answers.rejected(exchange, new RejectedException(413, "body_too_large", detail, null));
  }

  private void watch() {
    moved = false;
    exchange
        .getIoThread()
        .executeAfter(
            () -> {
              if (!done && moved) {
                watch();
              } else if (!done) {
                stalled();
              }
            },
            stalledAfter.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  /** What has not come will not: after the answer the connection is of no more use. */
  private void stalled() {
    done = true;
    String detail = "expected the rest of the body in time";
    refused.hear("body_timeout", detail);
    Answers.lastError(exchange, 408, "validation_error", "body_timeout", detail);
  }
}
