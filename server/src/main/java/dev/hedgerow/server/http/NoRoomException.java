package dev.hedgerow.server.http;

import java.io.IOException;

/** Too many bytes are being decoded at this moment: the sender is to try again a little later. */
final class NoRoomException extends IOException {
  private static final long serialVersionUID = 1L;

  NoRoomException(long bytesMax) {
    super("expected room for a body but " + bytesMax + " bytes are being decoded");
  }
}
