package dev.hedgerow.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hedgerow.server.event.FeedItem;
import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.event.PersonMode;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The live page's stream, as a browser would read it. */
class LiveTest {
  private static final Instant AT = Instant.parse("2026-11-22T12:00:00Z");
  private static final UUID EVENT = UUID.fromString("0190a6f0-0000-7000-8000-000000000001");
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final UUID PERSON = UUID.fromString("0190a6f0-0000-7000-8000-000000000002");

  private DoorOnTrial trial;

  @BeforeEach
  void open() throws IOException {
    trial = new DoorOnTrial();
  }

  @AfterEach
  void close() throws IOException {
    trial.close();
  }

  /** An open stream whose lines a thread of its own collects. */
  private final class OpenPage implements AutoCloseable {
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final Stream<String> body;

    OpenPage() throws Exception {
      HttpResponse<Stream<String>> answer = trial.client.send(
          trial.to("/api/live").header("Cookie", trial.cookie()).build(),
          HttpResponse.BodyHandlers.ofLines());
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
          .startsWith("text/event-stream");
      body = answer.body();
      Thread thread = new Thread(this::collect, "stream");
      thread.setDaemon(true);
      thread.start();
    }

    @SuppressWarnings("CatchingUnchecked") // the stream ends when it is closed, one way or another
    private void collect() {
      try {
        body.forEach(lines::add);
      } catch (RuntimeException e) {
        lines.add("ended");
      }
    }

    /** Returns the first line with that text, with patience for a busy machine. */
    String expect(String text) throws InterruptedException {
      long end = System.nanoTime() + PATIENCE.toNanos();
      List<String> seen = new ArrayList<>();
      @Nullable String line;
      while ((line = lines.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS)) != null) {
        if (line.contains(text)) {
          return line;
        }
        seen.add(line);
      }
      throw new AssertionError("expected " + text + " but found " + seen);
    }

    @Override
    public void close() {
      body.close();
    }
  }

  private void accept(UUID uuid, String event) {
    trial.feed.publish(new FeedItem.Accepted(
        1, AT, uuid, event, "alice", false, () -> "clicked button with text \"Buy\"", "", "web"));
  }

  @Test
  void everyKindOfItemArrives() throws Exception {
    try (OpenPage page = new OpenPage()) {
      page.expect("\"health\"");

      accept(EVENT, "$autocapture");
      assertThat(page.expect("\"kind\":\"accepted\""))
          .contains("\"uuid\":\"" + EVENT + "\"")
          .contains("\"words\":\"clicked button with text \\\"Buy\\\"\"");

      trial.feed.publish(new FeedItem.Held(1, AT, EVENT, AT.plusSeconds(60), "no_person"));
      assertThat(page.expect("\"kind\":\"held\""))
          .contains("\"due_at\":" + AT.plusSeconds(60).toEpochMilli())
          .contains("\"why\":\"no_person\"");

      trial.feed.publish(new FeedItem.Released(1, AT, EVENT, true));
      assertThat(page.expect("\"kind\":\"released\"")).contains("\"early\":true");

      trial.feed.publish(new FeedItem.Stored(1, AT, EVENT, PERSON, PersonMode.FULL));
      assertThat(page.expect("\"kind\":\"stored\""))
          .contains("\"person_id\":\"" + PERSON + "\",\"person_mode\":\"full\"");

      trial.feed.publish(new FeedItem.Rejected(0, AT, "no_token", "expected a token", null, null));
      assertThat(page.expect("\"kind\":\"rejected\"")).contains("\"detail\":\"expected a token\"");

      trial.feed.publish(new FeedItem.Warned(1, AT, null, "too_long", "it was cut"));
      assertThat(page.expect("\"kind\":\"warned\"")).contains("\"type\":\"too_long\"");
    }
  }

  @Test
  void anEventIsThereWithinASecond() throws Exception {
    try (OpenPage page = new OpenPage()) {
      page.expect("\"health\"");
      Duration fastest = PATIENCE;
      for (int i = 0; i < 5; i++) {
        long before = System.nanoTime();
        accept(new UUID(8, i), "event-" + i);
        page.expect("\"event-" + i + "\"");
        Duration taken = Duration.ofNanos(System.nanoTime() - before);
        fastest = taken.compareTo(fastest) < 0 ? taken : fastest;
      }

      assertThat(fastest).isLessThan(Duration.ofSeconds(1));
    }
  }

  @Test
  void aPageThatOpensLaterIsToldWhatCameBefore() throws Exception {
    for (int i = 0; i < 250; i++) {
      accept(new UUID(7, i), "event-" + i);
    }
    try (OpenPage page = new OpenPage()) {
      assertThat(page.expect("\"event-0\"")).doesNotContain("\"event-249\"");
      page.expect("\"event-249\"");
    }
  }

  @Test
  void itemsOfOtherProjectsStayAway() throws Exception {
    try (OpenPage page = new OpenPage()) {
      trial.feed.publish(new FeedItem.Warned(2, AT, null, "secret_of_another", ""));
      accept(EVENT, "ours");

      assertThat(page.expect("\"ours\"")).doesNotContain("secret");
    }
  }

  @Test
  void hostileTextsTravelAsTextAndAreCut() throws Exception {
    String payload = "</script><img src=x onerror=alert(1)>\n\ndata: {}\r\nevent: x\u2028\ud800";
    try (OpenPage page = new OpenPage()) {
      trial.feed.publish(new FeedItem.Accepted(
          1, AT, EVENT, payload, "x".repeat(50_000), false, () -> payload, payload, payload));

      String line = page.expect("\"accepted\"");

      assertThat(line)
          .startsWith("data")
          .contains("\\n\\ndata: {}\\r\\nevent: x")
          .hasSizeLessThan(4_000);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/live", "/api/live/info"})
  void thePagesDataNeedACookieOrAKey(String path) throws Exception {
    assertThat(trial.get(path).statusCode()).isEqualTo(401);
    assertThat(trial.send(trial.to(path).header("Cookie", "hedgerow_1=x")).statusCode())
        .isEqualTo(401);
    for (String wrong : List.of("phx_wrong", DoorOnTrial.TOKEN, DoorOnTrial.CODE)) {
      assertThat(trial
              .send(trial.to(path).header("Authorization", "Bearer " + wrong))
              .statusCode())
          .isEqualTo(401);
    }
  }

  @Test
  void infoHoldsTheSnippetWithThisServersAddress() throws Exception {
    HttpResponse<String> answer =
        trial.send(trial.to("/api/live/info").header("Authorization", "Bearer " + DoorOnTrial.KEY));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .contains("\"token\":\"" + DoorOnTrial.TOKEN + "\"")
        .contains(trial.origin + "/array/" + DoorOnTrial.TOKEN + "/array.js");
  }

  @Test
  void infoIsOfTheProjectThatIsAskedFor() throws Exception {
    trial.catalog.createProject("Other", "phc_of_another_project", java.time.Instant.EPOCH);
    String cookie = trial.cookie();
    assertThat(trial
            .send(trial.to("/api/live/info?project=2").header("Cookie", cookie))
            .body())
        .contains("\"token\":\"phc_of_another_project\"");
    for (String path : List.of("/api/live/info?project=9", "/api/live?project=x")) {
      assertThat(trial.send(trial.to(path).header("Cookie", cookie)).statusCode())
          .isEqualTo(404);
    }
  }

  @Test
  void aPageThatDoesNotReadHoldsNobodyUp() throws Exception {
    String cookie = trial.cookie();
    try (Socket silent = new Socket(InetAddress.getLoopbackAddress(), trial.origin.getPort());
        OpenPage page = new OpenPage()) {
      silent.setReceiveBufferSize(1_024);
      String ask = "GET /api/live HTTP/1.1\r\nHost: x\r\nCookie: " + cookie + "\r\n\r\n";
      silent.getOutputStream().write(ask.getBytes(StandardCharsets.UTF_8));
      InputStream in = silent.getInputStream();
      assertThat(in.read()).isEqualTo('H');
      for (int i = 0; i < 20_000; i++) {
        trial.feed.publish(new FeedItem.Rejected(1, AT, "c", "d".repeat(1_000), null, null));
      }
      accept(EVENT, "after-the-flood");

      page.expect("after-the-flood");
      assertThat(trial.get("/_health").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void onlySoManyPagesAreOpenAtOnce() throws Exception {
    String cookie = trial.cookie();
    List<Stream<String>> open = new ArrayList<>();
    for (int i = 0; i < Limits.STANDARD.feedReadersMax(); i++) {
      HttpResponse<Stream<String>> answer = trial.client.send(
          trial.to("/api/live").header("Cookie", cookie).build(),
          HttpResponse.BodyHandlers.ofLines());
      assertThat(answer.statusCode()).isEqualTo(200);
      open.add(answer.body());
    }

    HttpResponse<String> refused = trial.send(trial.to("/api/live").header("Cookie", cookie));
    open.forEach(Stream::close);

    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.headers().firstValue("Retry-After")).isPresent();
  }

  @Test
  void closingTheDoorEndsTheStreamAtOnce() throws Exception {
    try (OpenPage page = new OpenPage()) {
      page.expect("\"health\"");
      long before = System.nanoTime();

      trial.door.close();

      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(4));
    }
  }
}
