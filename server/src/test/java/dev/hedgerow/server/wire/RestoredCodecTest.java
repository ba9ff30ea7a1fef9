package dev.hedgerow.server.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hedgerow.server.event.Entry;
import dev.hedgerow.server.event.Owned;
import dev.hedgerow.server.event.PersonMode;
import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.store.Samples;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Chunks of imports, as entries of the log and as the lines they come from. */
class RestoredCodecTest {
  private static final UUID CHUNK = UUID.fromString("ed61ac20-e164-59aa-bdb5-5ec5c468daf3");

  @Test
  void anEntryComesBackAsItWas() throws IOException {
    Entry.Restored restored = new Entry.Restored(
        1,
        CHUNK,
        List.of(
            Samples.row(1, PersonMode.FULL),
            Samples.row(2, PersonMode.PROPERTYLESS),
            Samples.row(3, PersonMode.FORCE_UPGRADE)),
        List.of(new Owned(Samples.person(1, 4), Map.of("a\u0000🌱", 7L, "b", 0L))),
        List.of(Samples.group(1, 4, "ä_")),
        Map.of(4, "company"));
    assertThat(EntryCodec.decode(EntryCodec.encode(restored))).isEqualTo(restored);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "null",
        "{\"uuid\":\"x\"}",
        "not json",
        "{\"id\":\"ed61ac20-e164-59aa-bdb5-5ec5c468daf3\",\"created_at\":\"2026-03-01T00:00:00Z\","
            + "\"is_identified\":true,\"version\":1,\"properties\":{},\"distinct_ids\":[\"a\"],"
            + "\"distinct_id_versions\":[]}",
        "{\"id\":\"ed61ac20-e164-59aa-bdb5-5ec5c468daf3\",\"created_at\":\"+99999-03-01T00:00:00Z\","
            + "\"is_identified\":true,\"version\":1,\"properties\":{},\"distinct_ids\":[],"
            + "\"distinct_id_versions\":[]}",
        "{\"index\":99999999999,\"type\":\"t\",\"key\":null}",
        "{\"index\":-1,\"type\":\"t\",\"key\":\"k\"}"
      })
  void aLineThatIsNoneIsRefusedWithItsNumber(String line) {
    for (String kind : List.of("events", "persons", "groups")) {
      assertThatThrownBy(() -> ImportLines.restored(1, CHUNK, kind, List.of(line)))
          .isInstanceOf(RejectedException.class)
          .hasMessageContaining("in line 1 of the chunk");
    }
  }

  @Test
  void anEventOfPostHogsBecomesOneOfACaptureRequest() throws IOException {
    String line = "{\"event\":\"e\",\"distinct_id\":\"d\",\"timestamp\":\"2025-01-02 03:04:05\","
        + "\"properties\":\"{\\\"a\\\":1,\\\"token\\\":\\\"phc_other\\\"}\",\"set\":\"{\\\"p\\\":2}\",\"set_once\":{},"
        + "\"elements_chain\":\"a\",\"ip\":\"203.0.113.7\",\"person_id\":\"gone\",\"team_id\":3}";
    Map<String, Object> body = Json.object(
        new String(ImportLines.posthog("phc_t", CHUNK, List.of(line, line, "junk")), UTF_8));
    assertThat(body).containsEntry("api_key", "phc_t").containsEntry("historical_migration", true);
    List<?> batch = (List<?>) Objects.requireNonNull(body.get("batch"));
    assertThat(batch).hasSize(3);
    Map<?, ?> first = (Map<?, ?>) batch.get(0);
    assertThat(first.get("properties"))
        .isEqualTo(
            Map.of("a", 1L, "$set", Map.of("p", 2L), "$elements_chain", "a", "$ip", "203.0.113.7"));
    assertThat(first.get("uuid"))
        .isNotEqualTo(((Map<?, ?>) Objects.requireNonNull(batch.get(1))).get("uuid"));
    assertThat(Json.object(
            new String(ImportLines.posthog("phc_t", CHUNK, List.of(line, line, "junk")), UTF_8)))
        .isEqualTo(body);
  }
}
