package dev.hedgerow.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes that no well-behaved client sends. */
class RawRequestsTest {
  private static final String SMUGGLED = "GET /_liveness HTTP/1.1\r\nHost: x\r\n\r\n";

  private DoorOnTrial trial;

  @BeforeEach
  void open() throws IOException {
    trial = new DoorOnTrial();
  }

  @AfterEach
  void close() throws IOException {
    trial.close();
  }

  /** Sends bytes and returns all that comes until the server or the time closes the connection. */
  private String send(String request) throws IOException {
    try (Socket socket = new Socket(trial.origin.getHost(), trial.origin.getPort())) {
      socket.setSoTimeout(1_500);
      try {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      } catch (IOException e) {
        return "closed";
      }
    }
  }

  private static String post(String headers, String body) {
    return "POST /e/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + headers + "\r\n" + body;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n",
        "Content-Length: 3\r\nContent-Length: 60\r\n",
        "Content-Length: 3, 60\r\n",
        "Content-Length: +3\r\n",
        "Content-Length: -3\r\n",
        "Content-Length: 0x3\r\n",
        "Content-Length: 99999999999999999999\r\n",
        "Transfer-Encoding: xchunked\r\n",
        "Transfer-Encoding: chunked, identity\r\n",
        "Transfer-Encoding: identity\r\n",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
        "Transfer-Encoding: \u000bchunked\r\n"
      })
  void aBodyWithTwoLengthsIsNeverTakenForTwoRequests(String headers) throws Exception {
    String answer =
        send(post(headers, "0\r\n\r\n" + SMUGGLED).replace("Connection: close\r\n", ""));

    assertThat(answer).doesNotContain("alive");
    if (!answer.equals("closed")) {
      assertThat(answer).startsWith("HTTP/1.1 400 ").containsOnlyOnce("HTTP/1.1");
    }
    isWell();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\r\n\r\n\r\n",
        "GET\r\n\r\n",
        "GET /\r\n\r\n",
        "GET / HTTP/9.9\r\n\r\n",
        "\u0016\u0003\u0001\u0002\u0000\u0001\u0000",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "GET / HTTP/1.1\r\n Host: x\r\n\r\n",
        "GET / HTTP/1.1\r\nHost : x\r\n\r\n",
        "GET / HTTP/1.1\r\n: x\r\n\r\n",
        "GET /%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        "GET /?a=%f HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        "GET http://evil.example/_liveness HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        "CONNECT evil.example:443 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        "TRACE / HTTP/1.1\r\nHost: x\r\nX-Secret: word\r\nConnection: close\r\n\r\n",
        "get /_liveness HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        "OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
      })
  void garbageIsRefusedAndNothingOfTheInsideShown(String request) throws Exception {
    String answer = send(request);

    assertThat(answer).doesNotContain("Exception", "undertow", "dev.hedgerow", "X-Secret: word");
    assertThat(answer).doesNotContain("HTTP/1.1 500");
    isWell();
  }

  @Test
  void absurdlyLongHeadersAndAddressesAreRefused() throws Exception {
    for (String request : List.of(
        "GET /_liveness HTTP/1.1\r\nHost: x\r\nX-Long: " + "a".repeat(100_000) + "\r\n\r\n",
        "GET /_liveness?" + "a".repeat(100_000) + " HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /" + "a/".repeat(50_000) + " HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /_liveness HTTP/1.1\r\nHost: x\r\n" + "X-Many: a\r\n".repeat(300) + "\r\n",
        "GET /_liveness?" + "a=1&".repeat(300) + " HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /_liveness HTTP/1.1\r\nHost: x\r\nCookie: " + "a=1; ".repeat(300) + "\r\n\r\n")) {
      String answer = send(request);
      assertThat(answer).doesNotContain("alive", "Exception", " 500 ");
      isWell();
    }
  }

  @Test
  void oldHttpIsAnswered() throws Exception {
    assertThat(send("GET /_liveness HTTP/1.0\r\n\r\n")).contains(" 200 ").contains("alive");
  }

  @Test
  void nothingOfARequestBecomesAHeaderOfItsAnswer() throws Exception {
    for (String request : List.of(
        "GET /?code=x%0d%0aSet-Cookie:%20a=b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        "GET /%0d%0aSet-Cookie:%20a=b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        "GET /e/ HTTP/1.1\r\nHost: x\r\nOrigin: http://a\u0000b\r\nConnection: close\r\n\r\n",
        "OPTIONS /e/ HTTP/1.1\r\nHost: x\r\nAccess-Control-Request-Headers: a\u0001b\r\nConnection: close\r\n\r\n")) {
      assertThat(send(request)).doesNotContain("\r\nSet-Cookie", "\u0000", "\u0001");
    }
    isWell();
  }

  private void isWell() throws Exception {
    assertThat(trial.get("/_liveness").statusCode()).isEqualTo(200);
  }
}
