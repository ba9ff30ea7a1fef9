package dev.hedgerow.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What TypeScript makes of the snippet's declarations: it takes right calls, and finds wrong ones. */
@Needs(Program.NPM)
final class DeclarationsTest {

  private static final String PACKAGE = "typescript@5.9.3";
  private static final Path NPM = Path.of("target", "npm-typescript").toAbsolutePath();
  private static final long MINUTES = 3;

  @TempDir
  private Path folder;

  @Test
  void rightCallsAreTakenAndEachWrongOneIsFound() throws Exception {
    for (String name : List.of("module.d.ts", "array.d.ts")) {
      Files.write(folder.resolve(name), OurSnippet.file(name));
    }
    for (String name : List.of("calls.ts", "page.ts")) {
      Files.writeString(folder.resolve(name), SideBySide.text("../declarations/" + name));
    }
    if (!Files.exists(NPM.resolve("node_modules/typescript"))) {
      Files.createDirectories(NPM);
      assertThat(run(
              "install",
              "--no-audit",
              "--no-fund",
              "--ignore-scripts",
              "--prefix",
              NPM.toString(),
              PACKAGE))
          .as("npm's log")
          .endsWith("exit 0");
    }

    assertThat(run(
            "exec",
            "--offline",
            "--prefix",
            NPM.toString(),
            "--",
            "tsc",
            "--strict",
            "--noEmit",
            "--target",
            "es2022",
            "--module",
            "es2022",
            "--moduleResolution",
            "bundler",
            "--lib",
            "es2022,dom",
            "--skipLibCheck",
            "false",
            folder.resolve("calls.ts").toString(),
            folder.resolve("page.ts").toString()))
        .as("every line after @ts-expect-error is wrong, and no other is")
        .isEqualTo("exit 0");
  }

  private static String run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new java.util.ArrayList<>(List.of(Program.NPM.path().toString()));
    command.addAll(List.of(arguments));
    Path log = Files.createTempFile("npm", ".log");
    Process npm = new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
    npm.getOutputStream().close();
    boolean ended = npm.waitFor(MINUTES, TimeUnit.MINUTES);
    String said = Files.readString(log, UTF_8);
    Files.delete(log);
    return said + "exit " + (ended ? npm.exitValue() : "never");
  }
}
