package dev.hedgerow.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Hands what browsers ask below one path of the site on to the Hedgerow server, as any reverse proxy does, so that pages
 * load the snippet from, and send events to, their own origin. Safe for many threads.
 */
final class Relay {

  /** What stands before the server's own paths. */
  static final String PATH = "/ingest";

  private static final int BODY_BYTES_MAX = 4 << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Pattern HASH =
      Pattern.compile("\"array\\.js\":\"(sha384-[A-Za-z0-9+/=]+)\"");
  private static final Set<String> ASKED =
      Set.of("accept-encoding", "content-type", "if-none-match", "user-agent");
  private static final Set<String> ANSWERED =
      Set.of("cache-control", "content-encoding", "content-type", "etag", "retry-after", "vary");

  private final URI server;
  private final HttpClient client = HttpClient.newBuilder()
      .version(HttpClient.Version.HTTP_1_1)
      .connectTimeout(PATIENCE)
      .build();

  private volatile @Nullable String integrity;

  Relay(URI server) {
    this.server = server;
  }

  static boolean handles(String path) {
    return path.startsWith(PATH + "/");
  }

  void handle(Exchange exchange) throws IOException {
    HttpRequest.Builder request = HttpRequest.newBuilder(
            URI.create(server + exchange.target().substring(PATH.length())))
        .timeout(PATIENCE)
        .method(
            exchange.method(),
            HttpRequest.BodyPublishers.ofByteArray(exchange.body(BODY_BYTES_MAX)));
    exchange.headers(ASKED).forEach(request::header);
    request.header("X-Forwarded-For", exchange.sender());
    HttpResponse<byte[]> response = send(request.build());
    if (response == null) {
      exchange.answer(502, "text/plain; charset=utf-8", "the server cannot be reached\n");
      return;
    }
    response.headers().map().forEach((name, values) -> {
      if (ANSWERED.contains(name.toLowerCase(Locale.ROOT))) {
        exchange.say(name, values.get(0));
      }
    });
    exchange.answer(response.statusCode(), response.body());
  }

  /** The hash of the script that the server has now, for its tag; empty while the server cannot be reached. */
  String integrity() {
    String known = integrity;
    if (known == null) {
      HttpResponse<byte[]> response =
          send(HttpRequest.newBuilder(URI.create(server + "/static/snippet.json"))
              .timeout(PATIENCE)
              .build());
      Matcher hash = HASH.matcher(response == null ? "" : new String(response.body(), UTF_8));
      if (!hash.find()) {
        return "";
      }
      known = hash.group(1);
      integrity = known;
    }
    return known;
  }

  private @Nullable HttpResponse<byte[]> send(HttpRequest request) {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException e) {
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }
}
