package dev.hedgerow.server.http;

import dev.hedgerow.server.event.Connections;
import dev.hedgerow.server.event.Limits;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.handlers.GracefulShutdownHandler;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.Options;

/**
 * The server's one door: HTTP for pages that send events, for people and for their tools. Making it
 * does no I/O; {@link #start} and {@link #close} belong to one thread.
 */
public final class Door implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(Door.class);

  private static final int IO_THREADS = 2;
  private static final int WORKER_THREADS = 16;
  private static final int BUFFER_BYTES = 16 << 10;
  private static final int HEADER_BYTES_MAX = 64 << 10;
  private static final int HEADERS_MAX = 100;
  private static final Duration DRAIN_MAX = Duration.ofSeconds(5);
  private static final Duration LIVE_EVERY = Duration.ofMillis(150);

  private final Limits limits;
  private final Live live;
  private final Access access;
  private final GracefulShutdownHandler handler;
  private final Thread pump;
  private @Nullable Undertow undertow;
  private volatile boolean closing;

  /** Makes the door to those rooms, with nothing for tools on the same machine. */
  public Door(Services services) {
    this(services, null);
  }

  /** Makes the door to those rooms, and to what tools on the same machine may ask for. */
  public Door(Services services, @Nullable Local local) {
    this.limits = services.limits();
    this.live = new Live(
        services.feed(),
        services.health(),
        () -> rejected(services.registry()),
        services.clock(),
        System::nanoTime,
        limits.feedReadersMax());
    this.access = new Access(services, new Sessions(services.clock()), local);
    this.handler = new GracefulShutdownHandler(
        new Guard(new Framing(Routes.of(services, live, access, local))));
    this.pump = new Thread(this::pump, "hedgerow-live");
    pump.setDaemon(true);
  }

  /** Returns how many events and requests the door has refused since the start. */
  private static double rejected(MeterRegistry registry) {
    return registry.find("hedgerow_events_rejected").counters().stream()
        .mapToDouble(Counter::count)
        .sum();
  }

  /**
   * Starts to listen and returns where.
   *
   * @param port 0 takes any free one
   * @throws IOException if the address can't be had
   */
  public InetSocketAddress start(String host, int port) throws IOException {
    Undertow made = build(host, port);
    try {
      made.start();
    } catch (RuntimeException e) {
      throw new IOException("could not listen on " + host + ":" + port + ": " + reason(e), e);
    }
    undertow = made;
    pump.start();
    return (InetSocketAddress) made.getListenerInfo().get(0).getAddress();
  }

  private static String reason(RuntimeException e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return String.valueOf(cause.getMessage());
  }

  private Undertow build(String host, int port) {
    Connections connections = limits.connections();
    int idle = (int) connections.idleFor().toMillis();
    return Undertow.builder()
        .addHttpListener(port, host)
        .setIoThreads(IO_THREADS)
        .setWorkerThreads(WORKER_THREADS)
        .setBufferSize(BUFFER_BYTES)
        .setWorkerOption(Options.WORKER_NAME, "hedgerow-http")
        .setSocketOption(Options.READ_TIMEOUT, 0) // the idle timeout does it, without noise at stop
        .setSocketOption(
            Options.WRITE_TIMEOUT, (int) connections.writeStalledAfter().toMillis())
        .setSocketOption(Options.CONNECTION_HIGH_WATER, connections.most())
        .setSocketOption(Options.CONNECTION_LOW_WATER, connections.most())
        .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, 4L * limits.bodyBytesMax())
        .setServerOption(UndertowOptions.MAX_HEADER_SIZE, HEADER_BYTES_MAX)
        .setServerOption(UndertowOptions.MAX_HEADERS, HEADERS_MAX)
        .setServerOption(UndertowOptions.MAX_PARAMETERS, HEADERS_MAX)
        .setServerOption(UndertowOptions.MAX_COOKIES, HEADERS_MAX)
        .setServerOption(UndertowOptions.REQUEST_PARSE_TIMEOUT, (int)
            connections.headWithin().toMillis())
        .setServerOption(UndertowOptions.NO_REQUEST_TIMEOUT, idle)
        .setServerOption(UndertowOptions.IDLE_TIMEOUT, idle)
        .setHandler(handler)
        .build();
  }

  /** One turn after the other; a turn that fails is told loudly and the next one goes on. */
  private void pump() {
    while (!closing) {
      try {
        live.runOnce();
        Thread.sleep(LIVE_EVERY.toMillis());
        live.awaitReader();
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        LOG.error("the live page's turn failed", e);
      }
    }
  }

  /** Takes no more requests, lets running ones end within five seconds, then stops. */
  @Override
  public void close() {
    closing = true;
    live.close();
    pump.interrupt();
    if (undertow == null) {
      return;
    }
    handler.shutdown();
    try {
      if (!handler.awaitShutdown(DRAIN_MAX.toMillis())) {
        LOG.warn("stopped with requests still running after {}", DRAIN_MAX);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    undertow.stop();
    undertow = null;
    access.uses().keep();
  }
}
