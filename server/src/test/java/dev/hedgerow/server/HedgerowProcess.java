package dev.hedgerow.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The real program as a process of its own, on a port that the machine picks. */
final class HedgerowProcess implements AutoCloseable {
  static final String TOKEN = "phc_process_test";
  static final String KEY = "phx_process_test_0123456789";
  private static final Pattern READY = Pattern.compile("Hedgerow is ready at (\\S+)");

  private final Process process;
  private final List<String> banner;
  private final URI url;
  private final HttpClient http = HttpClient.newHttpClient();

  private HedgerowProcess(Process process, List<String> banner, URI url) {
    this.process = process;
    this.banner = banner;
    this.url = url;
  }

  /** Starts the packaged jar on that folder and returns once it says that it is ready. */
  static HedgerowProcess start(Path data, String... options) throws IOException {
    return start(Map.of(), data, options);
  }

  /** The same with more in its environment. */
  static HedgerowProcess start(Map<String, String> environment, Path data, String... options)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // It lives for a second: starting fast matters more than running fast.
    command.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1"));
    command.add("-jar");
    command.add(System.getProperty("hedgerow.jar", "target/hedgerow.jar"));
    command.addAll(List.of("--port", "0", "--data", data.toString()));
    command.addAll(List.of(options));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(Map.of("HEDGEROW_PROJECT_TOKEN", TOKEN, "HEDGEROW_API_KEY", KEY));
    builder.environment().putAll(environment);
    Process process = builder.start();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    List<String> lines = new ArrayList<>();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      lines.add(line);
      Matcher ready = READY.matcher(line);
      if (ready.find()) {
        Thread rest = new Thread(() -> out.lines().forEach(lines::add), "process-output");
        rest.setDaemon(true);
        rest.start();
        return new HedgerowProcess(process, lines, URI.create(ready.group(1)));
      }
    }
    throw new IOException("expected the server to start but it said " + lines);
  }

  URI url() {
    return url;
  }

  List<String> output() {
    return banner;
  }

  /** Sends a capture body and returns the status, or 0 when the connection broke. */
  int capture(String json) throws InterruptedException {
    try {
      HttpRequest request = HttpRequest.newBuilder(url.resolve("/batch/"))
          .timeout(Duration.ofSeconds(20))
          .header("Content-Type", "application/json")
          .POST(HttpRequest.BodyPublishers.ofString(json))
          .build();
      return http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
    } catch (IOException e) {
      return 0;
    }
  }

  /** Asks one SQL question and returns the answer's body. */
  String sql(String query) throws IOException, InterruptedException {
    HttpResponse<String> answer = ask(
        "POST",
        "/api/projects/1/query/",
        "{\"query\":{\"kind\":\"HogQLQuery\",\"query\":\"" + query.replace("\"", "\\\"") + "\"}}");
    if (answer.statusCode() != 200) {
      throw new IOException("expected an answer but got " + answer.statusCode() + answer.body());
    }
    return answer.body();
  }

  /** Asks with the key. */
  HttpResponse<String> ask(String method, String path, String json)
      throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(url.resolve(path))
        .timeout(Duration.ofSeconds(20))
        .header("Authorization", "Bearer " + KEY)
        .header("Content-Type", "application/json")
        .method(method, HttpRequest.BodyPublishers.ofString(json))
        .build();
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }

  /** Returns the status of {@code /_health}. */
  int healthStatus() throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(url.resolve("/_health")).build();
    return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  /** Returns the body of {@code /_health}. */
  String health() throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(url.resolve("/_health")).build();
    return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  /** Kills it at once, as {@code kill -9} does. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  /** Asks it to stop, as SIGTERM does, and returns its exit code; -1 when it takes too long. */
  int terminate(Duration within) throws InterruptedException {
    process.destroy();
    return process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS) ? process.exitValue() : -1;
  }

  long pid() {
    return process.pid();
  }

  boolean alive() {
    return process.isAlive();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
