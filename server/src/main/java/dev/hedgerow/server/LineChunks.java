package dev.hedgerow.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** Cuts a file into chunks of whole lines, the same ones each time. For one thread. */
final class LineChunks {
  private final InputStream in;
  private final byte[] buffer = new byte[1 << 16];
  private int at;
  private int end;

  LineChunks(InputStream in) {
    this.in = in;
  }

  /** Returns the next lines: at most so many, and no further one once they have so many bytes; empty at the end. */
  byte[] next(int linesMax, int bytesMax) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytesMax);
    int lines = 0;
    while (lines < linesMax && out.size() < bytesMax && more()) {
      boolean whole = rest(out);
      while (!whole && more()) {
        whole = rest(out);
      }
      lines++;
    }
    return out.toByteArray();
  }

  /** Copies up to the end of a line or of what is at hand, and returns whether the line ended. */
  private boolean rest(ByteArrayOutputStream out) {
    int from = at;
    while (at < end && buffer[at] != '\n') {
      at++;
    }
    boolean whole = at < end;
    at += whole ? 1 : 0;
    out.write(buffer, from, at - from);
    return whole;
  }

  private boolean more() throws IOException {
    if (at == end) {
      at = 0;
      end = Math.max(0, in.read(buffer));
    }
    return at < end;
  }
}
