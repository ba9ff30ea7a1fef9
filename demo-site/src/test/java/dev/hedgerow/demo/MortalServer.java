package dev.hedgerow.demo;

import java.io.IOException;
import java.nio.file.Path;

/** One server on one data folder through all its lives; to the browser it keeps its address. */
final class MortalServer implements AutoCloseable {

  private final Path data;
  private final String bufferDelay;
  private final RecordingProxy proxy;
  private ServerProcess life;

  MortalServer(Path data, String bufferDelay) throws IOException {
    this.data = data;
    this.bufferDelay = bufferDelay;
    life = ServerProcess.start(data, bufferDelay);
    proxy = RecordingProxy.inFrontOf(life.url());
  }

  RecordingProxy proxy() {
    return proxy;
  }

  synchronized Answers answers() {
    return life.answers();
  }

  synchronized void killAndRestart() throws IOException {
    life.kill();
    life = ServerProcess.start(data, bufferDelay);
    proxy.forwardTo(life.url());
  }

  @Override
  public synchronized void close() {
    proxy.close();
    life.close();
  }
}
