package dev.hedgerow.server.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hedgerow.server.catalog.Secrets;
import dev.hedgerow.server.embedded.EmbeddedBackend;
import dev.hedgerow.server.event.Feed;
import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.http.Aside;
import dev.hedgerow.server.http.Defined;
import dev.hedgerow.server.http.Door;
import dev.hedgerow.server.http.Erasing;
import dev.hedgerow.server.http.Health;
import dev.hedgerow.server.http.Moving;
import dev.hedgerow.server.http.Paths;
import dev.hedgerow.server.http.Services;
import dev.hedgerow.server.log.LogWriter;
import dev.hedgerow.server.wire.Clues;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.undertow.Undertow;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** The servers that Hedgerow is measured beside, each the program of a process of its own. */
final class BenchServer {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int BUFFER_BYTES = 16 << 10;

  private BenchServer() {}

  /** Starts {@code read}, {@code parse}, or {@code accept} with its data folder. */
  public static void main(String[] args) throws IOException {
    InetSocketAddress address = switch (args[0]) {
      case "read" -> bare((exchange, body) -> {});
      case "parse" -> bare((exchange, body) -> parse(body));
      case "accept" -> accept(Path.of(args[1]));
      default -> throw new IllegalArgumentException("expected a server, found " + args[0]);
    };
    System.out.println("ready at http://127.0.0.1:" + address.getPort());
  }

  private interface Body {
    void take(HttpServerExchange exchange, byte[] body);
  }

  private static InetSocketAddress bare(Body body) {
    HttpHandler handler =
        exchange -> exchange.getRequestReceiver().receiveFullBytes((same, bytes) -> {
          body.take(same, bytes);
          same.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/json");
          same.getResponseSender().send("{\"status\":1}");
        });
    Undertow undertow = Undertow.builder()
        .addHttpListener(0, "127.0.0.1")
        .setIoThreads(2)
        .setWorkerThreads(16)
        .setBufferSize(BUFFER_BYTES)
        .setHandler(handler)
        .build();
    undertow.start();
    return (InetSocketAddress) undertow.getListenerInfo().get(0).getAddress();
  }

  private static void parse(byte[] body) {
    boolean gzip = body.length > 2 && body[0] == 0x1F && (body[1] & 0xFF) == 0x8B;
    InputStream plain = new ByteArrayInputStream(body);
    try (InputStream in = gzip ? new GZIPInputStream(plain, 8192) : plain) {
      MAPPER.readValue(in, Map.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Hedgerow up to the log, with nothing behind it. */
  private static InetSocketAddress accept(Path data) throws IOException {
    Limits limits = Limits.STANDARD;
    EmbeddedBackend backend = EmbeddedBackend.open(data, limits);
    backend.catalog().createProject("bench", Bodies.TOKEN, Clock.systemUTC().instant());
    backend
        .catalog()
        .addKey(Secrets.hash(Measured.KEY), "bench", Clock.systemUTC().instant());
    LogWriter writer = new LogWriter(
        backend.log(), Clock.systemUTC(), System::nanoTime, limits.logQueueEntriesMax());
    Thread appending = new Thread(() -> append(writer), "bench-log");
    appending.setDaemon(true);
    appending.start();
    return new Door(new Services(
            limits,
            Clock.systemUTC(),
            backend.catalog(),
            backend.catalog().actions(),
            new Defined(
                backend.catalog().defined().cohorts(),
                backend.events().cohorts(),
                backend.catalog().defined().insights(),
                backend.catalog().defined().dashboards(),
                backend.catalog().defined().shares()),
            backend.catalog().audit(),
            writer,
            new Feed(limits.feedItemsMax()),
            backend.events(),
            backend.events().ingestion(),
            backend.events().events(),
            backend.state().people(),
            (Aside) null,
            (Moving) null,
            (Erasing) null,
            () -> new Health("ok", true, 0, 0, 0, 0, 0),
            new SimpleMeterRegistry(),
            () -> "",
            "none",
            Paths.STANDARD,
            Clues.NONE))
        .start("127.0.0.1", 0);
  }

  private static void append(LogWriter writer) {
    while (true) {
      if (writer.runOnce() == 0) {
        try {
          writer.await(Duration.ofSeconds(1));
        } catch (InterruptedException e) {
          return;
        }
      }
    }
  }
}
