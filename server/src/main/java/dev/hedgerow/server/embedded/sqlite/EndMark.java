package dev.hedgerow.server.embedded.sqlite;

import dev.hedgerow.server.embedded.folder.Durable;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How far a log was acknowledged, in a small file beside it. SQLite ends the replay of its
 * write-ahead log silently at the first damaged frame; this mark is how the loss is noticed. It is
 * written after each commit and before the answer, so that it never promises more than there was.
 *
 * <pre>
 * log id 16 | position 8 | time µs 8 | CRC32C of these 8       big-endian, 40 bytes in all
 * </pre>
 */
final class EndMark implements Closeable {
  /** What the file says. */
  record Mark(UUID logId, long position, long micros) {}

  private static final int BYTES = 40;

  private final FileChannel channel;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BYTES);

  private EndMark(FileChannel channel) {
    this.channel = channel;
  }

  static EndMark open(Path file) throws IOException {
    boolean made = !Files.exists(file);
    FileChannel channel = FileChannel.open(
        file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    if (made) {
      Durable.folderOf(file);
    }
    return new EndMark(channel);
  }

  /** Returns the mark, or null when there is none or it is damaged. */
  @Nullable
  Mark read() throws IOException {
    ByteBuffer found = ByteBuffer.allocate(BYTES);
    channel.read(found, 0);
    if (found.hasRemaining()) {
      return null;
    }
    found.flip();
    Mark mark =
        new Mark(new UUID(found.getLong(), found.getLong()), found.getLong(), found.getLong());
    return found.getLong() == crc(mark) ? mark : null;
  }

  /** Replaces the mark; {@link #force} puts it on disk. */
  void write(Mark mark) throws IOException {
    buffer.clear();
    buffer.put(Bytes.of(mark.logId()));
    buffer.putLong(mark.position()).putLong(mark.micros()).putLong(crc(mark)).flip();
    channel.write(buffer, 0);
  }

  void force() throws IOException {
    channel.force(false);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private static long crc(Mark mark) {
    return Bytes.crc(Bytes.of(mark.logId()), mark.position(), mark.micros());
  }
}
