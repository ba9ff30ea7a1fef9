package dev.hedgerow.server.http;

import java.io.IOException;

/** What was asked for needs I/O, on a thread that may not wait: to be asked again on another. */
final class NotAtHandException extends IOException {
  private static final long serialVersionUID = 1L;

  NotAtHandException(String what) {
    super("expected " + what + " at hand");
  }
}
