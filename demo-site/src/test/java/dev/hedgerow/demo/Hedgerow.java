package dev.hedgerow.demo;

import dev.hedgerow.server.Config;
import dev.hedgerow.server.Server;
import dev.hedgerow.server.http.Paths;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/** A whole server inside the test, with a clock that the test moves. */
final class Hedgerow implements AutoCloseable {

  static final String TOKEN = "phc_fernhill";
  static final String KEY = "phx_fernhillfernhill";

  private static final Duration SOON = Duration.ofSeconds(30);

  private final SettableClock clock;
  private final Server server;
  private final Answers answers;

  private Hedgerow(SettableClock clock, Server server) {
    this.clock = clock;
    this.server = server;
    this.answers = new Answers(server.url(), server.project().id(), KEY);
  }

  static Hedgerow start(Path data) throws IOException {
    return start(data, Duration.ofSeconds(60));
  }

  static Hedgerow start(Path data, Duration bufferDelay) throws IOException {
    return start(Config.standard(data).withBufferDelay(bufferDelay));
  }

  /** One that browsers find under other paths too. */
  static Hedgerow start(Path data, Paths paths) throws IOException {
    return start(Config.standard(data).withPaths(paths));
  }

  private static Hedgerow start(Config standard) throws IOException {
    SettableClock clock = new SettableClock();
    Config config = standard.withPort(0).withSecrets(TOKEN, KEY);
    return new Hedgerow(clock, Server.start(config, clock, clock));
  }

  URI url() {
    return server.url();
  }

  Answers answers() {
    return answers;
  }

  /** Lets time pass, and the server do what is due by then. */
  void advance(Duration time) {
    clock.advance(time);
    server.settle(SOON);
  }

  /** Returns once so many events were accepted in all, and everything accepted is answered for. */
  void settled(long events) {
    Await.until(
        () -> answers.accepted() >= events,
        () -> events + " events accepted, found " + answers.health());
    server.settle(SOON);
  }

  /** Returns once an event of that name can be found, and everything accepted so far. */
  void stored(String event) {
    Await.until(
        () -> answers.number("SELECT count(*) FROM events WHERE event = '" + event + "'") > 0,
        () -> "an event " + event + ", found " + answers.column("SELECT event FROM events"));
    server.settle(SOON);
  }

  @Override
  public void close() {
    server.close();
  }
}
