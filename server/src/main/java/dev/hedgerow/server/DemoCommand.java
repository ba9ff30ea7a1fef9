package dev.hedgerow.server;

import dev.hedgerow.server.event.Properties;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code hedgerow demo}: by the running server. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Makes a project and fills it with thirty days of a made-up web shop, ending now.",
      "'hedgerow project delete' takes it away again."
    })
final class DemoCommand implements Callable<Integer> {
  private static final Duration LOOK_AGAIN_AFTER = Duration.ofMillis(200);
  private static final int STEPS = 5;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      defaultValue = "Demo shop",
      description = "Name of the project; default ${DEFAULT-VALUE}.")
  private String name = "";

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "The same seed on the same day gives the same events; default 1.")
  private long seed;

  @Option(
      names = "--visitors",
      paramLabel = "N",
      defaultValue = "3000",
      description = "People who visit, 1 to 20000, some 25 events each; default 3000.")
  private long visitors;

  @Mixin
  private RunningServer running = new RunningServer();

  @Override
  public Integer call() throws IOException, InterruptedException {
    Map<String, Object> asked = new LinkedHashMap<>();
    asked.put("name", name);
    asked.put("seed", seed);
    asked.put("visitors", visitors);
    long begin = System.nanoTime();
    Map<String, @Nullable Object> project = running.ask("POST", "/api/projects/demo/", asked);
    running.say(project.get("id") + "\t" + project.get("api_token") + "\t" + project.get("name"));
    Map<String, @Nullable Object> status = follow(project);
    if (!"done".equals(status.get("state"))) {
      throw new IOException("expected to fill the project but it ended after "
          + status.get("events") + " events: " + status.get("detail"));
    }
    Duration took = Duration.ofNanos(System.nanoTime() - begin);
    running.say("Filled with " + status.get("events") + " events in " + took.toSeconds() + " s");
    return 0;
  }

  private Map<String, @Nullable Object> follow(Map<String, @Nullable Object> project)
      throws IOException, InterruptedException {
    Map<String, @Nullable Object> status = Properties.object(project, "demo");
    int told = 0;
    while ("running".equals(status.get("state"))) {
      Thread.sleep(LOOK_AGAIN_AFTER.toMillis());
      status = running.ask("GET", "/api/projects/" + project.get("id") + "/demo/", null);
      double done = status.get("done") instanceof Number number ? number.doubleValue() : 0;
      if ((int) (done * STEPS) > told && done < 1) {
        told = (int) (done * STEPS);
        running.say(told * 100 / STEPS + " %: " + status.get("events") + " events");
      }
    }
    return status;
  }
}
