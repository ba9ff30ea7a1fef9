package dev.hedgerow.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Each kind of element gives exactly its rows, in every browser. */
abstract class EveryElementContract {

  private static final String DONE = "tour over";

  @TempDir
  private Path data;

  /** A new browser. */
  abstract Hand hand();

  /** Whatever is to be changed before the first page is opened. */
  void prepare(Journey journey) throws IOException {}

  @TestFactory
  final Stream<DynamicTest> eachElementGivesExactlyItsRows() throws IOException {
    Map<String, List<String>> rows = tour();
    return ElementCase.TABLE.stream()
        .map(entry -> DynamicTest.dynamicTest(
            entry.step(),
            () -> assertThat(rows.getOrDefault(entry.step(), List.of()))
                .containsExactlyInAnyOrderElementsOf(entry.rows())));
  }

  /** Does everything in the table on one page; each event says by itself which step caused it. */
  private Map<String, List<String>> tour() throws IOException {
    try (Journey journey = Journey.start(data, Journey.PLAIN);
        Hand hand = hand()) {
      prepare(journey);
      hand.open(journey.at("/design"));
      for (ElementCase entry : ElementCase.TABLE) {
        hand.tell("posthog.register({step: '" + entry.step() + "'})");
        entry.act().accept(hand);
      }
      hand.tell("posthog.capture('" + DONE + "')");
      journey.server.stored(DONE);
      return rows(journey.answers());
    }
  }

  private static Map<String, List<String>> rows(Answers answers) {
    Map<String, List<String>> rows = new HashMap<>();
    for (List<String> row : answers.rows(
        "SELECT properties.step, properties.$event_type, elements_chain, properties.$el_text"
            + " FROM events WHERE event = '$autocapture'")) {
      rows.computeIfAbsent(row.get(0), step -> new ArrayList<>())
          .add(row.get(1) + " " + tag(row.get(2)) + text(row.get(3)));
    }
    return rows;
  }

  private static String tag(String chain) {
    return chain.replaceAll("(?s)[.:;].*", "");
  }

  private static String text(String text) {
    return text.isEmpty() || text.equals("null") ? "" : " '" + text + "'";
  }
}
