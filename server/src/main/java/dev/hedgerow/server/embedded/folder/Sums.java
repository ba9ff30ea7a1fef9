package dev.hedgerow.server.embedded.folder;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of files, in lower-case hex, and copies of files that are on disk when they are made. */
public final class Sums {
  private static final int BUFFER_BYTES = 1 << 20;

  private Sums() {}

  /** Returns the sum of a text in UTF-8. */
  public static String of(String text) {
    return hex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Returns the sum of a file. */
  public static String of(Path file) throws IOException {
    MessageDigest sha = sha256();
    try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
      while (in.read(buffer) >= 0) {
        sha.update(buffer.flip());
        buffer.clear();
      }
    }
    return hex(sha.digest());
  }

  /** Copies to a new file and returns the sum of what was copied. */
  public static String copy(Path from, Path to) throws IOException {
    try (FileChannel in = FileChannel.open(from, StandardOpenOption.READ)) {
      return copy(in, to);
    }
  }

  /** Copies an open file from its beginning to a new one and returns the sum of what was copied. */
  public static String copy(FileChannel in, Path to) throws IOException {
    MessageDigest sha = sha256();
    try (FileChannel out =
        FileChannel.open(to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
      long at = 0;
      for (int read = in.read(buffer, at); read >= 0; read = in.read(buffer, at)) {
        at += read;
        sha.update(buffer.flip());
        buffer.rewind();
        while (buffer.hasRemaining()) {
          out.write(buffer);
        }
        buffer.clear();
      }
      out.force(true);
    }
    return hex(sha.digest());
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("expected SHA-256 in every Java", e);
    }
  }
}
