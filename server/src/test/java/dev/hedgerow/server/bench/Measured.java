package dev.hedgerow.server.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server as a process of its own, with what it costs. */
public final class Measured implements AutoCloseable {
  /** The key that its questions are asked with. */
  public static final String KEY = "phx_bench_0123456789abcdef";

  private static final Path TASKSET = Path.of("/usr/bin/taskset");
  private static final int UUIDS_A_PAGE = 50_000;
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Pattern READY = Pattern.compile("ready at (\\S+)");
  private static final Pattern HEAP =
      Pattern.compile("(?m)^jvm_memory_used_bytes\\{area=\"heap\".*} (\\S+)$");
  private static final Pattern PROCESSORS = Pattern.compile("(?m)^Cpus_allowed_list:\\s+(\\d+)");
  private static final Pattern NUMBER = Pattern.compile("\"results\":\\[\\[(\\d+)");

  private final Process process;
  private final URI url;
  private final HttpClient http = HttpClient.newHttpClient();

  private Measured(Process process, URI url) {
    this.process = process;
    this.url = url;
  }

  /** Starts Hedgerow, whole, on that folder. */
  public static Measured hedgerow(Path data, String... more) throws IOException {
    return start(
        List.of(),
        List.of("-cp", System.getProperty("java.class.path"), "dev.hedgerow.server.Main"),
        arguments(data, more));
  }

  /** Starts the packaged program on that folder. */
  public static Measured jar(Path data, String... more) throws IOException {
    String jar = System.getProperty("hedgerow.jar", "target/hedgerow.jar");
    return start(List.of(), List.of("-jar", jar), arguments(data, more));
  }

  /**
   * Starts the packaged program on that folder, on one processor where the system can give it one,
   * so that there is room beside it for those who send.
   */
  public static Measured jarOnOneProcessor(Path data, String... more) throws IOException {
    String jar = System.getProperty("hedgerow.jar", "target/hedgerow.jar");
    return start(onOneProcessor(), List.of("-jar", jar), arguments(data, more));
  }

  /** Returns what starts a command on the first processor that this process may use, or nothing. */
  private static List<String> onOneProcessor() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.isExecutable(TASKSET) || !Files.exists(status)) {
      return List.of();
    }
    Matcher first = PROCESSORS.matcher(Files.readString(status));
    return first.find() ? List.of(TASKSET.toString(), "-c", first.group(1)) : List.of();
  }

  private static List<String> arguments(Path data, String... more) {
    List<String> arguments = new ArrayList<>(List.of(
        "--port",
        "0",
        "--data",
        data.toString(),
        "--project-token",
        Bodies.TOKEN,
        "--api-key",
        KEY));
    arguments.addAll(List.of(more));
    return arguments;
  }

  /** Starts one of the servers beside it. */
  static Measured beside(String server, Path data) throws IOException {
    return start(
        List.of(),
        List.of("-cp", System.getProperty("java.class.path"), BenchServer.class.getName()),
        List.of(server, data.toString()));
  }

  private static Measured start(List<String> on, List<String> program, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>(on);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx256m");
    String extra = System.getProperty("hedgerow.bench.jvm", "");
    if (!extra.isEmpty()) {
      command.addAll(List.of(extra.split(" ")));
    }
    command.addAll(program);
    command.addAll(arguments);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    List<String> said = new ArrayList<>();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      said.add(line);
      Matcher ready = READY.matcher(line);
      if (ready.find()) {
        Thread rest = new Thread(() -> out.lines().forEach(Measured::tell), "process-output");
        rest.setDaemon(true);
        rest.start();
        return new Measured(process, URI.create(ready.group(1)));
      }
    }
    throw new IOException("expected the server to start but it said " + said);
  }

  private static void tell(String line) {
    if (line.contains("WARN") || line.contains("ERROR") || line.contains("SEVERE")) {
      System.out.println(line);
    }
  }

  /** Returns where it listens. */
  public URI url() {
    return url;
  }

  /** Returns its process id. */
  public long pid() {
    return process.pid();
  }

  /** Returns the CPU time it has taken, in all its threads. */
  public Duration cpu() {
    return process.info().totalCpuDuration().orElseThrow();
  }

  /** Returns how many rows can be asked for. */
  public long rows() throws IOException, InterruptedException {
    return number("SELECT count(*) FROM events");
  }

  /** Returns the one number that answers a question. */
  long number(String query) throws IOException, InterruptedException {
    String answer = sql(query);
    Matcher number = NUMBER.matcher(answer);
    if (!number.find()) {
      throw new IOException("expected a number but found " + answer);
    }
    return Long.parseLong(number.group(1));
  }

  /** Returns the uuids of all rows, in order, a doubled one twice. */
  public List<String> uuids() throws IOException, InterruptedException {
    List<String> uuids = new ArrayList<>();
    while (true) {
      int before = uuids.size();
      String last = before == 0 ? "00000000-0000-0000-0000-000000000000" : uuids.get(before - 1);
      String answer = sql("SELECT uuid FROM events WHERE uuid > '" + last + "' ORDER BY uuid LIMIT "
          + UUIDS_A_PAGE);
      MAPPER
          .readTree(answer)
          .path("results")
          .forEach(row -> uuids.add(row.get(0).asText()));
      if (uuids.size() - before < UUIDS_A_PAGE) {
        return uuids;
      }
    }
  }

  private String sql(String query) throws IOException, InterruptedException {
    String body =
        MAPPER.writeValueAsString(Map.of("query", Map.of("kind", "HogQLQuery", "query", query)));
    HttpRequest request = HttpRequest.newBuilder(url.resolve("/api/projects/1/query/"))
        .header("Authorization", "Bearer " + KEY)
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
    return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  /** Waits until that many rows can be asked for. */
  void await(long rows, Duration within) throws IOException, InterruptedException {
    long end = System.nanoTime() + within.toNanos();
    for (long found = rows(); found < rows; found = rows()) {
      if (System.nanoTime() > end) {
        throw new IOException("expected " + rows + " rows but found " + found);
      }
      Thread.sleep(100);
    }
  }

  /** Returns the answer to a GET. */
  public HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(url.resolve(path))
            .timeout(Duration.ofSeconds(30))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** Returns what {@code /_health} says. */
  public JsonNode health() throws IOException, InterruptedException {
    return MAPPER.readTree(get("/_health").body());
  }

  /** Returns the bytes of heap in use. */
  public long heapBytes() throws IOException, InterruptedException {
    return heapBytes(get("/metrics").body());
  }

  /** Returns the bytes of heap in use that these metrics tell. */
  static long heapBytes(String metrics) {
    Matcher area = HEAP.matcher(metrics);
    double sum = 0;
    while (area.find()) {
      sum += Double.parseDouble(area.group(1));
    }
    return (long) sum;
  }

  /** Kills it at once, as {@code kill -9} does. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Lets it end in order, so that a flight recorder among its options can write what it saw. */
  @Override
  public void close() {
    process.destroy();
    try {
      process.waitFor(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
  }
}
