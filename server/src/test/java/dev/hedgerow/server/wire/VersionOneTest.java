package dev.hedgerow.server.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hedgerow.server.event.Entry;
import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.event.Settings;
import dev.hedgerow.server.event.Warning;
import io.airlift.compress.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The newer protocol (contract S 1.11). */
class VersionOneTest {
  private static final String UUID = "0190b0e2-1111-7222-8333-444455556666";
  private static final String EVENT = """
      {"event":"e","uuid":"%s","distinct_id":"d","timestamp":"2026-03-01T10:00:00Z","properties":{}}""".formatted(UUID);
  private static final String PACKED =
      "{\"created_at\":\"2026-03-01T12:00:00Z\",\"batch\":[" + EVENT + "]}";

  /** What Brotli makes of {@code {"batch":[{"event":"packed",…}]}}. */
  private static final byte[] BROTLI = Base64.getDecoder()
      .decode(
          "G7QAAJwHdqwBu5yaOPt0LbK31ddyW+rXb7t/ENWSTRYGPpt2KBad6up743jcFh3A9nkZ5FpoWGijfdpt7IjDLRgV"
              + "zSzmXttELi9UArfb/JKOB/Q23w+X2o5W8xwB1voDyU51DaeRuDvxSMgMG5QZvCtoDUaAU212UEYTZS8=");

  private static Verdicts take(byte[] body, @Nullable String coding, @Nullable String sentAt)
      throws IOException {
    CaptureRequest request = new CaptureRequest(
        "/i/v1/analytics/events",
        Map.of(),
        "application/json",
        coding,
        body,
        Told.NOW,
        "203.0.113.9",
        "ua");
    return new Capture(
            Limits.STANDARD, token -> token.equals("phc_test") ? Told.PROJECT : null, Told::salt)
        .takeVersionOne(request, "phc_test", sentAt, bytes -> {});
  }

  private static Verdicts take(String batch) throws IOException {
    return take(("{\"batch\":[" + batch + "]}").getBytes(UTF_8), null, null);
  }

  private static String code(Verdicts verdicts) {
    return Objects.requireNonNull(verdicts.intake().refusal()).code();
  }

  @Test
  void optionsAndIdsOfTheSessionBecomeProperties() throws Exception {
    Verdicts verdicts = take("""
        {"event":"e","uuid":"%s","distinct_id":"d","timestamp":"2026-03-01T10:00:00Z",
        "session_id":"s","window_id":"w","options":{"process_person_profile":false,
        "disable_skew_correction":true,"product_tour_id":"t","cookieless_mode":false},
        "properties":{"a":1}}""".formatted(UUID));

    Entry.Event event = Told.events(verdicts.intake()).get(0);
    assertThat(event.properties())
        .containsEntry("$session_id", "s")
        .containsEntry("$window_id", "w")
        .containsEntry("$process_person_profile", false)
        .containsEntry("$product_tour_id", "t")
        .containsEntry("$cookieless_mode", false)
        .containsEntry("a", 1L);
    assertThat(event.uuid()).hasToString(UUID);
    assertThat(verdicts.byUuid()).isEqualTo(Map.of(UUID, new Verdicts.Verdict("ok", null)));
  }

  @Test
  void theRequestsTimeTakesTheClocksErrorOutUnlessTheEventObjects() throws Exception {
    String objecting = EVENT
        .replace(
            "\"properties\"", "\"options\":" + "{\"disable_skew_correction\":true},\"properties\"")
        .replace(UUID, UUID.replace('0', '1'));
    Verdicts verdicts = take(
        ("{\"batch\":[" + EVENT + "," + objecting + "]}").getBytes(UTF_8),
        null,
        "2026-03-01T10:00:05Z");

    assertThat(Told.events(verdicts.intake()))
        .extracting(Entry.Event::timestamp)
        .containsExactly(
            Instant.parse("2026-03-01T12:00:00Z"), Instant.parse("2026-03-01T10:00:00Z"));
  }

  @Test
  void eachEventHasItsVerdictThoughNoneIsUsable() throws Exception {
    String other = UUID.replace('0', '2');
    Verdicts verdicts = take("""
        {"event":"e","uuid":"%s","distinct_id":"%s"},{"event":"","uuid":"%s","distinct_id":"d"},
        {"event":"e","distinct_id":"d"},{"event":"e","uuid":"x","distinct_id":"d"}""".formatted(UUID, "d".repeat(201), other));

    assertThat(verdicts.intake().refusal()).isNull();
    assertThat(verdicts.byUuid())
        .isEqualTo(Map.of(
            UUID,
            new Verdicts.Verdict("drop", "distinct_id_too_long"),
            other,
            new Verdicts.Verdict("drop", "empty_event_name"),
            "x",
            new Verdicts.Verdict("drop", "invalid_uuid")));
    assertThat(Told.warnings(verdicts.intake()))
        .extracting(Warning::type)
        .containsExactly(
            "distinct_id_too_long", "empty_event_name", "invalid_uuid", "invalid_uuid");
  }

  @Test
  void whatIsTakenThoughNotAsSentIsAWarning() throws Exception {
    Verdicts verdicts = take(EVENT.replace("2026-03-01T10", "2026-03-03T10"));

    assertThat(verdicts.byUuid())
        .isEqualTo(Map.of(UUID, new Verdicts.Verdict("warning", "timestamp_ahead")));
    assertThat(Told.events(verdicts.intake())).hasSize(1);
  }

  @Test
  void anEventThatTheOwnerDoesNotWantIsDropped() throws Exception {
    Settings settings = SettingsCodec.changed(Settings.STANDARD, Map.of("drop_bots", true));
    Capture capture = new Capture(
        Limits.STANDARD, token -> Told.PROJECT.withSettings(settings), Told::salt, new Clues() {
          @Override
          public Map<String, @Nullable Object> place(String address) {
            return Map.of();
          }

          @Override
          public boolean isBot(String userAgent) {
            return true;
          }
        });
    String bot = PACKED.replace("{}", "{\"$raw_user_agent\":\"x\"}");

    assertThat(capture
            .takeVersionOne(Told.request(bot.getBytes(UTF_8)), "phc_test", null, bytes -> {})
            .byUuid())
        .isEqualTo(Map.of(UUID, new Verdicts.Verdict("drop", "bot_dropped")));
  }

  @Test
  void optionsThatAreNoObjectDropTheEvent() throws Exception {
    assertThat(take(EVENT.replace("\"properties\"", "\"options\":[],\"properties\""))
            .byUuid())
        .isEqualTo(Map.of(UUID, new Verdicts.Verdict("drop", "invalid_options")));
  }

  @Test
  void theTokenIsOfThisServerOrTheWholeIsRefused() throws Exception {
    CaptureRequest request = Told.request(PACKED.getBytes(UTF_8));
    Capture capture = new Capture(Limits.STANDARD, token -> null, Told::salt);

    assertThat(code(capture.takeVersionOne(request, null, null, bytes -> {})))
        .isEqualTo("missing_api_key");
    assertThat(code(capture.takeVersionOne(request, "phx_1", null, bytes -> {})))
        .isEqualTo("invalid_api_key");
    assertThat(code(capture.takeVersionOne(request, "phc_test", null, bytes -> {})))
        .isEqualTo("invalid_api_key");
  }

  private interface Packing {
    OutputStream over(OutputStream out) throws IOException;
  }

  private static byte[] packed(Packing packing) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = packing.over(bytes)) {
      out.write(PACKED.getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }

  @Test
  void everyEncodingOfTheProtocolIsUnpacked() throws Exception {
    Map<String, byte[]> bodies = Map.of(
        "gzip", packed(GZIPOutputStream::new),
        "deflate", packed(DeflaterOutputStream::new),
        "Deflate", packed(out -> new DeflaterOutputStream(out, new Deflater(5, true))),
        "br", BROTLI,
        "zstd", packed(ZstdOutputStream::new),
        "identity", PACKED.getBytes(UTF_8));
    for (Map.Entry<String, byte[]> body : bodies.entrySet()) {
      assertThat(Told.events(take(body.getValue(), body.getKey(), null).intake()))
          .as(body.getKey())
          .hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate", "br", "zstd"})
  void aBodyThatIsNotPackedSoIsRefused(String coding) throws Exception {
    byte[] bytes = packed(ZstdOutputStream::new);
    bytes[bytes.length / 2] ^= 0x55;
    assertThat(code(take(bytes, coding, null))).isIn("invalid_encoding", "invalid_json");
    assertThat(code(take(PACKED.getBytes(UTF_8), coding, null))).isEqualTo("invalid_encoding");
  }

  @Test
  void anotherEncodingIsNamedByItsStatus() throws Exception {
    Verdicts verdicts = take(PACKED.getBytes(UTF_8), "lzma", null);

    assertThat(code(verdicts)).isEqualTo("unsupported_encoding");
    assertThat(Objects.requireNonNull(verdicts.intake().refusal()).status()).isEqualTo(415);
    assertThat(code(take(new byte[0], null, null))).isEqualTo("missing_payload");
  }

  @Test
  void whatGrowsTooLargeIsRefusedInEachEncoding() throws Exception {
    byte[] zeros = new byte[Limits.STANDARD.inflatedBytesMax() + 1];
    for (Map.Entry<String, Packing> each : Map.<String, Packing>of(
            "gzip", GZIPOutputStream::new, "zstd", ZstdOutputStream::new)
        .entrySet()) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (OutputStream out = each.getValue().over(bytes)) {
        out.write(zeros);
      }
      assertThat(code(take(bytes.toByteArray(), each.getKey(), null))).isEqualTo("body_too_large");
    }
  }

  @Test
  void aLackOfRoomIsNoMistakeOfTheSenders() {
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> new Capture(
                Limits.STANDARD, token -> Told.PROJECT, Told::salt)
            .takeVersionOne(
                new CaptureRequest(
                    "/i/v1/analytics/events", Map.of(), null, "br", BROTLI, Told.NOW, null, null),
                "phc_test",
                null,
                bytes -> {
                  throw new IOException("no room");
                }))
        .isInstanceOf(IOException.class)
        .hasMessage("no room");
  }
}
