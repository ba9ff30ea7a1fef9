package dev.hedgerow.server.embedded;

import io.airlift.compress.MalformedInputException;
import io.airlift.compress.lz4.Lz4Compressor;
import io.airlift.compress.lz4.Lz4Decompressor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.UUID;
import java.util.zip.CRC32C;
import java.util.zip.InflaterInputStream;

/** Uuids, checksums and compression of what the tables hold. */
final class Bytes {
  private static final byte PACKED = 'L';
  private static final int HEAD_BYTES = 5;
  private static final int LZ4_RATIO_MAX = 256;

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

  /** Compresses, quickly rather than well: {@code 'L'}, the length in four bytes, an LZ4 block. */
  static byte[] pack(byte[] bytes) {
    Lz4Compressor compressor = new Lz4Compressor();
    byte[] packed = new byte[HEAD_BYTES + compressor.maxCompressedLength(bytes.length)];
    ByteBuffer.wrap(packed).put(PACKED).putInt(bytes.length);
    int length =
        compressor.compress(bytes, 0, bytes.length, packed, HEAD_BYTES, packed.length - HEAD_BYTES);
    return Arrays.copyOf(packed, HEAD_BYTES + length);
  }

  /** Returns what {@link #pack} was given, also by the versions that used zlib for it. */
  static byte[] unpack(byte[] bytes) throws IOException {
    if (bytes.length < HEAD_BYTES || bytes[0] != PACKED) {
      return zlib(bytes);
    }
    int length = ByteBuffer.wrap(bytes).getInt(1);
    if (length < 0 || length > (long) LZ4_RATIO_MAX * bytes.length) {
      throw new IOException("expected a compressed block but its length is " + length);
    }
    byte[] plain = new byte[length];
    try {
      int found = new Lz4Decompressor()
          .decompress(bytes, HEAD_BYTES, bytes.length - HEAD_BYTES, plain, 0, length);
      if (found != length) {
        throw new IOException("expected a whole compressed block but it ends early");
      }
      return plain;
    } catch (MalformedInputException e) {
      throw new IOException("expected a compressed block", e);
    }
  }

  private static byte[] zlib(byte[] bytes) throws IOException {
    try (InputStream in = new InflaterInputStream(new ByteArrayInputStream(bytes))) {
      return in.readAllBytes();
    }
  }
}
