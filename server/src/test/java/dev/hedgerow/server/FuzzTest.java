package dev.hedgerow.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hedgerow.server.embedded.duck.SqlGuardFuzz;
import dev.hedgerow.server.embedded.duck.SqlTextFuzz;
import dev.hedgerow.server.event.ChainFuzz;
import dev.hedgerow.server.query.SelectorFuzz;
import dev.hedgerow.server.wire.DecodeFuzz;
import dev.hedgerow.server.wire.JsonFuzz;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Hostile inputs: those found before, replayed; and new ones that Jazzer makes, guided by the
 * branches they reach. What it finds lies in {@code target/fuzz} and is to be moved to {@code
 * src/test/resources/fuzz}. A short run gives all targets a few; the profile {@code faults} each its millions.
 */
class FuzzTest {
  private static final Path KEPT = Path.of("src/test/resources/fuzz");
  private static final Path HOSTILE = Path.of("src/test/resources/hostile");
  private static final boolean WHOLE = Boolean.getBoolean("hedgerow.faults.fuzz");

  /** Cries at any SQL of a sender; ours is meant to come from one. */
  private static final String SQL_HOOK = "com.code_intelligence.jazzer.sanitizers.SqlInjection";

  private static final Pattern DONE = Pattern.compile("Done (\\d+) runs? in");

  /** What is fuzzed, with how many inputs in a whole run and the longest of them. */
  static Stream<Arguments> targets() {
    return Stream.of(
        Arguments.of(DecodeFuzz.class, 3_200_000, 4_096),
        Arguments.of(JsonFuzz.class, 3_000_000, 2_048),
        Arguments.of(SqlTextFuzz.class, 2_600_000, 1_024),
        Arguments.of(ChainFuzz.class, 1_000_000, 512),
        Arguments.of(SelectorFuzz.class, 1_000_000, 512),
        Arguments.of(SqlGuardFuzz.class, 200_000, 512));
  }

  static Stream<Arguments> runs() {
    return WHOLE ? targets() : Stream.of(Arguments.of(EveryFuzz.class, 8_000, 1_024));
  }

  @ParameterizedTest
  @MethodSource("targets")
  void whatWasFoundBeforeDoesNoHarm(Class<?> target) throws Exception {
    for (byte[] input : kept(target)) {
      replay(target, input);
    }
  }

  private static void replay(Class<?> target, byte[] input) throws Exception {
    try {
      target.getMethod("fuzzerTestOneInput", byte[].class).invoke(null, (Object) input);
    } catch (InvocationTargetException e) {
      throw new AssertionError(
          "expected no harm from " + new String(input, StandardCharsets.UTF_8), e.getCause());
    }
  }

  @ParameterizedTest
  @MethodSource("runs")
  void newOnesDoNoHarm(Class<?> target, int runs, int bytesMax, @TempDir Path folder)
      throws Exception {
    Path corpus = Files.createDirectory(folder.resolve("corpus"));
    int number = 0;
    for (byte[] input : kept(target)) {
      Files.write(corpus.resolve("kept-" + number++), input);
    }
    Path found = Files.createDirectories(Path.of("target/fuzz", target.getSimpleName()));
    Path log = folder.resolve("log");
    Process process = new ProcessBuilder(command(target, runs, bytesMax, corpus, found))
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
    try {
      assertThat(process.waitFor(2 + runs / 20_000, TimeUnit.MINUTES)).isTrue();
    } finally {
      process.destroyForcibly().waitFor();
    }
    String told = Files.readString(log, StandardCharsets.ISO_8859_1);
    Matcher done = DONE.matcher(told);
    assertThat(done.find() && process.exitValue() == 0).as(told).isTrue();
    assertThat(Long.parseLong(done.group(1))).isGreaterThanOrEqualTo(runs);
    System.out.println(target.getSimpleName() + ": " + done.group(1) + " inputs, no harm");
  }

  private static List<String> command(
      Class<?> target, int runs, int bytesMax, Path corpus, Path found) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx512m",
        "-XX:+EnableDynamicAgentLoading",
        "-cp",
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
        "com.code_intelligence.jazzer.Jazzer",
        "--target_class=" + target.getName(),
        "--instrumentation_includes=dev.hedgerow.**",
        "--custom_hook_includes=dev.hedgerow.**",
        "--disabled_hooks=" + SQL_HOOK,
        "--reproducer_path=" + found,
        "-artifact_prefix=" + found + "/",
        "-runs=" + runs,
        "-max_len=" + bytesMax,
        "-timeout=10",
        "-rss_limit_mb=2048",
        corpus.toString());
  }

  @Test
  void everyTargetIsHere() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
      assertThat(files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith("Fuzz.java") && !name.startsWith("Every")))
          .containsExactlyInAnyOrderElementsOf(targets()
              .map(target -> ((Class<?>) target.get()[0]).getSimpleName() + ".java")
              .toList());
    }
  }

  /** Returns what was found, and what other tests ask, as a beginning. */
  private static List<byte[]> kept(Class<?> target) throws IOException {
    List<byte[]> inputs = new ArrayList<>(files(KEPT.resolve(target.getSimpleName())));
    if (target.getSimpleName().startsWith("Sql")) {
      inputs.addAll(lines("sql-attacks.txt"));
      inputs.addAll(lines("sql-answers.txt"));
    } else if (target == DecodeFuzz.class) {
      for (byte[] body : files(HOSTILE)) {
        byte[] request = new byte[body.length + 2];
        System.arraycopy(body, 0, request, 2, body.length);
        inputs.add(request);
      }
    } else if (target == JsonFuzz.class) {
      inputs.addAll(files(HOSTILE));
    }
    return inputs;
  }

  private static List<byte[]> files(Path folder) throws IOException {
    List<byte[]> inputs = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.sorted().toList()) {
          inputs.add(Files.readAllBytes(file));
        }
      }
    }
    return inputs;
  }

  private static List<byte[]> lines(String name) throws IOException {
    try (InputStream in = SqlGuardFuzz.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> line.contains("\t") && !line.startsWith("#"))
          .map(line -> line.split("\t", 2)[1].getBytes(StandardCharsets.UTF_8))
          .toList();
    }
  }
}
