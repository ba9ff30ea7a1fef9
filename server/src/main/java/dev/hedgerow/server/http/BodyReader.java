package dev.hedgerow.server.http;

import dev.hedgerow.server.event.RejectedException;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;
import org.xnio.XnioExecutor;

/**
 * Reads one body as it arrives, without holding a thread: counts it against its limit and the
 * budget, and answers 408 when too little more comes for a while. Belongs to the exchange's I/O
 * thread.
 */
final class BodyReader {
  /** How many times the limit is read of a body that is refused, before the line is cut. */
  private static final int PATIENCE = 4;

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
  private final long bytesMin;
  private final Whole whole;
  private final Refused refused;
  private final Runnable accepted = this::passOn;
  private Runnable verdict = accepted;
  private ByteArrayOutputStream body = new ByteArrayOutputStream();
  private long seen;
  private XnioExecutor.@Nullable Key timer;
  private boolean done;
  private long seenBefore;

  BodyReader(
      HttpServerExchange exchange,
      Budget.Share share,
      int bytesMax,
      Duration stalledAfter,
      long bytesMin,
      Whole whole,
      Refused refused) {
    this.exchange = exchange;
    this.share = share;
    this.bytesMax = bytesMax;
    this.stalledAfter = stalledAfter;
    this.bytesMin = bytesMin;
    this.whole = whole;
    this.refused = refused;
  }

  void start() {
    long readMax = (long) bytesMax * PATIENCE;
    if (exchange.getRequestContentLength() > readMax) {
      refused.hear("body_too_large", tooLargeDetail());
      Answers.lastError(exchange, 413, "validation_error", "body_too_large", tooLargeDetail());
      return;
    }
    if (exchange.getRequestContentLength() > bytesMax) {
      verdict = this::tooLarge;
    }
    exchange.setMaxEntitySize(readMax); // the server's own default is smaller than our limit
    exchange
        .getRequestReceiver()
        .receivePartialBytes(
            (same, bytes, last) -> arrived(bytes, last), (same, failure) -> failed());
    if (!done) { // a body that came with its head needs no timer
      watch();
    }
  }

  private void arrived(byte[] bytes, boolean last) {
    if (done) {
      return;
    }
    seen += bytes.length;
    keep(bytes);
    if (last) {
      end();
      verdict.run();
    } else if (seen > (long) bytesMax * PATIENCE) {
      failed();
    }
  }

  /**
   * Keeps bytes for as long as the body may be taken. Later ones are read and forgotten, as many
   * senders hear no answer before they have sent all.
   */
  private void keep(byte[] bytes) {
    if (verdict != accepted) {
      return;
    }
    try {
      if (seen > bytesMax) {
        refuse(this::tooLarge);
        return;
      }
      share.take(2L * bytes.length); // while it grows, and once more when it is whole
      body.writeBytes(bytes);
    } catch (NoRoomException e) {
      refuse(() -> Answers.retryLater(exchange));
    }
  }

  private void refuse(Runnable answer) {
    verdict = answer;
    body = new ByteArrayOutputStream(0);
    share.giveBack();
  }

  private void failed() {
    if (!done) {
      end();
      IoUtils.safeClose(exchange.getConnection());
    }
  }

  private void passOn() {
    byte[] all = body.toByteArray();
    body = new ByteArrayOutputStream(0);
    share.giveBack(all.length);
    whole.take(all);
  }

  private void tooLarge() {
    refused.hear("body_too_large", tooLargeDetail());
    Answers.rejected(
        exchange, new RejectedException(413, "body_too_large", tooLargeDetail(), null));
  }

  private String tooLargeDetail() {
    return "expected at most " + bytesMax + " bytes of body";
  }

  private void watch() {
    seenBefore = seen;
    timer = exchange
        .getIoThread()
        .executeAfter(
            () -> {
              if (!done && seen - seenBefore >= bytesMin) {
                watch();
              } else if (!done) {
                stalled();
              }
            },
            stalledAfter.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  /** Ends the reading; a timer left behind would keep the exchange in memory until it fires. */
  private void end() {
    done = true;
    if (timer != null) {
      timer.remove();
    }
  }

  /** What has not come will not: after the answer the connection is of no more use. */
  private void stalled() {
    end();
    String detail = "expected the rest of the body in time";
    refused.hear("body_timeout", detail);
    exchange.getResponseHeaders().put(Headers.RETRY_AFTER, "1");
    Answers.lastError(exchange, 408, "validation_error", "body_timeout", detail);
  }
}
