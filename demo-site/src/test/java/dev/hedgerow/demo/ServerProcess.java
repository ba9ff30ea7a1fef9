package dev.hedgerow.demo;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The real jar as a process of its own, to be killed without a warning. */
final class ServerProcess implements AutoCloseable {

  private static final Pattern READY = Pattern.compile("ready at (http://\\S+)");

  private final Process process;
  private final URI url;

  private ServerProcess(Process process, URI url) {
    this.process = process;
    this.url = url;
  }

  /** Starts on a data folder that may hold what an earlier process left; ready when it returns. */
  static ServerProcess start(Path data, String bufferDelay) throws IOException {
    Path output = Files.createTempFile(data.toAbsolutePath().getParent(), "server", ".log");
    Process process = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-jar",
            System.getProperty("hedgerow.jar", "../server/target/hedgerow.jar"),
            "--port=0",
            "--data=" + data,
            "--buffer-delay=" + bufferDelay,
            "--project-token=" + Hedgerow.TOKEN,
            "--api-key=" + Hedgerow.KEY)
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start();
    Await.until(
        () -> !process.isAlive() || address(output).find(),
        () -> "a server, found " + text(output));
    Matcher address = address(output);
    if (!address.find()) {
      throw new IOException("expected the server to start but found " + text(output));
    }
    return new ServerProcess(process, URI.create(address.group(1)));
  }

  private static Matcher address(Path output) {
    return READY.matcher(text(output));
  }

  private static String text(Path output) {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      return e.toString();
    }
  }

  URI url() {
    return url;
  }

  Answers answers() {
    return new Answers(url, 1, Hedgerow.KEY);
  }

  /** Ends it as {@code kill -9} does. */
  void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  @Override
  public void close() {
    kill();
  }
}
