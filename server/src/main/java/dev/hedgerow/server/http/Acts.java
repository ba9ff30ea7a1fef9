package dev.hedgerow.server.http;

import dev.hedgerow.server.catalog.Act;
import dev.hedgerow.server.catalog.Audit;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.AttachmentKey;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what those who administer do: each request that changes something and goes well, before its answer leaves. Safe
 * from any thread.
 */
final class Acts {
  private static final Logger LOG = LoggerFactory.getLogger(Acts.class);
  private static final AttachmentKey<String> DETAIL = AttachmentKey.create(String.class);
  private static final int CHARS_MAX = 400;
  private static final int SUCCESS_END = 400;

  private final Audit audit;
  private final Clock clock;
  private final AtomicReference<String> lastImport = new AtomicReference<>("");

  Acts(Audit audit, Clock clock) {
    this.audit = audit;
    this.clock = clock;
  }

  /** Says more about what a request does; never a secret. */
  static void say(HttpServerExchange exchange, String detail) {
    exchange.putAttachment(DETAIL, detail);
  }

  /** Has a request kept once it is answered well. */
  void watch(HttpServerExchange exchange, Caller by, int projectId) {
    String what =
        exchange.getRequestMethod() + " " + CaptureRoutes.plain(exchange.getRequestPath());
    exchange.addResponseCommitListener(same -> {
      if (same.getStatusCode() < SUCCESS_END && !isMoreOfAnImport(by, what)) {
        String detail = same.getAttachment(DETAIL);
        keep(by, projectId, what, detail == null ? "" : detail);
      }
    });
  }

  /** An import is one act, however many chunks it comes in. */
  private boolean isMoreOfAnImport(Caller by, String what) {
    return what.contains("/import/")
        && (by.who() + what).equals(lastImport.getAndSet(by.who() + what));
  }

  /** Keeps an act; it is done already, so that it cannot be kept is only told loudly. */
  void keep(Caller by, int projectId, String what, String detail) {
    try {
      audit.keep(
          new Act(0, clock.instant(), by.who(), by.keyId(), projectId, cut(what), cut(detail)));
    } catch (IOException e) {
      LOG.error("could not keep that {} did {}", by.who(), what, e);
    }
  }

  private static String cut(String text) {
    return text.length() > CHARS_MAX ? text.substring(0, CHARS_MAX) : text;
  }
}
