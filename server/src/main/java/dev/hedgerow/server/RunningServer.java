package dev.hedgerow.server;

import dev.hedgerow.server.event.Properties;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The server that a command asks, and where the command writes. */
final class RunningServer {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "${env:HEDGEROW_DATA:-hedgerow-data}",
      description = "Data folder of the server; HEDGEROW_DATA, default ./hedgerow-data")
  private Path data = Path.of("");

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  private @Nullable ServerClient client;

  Map<String, @Nullable Object> ask(
      String method, String path, @Nullable Map<String, ? extends @Nullable Object> body)
      throws IOException, InterruptedException {
    return client().ask(method, path, body);
  }

  /** Returns what asks the server; there must be one. */
  ServerClient client() throws IOException {
    ServerClient known = client;
    if (known == null) {
      known = ServerClient.of(data);
      client = known;
    }
    return known;
  }

  /** Gets the objects under {@code results}. */
  List<Map<String, @Nullable Object>> results(String path)
      throws IOException, InterruptedException {
    List<Map<String, @Nullable Object>> found = new ArrayList<>();
    if (ask("GET", path, null).get("results") instanceof List<?> list) {
      list.forEach(item -> found.add(Properties.object(Map.of("it", item), "it")));
    }
    return found;
  }

  /** Writes a line, on which nothing that somebody named can do harm to a terminal. */
  void say(String line) {
    if (spec != null) {
      PrintWriter out = spec.commandLine().getOut();
      out.println(line.replaceAll("[\\p{Cntrl}&&[^\t]]", "?"));
      out.flush();
    }
  }
}
