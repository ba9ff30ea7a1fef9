package dev.hedgerow.server;

import dev.hedgerow.server.wire.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Asks the server that owns a data folder, as who may read that folder. */
final class ServerClient {
  private static final int TRIES = 60;
  private static final long AGAIN_AFTER_MILLIS = 1_000;
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);

  private final LocalCredential server;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private ServerClient(LocalCredential server) {
    this.server = server;
  }

  /** Finds the server of that folder; asks it nothing yet. */
  static ServerClient of(Path data) throws IOException {
    try {
      return new ServerClient(LocalCredential.read(data));
    } catch (NoSuchFileException e) {
      throw new IOException(
          "expected a running server on " + data.toAbsolutePath() + " but found none", e);
    }
  }

  /** Returns a path with parameters, those without a value left out. */
  static String path(String path, Map<String, ?> parameters) {
    return path
        + parameters.entrySet().stream()
            .filter(one -> !String.valueOf(one.getValue()).isEmpty())
            .map(one -> one.getKey() + "="
                + URLEncoder.encode(String.valueOf(one.getValue()), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&", "?", ""));
  }

  /** Gets what is streamed; anything but 200 is an exception with the server's sentence. */
  HttpResponse<InputStream> stream(String path) throws IOException, InterruptedException {
    HttpResponse<InputStream> answer =
        http.send(request(path).build(), HttpResponse.BodyHandlers.ofInputStream());
    if (answer.statusCode() != 200) {
      try (InputStream body = answer.body()) {
        throw refused(body.readAllBytes());
      }
    }
    return answer;
  }

  /** Gets a JSON object. */
  Map<String, @Nullable Object> json(String path) throws IOException, InterruptedException {
    try (InputStream body = stream(path).body()) {
      return Json.object(body.readAllBytes());
    }
  }

  /** Sends bytes, again where the server has no room now, and gets a JSON object. */
  Map<String, @Nullable Object> post(String path, byte[] body)
      throws IOException, InterruptedException {
    for (int tries = 1; ; tries++) {
      HttpResponse<byte[]> answer = http.send(
          request(path).POST(HttpRequest.BodyPublishers.ofByteArray(body)).build(),
          HttpResponse.BodyHandlers.ofByteArray());
      if (answer.statusCode() == 200) {
        return Json.object(answer.body());
      }
      if (answer.statusCode() != 503 || tries == TRIES) {
        throw refused(answer.body());
      }
      Thread.sleep(AGAIN_AFTER_MILLIS);
    }
  }

  /** Sends a JSON object, if any, and returns the one that is answered, empty for none. */
  Map<String, @Nullable Object> ask(
      String method, String path, @Nullable Map<String, ? extends @Nullable Object> body)
      throws IOException, InterruptedException {
    HttpRequest.BodyPublisher sent = body == null
        ? HttpRequest.BodyPublishers.noBody()
        : HttpRequest.BodyPublishers.ofByteArray(Json.bytes(body));
    HttpResponse<byte[]> answer = http.send(
        request(path).method(method, sent).timeout(ANSWER_WITHIN).build(),
        HttpResponse.BodyHandlers.ofByteArray());
    if (answer.statusCode() / 100 != 2) {
      throw refused(answer.body());
    }
    return answer.body().length == 0 ? Map.of() : Json.object(answer.body());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(server.url() + path))
        .header("Authorization", "Bearer " + server.secret());
  }

  private static IOException refused(byte[] body) throws IOException {
    return new IOException("the server said: " + Json.object(body).get("detail"));
  }
}
