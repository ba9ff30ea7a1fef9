package dev.hedgerow.server;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hedgerow import DIR|FILE}: by the running server. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    description = {
      "Takes in what 'hedgerow export' wrote as NDJSON, as it was; or files of events that PostHog wrote,",
      "a JSON object a line, also with .gz at the end. What broke off goes on when it is given again."
    })
final class ImportCommand implements Callable<Integer> {
  private static final int CHUNK_LINES = 1_000;
  private static final int CHUNK_BYTES = 1 << 20;
  private static final String POSTHOG = "posthog";

  @Parameters(paramLabel = "DIR|FILE", description = "Folder with an export, or files.")
  private List<Path> given = List.of();

  @Option(names = "--project", paramLabel = "ID", defaultValue = "1", description = "Default 1.")
  private int project;

  @Mixin
  private RunningServer running = new RunningServer();

  @Override
  public Integer call() throws IOException, InterruptedException {
    ServerClient server = running.client();
    for (Path one : given) {
      for (Path file : files(one)) {
        take(server, file);
      }
    }
    return 0;
  }

  /** Returns the files in the order that makes each row meet its person. */
  private static List<Path> files(Path given) throws IOException {
    if (!Files.isDirectory(given)) {
      return List.of(given);
    }
    List<Path> own = ExportCommand.KINDS.stream()
        .map(kind -> given.resolve(kind + ".ndjson"))
        .filter(Files::exists)
        .toList();
    if (!own.isEmpty()) {
      return own;
    }
    try (Stream<Path> all = Files.list(given)) {
      List<Path> found = all.filter(
              file -> file.toString().matches(".*\\.(ndjson|jsonl|json)(\\.gz)?"))
          .sorted()
          .toList();
      if (found.isEmpty()) {
        throw new IOException(
            "expected files such as events.ndjson in " + given + " but found none");
      }
      return found;
    }
  }

  private void take(ServerClient server, Path file) throws IOException, InterruptedException {
    String kind = kind(file);
    String name = kind + "-" + sum(file);
    long done = number(server.json(path(name, Map.of())).get("done"));
    long chunk = 0;
    long taken = 0;
    long rejected = 0;
    try (InputStream in = opened(file)) {
      LineChunks chunks = new LineChunks(in);
      for (byte[] lines = next(chunks); lines.length > 0; lines = next(chunks)) {
        if (++chunk > done) {
          Map<String, @Nullable Object> answer =
              server.post(path(name, Map.of("kind", kind, "chunk", chunk)), lines);
          taken += number(answer.get("taken"));
          if (answer.get("rejected") instanceof Map<?, ?> counts) {
            rejected +=
                counts.values().stream().mapToLong(ImportCommand::number).sum();
          }
        }
      }
    }
    running.say("Took " + taken + " lines of " + file
        + (done == 0 ? "" : ", after " + done + " chunks that were there")
        + (rejected == 0 ? "" : "; refused " + rejected + ", see the ingestion warnings"));
  }

  private static byte[] next(LineChunks chunks) throws IOException {
    return chunks.next(CHUNK_LINES, CHUNK_BYTES);
  }

  private String path(String name, Map<String, ?> parameters) {
    Map<String, Object> all = new LinkedHashMap<>(parameters);
    all.put("project", project);
    all.put("name", name);
    return ServerClient.path("/api/local/import", all);
  }

  /** Tells by the first line what a file holds. */
  private static String kind(Path file) throws IOException {
    try (InputStream in = opened(file)) {
      String begin = new String(in.readNBytes(256), StandardCharsets.UTF_8);
      if (begin.startsWith("{\"id\":") && begin.contains("\"is_identified\":")) {
        return "persons";
      }
      if (begin.startsWith("{\"index\":")) {
        return "groups";
      }
    }
    try (InputStream in = opened(file)) {
      String line = new String(new LineChunks(in).next(1, CHUNK_BYTES), StandardCharsets.UTF_8);
      return line.contains("\"person_mode\":") ? "events" : POSTHOG;
    }
  }

  private static InputStream opened(Path file) throws IOException {
    InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    return file.toString().endsWith(".gz")
        ? new BufferedInputStream(new GZIPInputStream(in, 1 << 16), 1 << 16)
        : in;
  }

  /** Returns a name that only the same file has. */
  private static String sum(Path file) throws IOException {
    try (DigestInputStream in =
        new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
      in.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(in.getMessageDigest().digest(), 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("expected SHA-256 in every Java", e);
    }
  }

  private static long number(@Nullable Object value) {
    return value instanceof Number number ? number.longValue() : 0;
  }
}
