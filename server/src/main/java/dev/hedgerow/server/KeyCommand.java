package dev.hedgerow.server;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hedgerow key …}: by the running server. */
@Command(
    name = "key",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "list | create | revoke",
    description = "Lists, makes and revokes personal API keys.")
final class KeyCommand {
  private static final String PATH = "/api/personal_api_keys/";

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists the keys: id, scope, projects, last use, whether revoked, label.")
  int list(@Mixin RunningServer server) throws IOException, InterruptedException {
    for (Map<String, @Nullable Object> key : server.results(PATH)) {
      show(server, key);
    }
    return 0;
  }

  @Command(
      name = "create",
      mixinStandardHelpOptions = true,
      description = "Makes a key and shows it, this once.")
  int create(
      @Parameters(paramLabel = "LABEL") String label,
      @Option(
              names = "--scope",
              paramLabel = "SCOPE",
              required = true,
              description = "read, write or admin.")
          String scope,
      @Option(
              names = "--project",
              paramLabel = "ID",
              description = "A project it opens; may be given again. Default all, also later ones.")
          @Nullable
          List<Integer> projects,
      @Mixin RunningServer server)
      throws IOException, InterruptedException {
    Map<String, Object> asked = new LinkedHashMap<>(Map.of("label", label, "scope", scope));
    if (projects != null) {
      asked.put("projects", projects);
    }
    Map<String, @Nullable Object> made = server.ask("POST", PATH, asked);
    show(server, made);
    server.say(String.valueOf(made.get("value")));
    return 0;
  }

  @Command(
      name = "revoke",
      mixinStandardHelpOptions = true,
      description = "Has a key open nothing from now on.")
  int revoke(@Parameters(paramLabel = "ID") int id, @Mixin RunningServer server)
      throws IOException, InterruptedException {
    server.ask("DELETE", PATH + id + "/", null);
    server.say("Revoked " + id);
    return 0;
  }

  private static void show(RunningServer server, Map<String, @Nullable Object> key) {
    Object projects = key.get("projects");
    Object used = key.get("last_used_at");
    server.say(String.join(
        "\t",
        String.valueOf(key.get("id")),
        String.valueOf(key.get("scope")),
        projects == null ? "all" : projects.toString(),
        used == null ? "never used" : used.toString(),
        key.get("revoked_at") == null ? "open" : "revoked",
        String.valueOf(key.get("label"))));
  }
}
