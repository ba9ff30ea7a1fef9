package dev.hedgerow.server.embedded.sqlite;

import io.airlift.compress.MalformedInputException;
import io.airlift.compress.lz4.Lz4Compressor;
import io.airlift.compress.lz4.Lz4Decompressor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.InflaterInputStream;

/**
 * Bytes that are compressed quickly rather than well, part by part, so that nobody ever needs all
 * of them in one array: {@code 'L'}, and then of each part its length, its length compressed, four
 * bytes each, and an LZ4 block.
 */
final class Packed {
  private static final byte MARK = 'L';
  private static final int PART_BYTES = 128 << 10;

  private Packed() {}

  /** Takes bytes and compresses them as they come. For one thread. */
  static final class Out extends OutputStream {
    private final ByteArrayOutputStream packed = new ByteArrayOutputStream(PART_BYTES);
    private final DataOutputStream to = new DataOutputStream(packed);
    private final Lz4Compressor compressor = new Lz4Compressor();
    private final byte[] room = new byte[compressor.maxCompressedLength(PART_BYTES)];
    private final byte[] part = new byte[PART_BYTES];
    private int filled;

    Out() {
      packed.write(MARK);
    }

    @Override
    public void write(int b) throws IOException {
      part[filled++] = (byte) b;
      if (filled == PART_BYTES) {
        pack();
      }
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      int at = from;
      int end = from + length;
      while (at < end) {
        int some = Math.min(end - at, PART_BYTES - filled);
        System.arraycopy(bytes, at, part, filled, some);
        at += some;
        filled += some;
        if (filled == PART_BYTES) {
          pack();
        }
      }
    }

    /** Returns all, compressed; nothing may be written after that. */
    byte[] whole() throws IOException {
      pack();
      return packed.toByteArray();
    }

    private void pack() throws IOException {
      if (filled > 0) {
        int length = compressor.compress(part, 0, filled, room, 0, room.length);
        to.writeInt(filled);
        to.writeInt(length);
        to.write(room, 0, length);
        filled = 0;
      }
    }
  }

  /** Returns what was written, also by the versions that compressed with zlib. */
  static InputStream in(byte[] packed) {
    return packed.length > 0 && packed[0] == MARK
        ? new In(packed)
        : new InflaterInputStream(new ByteArrayInputStream(packed));
  }

  /** Reads part after part. */
  private static final class In extends InputStream {
    private final DataInputStream from;
    private final Lz4Decompressor decompressor = new Lz4Decompressor();
    private byte[] part = new byte[0];
    private int at;

    In(byte[] packed) {
      from = new DataInputStream(new ByteArrayInputStream(packed, 1, packed.length - 1));
    }

    @Override
    public int read() throws IOException {
      return hasMore() ? part[at++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] to, int start, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      if (!hasMore()) {
        return -1;
      }
      int some = Math.min(length, part.length - at);
      System.arraycopy(part, at, to, start, some);
      at += some;
      return some;
    }

    private boolean hasMore() throws IOException {
      if (at == part.length && from.available() > 0) {
        part = next();
        at = 0;
      }
      return at < part.length;
    }

    private byte[] next() throws IOException {
      int length = from.readInt();
      int packedLength = from.readInt();
      if (length < 1 || length > PART_BYTES || packedLength < 1) {
        throw new IOException("expected a compressed part but found one of " + length + " bytes");
      }
      byte[] block = from.readNBytes(packedLength);
      byte[] plain = new byte[length];
      try {
        if (decompressor.decompress(block, 0, block.length, plain, 0, length) != length) {
          throw new EOFException("expected a whole compressed part but it ends early");
        }
      } catch (MalformedInputException e) {
        throw new IOException("expected a compressed part", e);
      }
      return plain;
    }
  }
}
