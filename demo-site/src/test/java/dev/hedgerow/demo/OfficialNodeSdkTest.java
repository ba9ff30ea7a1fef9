package dev.hedgerow.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The unmodified SDK for Node.js with this server; fetched once, kept below the build's folder. */
@Needs({Program.NPM, Program.NODE})
final class OfficialNodeSdkTest {

  private static final String PACKAGE = "posthog-node@5.70.0";
  private static final Path FOLDER = Path.of("target", "npm-node").toAbsolutePath();
  private static final long MINUTES = 3;

  @TempDir
  private Path data;

  @Test
  void everyEventIsThereOnceWithItsPerson() throws IOException, InterruptedException {
    if (!Files.exists(FOLDER.resolve("node_modules/posthog-node"))) {
      Files.createDirectories(FOLDER);
      run(Program.NPM, "install", "--no-audit", "--no-fund", "--ignore-scripts", PACKAGE);
    }
    Path script = FOLDER.resolve("visit.js");
    Files.writeString(script, """
        const { PostHog } = require('posthog-node');
        const [host, token] = process.argv.slice(2);
        const sdk = new PostHog(token, { host, flushAt: 20 });
        (async () => {
          for (let i = 0; i < 30; i++) sdk.capture({ distinctId: 'erin', event: 'watered' });
          sdk.identify({ distinctId: 'erin', properties: { name: 'Erin' } });
          sdk.alias({ distinctId: 'erin', alias: 'erin@old' });
          sdk.groupIdentify({ groupType: 'company', groupKey: 'fernhill', distinctId: 'erin',
              properties: { size: 3 } });
          console.log('flags ' + JSON.stringify(await sdk.getAllFlags('erin')));
          await sdk.shutdown();
        })();
        """);
    try (Hedgerow server = Hedgerow.start(data, Duration.ZERO)) {
      assertThat(run(Program.NODE, script.toString(), server.url().toString(), Hedgerow.TOKEN))
          .contains("flags {}");
      server.settled(33);

      Answers answers = server.answers();
      assertThat(
              answers.rows("SELECT event, distinct_id, count(*), count(DISTINCT uuid) FROM events"
                  + " GROUP BY event, distinct_id ORDER BY event, distinct_id"))
          .containsExactly(
              List.of("$create_alias", "erin", "1", "1"),
              List.of("$groupidentify", "erin", "1", "1"),
              List.of("$identify", "erin", "1", "1"),
              List.of("watered", "erin", "30", "30"));
      assertThat(answers.persons()).isEqualTo(1);
      assertThat(answers.column("SELECT properties.name FROM persons")).containsExactly("Erin");
      assertThat(answers.text("SELECT * FROM groups")).contains("fernhill");
    }
  }

  /** Runs a program to its end, and returns what it said. */
  private static String run(Program program, String... arguments)
      throws IOException, InterruptedException {
    Path log = FOLDER.resolve(program.name() + ".log");
    List<String> command = new ArrayList<>(List.of(program.path().toString()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command)
        .directory(FOLDER.toFile())
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
    process.getOutputStream().close();
    boolean ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
    if (!ended) {
      process.destroyForcibly();
    }
    String said = Files.readString(log);
    assertThat(ended && process.exitValue() == 0).as(said).isTrue();
    return said;
  }
}
