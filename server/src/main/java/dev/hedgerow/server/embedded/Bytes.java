package dev.hedgerow.server.embedded;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.zip.CRC32C;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** Uuids, checksums and compression of what the tables hold. */
final class Bytes {
  private Bytes() {}

  static byte[] of(UUID uuid) {
    return ByteBuffer.allocate(16)
        .putLong(uuid.getMostSignificantBits())
        .putLong(uuid.getLeastSignificantBits())
        .array();
  }

  static UUID uuid(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return new UUID(buffer.getLong(), buffer.getLong());
  }

  /** Returns the CRC32C of the numbers, eight bytes each, and then the bytes. */
  static long crc(byte[] bytes, long... numbers) {
    ByteBuffer head = ByteBuffer.allocate(8 * numbers.length);
    for (long number : numbers) {
      head.putLong(number);
    }
    CRC32C crc = new CRC32C();
    crc.update(head.flip());
    crc.update(bytes, 0, bytes.length);
    return crc.getValue();
  }

  /** Compresses, quickly rather than well. */
  static byte[] deflate(byte[] bytes) {
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    try {
      deflater.setInput(bytes);
      deflater.finish();
      ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 4 + 64);
      byte[] part = new byte[16_384];
      while (!deflater.finished()) {
        out.write(part, 0, deflater.deflate(part));
      }
      return out.toByteArray();
    } finally {
      deflater.end();
    }
  }

  /** Returns what {@link #deflate} was given. */
  static byte[] inflate(byte[] bytes) throws IOException {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(bytes);
      ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length * 4);
      byte[] part = new byte[16_384];
      while (!inflater.finished()) {
        int length = inflater.inflate(part);
        if (length == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
          throw new IOException("expected a whole compressed block but it ends early");
        }
        out.write(part, 0, length);
      }
      return out.toByteArray();
    } catch (DataFormatException e) {
      throw new IOException("expected a compressed block", e);
    } finally {
      inflater.end();
    }
  }
}
