package dev.hedgerow.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The sign-up race in its four events: an anonymous page view and click, the backend's {@code
 * signed_up} for an address nobody knows yet, and the browser's {@code $identify}.
 */
final class SignUpRaceTest {

  private static final Duration MORE_THAN_A_MINUTE = Duration.ofSeconds(61);

  @TempDir
  private Path data;

  private Visitor visitor;

  @BeforeEach
  void openBrowser() {
    visitor = new Visitor();
  }

  @AfterEach
  void closeBrowser() {
    visitor.close();
  }

  @Test
  void signUpIsHeldUntilTheBrowserSaysWhoItIs() throws IOException {
    try (Journey journey = Journey.start(data, Journey.PLAIN)) {
      anonymousVisitThenSignUp(journey);

      assertThat(journey.answers().events()).isEqualTo(2);
      assertThat(journey.answers().uniqueUsers()).isEqualTo(1);
      assertThat(journey.answers().persons()).isZero();
      assertThat(journey.answers().held()).isEqualTo(1);

      identify(journey);

      assertFourEventsOfOnePerson(journey);
      assertThat(journey.answers().held()).isZero();
    }
  }

  @Test
  void landingPageIdentifiesAtOnce() throws IOException {
    try (Journey journey = Journey.start(data, Journey.PLAIN)) {
      anonymousVisit(journey);
      signUp(journey, "");
      journey.server.settled(4);

      assertFourEventsOfOnePerson(journey);
    }
  }

  @Test
  void delayPassesAndNobodyIdentifies() throws IOException {
    try (Journey journey = Journey.start(data, Journey.PLAIN)) {
      anonymousVisitThenSignUp(journey);
      journey.server.advance(MORE_THAN_A_MINUTE);

      assertThat(journey.answers().events()).isEqualTo(3);
      assertThat(journey.answers().uniqueUsers()).isEqualTo(2);
      assertThat(journey.answers().persons()).isEqualTo(1);
      assertThat(journey.answers().held()).isZero();
    }
  }

  @Test
  void heldEventStaysHeldUntilItsMinuteIsOver() throws IOException {
    try (Journey journey = Journey.start(data, Journey.PLAIN)) {
      anonymousVisitThenSignUp(journey);
      journey.server.advance(Duration.ofSeconds(58));

      assertThat(journey.answers().events()).isEqualTo(2);
      assertThat(journey.answers().held()).isEqualTo(1);
    }
  }

  @Test
  void identifyAfterTheMinuteStillMakesOneUser() throws IOException {
    try (Journey journey = Journey.start(data, Journey.PLAIN)) {
      anonymousVisitThenSignUp(journey);
      journey.server.advance(MORE_THAN_A_MINUTE);
      identify(journey);

      assertFourEventsOfOnePerson(journey);
    }
  }

  @Test
  void withoutABufferThereIsOneUserAfterTheIdentify() throws IOException {
    try (Journey journey = Journey.start(data, Journey.PLAIN, Duration.ZERO)) {
      anonymousVisitThenSignUp(journey);

      assertThat(journey.answers().events()).isEqualTo(3);
      assertThat(journey.answers().uniqueUsers()).isEqualTo(2);
      assertThat(journey.answers().held()).isZero();

      identify(journey);

      assertFourEventsOfOnePerson(journey);
    }
  }

  @Test
  void visitorsWhoAlwaysHaveAProfileAreOnePersonToo() throws IOException {
    SnippetOptions always = Journey.PLAIN.with("person_profiles", "always");
    try (Journey journey = Journey.start(data, always)) {
      anonymousVisitThenSignUp(journey);

      assertThat(journey.answers().events()).isEqualTo(2);
      assertThat(journey.answers().persons()).isEqualTo(1);
      assertThat(journey.answers().held()).isEqualTo(1);

      identify(journey);

      assertFourEventsOfOnePerson(journey);
    }
  }

  @Test
  void visitorsWhoAlwaysHaveAProfileAreMergedWithoutABuffer() throws IOException {
    SnippetOptions always = Journey.PLAIN.with("person_profiles", "always");
    try (Journey journey = Journey.start(data, always, Duration.ZERO)) {
      anonymousVisitThenSignUp(journey);
      assertThat(journey.answers().persons()).isEqualTo(2);

      identify(journey);

      assertFourEventsOfOnePerson(journey);
    }
  }

  private void anonymousVisit(Journey journey) {
    visitor.open(journey.at("/"));
    visitor.click("#hero-frost");
    journey.server.settled(2);
  }

  private void anonymousVisitThenSignUp(Journey journey) {
    anonymousVisit(journey);
    signUp(journey, "&identify=off");
    journey.server.settled(3);
  }

  private void signUp(Journey journey, String wish) {
    visitor.open(journey.at("/sign-up" + Journey.QUIETLY + wish));
    visitor.type("#email", "alice@example.com");
    visitor.click("#sign-up");
  }

  private void identify(Journey journey) {
    visitor.open(journey.at("/account" + Journey.QUIETLY));
    journey.server.settled(4);
  }

  /** A page that is left before it hears that an event arrived sends it again, so that more may be accepted than there are. */
  private static void assertFourEventsOfOnePerson(Journey journey) {
    Await.until(() -> journey.answers().events() == 4, () -> "four events");
    Answers answers = journey.answers();
    assertThat(answers.column("SELECT event FROM events"))
        .containsExactlyInAnyOrder("$pageview", "$autocapture", "signed_up", "$identify");
    assertThat(answers.uniqueUsers()).isEqualTo(1);
    assertThat(answers.persons()).isEqualTo(1);
    assertThat(answers.number("SELECT count(*) FROM person_distinct_ids")).isEqualTo(2);
    assertThat(answers.column("SELECT DISTINCT person_id FROM events"))
        .isEqualTo(answers.column("SELECT id FROM persons"));
  }
}
