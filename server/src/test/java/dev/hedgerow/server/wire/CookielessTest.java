package dev.hedgerow.server.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hedgerow.server.event.Entry;
import dev.hedgerow.server.event.RejectedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Visitors without a cookie (contract S 1.10). */
class CookielessTest {
  private static final String BROWSER = "Mozilla/5.0 (a browser)";
  private static final String HOME = "\"$host\":\"shop.test\"";

  @Test
  void oneVisitorHasOneIdAllDay() throws IOException {
    String id = id(HOME, "2026-03-01T00:00:01Z", "203.0.113.9", BROWSER);
    assertThat(id).matches("cookieless_[A-Za-z0-9_-]{22}");
    assertThat(id(HOME, "2026-03-01T11:59:59Z", "203.0.113.9", BROWSER)).isEqualTo(id);
    assertThat(id("\"$host\":\"www.SHOP.test\"", "2026-03-01T11:00:00Z", "203.0.113.9", BROWSER))
        .isEqualTo(id);
    assertThat(id(
            "\"$current_url\":\"https://shop.test/a?b\"",
            "2026-03-01T11:00:00Z",
            "203.0.113.9",
            BROWSER))
        .isEqualTo(id);
  }

  @Test
  void anotherDayAddressBrowserOrSiteIsAnotherVisitor() throws IOException {
    String at = "2026-03-01T11:00:00Z";
    assertThat(java.util.Set.of(
            id(HOME, at, "203.0.113.9", BROWSER),
            id(HOME, "2026-02-28T23:59:59Z", "203.0.113.9", BROWSER),
            id(HOME, at, "203.0.113.8", BROWSER),
            id(HOME, at, "203.0.113.9", "another browser"),
            id("\"$host\":\"blog.test\"", at, "203.0.113.9", BROWSER),
            id(HOME + ",\"$cookieless_extra\":\"x\"", at, "203.0.113.9", BROWSER)))
        .hasSize(6);
  }

  @Test
  void theDayIsTheVisitors() throws IOException {
    String tokyo = HOME + ",\"$timezone\":\"Asia/Tokyo\"";
    assertThat(id(tokyo, "2026-02-28T15:00:00Z", "203.0.113.9", BROWSER))
        .isEqualTo(id(tokyo, "2026-03-01T11:00:00Z", "203.0.113.9", BROWSER))
        .isNotEqualTo(id(tokyo, "2026-02-28T14:59:59Z", "203.0.113.9", BROWSER));
    assertThat(id(
            HOME + ",\"$timezone\":\"No/Where\"", "2026-03-01T11:00:00Z", "203.0.113.9", BROWSER))
        .isEqualTo(id(HOME, "2026-03-01T11:00:00Z", "203.0.113.9", BROWSER));
  }

  @Test
  void whatTheIdWasMadeFromIsNotKept() throws IOException {
    Intake intake = take(
        "e",
        HOME + ",\"$ip\":\"198.51.100.7\",\"$raw_user_agent\":\"secret agent\"",
        "2026-03-01T11:00:00Z",
        "203.0.113.9",
        BROWSER);
    Entry.Event event = Told.events(intake).get(0);
    assertThat(event.ip()).isNull();
    assertThat(event.properties()).containsEntry("$device_id", event.distinctId());
    assertThat(new String(intake.entries().get(0), StandardCharsets.UTF_8))
        .doesNotContain("198.51", "203.0", "agent", "Mozilla", "$posthog_cookieless");
  }

  @Test
  void whatCannotBeToldApartIsRefused() throws IOException {
    String at = "2026-03-01T11:00:00Z";
    assertThat(code("$identify", HOME, at, "203.0.113.9", BROWSER))
        .isEqualTo("cookieless_person_event");
    assertThat(code("$create_alias", HOME, at, "203.0.113.9", BROWSER))
        .isEqualTo("cookieless_person_event");
    assertThat(code("$merge_dangerously", HOME, at, "203.0.113.9", BROWSER))
        .isEqualTo("cookieless_person_event");
    assertThat(code("e", HOME, at, null, BROWSER)).isEqualTo("cookieless_without_ip");
    assertThat(code("e", HOME, at, "203.0.113.9", null))
        .isEqualTo("cookieless_without_raw_user_agent");
    assertThat(code("e", HOME, "2026-02-26T12:00:04Z", "203.0.113.9", BROWSER))
        .isEqualTo("cookieless_too_late");
  }

  private static String id(String properties, String at, String ip, String agent)
      throws IOException {
    return Told.events(take("e", properties, at, ip, agent)).get(0).distinctId();
  }

  private static String code(
      String event, String properties, String at, @Nullable String ip, @Nullable String agent)
      throws IOException {
    RejectedException refusal = take(event, properties, at, ip, agent).refusal();
    return refusal == null ? "" : refusal.code();
  }

  private static Intake take(
      String event, String properties, String at, @Nullable String ip, @Nullable String agent)
      throws IOException {
    String body = "{\"token\":\"phc_test\",\"event\":\"" + event
        + "\",\"distinct_id\":\"$posthog_cookieless\",\"timestamp\":\"" + Instant.parse(at)
        + "\",\"properties\":{\"$cookieless_mode\":true," + properties + "}}";
    return Told.take(new CaptureRequest(
        "/e", Map.of(), null, null, body.getBytes(StandardCharsets.UTF_8), Told.NOW, ip, agent));
  }
}
