package dev.hedgerow.server.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.event.Properties;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SentObjectTest {
  private final EventTree tree = new EventTree(Limits.STANDARD, false);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{ \"a\" : 1 , \"b\":[ {\"c\": \"}\"} ], \"d\":\"\\u2013 \\\"x\\\\\" }",
        "{\"a\":1,\"a\":2}",
        "{\"properties\":{\"x\":null},\"big\":123456789012345678901234567890,\"e\":1e5}"
      })
  void propertiesThatNobodyChangedKeepTheirText(String text) throws Exception {
    Map<String, @Nullable Object> event = event("x{\"event\":\"a\",\"properties\": " + text + " }");
    Map<String, @Nullable Object> properties = Properties.object(event, "properties");
    byte[] kept = requireNonNull(SentObject.textOf(properties, new LinkedHashMap<>(properties)));
    assertThat(kept).isEqualTo(text.getBytes(UTF_8));
    assertThat(Json.object(kept)).isEqualTo(properties);
  }

  @Test
  void ofTwoTheLastIsKept() throws Exception {
    Map<String, @Nullable Object> event =
        event("x{\"properties\":{\"a\":1},\"event\":\"a\",\"properties\":{\"b\":2}}");
    Map<String, @Nullable Object> properties = Properties.object(event, "properties");
    assertThat(SentObject.textOf(properties, properties)).asString().isEqualTo("{\"b\":2}");
  }

  @Test
  void changedOnesAreWrittenAgain() throws Exception {
    Map<String, @Nullable Object> event = event("x{\"properties\":{\"a\":1,\"token\":\"t\"}}");
    Map<String, @Nullable Object> properties = Properties.object(event, "properties");
    Map<String, @Nullable Object> now = new LinkedHashMap<>(properties);
    now.remove("token");
    assertThat(SentObject.textOf(properties, now)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"é", "\\u0000", "\\ud83d\\ude00", "\\uDC00"})
  void whatMayNeedRepairIsWrittenAgain(String text) throws Exception {
    Map<String, @Nullable Object> event = event("x{\"properties\":{\"a\":\"" + text + "\"}}");
    Map<String, @Nullable Object> properties = Properties.object(event, "properties");
    assertThat(SentObject.textOf(properties, properties)).isNull();
  }

  /** Reads an event that begins at the second byte. */
  @SuppressWarnings("unchecked")
  private Map<String, @Nullable Object> event(String text) throws Exception {
    byte[] bytes = text.getBytes(UTF_8);
    JsonCuts.Cut cut = new JsonCuts(bytes, 1, bytes.length).next();
    return (Map<String, @Nullable Object>) requireNonNull(tree.event(bytes, cut));
  }
}
