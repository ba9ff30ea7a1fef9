package dev.hedgerow.server.bench;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** One kept connection, as cheap for the sender as can be. For one thread. */
public final class Wire implements Closeable {
  private static final int TIMEOUT_MILLIS = 60_000;

  private final Socket socket;
  private final InputStream in;
  private boolean toldWhenToRetry;

  /** Connects. */
  public Wire(URI url) throws IOException {
    socket = new Socket(url.getHost(), url.getPort());
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    in = new BufferedInputStream(socket.getInputStream(), 1_024);
  }

  /** Returns a request that posts a body to {@code /batch/}. */
  static byte[] request(byte[] body) {
    byte[] head = ("POST /batch/ HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\n"
            + "Content-Length: " + body.length + "\r\n\r\n")
        .getBytes(StandardCharsets.ISO_8859_1);
    byte[] all = new byte[head.length + body.length];
    System.arraycopy(head, 0, all, 0, head.length);
    System.arraycopy(body, 0, all, head.length, body.length);
    return all;
  }

  /** Posts a body to {@code /batch/} and returns the answer's status. */
  public int post(byte[] body) throws IOException {
    return send(request(body));
  }

  /** Sends a whole request as it is and returns the answer's status. */
  int send(byte[] request) throws IOException {
    socket.getOutputStream().write(request);
    return answer();
  }

  /** Returns whether the last answer said when to try again. */
  public boolean toldWhenToRetry() {
    return toldWhenToRetry;
  }

  private int answer() throws IOException {
    int status = Integer.parseInt(line().substring(9, 12));
    int length = 0;
    toldWhenToRetry = false;
    for (String line = line(); !line.isEmpty(); line = line()) {
      if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        length = Integer.parseInt(line.substring(15).strip());
      }
      toldWhenToRetry |= line.toLowerCase(Locale.ROOT).startsWith("retry-after:");
    }
    in.skipNBytes(length);
    return status;
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("expected an answer but the connection was closed");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
