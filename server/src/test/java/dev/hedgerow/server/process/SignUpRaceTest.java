package dev.hedgerow.server.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hedgerow.server.event.EventRow;
import dev.hedgerow.server.event.IdKey;
import dev.hedgerow.server.event.PersonIds;
import dev.hedgerow.server.event.PersonMode;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The sign-up race of contract S 3.7: the backend is faster than the browser's identify. */
class SignUpRaceTest {
  private static final String ANONYMOUS = "XYZ";
  private static final String ALICE = "alice@example.com";
  private static final UUID XYZ_OWN = PersonIds.of(new IdKey(Crank.PROJECT, ANONYMOUS));
  private static final UUID ALICE_OWN = PersonIds.of(new IdKey(Crank.PROJECT, ALICE));

  @Test
  void theSignUpIsHeldUntilTheIdentifyComes() throws IOException {
    Crank crank = new Crank(Crank.DELAY);
    browse(crank, false);
    crank.turn();

    assertThat(crank.outcome().rows()).hasSize(2);
    assertThat(crank.outcome().uniquePersons()).hasSize(1);
    assertThat(crank.processor().heldCount()).isEqualTo(1);
    assertThat(crank.outcome().rows())
        .extracting(EventRow::personMode)
        .containsOnly(PersonMode.PROPERTYLESS);
    assertThat(crank.outcome().persons()).isEmpty();

    crank.pass(Duration.ofSeconds(5));
    identify(crank);
    crank.turn();

    assertThat(crank.outcome().names())
        .containsExactly("$pageview", "$autocapture", "$identify", "signed_up");
    assertThat(crank.outcome().personsOnRows()).containsExactly(XYZ_OWN);
    assertThat(crank.outcome().uniquePersons()).containsExactly(XYZ_OWN);
    assertThat(crank.processor().heldCount()).isZero();
    assertThat(crank.counted("hedgerow.held.released", "when", "early")).isEqualTo(1);
  }

  @Test
  void allFourInOneBatchGiveTheSame() throws IOException {
    Crank crank = new Crank(Crank.DELAY);
    browse(crank, false);
    identify(crank);
    crank.turn();

    assertThat(crank.outcome().names())
        .containsExactly("$pageview", "$autocapture", "$identify", "signed_up");
    assertThat(crank.outcome().personsOnRows()).containsExactly(XYZ_OWN);
    assertThat(crank.state().heldCount()).isZero();
  }

  @Test
  void withoutAnIdentifyTheSignUpGoesOnAfterTheDelay() throws IOException {
    Crank crank = new Crank(Crank.DELAY);
    browse(crank, false);
    crank.turn();
    crank.pass(Duration.ofMillis(59_999));
    crank.turn();
    assertThat(crank.outcome().rows()).hasSize(2);

    crank.pass(Duration.ofMillis(1));
    crank.turn();
    assertThat(crank.outcome().rows()).hasSize(3);
    assertThat(crank.outcome().uniquePersons()).containsExactly(XYZ_OWN, ALICE_OWN);
    assertThat(crank.counted("hedgerow.held.released", "when", "due")).isEqualTo(1);
    assertThat(crank.counted("hedgerow.held.person", "at_release", "unknown")).isEqualTo(1);
  }

  @Test
  void anIdentifyAfterTheMinuteIsRightByOverrides() throws IOException {
    Crank crank = new Crank(Crank.DELAY);
    browse(crank, false);
    crank.turn();
    crank.pass(Duration.ofSeconds(61));
    crank.turn();
    identify(crank);
    crank.turn();

    assertThat(crank.outcome().rows()).hasSize(4);
    assertThat(crank.outcome().personsOnRows()).containsExactly(XYZ_OWN, ALICE_OWN);
    assertThat(crank.outcome().uniquePersons()).containsExactly(ALICE_OWN);
  }

  @Test
  void withTheBufferOffItIsRightByOverrides() throws IOException {
    Crank crank = new Crank(Duration.ZERO);
    browse(crank, false);
    crank.turn();
    assertThat(crank.outcome().rows()).hasSize(3);
    identify(crank);
    crank.turn();

    assertThat(crank.outcome().rows()).hasSize(4);
    assertThat(crank.outcome().uniquePersons()).containsExactly(ALICE_OWN);
    assertThat(crank.assignment(ANONYMOUS)).isNotNull();
    assertThat(crank.outcome().overrides()).hasSize(1);
  }

  @Test
  void withPersonProfilesAlwaysTheSignUpStillWaits() throws IOException {
    Crank crank = new Crank(Crank.DELAY);
    browse(crank, true);
    crank.turn();
    assertThat(crank.outcome().rows()).hasSize(2);
    assertThat(crank.outcome().persons()).hasSize(1);
    assertThat(crank.processor().heldCount()).isEqualTo(1);

    identify(crank);
    crank.turn();
    assertThat(crank.outcome().rows()).hasSize(4);
    assertThat(crank.outcome().personsOnRows()).containsExactly(XYZ_OWN);
    assertThat(crank.outcome().rows())
        .extracting(EventRow::personMode)
        .containsOnly(PersonMode.FULL);
  }

  @Test
  void anEventOfTheSameIdThatComesAfterTheIdentifyStaysBehindTheHeldOnes() throws IOException {
    Crank crank = new Crank(Crank.DELAY);
    browse(crank, false);
    crank.send("paid", ALICE, Map.of());
    identify(crank);
    crank.send("shipped", ALICE, Map.of());
    crank.turn();

    assertThat(crank.outcome().names())
        .containsExactly("$pageview", "$autocapture", "$identify", "signed_up", "paid", "shipped");
    assertThat(crank.outcome().uniquePersons()).containsExactly(XYZ_OWN);
  }

  private static void browse(Crank crank, boolean profiles) {
    Map<String, Object> browser =
        Map.of("$device_id", ANONYMOUS, "$process_person_profile", profiles);
    crank.send("$pageview", ANONYMOUS, browser);
    crank.pass(Duration.ofSeconds(1));
    crank.send("$autocapture", ANONYMOUS, browser);
    crank.send("signed_up", ALICE, Map.of("$lib", "posthog-java"));
  }

  private static void identify(Crank crank) {
    crank.send(
        "$identify",
        ALICE,
        Map.of(
            "$device_id", ANONYMOUS,
            "$anon_distinct_id", ANONYMOUS,
            "$process_person_profile", true));
  }
}
