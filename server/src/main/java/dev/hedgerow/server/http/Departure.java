package dev.hedgerow.server.http;

import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpServerConnection;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xnio.XnioExecutor;
import org.xnio.conduits.StreamSourceConduit;

/**
 * Looks now and then whether whoever asked is still there, while a worker is busy with the answer,
 * and interrupts the worker when not. Begun and closed by the worker.
 */
final class Departure implements AutoCloseable {
  private static final long LOOK_MILLIS = 200;

  private final HttpServerExchange exchange;
  private final @Nullable StreamSourceConduit source;
  private final Thread worker = Thread.currentThread();
  private XnioExecutor.@Nullable Key timer;
  private boolean closed;
  private boolean noticed;

  private Departure(HttpServerExchange exchange) {
    this.exchange = exchange;
    this.source = exchange.getConnection() instanceof HttpServerConnection connection
        ? connection.getOriginalSourceConduit()
        : null;
  }

  /** Begins to look, for the thread that calls this and a request that is read to its end. */
  static Departure watch(HttpServerExchange exchange) {
    Departure departure = new Departure(exchange);
    departure.again();
    return departure;
  }

  /** Returns whether who asked is known to have gone. */
  synchronized boolean noticed() {
    return noticed;
  }

  private synchronized void again() {
    if (!closed && source != null) {
      timer = exchange.getIoThread().executeAfter(this::look, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private synchronized void look() {
    if (closed || source == null) {
      return;
    }
    PooledByteBuffer buffer = exchange.getConnection().getByteBufferPool().allocate();
    int read = -1;
    try {
      read = source.read(buffer.getBuffer());
    } catch (IOException e) {
      // as good as gone
    }
    if (read > 0) { // the next request already: somebody is there
      buffer.getBuffer().flip();
      ((HttpServerConnection) exchange.getConnection()).ungetRequestBytes(buffer);
      return;
    }
    buffer.close();
    if (read == 0) {
      again();
    } else {
      noticed = true;
      worker.interrupt();
    }
  }

  /** Stops looking; the worker goes on without an interrupt. */
  @Override
  public synchronized void close() {
    closed = true;
    if (timer != null) {
      timer.remove();
    }
    if (noticed) {
      Thread.interrupted();
    }
  }
}
