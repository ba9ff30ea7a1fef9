package dev.hedgerow.server.embedded.folder;

import java.io.IOException;

/** Another process has the data folder, and can be asked for what is in it. */
public final class FolderInUseException extends IOException {
  private static final long serialVersionUID = 1;

  FolderInUseException(String message) {
    super(message);
  }
}
