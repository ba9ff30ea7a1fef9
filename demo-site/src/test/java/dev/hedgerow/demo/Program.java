package dev.hedgerow.demo;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/** Programs of the machine that some tests drive, looked for in {@code PATH}. */
enum Program {
  /** The browser; the environment variable {@code HEDGEROW_CHROMIUM} names another one. */
  CHROMIUM("HEDGEROW_CHROMIUM", "chromium chromium-browser google-chrome"),
  /** Fetches the official browser SDK. */
  NPM("HEDGEROW_NPM", "npm"),
  /** Runs the official SDK for servers. */
  NODE("HEDGEROW_NODE", "node nodejs");

  private final String variable;
  private final String names;

  Program(String variable, String names) {
    this.variable = variable;
    this.names = names;
  }

  Optional<Path> found() {
    String named = System.getenv(variable);
    Stream<Path> candidates = named != null
        ? Stream.of(Path.of(named))
        : Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
            .flatMap(
                folder -> Arrays.stream(names.split(" ", -1)).map(name -> Path.of(folder, name)));
    return candidates.filter(Files::isExecutable).findFirst();
  }

  /** Where it is; its absence fails the test. */
  Path path() {
    return found()
        .orElseThrow(() -> new AssertionError(
            "expected one of " + names + " in PATH, or its path in " + variable));
  }
}
