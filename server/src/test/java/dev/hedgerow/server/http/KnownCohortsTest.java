package dev.hedgerow.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hedgerow.server.catalog.InMemoryCohorts;
import dev.hedgerow.server.event.Cohort;
import dev.hedgerow.server.event.Project;
import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.wire.Json;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A question about a cohort that is not there is refused; it would find nobody and not say why. */
class KnownCohortsTest {
  private final Project project = new Project(1, "Shop", "phc_x", Instant.EPOCH, 1);
  private final KnownCohorts known = new KnownCohorts(cohorts());

  /** Cohort 1 of the project, and 2 of another. */
  private static InMemoryCohorts cohorts() {
    InMemoryCohorts cohorts = new InMemoryCohorts();
    for (int owner = 1; owner <= 2; owner++) {
      cohorts.create(new Cohort(
          0,
          owner,
          "Some",
          "",
          true,
          Map.of(),
          Instant.EPOCH,
          Instant.EPOCH,
          Cohort.Found.NOTHING));
    }
    return cohorts;
  }

  private void require(String query) throws RejectedException, IOException {
    known.require(project, Json.object("{" + query.replace('\'', '"') + "}"));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      'properties':[{'type':'cohort','key':'id','value':9}] | properties[0].value
      'properties':[{'type':'cohort','key':'id','value':2,'operator':'not_in'}] | properties[0].value
      'properties':{'type':'OR','values':[{'key':'x'},{'type':'cohort','value':0}]} | properties.values[1].value
      'series':[{},{'properties':[{'type':'cohort','value':9}]}] | series[1].properties[0].value
      'breakdownFilter':{'breakdown_type':'cohort','breakdown':['all',1,9]} | breakdownFilter.breakdown
      'source':{'source':{'properties':[{'type':'cohort','value':9}]}} | source.source.properties[0].value
      """)
  void theFieldThatNamesItIsNamed(String query, String field) {
    RejectedException refused = catchThrowableOfType(RejectedException.class, () -> require(query));

    assertThat(refused).isNotNull();
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.attribute()).isEqualTo(field);
    assertThat(refused.detail()).contains("expected the id of a cohort of this project");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'properties':[{'type':'cohort','key':'id','value':1}]",
        "'properties':[{'type':'person','key':'id','value':9}]",
        "'breakdownFilter':{'breakdown_type':'cohort','breakdown':[1,'all']}",
        "'breakdownFilter':{'breakdown_type':'cohort','breakdown':1}",
        "'properties':[{'type':'cohort','value':'for the question to refuse'}]"
      })
  void otherQuestionsAreLetThrough(String query) {
    assertThatCode(() -> require(query)).doesNotThrowAnyException();
  }
}
