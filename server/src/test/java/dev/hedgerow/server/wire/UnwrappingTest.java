package dev.hedgerow.server.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hedgerow.server.event.Entry;
import dev.hedgerow.server.event.RejectedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.util.Base64;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Every wrapping that senders use around the same event. */
class UnwrappingTest {
  private static final String JSON =
      "{\"token\":\"phc_test\",\"event\":\"e>>>???\",\"distinct_id\":\"d\"}  ";
  private static final String FORM = "application/x-www-form-urlencoded";

  @Test
  void plainJsonOfAnyTypeIsTaken() throws Exception {
    assertTaken("/e", Map.of(), "application/json; charset=utf-8", null, JSON.getBytes(UTF_8));
    assertTaken("/e", Map.of(), "text/plain", null, JSON.getBytes(UTF_8));
    assertTaken("/e", Map.of(), "application/octet-stream", null, JSON.getBytes(UTF_8));
    assertTaken("/e", Map.of(), null, null, JSON.getBytes(UTF_8));
  }

  @Test
  void gzipIsTakenWithAnyHintOrNone() throws Exception {
    byte[] gzip = gzip(JSON);
    assertTaken("/e", Map.of(), "text/plain", null, gzip);
    assertTaken("/e", Map.of("compression", "gzip-js"), "text/plain", null, gzip);
    assertTaken("/e", Map.of("compression", "GZIP"), null, null, gzip);
    assertTaken("/batch", Map.of(), "application/json", "gzip", gzip);
    assertTaken("/batch", Map.of("compression", "zebra"), "application/json", null, gzip);
  }

  @Test
  void hintOfGzipOnPlainJsonIsForgiven() throws Exception {
    assertTaken("/e", Map.of("compression", "gzip"), "text/plain", null, JSON.getBytes(UTF_8));
    assertTaken("/e", Map.of(), "text/plain", "gzip", JSON.getBytes(UTF_8));
  }

  @Test
  void base64IsTakenWithAndWithoutHint() throws Exception {
    byte[] base64 = base64(JSON.getBytes(UTF_8)).getBytes(UTF_8);
    assertTaken("/e", Map.of(), "text/plain", null, base64);
    assertTaken("/batch", Map.of("compression", "base64"), "text/plain", null, base64);
    assertTaken("/i/v0/e", Map.of(), "text/plain", null, base64(gzip(JSON)).getBytes(UTF_8));
    byte[] twice = base64(base64).getBytes(UTF_8);
    assertTaken("/e", Map.of(), "text/plain", null, twice);
    assertThat(take("/batch", Map.of(), "text/plain", null, twice).refusal()).isNotNull();
  }

  @Test
  void formsAreTaken() throws Exception {
    String base64 = base64(JSON.getBytes(UTF_8));
    String encoded = URLEncoder.encode(base64, UTF_8);
    assertThat(base64).contains("+");
    assertTaken(
        "/e", Map.of("compression", "base64"), FORM, null, ("data=" + encoded).getBytes(UTF_8));
    assertTaken("/e", Map.of(), FORM, null, ("data=" + base64).getBytes(UTF_8));
    assertTaken(
        "/e", Map.of(), FORM, null, ("ip=1&compression=base64&data=" + encoded).getBytes(UTF_8));
    assertTaken("/e", Map.of(), "text/plain", null, ("data=" + encoded).getBytes(UTF_8));
    assertTaken(
        "/e", Map.of(), FORM, null, ("data=" + URLEncoder.encode(JSON, UTF_8)).getBytes(UTF_8));
  }

  @Test
  void pixelCarriesItsPayloadInTheQuery() throws Exception {
    String base64 = base64(JSON.getBytes(UTF_8));
    assertTaken("/e", Map.of("data", base64), null, null, new byte[0]);
    assertTaken("/e", Map.of("data", base64.replace('+', ' ')), null, null, new byte[0]);
    assertTaken("/e", Map.of("data", JSON), null, null, "other".getBytes(UTF_8));
  }

  @Test
  void sendingTimeComesFromTheQueryToo() throws Exception {
    String json = "{\"token\":\"phc_test\",\"event\":\"e\",\"distinct_id\":\"d\","
        + "\"timestamp\":\"2026-03-01T10:00:00Z\"}";
    for (String name : new String[] {"_", "sent_at"}) {
      Intake intake = take("/e", Map.of(name, "1772359205000"), null, null, json.getBytes(UTF_8));
      assertThat(Told.events(intake).get(0).timestamp()).hasToString("2026-03-01T12:00:00Z");
    }
  }

  @Test
  void whatCannotBeUnwrappedIsToldWhy() throws Exception {
    assertThat(code("/e", Map.of(), FORM, JSON.getBytes(UTF_8))).isEqualTo("invalid_form");
    assertThat(code("/e", Map.of(), FORM, "data=%zz".getBytes(UTF_8))).isEqualTo("invalid_form");
    assertThat(code("/e", Map.of(), FORM, "data=&ip=1".getBytes(UTF_8)))
        .isEqualTo("missing_payload");
    assertThat(code("/batch", Map.of("compression", "lz64"), null, "N4Ig!".getBytes(UTF_8)))
        .isEqualTo("invalid_lz_string");
  }

  private static void assertTaken(
      String path,
      Map<String, String> query,
      @Nullable String type,
      @Nullable String encoding,
      byte[] body)
      throws IOException {
    Intake intake = take(path, query, type, encoding, body);
    assertThat(intake.refusal()).isNull();
    assertThat(Told.events(intake)).extracting(Entry.Event::event).containsExactly("e>>>???");
  }

  private static String code(
      String path, Map<String, String> query, @Nullable String type, byte[] body)
      throws IOException {
    RejectedException refusal = take(path, query, type, null, body).refusal();
    return refusal == null ? "" : refusal.code();
  }

  private static Intake take(
      String path,
      Map<String, String> query,
      @Nullable String type,
      @Nullable String encoding,
      byte[] body)
      throws IOException {
    return Told.take(new CaptureRequest(path, query, type, encoding, body, Told.NOW, null, null));
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(text.getBytes(UTF_8));
    }
    return out.toByteArray();
  }
}
