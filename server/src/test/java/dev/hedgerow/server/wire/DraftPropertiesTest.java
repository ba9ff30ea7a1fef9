package dev.hedgerow.server.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.event.RejectedException;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DraftPropertiesTest {
  private final EventTree tree = new EventTree(Limits.STANDARD, false);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{ \"a\" : 1 , \"b\":[ {\"c\": \"}\"} ], \"d\":\"\\u2013 \\\"x\\\\\" }",
        "{\"properties\":{\"x\":null},\"big\":123456789012345678901234567890,\"e\":1e5}"
      })
  void propertiesThatNobodyChangedKeepTheirText(String text) throws Exception {
    Map<String, @Nullable Object> properties = MergedProperties.of(properties(text));
    properties.remove("$ip");
    Map<String, @Nullable Object> done = DraftProperties.done(properties);
    assertThat(Json.text(done)).isEqualTo(text);
    assertThat(done).isEqualTo(Json.object(text));
  }

  @Test
  void changedOnesAreWrittenAgain() throws Exception {
    Map<String, @Nullable Object> properties =
        MergedProperties.of(properties("{\"a\" : 1,\"token\":\"t\"}"));
    properties.put("b", 2L);
    properties.putAll(Map.of("c", 3L));
    assertThat(properties).isEqualTo(Map.of("a", 1L, "b", 2L, "c", 3L));
    properties.keySet().removeAll(Set.of("b", "d"));
    assertThat(Json.text(DraftProperties.done(properties))).isEqualTo("{\"a\":1,\"c\":3}");
  }

  @Test
  void ofTwoTheLastIsKept() throws Exception {
    Map<String, @Nullable Object> event =
        event("x{\"properties\":{\"a\":1},\"event\":\"a\",\"properties\":{\"b\":2,\"b\":3}}");
    assertThat(MergedProperties.of(event)).isEqualTo(Map.of("b", 3L));
  }

  @ParameterizedTest
  @ValueSource(strings = {"é", "\\u0000", "\\ud83d\\ude00", "\\uDC00"})
  void whatMayNeedRepairIsWrittenAgain(String text) throws Exception {
    Map<String, @Nullable Object> event = properties("{\"a\":\"" + text + "\"}");
    assertThat(event.get("properties")).isNotInstanceOf(TextProperties.class);
  }

  /** A number that is no double is a distinct id as the double next to it, however it is read. */
  @Test
  void numbersBesideThePropertiesAreDoubles() throws Exception {
    Map<String, @Nullable Object> event =
        event("x{\"distinct_id\":0.12345678901234567890,\"properties\":{}}");
    assertThat(event.get("distinct_id")).isEqualTo(0.12345678901234568);
  }

  @Test
  void numbersBeyondADoubleAreRefused() {
    for (String number : new String[] {"1e400", "-1e999", "1" + "0".repeat(400)}) {
      assertThatThrownBy(() -> properties("{\"a\":" + number + "}"))
          .isInstanceOf(RejectedException.class);
    }
  }

  private Map<String, @Nullable Object> properties(String text) throws Exception {
    return event("x{\"event\":\"a\",\"properties\": " + text + " }");
  }

  /** Reads an event that begins at the second byte. */
  @SuppressWarnings("unchecked")
  private Map<String, @Nullable Object> event(String text) throws Exception {
    byte[] bytes = text.getBytes(UTF_8);
    JsonCuts.Cut cut = new JsonCuts(bytes, 1, bytes.length).next();
    return (Map<String, @Nullable Object>) requireNonNull(tree.event(bytes, cut));
  }
}
