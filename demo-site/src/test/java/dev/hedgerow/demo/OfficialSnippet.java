package dev.hedgerow.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The unmodified official browser SDK, fetched by npm once and kept below the build's folder. */
final class OfficialSnippet {

  private static final String VERSION = "1.449.2";
  private static final String PACKAGE = "posthog-js@" + VERSION;
  private static final Path FOLDER = Path.of("target", "npm");
  private static final long MINUTES = 3;

  private OfficialSnippet() {}

  /** One file of its {@code dist}. */
  static synchronized byte[] file(String name) throws IOException {
    Path file = FOLDER.resolve("node_modules/posthog-js/dist").resolve(name);
    if (!Files.exists(file)) {
      install();
    }
    return Files.readAllBytes(file);
  }

  /** Serves it and its parts where it looks for them, and its hash as the server does. */
  static void serve(RecordingProxy proxy) throws IOException {
    for (String name : List.of(
        "array.js",
        "dead-clicks-autocapture.js",
        "exception-autocapture.js",
        "web-vitals.js",
        "tracing-headers.js")) {
      proxy.serveScript("/static/" + name, file(name));
      proxy.serveScript("/static/" + VERSION + "/" + name, file(name));
    }
    proxy.serveScript(
        "/static/snippet.json",
        ("{\"integrity\":{\"array.js\":\"sha384-" + hash(file("array.js")) + "\"}}")
            .getBytes(UTF_8));
  }

  private static String hash(byte[] script) {
    try {
      return Base64.getEncoder()
          .encodeToString(MessageDigest.getInstance("SHA-384").digest(script));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("expected every Java to know SHA-384", e);
    }
  }

  private static void install() throws IOException {
    Files.createDirectories(FOLDER);
    Process npm = new ProcessBuilder(
            Program.NPM.path().toString(),
            "install",
            "--no-audit",
            "--no-fund",
            "--ignore-scripts",
            "--prefix",
            FOLDER.toAbsolutePath().toString(),
            PACKAGE)
        .redirectErrorStream(true)
        .redirectOutput(FOLDER.resolve("npm.log").toFile())
        .start();
    npm.getOutputStream().close();
    try {
      if (!npm.waitFor(MINUTES, TimeUnit.MINUTES) || npm.exitValue() != 0) {
        npm.destroyForcibly();
        throw new IOException(
            "expected npm to install " + PACKAGE + ", see npm.log in " + FOLDER.toAbsolutePath());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while npm was at work", e);
    }
  }
}
