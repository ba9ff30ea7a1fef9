package dev.hedgerow.server;

import dev.hedgerow.server.event.Properties;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code hedgerow disk}: by the running server. */
@Command(
    name = "disk",
    mixinStandardHelpOptions = true,
    description = "Tells what uses the disk: by project, by file, and the backups that are known.")
final class DiskCommand implements Callable<Integer> {
  @Mixin
  private RunningServer running = new RunningServer();

  @Override
  public Integer call() throws IOException, InterruptedException {
    Map<String, @Nullable Object> told = running.client().json("/api/local/disk");
    StringBuilder text = new StringBuilder();
    for (Object one : list(told.get("projects"))) {
      Map<String, @Nullable Object> project = object(one);
      text.append("Project ").append(project.get("project")).append('\n');
      for (String kind : List.of("events", "recordings", "persons")) {
        Map<String, @Nullable Object> part = object(project.get(kind));
        line(text, kind, part.get("bytes_about"), "about, " + part.get("count") + " of them");
      }
    }
    text.append("Data folder\n");
    object(told.get("files")).forEach((name, bytes) -> line(text, name, bytes, ""));
    line(text, "in use", told.get("used_bytes"), budget(told.get("budget_bytes")));
    line(text, "reusable", told.get("reusable_bytes"), "within events.duckdb");
    line(text, "free", told.get("free_bytes"), "left on the disk");
    text.append("Backups\n");
    for (Object one : list(told.get("backups"))) {
      Map<String, @Nullable Object> backup = object(one);
      line(
          text,
          String.valueOf(backup.get("made_at")),
          backup.get("bytes"),
          String.valueOf(backup.get("folder")));
    }
    text.toString().lines().forEach(running::say);
    return 0;
  }

  private static String budget(@Nullable Object bytes) {
    return bytes instanceof Number number && number.longValue() > 0
        ? "of a budget of " + megabytes(number).strip()
        : "";
  }

  private static void line(StringBuilder text, String name, @Nullable Object bytes, String remark) {
    text.append("  %-22s %s  %s".formatted(name, megabytes(bytes), remark).stripTrailing());
    text.append('\n');
  }

  private static String megabytes(@Nullable Object bytes) {
    double number = bytes instanceof Number known ? known.doubleValue() : 0;
    return String.format(Locale.ROOT, "%,12.1f MB", number / 1e6);
  }

  private static List<?> list(@Nullable Object value) {
    return value instanceof List<?> list ? list : List.of();
  }

  private static Map<String, @Nullable Object> object(@Nullable Object value) {
    return Properties.object(Collections.singletonMap("it", value), "it");
  }
}
