package dev.hedgerow.server.wire;

import dev.hedgerow.server.event.RejectedException;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Inflates gzip without ever holding more than it may. */
final class Gzip {
  private static final int CHUNK_BYTES = 64 << 10;

  private Gzip() {}

  /** Tells by the first two bytes. */
  static boolean is(byte[] bytes) {
    return bytes.length > 2 && (bytes[0] & 0xFF) == 0x1F && (bytes[1] & 0xFF) == 0x8B;
  }

  /** Returns the inflated bytes, at most that many. */
  static byte[] inflate(byte[] bytes, int bytesMax, Allowance allowance)
      throws RejectedException, IOException {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes), 8192)) {
      return read(in, bytesMax, allowance);
    } catch (EOFException e) {
      throw new RejectedException(
          "truncated_gzip", "expected a whole gzip body but it ends too early");
    } catch (ZipException e) {
      throw new RejectedException("invalid_gzip", "expected a gzip body but it is damaged");
    }
  }

  /** Returns all that a stream holds, at most that many bytes. */
  static byte[] read(InputStream in, int bytesMax, Allowance allowance)
      throws RejectedException, IOException {
    List<byte[]> chunks = new ArrayList<>();
    int total = 0;
    while (true) {
      byte[] chunk = in.readNBytes(Math.min(CHUNK_BYTES, bytesMax - total + 1));
      if (chunk.length == 0) {
        return joined(chunks, total);
      }
      total += chunk.length;
      if (total > bytesMax) {
        throw tooLarge(bytesMax);
      }
      allowance.take(chunk.length);
      chunks.add(chunk);
    }
  }

  /** Returns the refusal of what inflates to more than so many bytes. */
  static RejectedException tooLarge(int bytesMax) {
    return new RejectedException(
        413, "body_too_large", "expected at most " + bytesMax + " bytes once decompressed", null);
  }

  private static byte[] joined(List<byte[]> chunks, int total) {
    byte[] all = new byte[total];
    int at = 0;
    for (int i = 0; i < chunks.size(); i++) {
      byte[] chunk = chunks.set(i, new byte[0]);
      System.arraycopy(chunk, 0, all, at, chunk.length);
      at += chunk.length;
    }
    return all;
  }
}
