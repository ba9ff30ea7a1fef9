package dev.hedgerow.server.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A load that repeats a uuid waits for a row that will never come. */
class BodiesTest {
  private static final Pattern UUID = Pattern.compile("\"uuid\":\"([0-9a-f-]{36})\"");
  private static final int SENDERS = 160;
  private static final int EVENTS = 200;
  private static final int TIME_CHARS = 14;

  private static List<String> uuids(byte[] body) {
    return UUID.matcher(new String(body, StandardCharsets.UTF_8))
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  @Test
  void noTwoSeedsMakeTheSameUuid() {
    Set<String> all = new HashSet<>();
    for (int seed = 0; seed <= SENDERS; seed++) {
      all.addAll(uuids(new Bodies(seed, EVENTS, false).next()));
    }
    assertThat(all).hasSize((SENDERS + 1) * EVENTS);
  }

  @Test
  void theSameSeedMakesTheSameUuidsButForTheirTimeWhateverTheSizeOfItsBodies() {
    List<String> one = uuids(new Bodies(0, 1, false).next());
    List<String> many = uuids(new Bodies(0, EVENTS, false).next());
    assertThat(one.get(0).substring(TIME_CHARS)).isEqualTo(many.get(0).substring(TIME_CHARS));
  }

  @Test
  void aStampedRequestTellsWhereEachEventComesFrom() {
    Stamped requests = new Stamped(7, 3);
    for (int request : new int[] {0, 1, Integer.MAX_VALUE}) {
      List<String> uuids = uuids(requests.of(request));
      assertThat(uuids).hasSize(3);
      for (int event = 0; event < uuids.size(); event++) {
        assertThat(Stamped.sender(uuids.get(event))).isEqualTo(7);
        assertThat(Stamped.request(uuids.get(event))).isEqualTo(request);
        assertThat(Stamped.event(uuids.get(event))).isEqualTo(event);
      }
    }
  }
}
