package dev.hedgerow.server.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hedgerow.server.event.Entry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TextPropertiesTest {
  private static final int ROUNDS = 2_000;
  private static final String[] NAMES = {"a", "$ip", "$browser_version", "plan", "größe", "x y"};
  private static final String[] TEXTS = {
    "\"\"",
    "\"lamp\"",
    "\"a\\\"b\\\\\"",
    "\"\\u00e9\\/\"",
    "\"\\ud83d\\ude00\"",
    "\"é😀\"",
    "\"\\n\\t\""
  };
  private static final String[] OTHERS = {
    "0",
    "-0",
    "7",
    "-12",
    "1.10",
    "1e5",
    "-2.5E-3",
    "123456789012345678",
    "12345678901234567890",
    "0.1000000000000000055511151231257827",
    "1e-99999999999",
    "true",
    "false",
    "null"
  };

  private final SplittableRandom random = new SplittableRandom(3);

  private static @Nullable TextProperties scanned(String json) {
    byte[] utf8 = json.getBytes(StandardCharsets.UTF_8);
    return TextScan.object(utf8, 0, utf8.length);
  }

  @Test
  void membersSayWhatReadingAllSays() throws IOException {
    int found = 0;
    for (int round = 0; round < ROUNDS; round++) {
      String json = object(3);
      Map<String, @Nullable Object> read = Json.object(json);
      TextProperties text = scanned(json);
      if (text != null) {
        found++;
        assertThat(text).as(json).isEqualTo(read);
        assertThat(text.keySet()).containsExactlyElementsOf(read.keySet());
        for (String name : NAMES) {
          assertThat(text.get(name)).isEqualTo(read.get(name));
          assertThat(text.containsKey(name)).isEqualTo(read.containsKey(name));
        }
        assertThat(Json.object(text.json())).isEqualTo(read);
      }
    }
    assertThat(found).isGreaterThan(ROUNDS / 2);
  }

  /** How something was sent must not show in what is stored. */
  @Test
  void writtenAnewTheyAreWhatWritingAllGives() throws IOException {
    for (int round = 0; round < ROUNDS; round++) {
      String json = object(3);
      TextProperties text = scanned(json);
      if (text != null) {
        Map<String, @Nullable Object> written = Json.written(text, Set.of(), Map.of());
        assertThat(Json.text(written)).as(json).isEqualTo(Json.text(Json.object(json)));
        assertThat(Json.text(Json.written(Json.object(json)))).isEqualTo(Json.text(written));
      }
    }
  }

  @Test
  void changedTheyAreWhatAChangedMapIs() throws IOException {
    for (int round = 0; round < ROUNDS; round++) {
      String json = object(2);
      Map<String, @Nullable Object> read = Json.object(json);
      Map<String, @Nullable Object> sent = Objects.requireNonNullElse(scanned(json), read);
      Set<String> gone = random.nextBoolean() ? Set.of() : Set.of("a$", name());
      Map<String, @Nullable Object> put = new LinkedHashMap<>();
      for (int left = random.nextInt(3); left > 0; left--) {
        put.put(random.nextInt(4) == 0 ? "new \"\n" + left : name(), Json.object(object(1)));
      }
      Map<String, @Nullable Object> expected = new LinkedHashMap<>(read);
      expected.keySet().removeAll(gone);
      expected.putAll(put);
      Map<String, @Nullable Object> changed = Json.changed(sent, gone, put);
      Map<String, @Nullable Object> written = Json.written(changed, Set.of(), Map.of());
      assertThat(changed).as(json).isEqualTo(expected);
      assertThat(written).isEqualTo(expected).isEqualTo(Json.written(sent, gone, put));
      assertThat(Json.object(Json.bytes(changed))).isEqualTo(expected);
      assertThat(Json.object(Json.text(written))).isEqualTo(expected);
    }
  }

  @Test
  void whatIsNoJsonIsNeverTakenForAnObject() {
    int refused = 0;
    for (int round = 0; round < 4 * ROUNDS; round++) {
      byte[] bytes = object(2).getBytes(StandardCharsets.UTF_8);
      for (int left = 1 + random.nextInt(2); left > 0; left--) {
        bytes[random.nextInt(bytes.length)] = random.nextBoolean()
            ? (byte) "\"{}[]:,\\ 0-.eu".charAt(random.nextInt(14))
            : (byte) random.nextInt(256);
      }
      if (random.nextInt(4) == 0) {
        bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
      }
      TextProperties found = TextScan.object(bytes, 0, bytes.length);
      try {
        Map<String, @Nullable Object> read = Json.object(bytes);
        assertThat(found == null ? read : found).isEqualTo(read);
      } catch (IOException e) {
        refused++;
        assertThat(found).as(new String(bytes, StandardCharsets.UTF_8)).isNull();
      }
    }
    assertThat(refused).isGreaterThan(ROUNDS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":1,\"a\":2}",
        "{\"a\\u0062\":1}",
        "{\"a\":NaN}",
        "{\"a\":1e}",
        "{\"a\":1e-999}",
        "{\"a\":01}",
        "{\"a\":1.}",
        "{\"a\":\"\\x\"}",
        "{\"a\":\"\\u0000\"}",
        "{\"a\":\"\\ud83d\"}",
        "{\"a\":\"\\ud83d\\ud83d\"}",
        "{\"a\":\"\\ude00\\ud83d\"}",
        "{\"a\":{\"\\udc00\":1}}",
        "{\"a\":{\"b\\u0063\":1}}",
        "{\"a\":1,}",
        "{\"a\":[1,]}",
        "{\"a\":tru}",
        "{\"a\" 1}",
        "{} {}",
        "{",
        "[]",
        ""
      })
  void theUnusualAndTheUnsoundAreLeftToBeReadWhole(String json) {
    assertThat(scanned(json)).isNull();
  }

  @Test
  void aNameOfManyIsFoundAmongThem() {
    Map<String, @Nullable Object> many = new LinkedHashMap<>();
    for (long i = 0; i < 3_000; i++) {
      many.put("name " + i, i);
    }
    assertThat(Json.written(many)).isInstanceOf(TextProperties.class).isEqualTo(many);
    assertThat(Json.written(many).get("name 2999")).isEqualTo(2_999L);
    assertThat(Json.changed(Json.written(many), Set.of("name 7"), Map.of("name 3001", 1L)))
        .hasSize(3_000)
        .doesNotContainKey("name 7");
  }

  @Test
  void anEntrysPropertiesAreKeptAsTheyWereSent() throws IOException {
    byte[] sent =
        "{\"price\": 1.10,\"title\":\"Lamps \\u2013 Shop\"}".getBytes(StandardCharsets.UTF_8);
    Entry.Event event = new Entry.Event(
        1, new UUID(1, 2), "paid", "user", Instant.EPOCH, Instant.EPOCH, null, false, 1, Map.of());
    Entry read = EntryCodec.decode(EntryCodec.encode(event, sent));
    assertThat(EntryCodec.encode(read)).isEqualTo(EntryCodec.encode(event, sent));
    Map<String, @Nullable Object> properties = ((Entry.Event) read).properties();
    assertThat(properties).isEqualTo(Map.of("price", 1.1, "title", "Lamps – Shop"));
    assertThat(Json.text(Json.written(properties, Set.of(), Map.of())))
        .isEqualTo("{\"price\":1.1,\"title\":\"Lamps – Shop\"}");
  }

  private String name() {
    return NAMES[random.nextInt(NAMES.length)];
  }

  private String object(int depth) {
    List<String> members = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    for (int left = random.nextInt(6); left > 0; left--) {
      String name = name();
      if (taken.add(name) || random.nextInt(8) == 0) {
        members.add(space() + '"' + name + '"' + space() + ':' + space() + value(depth) + space());
      }
    }
    return '{' + space() + String.join(",", members) + '}';
  }

  private String value(int depth) {
    int kind = random.nextInt(depth > 0 ? 6 : 4);
    if (kind == 5) {
      return object(depth - 1);
    }
    if (kind == 4) {
      StringBuilder json = new StringBuilder("[");
      for (int left = random.nextInt(4); left > 0; left--) {
        json.append(space()).append(value(depth - 1)).append(left > 1 ? "," : "");
      }
      return json.append(']').toString();
    }
    return kind < 2 ? TEXTS[random.nextInt(TEXTS.length)] : OTHERS[random.nextInt(OTHERS.length)];
  }

  private String space() {
    return random.nextInt(30) == 0 ? " \n" : "";
  }
}
