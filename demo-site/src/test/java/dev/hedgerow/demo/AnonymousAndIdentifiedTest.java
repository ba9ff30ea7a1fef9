package dev.hedgerow.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a visitor becomes a person, and when not. */
final class AnonymousAndIdentifiedTest {

  private static final String ANONYMOUS_EVENTS =
      "SELECT event FROM events WHERE properties.$process_person_profile = 'false'";

  @TempDir
  private Path data;

  @Test
  void visitorWhoSaysNothingMakesNoPerson() throws IOException {
    try (Journey journey = Journey.start(data, Journey.PLAIN);
        Visitor visitor = new Visitor()) {
      visitor.open(journey.at("/"));
      visitor.click("#hero-frost");
      visitor.tell("posthog.capture('looked around')");
      journey.server.stored("looked around");

      assertThat(journey.answers().persons()).isZero();
      assertThat(journey.answers().uniqueUsers()).isEqualTo(1);
      assertThat(journey.answers().column(ANONYMOUS_EVENTS))
          .containsExactlyInAnyOrder("$pageview", "$autocapture", "looked around");
    }
  }

  @Test
  void identifyMakesAPerson() throws IOException {
    makesAPerson("posthog.identify('carol@example.com', {name: 'Carol'})");
  }

  @Test
  void aliasMakesAPerson() throws IOException {
    makesAPerson("posthog.alias('carol-on-paper')");
  }

  @Test
  void groupMakesAPerson() throws IOException {
    makesAPerson("posthog.group('company', 'fernhill')");
  }

  @Test
  void setPersonPropertiesMakesAPerson() throws IOException {
    makesAPerson("posthog.setPersonProperties({name: 'Carol'})");
  }

  @Test
  void setPersonPropertiesForFlagsMakesAPerson() throws IOException {
    makesAPerson("posthog.setPersonPropertiesForFlags({plan: 'plot'})");
  }

  @Test
  void setGroupPropertiesForFlagsMakesAPerson() throws IOException {
    makesAPerson("posthog.setGroupPropertiesForFlags({company: {size: 3}})");
  }

  /** The person is there by the next event, and what came before counts to it while it stays anonymous. */
  private void makesAPerson(String call) throws IOException {
    try (Journey journey = Journey.start(data, Journey.PLAIN);
        Visitor visitor = new Visitor()) {
      visitor.open(journey.at("/"));
      visitor.tell("posthog.capture('before')");
      journey.server.stored("before");
      assertThat(journey.answers().persons()).isZero();

      visitor.tell(call);
      visitor.tell("posthog.capture('after')");
      journey.server.stored("after");

      assertThat(journey.answers().persons()).isEqualTo(1);
      assertThat(journey.answers().uniqueUsers()).isEqualTo(1);
      assertThat(journey.answers().column("SELECT DISTINCT person_id FROM events"))
          .isEqualTo(journey.answers().column("SELECT id FROM persons"));
      assertThat(journey.answers().column(ANONYMOUS_EVENTS))
          .containsExactlyInAnyOrder("$pageview", "before");
    }
  }

  @Test
  void resetGoesBackToAnonymousWithANewId() throws IOException {
    try (Journey journey = Journey.start(data, Journey.PLAIN);
        Visitor visitor = new Visitor()) {
      visitor.open(journey.at("/"));
      journey.server.stored("$pageview");
      visitor.tell("posthog.identify('carol@example.com')");
      visitor.tell("posthog.capture('while signed in')");
      journey.server.stored("while signed in");
      visitor.tell("posthog.reset()");
      visitor.tell("posthog.capture('after leaving')");
      journey.server.stored("after leaving");

      assertThat(journey.answers().persons()).isEqualTo(1);
      assertThat(journey.answers().uniqueUsers()).isEqualTo(2);
      assertThat(journey.answers().column("SELECT DISTINCT distinct_id FROM events"))
          .hasSize(3);
      assertThat(journey.answers().column(ANONYMOUS_EVENTS))
          .containsExactlyInAnyOrder("$pageview", "after leaving");
    }
  }

  @Test
  void alwaysMakesAPersonOfEveryVisitor() throws IOException {
    SnippetOptions always = Journey.PLAIN.with("person_profiles", "always");
    try (Journey journey = Journey.start(data, always);
        Visitor visitor = new Visitor()) {
      visitor.open(journey.at("/"));
      journey.server.stored("$pageview");

      assertThat(journey.answers().persons()).isEqualTo(1);
      assertThat(journey.answers().column(ANONYMOUS_EVENTS)).isEmpty();
    }
  }

  @Test
  void neverMakesNoPersonWhateverThePageSays() throws IOException {
    SnippetOptions never = Journey.PLAIN.with("person_profiles", "never");
    try (Journey journey = Journey.start(data, never);
        Visitor visitor = new Visitor()) {
      visitor.open(journey.at("/"));
      journey.server.stored("$pageview");
      visitor.tell("posthog.identify('carol@example.com')");
      visitor.tell("posthog.setPersonProperties({name: 'Carol'})");
      visitor.tell("posthog.capture('signed in')");
      journey.server.stored("signed in");

      assertThat(journey.answers().persons()).isZero();
      assertThat(journey.answers().column("SELECT event FROM events"))
          .containsExactlyInAnyOrder("$pageview", "signed in");
    }
  }
}
