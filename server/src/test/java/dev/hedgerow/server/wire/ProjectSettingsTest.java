package dev.hedgerow.server.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hedgerow.server.event.Entry;
import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.event.Project;
import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.event.Settings;
import dev.hedgerow.server.event.Warning;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a project's settings change of the events that come in. */
class ProjectSettingsTest {
  private static final String EVENT =
      "{\"api_key\":\"phc_test\",\"event\":\"e\",\"distinct_id\":\"d\",\"properties\":{%s}}";
  private static final String COOKIELESS =
      "{\"api_key\":\"phc_test\",\"event\":\"e\",\"distinct_id\":\"$posthog_cookieless\","
          + "\"properties\":{\"$cookieless_mode\":true,\"$ip\":\"198.51.100.7\"}}";

  private static Intake take(String json, String name, Object value) throws Exception {
    Settings settings = SettingsCodec.changed(Settings.STANDARD, Map.of(name, value));
    Project project = Told.PROJECT.withSettings(settings);
    Capture capture = new Capture(Limits.STANDARD, token -> project, Told::salt, new Known());
    return capture.take(Told.request(json.getBytes(UTF_8)), bytes -> {});
  }

  /** Knows one address and one bot. */
  private static final class Known implements Clues {
    @Override
    public Map<String, @Nullable Object> place(String address) {
      return address.equals("198.51.100.7") ? Map.of("$geoip_country_code", "GB") : Map.of();
    }

    @Override
    public boolean isBot(String userAgent) {
      return userAgent.startsWith("bot/");
    }
  }

  @Test
  void thePlaceIsLookedUpBeforeTheAddressIsForgotten() throws Exception {
    String own = "\"$ip\":\"198.51.100.7\"";
    assertThat(
            Told.events(take(EVENT.formatted(own), "discard_ips", true)).get(0).properties())
        .isEqualTo(Map.of("$geoip_country_code", "GB"));
    assertThat(Told.events(
                take(EVENT.formatted(own + ",\"$geoip_disable\":true"), "discard_ips", true))
            .get(0)
            .properties())
        .isEqualTo(Map.of("$geoip_disable", true));
    assertThat(
            Told.events(take(EVENT.formatted(own), "discard_ips", false)).get(0).properties())
        .as("otherwise it is looked up later")
        .isEqualTo(Map.of("$ip", "198.51.100.7"));
  }

  @Test
  void eventsOfBotsAreDroppedWhereTheOwnerWantsNone() throws Exception {
    String bot = EVENT.formatted("\"$raw_user_agent\":\"bot/1\"");
    Intake dropped = take(bot, "drop_bots", true);

    assertThat(Told.events(dropped)).isEmpty();
    assertThat(dropped.refusal()).as("that is no mistake of the sender's").isNull();
    assertThat(Told.warnings(dropped)).extracting(Warning::type).containsExactly("bot_dropped");
    assertThat(dropped.rejected()).isEqualTo(Map.of("bot_dropped", 1));
    assertThat(Told.events(take(bot, "drop_bots", false))).hasSize(1);
    assertThat(
            Told.events(take(EVENT.formatted("\"$user_agent\":\"a browser\""), "drop_bots", true)))
        .hasSize(1);
  }

  private static String code(Intake intake) {
    RejectedException refusal = intake.refusal();
    return refusal == null ? "" : refusal.code();
  }

  @Test
  void discardedAddressesAreInNoEntry() throws Exception {
    Intake intake = take(EVENT.formatted("\"$ip\":\"198.51.100.7\""), "discard_ips", true);
    Entry.Event event = Told.events(intake).get(0);
    assertThat(event.ip()).isNull();
    assertThat(event.settingsVersion()).isEqualTo(Told.PROJECT.settingsVersion() + 1);
    assertThat(new String(intake.entries().get(0), UTF_8)).doesNotContain("198.51", "203.0");
    assertThat(
            Told.events(take(EVENT.formatted(""), "discard_ips", false)).get(0).ip())
        .isEqualTo("203.0.113.9");
  }

  @Test
  void visitorsWithoutACookieAreToldApartThoughAddressesAreDiscarded() throws Exception {
    String id = Told.events(take(COOKIELESS, "discard_ips", true)).get(0).distinctId();
    assertThat(id)
        .isEqualTo(Told.events(take(COOKIELESS, "discard_ips", false)).get(0).distinctId());
  }

  @Test
  void eventsWithoutACookieAreRefusedWhereTheyAreSwitchedOff() throws Exception {
    assertThat(code(take(COOKIELESS, "cookieless", false))).isEqualTo("cookieless_mode_off");
    assertThat(code(take(EVENT.formatted(""), "cookieless", false))).isEmpty();
  }

  @Test
  void oneEventWithoutACookieDoesNotSpoilTheRest() throws Exception {
    Intake intake = take("[" + COOKIELESS + "," + EVENT.formatted("") + "]", "cookieless", false);
    assertThat(Told.events(intake)).hasSize(1);
    assertThat(Told.warnings(intake))
        .singleElement()
        .satisfies(warning -> assertThat(warning.type()).isEqualTo("cookieless_mode_off"));
  }
}
