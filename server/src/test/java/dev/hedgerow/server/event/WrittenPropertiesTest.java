package dev.hedgerow.server.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hedgerow.server.wire.Json;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class WrittenPropertiesTest {
  private static final Map<String, @Nullable Object> PROPERTIES = new LinkedHashMap<>();

  static {
    PROPERTIES.put("plan", Arrays.asList(1L, 2.5, null, "é\uD83D\uDE00"));
    PROPERTIES.put("$browser", null);
    PROPERTIES.put("$os", "Windows");
    PROPERTIES.put("$set", Map.of("email", "a@example.com"));
  }

  private final Map<String, @Nullable Object> written = Json.written(PROPERTIES);

  @Test
  void theyAreTheSamePropertiesInTheSameOrder() throws IOException {
    assertThat(written).isEqualTo(PROPERTIES).hasSameHashCodeAs(PROPERTIES);
    assertThat(written.keySet()).containsExactly("plan", "$browser", "$os", "$set");
    assertThat(Json.text(written)).isEqualTo(Json.text(PROPERTIES));
    assertThat(Json.object(Json.bytes(Map.of("o", written)))).isEqualTo(Map.of("o", PROPERTIES));
  }

  @Test
  void eachIsFoundWhetherAtHandOrNot() {
    assertThat(written.get("$os")).isEqualTo("Windows");
    assertThat(written.get("plan")).isEqualTo(PROPERTIES.get("plan"));
    assertThat(written.containsKey("$browser")).isTrue();
    assertThat(written.containsKey("$lib")).isFalse();
    assertThat(written.containsKey("other")).isFalse();
    assertThat(written.get("$lib")).isNull();
  }

  @Test
  void nobodyChangesThem() {
    assertThatThrownBy(() -> written.put("a", 1)).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> written.entrySet().clear())
        .isInstanceOf(UnsupportedOperationException.class);
    assertThat(Properties.copyOf(written)).isSameAs(written);
    assertThat(Json.written(written)).isSameAs(written);
  }
}
