package dev.hedgerow.server;

import dev.hedgerow.server.event.Properties;
import dev.hedgerow.server.wire.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hedgerow project …}: by the running server. */
@Command(
    name = "project",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "list | create | rotate | settings | delete",
    description =
        "Lists, makes and deletes projects, replaces their tokens, shows and changes settings.")
final class ProjectCommand {
  private static final String PATH = "/api/projects/";

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists the projects: id, token, name.")
  int list(@Mixin RunningServer server) throws IOException, InterruptedException {
    for (Map<String, @Nullable Object> project : server.results(PATH)) {
      show(server, project);
    }
    return 0;
  }

  @Command(name = "create", mixinStandardHelpOptions = true, description = "Makes a project.")
  int create(@Parameters(paramLabel = "NAME") String name, @Mixin RunningServer server)
      throws IOException, InterruptedException {
    show(server, server.ask("POST", PATH, Map.of("name", name)));
    return 0;
  }

  @Command(
      name = "rotate",
      mixinStandardHelpOptions = true,
      description = "Gives a project another token; the old one is good for a while.")
  int rotate(
      @Parameters(paramLabel = "ID") int id,
      @Option(
              names = "--grace",
              paramLabel = "TIME",
              defaultValue = "24h",
              description = "How long the old token still takes events, such as 24h, or 0.")
          String grace,
      @Mixin RunningServer server)
      throws IOException, InterruptedException {
    Duration most = Quantity.duration(grace);
    show(
        server,
        server.ask(
            "POST", PATH + id + "/rotate_token/", Map.of("grace_seconds", most.toSeconds())));
    return 0;
  }

  @Command(
      name = "settings",
      mixinStandardHelpOptions = true,
      description = {
        "Shows a project's settings, after those named were changed.",
        "A list is written with commas: allowed_origins=https://a.example,https://b.example"
      })
  int settings(
      @Parameters(paramLabel = "ID") int id,
      @Parameters(paramLabel = "NAME=VALUE", index = "1..*", arity = "0..*") @Nullable
          List<String> changes,
      @Mixin RunningServer server)
      throws IOException, InterruptedException {
    String path = PATH + id + "/settings/";
    Map<String, @Nullable Object> now = server.ask("GET", path, null);
    if (changes != null) {
      now = server.ask("PATCH", path, values(Properties.object(now, "settings"), changes));
    }
    Properties.object(now, "settings")
        .forEach((name, value) -> server.say(name + "=" + shown(value)));
    return 0;
  }

  @Command(
      name = "delete",
      mixinStandardHelpOptions = true,
      description = {
        "Deletes a project with all its data, for good: tokens and keys stop at once.",
        "Say its name so that it is no other."
      })
  int delete(
      @Parameters(paramLabel = "ID") int id,
      @Option(
              names = "--name",
              paramLabel = "NAME",
              required = true,
              description = "The project's name, as 'project list' shows it.")
          String name,
      @Mixin RunningServer server)
      throws IOException, InterruptedException {
    String path = PATH + id + "/";
    Object found = server.ask("GET", path, null).get("name");
    if (!name.equals(found)) {
      throw new IOException("expected " + name + " under " + id + " but found " + found);
    }
    Map<String, @Nullable Object> answer = server.ask("DELETE", path, null);
    server.say("Deleted " + id + ", " + name + "; its data are being erased");
    if (answer.get("backups") instanceof List<?> backups && !backups.isEmpty()) {
      server.say(
          "Backups made before this still hold it; restore them with --erasures: " + backups);
    }
    return 0;
  }

  /** Reads each value as what the setting is now. */
  private static Map<String, Object> values(Map<String, @Nullable Object> now, List<String> changes)
      throws IOException {
    Map<String, Object> values = new LinkedHashMap<>();
    for (String change : changes) {
      int equals = change.indexOf('=');
      if (equals < 1) {
        throw new IOException("expected name=value but found " + change);
      }
      String name = change.substring(0, equals);
      String text = change.substring(equals + 1);
      values.put(name, value(now.get(name), text));
    }
    return values;
  }

  private static Object value(@Nullable Object now, String text) {
    if (now instanceof Boolean && text.matches("true|false")) {
      return Boolean.valueOf(text);
    }
    if (now instanceof Number && text.matches("[0-9]{1,9}")) {
      return Integer.valueOf(text);
    }
    if (now instanceof List) {
      return text.isEmpty() ? List.of() : new ArrayList<>(List.of(text.split(",", -1)));
    }
    return text;
  }

  private static String shown(@Nullable Object value) {
    return value instanceof List<?> list
        ? String.join(",", list.stream().map(String::valueOf).toList())
        : value instanceof String text ? text : Json.text(value == null ? "" : value);
  }

  private static void show(RunningServer server, Map<String, @Nullable Object> project) {
    server.say(project.get("id") + "\t" + project.get("api_token") + "\t" + project.get("name"));
  }
}
