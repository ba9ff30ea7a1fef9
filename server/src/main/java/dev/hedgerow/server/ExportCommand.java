package dev.hedgerow.server;

import dev.hedgerow.server.wire.ExportPlace;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hedgerow export DIR}: by the running server. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = {
      "Writes a project's persons, groups and events into files of a folder, by the running server.",
      "What was begun there as NDJSON goes on where it ended."
    })
final class ExportCommand implements Callable<Integer> {
  /** The order in which an import wants them. */
  static final List<String> KINDS = List.of("persons", "groups", "events");

  /** The forms to choose from. */
  enum Format {
    ndjson,
    csv,
    parquet
  }

  @Parameters(paramLabel = "DIR", description = "Folder for the files; made if missing.")
  private Path folder = Path.of("");

  @Option(names = "--project", paramLabel = "ID", defaultValue = "1", description = "Default 1.")
  private int project;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "ndjson",
      description = "ndjson, which import takes in again; csv or parquet. Default ndjson.")
  private Format format = Format.ndjson;

  @Option(
      names = "--from",
      paramLabel = "MOMENT",
      defaultValue = "",
      description = "Only events that happened then or later, such as 2026-03-01T00:00:00Z.")
  private String from = "";

  @Option(
      names = "--to",
      paramLabel = "MOMENT",
      defaultValue = "",
      description = "Only events that happened before.")
  private String to = "";

  @Mixin
  private RunningServer running = new RunningServer();

  @Override
  public Integer call() throws IOException, InterruptedException {
    ServerClient server = running.client();
    Files.createDirectories(folder);
    for (String kind : KINDS) {
      if (format == Format.parquet) {
        parquet(server, kind);
      } else {
        lines(server, kind);
      }
    }
    return 0;
  }

  private void lines(ServerClient server, String kind) throws IOException, InterruptedException {
    Path file = folder.resolve(kind + "." + format);
    Path part = folder.resolve(kind + "." + format + ".part");
    if (Files.exists(file)) {
      throw new IOException("expected no " + file + " yet; name another folder or move it away");
    }
    String after = "";
    if (Files.exists(part)) {
      after = format == Format.ndjson ? ExportPlace.trimmed(part, kind) : "";
    }
    OpenOption how =
        after.isEmpty() ? StandardOpenOption.TRUNCATE_EXISTING : StandardOpenOption.APPEND;
    try (InputStream in = server.stream(path(kind, after)).body();
        OutputStream out = new BufferedOutputStream(Files.newOutputStream(
            part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, how))) {
      in.transferTo(out);
    }
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    running.say("Wrote " + file);
  }

  private void parquet(ServerClient server, String kind) throws IOException, InterruptedException {
    String after = "";
    for (int number = 1; number == 1 || !after.isEmpty(); number++) {
      Path file = folder.resolve("%s-%04d.parquet".formatted(kind, number));
      Path part = folder.resolve(file.getFileName() + ".part");
      HttpResponse<InputStream> answer = server.stream(path(kind, after));
      try (InputStream in = answer.body()) {
        Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
      running.say("Wrote " + file);
      after = URLDecoder.decode(
          answer.headers().firstValue("Hedgerow-Next").orElse(""), StandardCharsets.UTF_8);
    }
  }

  private String path(String kind, String after) {
    Map<String, Object> parameters = new LinkedHashMap<>();
    parameters.put("project", project);
    parameters.put("file", kind + "." + format);
    parameters.put("from", kind.equals("events") ? from : "");
    parameters.put("to", kind.equals("events") ? to : "");
    parameters.put("after", after);
    return ServerClient.path("/api/local/export", parameters);
  }
}
