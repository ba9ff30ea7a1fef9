package dev.hedgerow.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hedgerow.server.event.Connections;
import dev.hedgerow.server.event.FeedItem;
import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.event.LimitsBut;
import dev.hedgerow.server.query.ExportPage;
import dev.hedgerow.server.query.Table;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Idle, trickling and deaf connections at a door with limits of less than a second. */
class ConnectionsTest {
  private static final Duration SHORT = Duration.ofMillis(400);
  private static final int MOST = 40;
  private static final int CUT_WITHIN_MILLIS = 10_000;
  private static final String EXPORT = "/api/projects/1/export/groups.ndjson";
  private static final int ENOUGH_BYTES = 32 << 20;
  private static final int TRICKLE_MILLIS = 50;

  private final List<Socket> sockets = new ArrayList<>();
  private DoorOnTrial trial;

  @BeforeEach
  void open() throws IOException {
    Connections connections =
        new Connections(MOST, SHORT.multipliedBy(4), SHORT, SHORT, 100, SHORT);
    trial = new DoorOnTrial(0, LimitsBut.with("connections", connections));
  }

  @AfterEach
  void close() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    trial.close();
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(trial.origin.getHost(), trial.origin.getPort());
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(CUT_WITHIN_MILLIS);
    sockets.add(socket);
    return socket;
  }

  private static void say(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Reads until the other side closes; fails when it does not in time. */
  private static String rest(Socket socket) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try {
      socket.getInputStream().transferTo(all);
    } catch (SocketException e) {
      // reset: closed as well
    }
    return all.toString(StandardCharsets.ISO_8859_1);
  }

  /** Sends a byte at a time until the other side has had enough, and returns what it said. */
  private static String trickle(Socket socket, String text) throws IOException {
    socket.setSoTimeout(TRICKLE_MILLIS);
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(CUT_WITHIN_MILLIS);
    for (int i = 0; System.nanoTime() < end; i++) {
      try {
        say(socket, text.substring(i % text.length(), i % text.length() + 1));
        int read = socket.getInputStream().read();
        socket.setSoTimeout(CUT_WITHIN_MILLIS);
        return read < 0 ? "" : (char) read + rest(socket);
      } catch (SocketTimeoutException e) {
        // not yet
      } catch (SocketException e) {
        return ""; // reset: closed as well
      }
    }
    throw new AssertionError("expected the connection to be cut but it is still open");
  }

  @Test
  void anIdleConnectionIsClosed() throws Exception {
    Socket fresh = connect();
    Socket used = connect();
    say(used, "GET /_health HTTP/1.1\r\nHost: x\r\n\r\n");
    assertThat(rest(used)).startsWith("HTTP/1.1 200");
    assertThat(rest(fresh)).isEmpty();
  }

  @Test
  void aTricklingHeadIsCut() throws Exception {
    Socket socket = connect();
    say(socket, "GET /_health HTTP/1.1\r\nHost: x\r\nX-Slow: ");
    assertThat(trickle(socket, "abcdefgh")).doesNotContain("200");
  }

  @Test
  void aTricklingBodyOfEventsIsAnswered408() throws Exception {
    Socket socket = connect();
    say(socket, "POST /e/ HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n");
    assertThat(trickle(socket, "{\"a\":1}")).startsWith("HTTP/1.1 408");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/login", "/api/projects/1/query/", "/nowhere"})
  void aTricklingBodyOfAnythingElseIsCut(String path) throws Exception {
    Socket socket = connect();
    say(
        socket,
        "POST " + path + " HTTP/1.1\r\nHost: x\r\nOrigin: http://x\r\nAuthorization: Bearer "
            + DoorOnTrial.KEY + "\r\nContent-Length: 4000\r\n\r\n");
    assertThat(trickle(socket, " ")).doesNotContain("HTTP/1.1 200");
  }

  @Test
  void aSteadyBodyMayTakeItsTime() throws Exception {
    Socket socket = connect();
    say(
        socket,
        "POST /api/projects/1/query/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer "
            + DoorOnTrial.KEY + "\r\nContent-Length: 3000\r\n\r\n");
    CountDownLatch never = new CountDownLatch(1);
    for (int i = 0; i < 30; i++) {
      String part = i == 0 ? "{\"query\":{\"kind\":\"HogQLQuery\",\"query\":\"SELECT 1\"}}" : "";
      say(socket, part + " ".repeat(100 - part.length()));
      assertThat(never.await(TRICKLE_MILLIS, TimeUnit.MILLISECONDS)).isFalse();
    }
    assertThat(rest(socket)).startsWith("HTTP/1.1 200");
  }

  @Test
  void oneMoreThanTheMostWaitsUntilAnotherIsClosed() throws Exception {
    for (int i = 0; i < MOST; i++) {
      say(connect(), "GET /_health HTTP/1.1\r\nHost: x\r\n\r\n");
    }
    for (Socket socket : sockets) {
      assertThat(socket.getInputStream().read()).isEqualTo('H');
    }
    Socket further = connect();
    say(further, "GET /_health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    assertThat(rest(further)).startsWith("HTTP/1.1 200");
  }

  @Test
  void whoStopsReadingALongAnswerIsCutAndNobodyElseWaits() throws Exception {
    String text = "x".repeat(12 << 20);
    trial.sql = new Answering((projectId, sql, limit) -> new Table(
        List.of("t"),
        List.of("VARCHAR"),
        List.of(List.<Object>of(sql.contains("long") ? text : "short")),
        false,
        sql));
    List<Socket> deaf = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      Socket socket = new Socket();
      socket.setReceiveBufferSize(4 << 10);
      socket.connect(
          new java.net.InetSocketAddress(trial.origin.getHost(), trial.origin.getPort()));
      socket.setSoTimeout(CUT_WITHIN_MILLIS);
      sockets.add(socket);
      deaf.add(socket);
      say(socket, query("SELECT 'long'", "keep-alive"));
      assertThat(socket.getInputStream().read()).isEqualTo('H'); // it is on its way
    }
    Socket other = connect();
    say(other, query("SELECT 'short'", "close"));
    assertThat(rest(other)).startsWith("HTTP/1.1 200").contains("short");
    CountDownLatch never = new CountDownLatch(1);
    assertThat(never.await(3 * SHORT.toMillis(), TimeUnit.MILLISECONDS)).isFalse();
    for (Socket socket : deaf) {
      assertThat(bytes(socket.getInputStream())).isLessThan(text.length());
    }
  }

  @Test
  void whoStopsReadingAnExportIsCutAndAnotherTakesTheTurn() throws Exception {
    List<@Nullable Object> row = List.of(0, "company", "x".repeat(1 << 10), "", "", 1, "{}");
    List<List<@Nullable Object>> rows = Collections.nCopies(1_000, row);
    trial.exports = export -> new ExportPage(rows, "0_key"); // without an end
    List<Socket> deaf = new ArrayList<>();
    for (int i = 0; i < Limits.STANDARD.exportsMax(); i++) {
      Socket socket = connect();
      say(
          socket,
          "GET " + EXPORT + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + DoorOnTrial.KEY
              + "\r\n\r\n");
      assertThat(socket.getInputStream().read()).isEqualTo('H');
      deaf.add(socket);
    }
    CountDownLatch never = new CountDownLatch(1);
    assertThat(never.await(3 * SHORT.toMillis(), TimeUnit.MILLISECONDS)).isFalse();
    for (Socket socket : deaf) {
      assertThat(bytes(socket.getInputStream())).isLessThan(ENOUGH_BYTES);
    }
    trial.exports = export -> new ExportPage(rows, null);
    awaitTrue(() -> trial
            .send(trial.to(EXPORT).header("Authorization", "Bearer " + DoorOnTrial.KEY))
            .statusCode()
        == 200);
  }

  @Test
  void whoStopsReadingTheLivePageIsCut() throws Exception {
    Socket deaf = connect();
    say(
        deaf,
        "GET /api/live HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + DoorOnTrial.KEY
            + "\r\n\r\n");
    assertThat(deaf.getInputStream().read()).isEqualTo('H');
    awaitTrue(() -> livePages() == 1);
    String detail = "x".repeat(100 << 10);
    awaitTrue(() -> {
      for (int i = 0; i < 50; i++) {
        trial.feed.publish(
            new FeedItem.Rejected(0, Instant.EPOCH, "too_large", detail, null, null));
      }
      return livePages() == 0;
    });
  }

  private double livePages() {
    return trial.registry.get("hedgerow.live.pages").gauge().value();
  }

  private static void awaitTrue(Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(CUT_WITHIN_MILLIS);
    CountDownLatch never = new CountDownLatch(1);
    while (!condition.call()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(end);
      assertThat(never.await(TRICKLE_MILLIS, TimeUnit.MILLISECONDS)).isFalse();
    }
  }

  /** Returns how many bytes there were until the line was cut, at most what is enough. */
  private static long bytes(InputStream in) throws IOException {
    byte[] buffer = new byte[64 << 10];
    long bytes = 0;
    try {
      for (int read = in.read(buffer); read >= 0 && bytes < ENOUGH_BYTES; read = in.read(buffer)) {
        bytes += read;
      }
    } catch (SocketException e) {
      // reset: closed as well
    }
    return bytes;
  }

  static String query(String sql, String connection) {
    String body = "{\"query\":{\"kind\":\"HogQLQuery\",\"query\":\"" + sql + "\"}}";
    return "POST /api/projects/1/query/ HTTP/1.1\r\nHost: x\r\nConnection: " + connection
        + "\r\nContent-Type: application/json\r\nAuthorization: Bearer " + DoorOnTrial.KEY
        + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
  }
}
