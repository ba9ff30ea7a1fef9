package dev.hedgerow.server.http;

import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.xnio.IoUtils;
import org.xnio.channels.Channels;
import org.xnio.channels.StreamSinkChannel;

/**
 * A body that is written as fast as it is read at the other end, by a thread that may wait for that. One that is not ended
 * properly breaks off, which whoever reads it can tell.
 */
final class LongBody {
  private final HttpServerExchange exchange;
  private final StreamSinkChannel channel;

  /** Begins the body; headers are set by now. */
  LongBody(HttpServerExchange exchange) {
    this.exchange = exchange;
    this.channel = exchange.getResponseChannel();
  }

  void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      Channels.writeBlocking(channel, bytes);
    }
  }

  void end() throws IOException {
    channel.shutdownWrites();
    Channels.flushBlocking(channel);
    exchange.endExchange();
  }

  /** Cuts the line, which is the only way left to say that this is not all. */
  void breakOff() {
    IoUtils.safeClose(channel, exchange.getConnection());
  }
}
