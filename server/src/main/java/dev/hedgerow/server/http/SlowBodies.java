package dev.hedgerow.server.http;

import dev.hedgerow.server.event.Connections;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;
import org.xnio.XnioExecutor;
import org.xnio.conduits.AbstractStreamSourceConduit;
import org.xnio.conduits.StreamSourceConduit;

/**
 * Closes the connection of a request whose body comes too slowly, also while the body of a refused
 * one is thrown away. Whoever reads bodies must read them as they come.
 */
final class SlowBodies implements HttpHandler {
  private final HttpHandler next;
  private final Connections limits;

  SlowBodies(HttpHandler next, Connections limits) {
    this.next = next;
    this.limits = limits;
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) throws Exception {
    if (!exchange.isRequestComplete()) {
      new Watch(exchange).begin();
    }
    next.handleRequest(exchange);
  }

  private final class Watch {
    private final HttpServerExchange exchange;
    private volatile long seen;
    private long seenBefore;
    private volatile XnioExecutor.@Nullable Key timer;

    Watch(HttpServerExchange exchange) {
      this.exchange = exchange;
    }

    void begin() {
      exchange.addRequestWrapper((factory, same) -> new Counting(factory.create()));
      exchange.addExchangeCompleteListener((same, then) -> {
        XnioExecutor.Key last = timer;
        if (last != null) {
          last.remove();
        }
        then.proceed();
      });
      again();
    }

    private void again() {
      timer = exchange
          .getIoThread()
          .executeAfter(this::look, limits.bodyStalledAfter().toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look() {
      if (exchange.isRequestComplete()) {
        return;
      }
      if (seen - seenBefore < limits.bodyBytesMin(limits.bodyStalledAfter())) {
        IoUtils.safeClose(exchange.getConnection());
        return;
      }
      seenBefore = seen;
      again();
    }

    /** Counts what is read; a body is read by one thread at a time. */
    private final class Counting extends AbstractStreamSourceConduit<StreamSourceConduit> {
      Counting(StreamSourceConduit inner) {
        super(inner);
      }

      @Override
      @SuppressWarnings("NonAtomicVolatileUpdate")
      public int read(ByteBuffer to) throws IOException {
        int read = super.read(to);
        seen += Math.max(0, read);
        return read;
      }

      @Override
      @SuppressWarnings("NonAtomicVolatileUpdate")
      public long read(ByteBuffer[] to, int offset, int length) throws IOException {
        long read = super.read(to, offset, length);
        seen += Math.max(0, read);
        return read;
      }
    }
  }
}
