package dev.hedgerow.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Predicate;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sign-up race with a real server process that is killed between every two of its steps. */
final class SignUpRaceIT {

  @TempDir
  private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"60s", "2s", "100ms", "0"})
  void killedBetweenEveryTwoStepsItStillIsOnePerson(String bufferDelay) throws IOException {
    try (MortalServer server = new MortalServer(folder.resolve("data"), bufferDelay);
        Visitor visitor = new Visitor()) {
      SiteConfig config =
          SiteConfig.local(server.proxy().url(), Hedgerow.TOKEN).withSnippet(Journey.PLAIN);
      try (SdkSignUps sdk = new SdkSignUps(config);
          DemoSite site = DemoSite.start(config, (email, plan) -> {
            sdk.signedUp(email, plan);
            until(server, answers -> answers.events() + answers.held() == 3);
          })) {
        race(server, visitor, site.url().toString());
      }
      until(server, answers -> answers.events() == 4 && answers.held() == 0);
      assertFourEventsOfOnePerson(server.answers());
    }
  }

  private static void race(MortalServer server, Visitor visitor, String site) throws IOException {
    visitor.open(site + "/");
    until(server, answers -> answers.events() == 1);
    server.killAndRestart();

    visitor.click("#hero-frost");
    until(server, answers -> answers.events() == 2);
    server.killAndRestart();

    visitor.open(site + "/sign-up" + Journey.QUIETLY + "&identify=off");
    visitor.type("#email", "alice@example.com");
    visitor.click("#sign-up");
    server.killAndRestart();

    visitor.open(site + "/account" + Journey.QUIETLY);
    until(server, answers -> answers.events() + answers.held() == 4);
    server.killAndRestart();
  }

  private static void until(MortalServer server, Predicate<Answers> condition) {
    Await.until(
        () -> condition.test(server.answers()),
        () -> "found " + server.answers().health() + " "
            + server.answers().column("SELECT event FROM events"));
  }

  private static void assertFourEventsOfOnePerson(Answers answers) {
    assertThat(answers.column("SELECT event FROM events"))
        .containsExactlyInAnyOrder("$pageview", "$autocapture", "signed_up", "$identify");
    assertThat(answers.uniqueUsers()).isEqualTo(1);
    assertThat(answers.persons()).isEqualTo(1);
    assertThat(answers.column("SELECT DISTINCT person_id FROM events"))
        .isEqualTo(answers.column("SELECT id FROM persons"));
  }
}
