package dev.hedgerow.server.embedded.sqlite;

import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.zip.CRC32C;

/** Uuids and checksums of what the tables hold. */
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
}
