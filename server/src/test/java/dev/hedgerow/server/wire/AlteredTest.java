package dev.hedgerow.server.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.event.Warning;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is told of events that are not kept as sent, and of requests that are not kept at all. */
class AlteredTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "event_name_cut | {'event':'LONG','distinct_id':'d'}",
        "distinct_id_cut | {'event':'e','distinct_id':'LONG'}",
        "distinct_id_cut | {'event':'e','properties':{'distinct_id':'LONG'}}",
        "timestamp_ahead | {'event':'e','distinct_id':'d','timestamp':'2026-03-03T00:00:00Z'}",
        "ignored_invalid_timestamp | {'event':'e','distinct_id':'d','timestamp':'soon'}",
        "ignored_invalid_timestamp | {'event':'e','distinct_id':'d','timestamp':'+12026-01-01'}",
        "ignored_invalid_offset | {'event':'e','distinct_id':'d','offset':'soon',"
            + "'timestamp':'2026-03-01T00:00:00Z'}",
        "ignored_invalid_person_properties | {'event':'e','distinct_id':'d','$set':7}",
        "ignored_invalid_person_properties | {'event':'e','distinct_id':'d',"
            + "'properties':{'$set_once':'x'}}",
        "ignored_invalid_person_properties | {'event':'e','distinct_id':'d','$unset':'x'}",
      })
  void anEventThatIsNotKeptAsSentIsKeptWithAWarning(String code, String event) throws Exception {
    Intake intake = Told.take("{\"api_key\":\"phc_test\",\"batch\":["
        + event.replace('\'', '"').replace("LONG", "x".repeat(201)) + "]}");

    assertThat(Told.events(intake)).hasSize(1);
    assertThat(Told.warnings(intake)).singleElement().satisfies(warning -> {
      assertThat(warning.type()).isEqualTo(code);
      assertThat(warning.uuid()).isEqualTo(Told.events(intake).get(0).uuid());
      assertThat(warning.details()).containsOnlyKeys("detail");
    });
  }

  @Test
  void whatIsKeptAsSentHasNoWarning() throws Exception {
    Intake intake = Told.take("""
        {"api_key":"phc_test","batch":[{"event":"%s","distinct_id":"%s","$set":{},"$unset":["a"],
        "offset":5,"timestamp":"2026-03-02T10:00:00Z"},{"event":"e","distinct_id":7}]}""".formatted("x".repeat(200), "y".repeat(200)));

    assertThat(Told.events(intake)).hasSize(2);
    assertThat(Told.warnings(intake)).isEmpty();
  }

  @Test
  void ofARequestInWhichNothingIsUsableTheWarningsAreLeft() throws Exception {
    Intake intake = Told.take("{\"api_key\":\"phc_test\",\"event\":\"\",\"distinct_id\":\"d\"}");

    assertThat(refusal(intake).code()).isEqualTo("empty_event_name");
    assertThat(Told.events(intake)).isEmpty();
    assertThat(Told.warnings(intake)).extracting(Warning::type).containsExactly("empty_event_name");
  }

  @Test
  void aRequestOfTwoProjectsIsToldOfInTheFirst() throws Exception {
    Intake intake = Told.take("""
        [{"token":"phc_test","event":"a","distinct_id":"1"},
        {"token":"phc_other","event":"b","distinct_id":"2"}]""");

    assertThat(refusal(intake).code()).isEqualTo("several_api_keys");
    assertThat(Told.events(intake)).isEmpty();
    assertThat(Told.warnings(intake)).extracting(Warning::type).containsExactly("several_api_keys");
  }

  private static RejectedException refusal(Intake intake) {
    return Objects.requireNonNull(intake.refusal());
  }
}
