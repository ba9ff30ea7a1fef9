package dev.hedgerow.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page's lock. */
class SignInTest {
  private static final String RIGHT = "{\"key\":\"" + DoorOnTrial.KEY + "\"}";

  private DoorOnTrial trial;

  @BeforeEach
  void open() throws IOException {
    trial = new DoorOnTrial();
  }

  @AfterEach
  void close() throws IOException {
    trial.close();
  }

  private HttpResponse<String> login(String body) throws Exception {
    return trial.send(trial.post("/login", body).header("Origin", trial.origin.toString()));
  }

  private int infoStatus(String cookie) throws Exception {
    return trial.send(trial.to("/api/live/info").header("Cookie", cookie)).statusCode();
  }

  private static String setCookie(HttpResponse<String> answer) {
    return answer.headers().firstValue("Set-Cookie").orElse("");
  }

  @Test
  void theLinkOpensThePageOnce() throws Exception {
    HttpResponse<String> first = trial.get("/?code=" + DoorOnTrial.CODE);
    HttpResponse<String> second = trial.get("/?code=" + DoorOnTrial.CODE);

    assertThat(first.statusCode()).isEqualTo(303);
    assertThat(first.headers().firstValue("Location")).contains("/");
    assertThat(setCookie(first))
        .contains("HttpOnly")
        .containsIgnoringCase("SameSite=Strict")
        .containsIgnoringCase("path=/")
        .doesNotContain(DoorOnTrial.CODE);
    assertThat(infoStatus(setCookie(first).split(";", 2)[0])).isEqualTo(200);
    assertThat(second.headers().firstValue("Location")).contains("/#used");
    assertThat(setCookie(second)).isEmpty();
  }

  @Test
  void aWrongCodeOpensNothingAndSpendsNothing() throws Exception {
    assertThat(setCookie(trial.get("/?code=wrong"))).isEmpty();
    assertThat(setCookie(trial.get("/?code="))).isEmpty();
    assertThat(setCookie(trial.get("/?code=" + DoorOnTrial.CODE))).isNotEmpty();
  }

  @Test
  void lookingAtTheHeadOfTheLinkDoesNotSpendIt() throws Exception {
    trial.send(trial
        .to("/?code=" + DoorOnTrial.CODE)
        .method("HEAD", java.net.http.HttpRequest.BodyPublishers.noBody()));

    assertThat(setCookie(trial.get("/?code=" + DoorOnTrial.CODE))).isNotEmpty();
  }

  @Test
  void theFrontIsTheSignInUntilSignedIn() throws Exception {
    assertThat(trial.get("/").body()).contains("Personal API key").doesNotContain("id=\"feed\"");
    assertThat(trial.send(trial.to("/").header("Cookie", trial.cookie())).body())
        .contains("id=\"feed\"");
  }

  @Test
  void aKeySignsIn() throws Exception {
    HttpResponse<String> answer = login(RIGHT);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(infoStatus(setCookie(answer).split(";", 2)[0])).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"key\":\"phx_wrong\"}",
        "{\"key\":\"" + DoorOnTrial.TOKEN + "\"}",
        "{\"key\":\"\"}",
        "{\"key\":7}",
        "{}"
      })
  void anythingElseDoesNot(String body) throws Exception {
    HttpResponse<String> answer = login(body);

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(setCookie(answer)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://evil.example", "null", "http://127.0.0.1:1"})
  void otherSitesSignNobodyInOrOut(String origin) throws Exception {
    String cookie = trial.cookie();

    HttpResponse<String> in = trial.send(trial.post("/login", RIGHT).header("Origin", origin));
    HttpResponse<String> out =
        trial.send(trial.post("/logout", "").header("Origin", origin).header("Cookie", cookie));

    assertThat(in.statusCode()).isEqualTo(403);
    assertThat(out.statusCode()).isEqualTo(403);
    assertThat(infoStatus(cookie)).isEqualTo(200);
  }

  @Test
  void aRequestThatDoesNotSayWhereItComesFromIsRefused() throws Exception {
    assertThat(trial.send(trial.post("/login", RIGHT)).statusCode()).isEqualTo(403);
    assertThat(trial
            .send(trial.post("/login", RIGHT).header("Sec-Fetch-Site", "same-origin"))
            .statusCode())
        .isEqualTo(200);
    assertThat(trial
            .send(trial.post("/login", RIGHT).header("Sec-Fetch-Site", "cross-site"))
            .statusCode())
        .isEqualTo(403);
  }

  @Test
  void guessingIsSlowedDown() throws Exception {
    for (int i = 0; i < Attempts.FAILURES_MAX; i++) {
      assertThat(login("{\"key\":\"phx_guess\"}").statusCode()).isEqualTo(401);
    }

    HttpResponse<String> refused = login(RIGHT);

    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.headers().firstValue("Retry-After")).contains("60");
  }

  @Test
  void aLoginBodyIsSmall() throws Exception {
    assertThat(login("{\"key\":\"" + "x".repeat(5_000) + "\"}").statusCode()).isEqualTo(413);
  }

  @Test
  void signingOutEndsTheSessionForGood() throws Exception {
    String cookie = trial.cookie();

    HttpResponse<String> answer = trial.send(trial
        .post("/logout", "")
        .header("Origin", trial.origin.toString())
        .header("Cookie", cookie));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(infoStatus(cookie)).isEqualTo(401);
  }
}
