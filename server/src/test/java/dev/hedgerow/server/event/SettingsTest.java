package dev.hedgerow.server.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which pages may send. */
class SettingsTest {
  private static Settings from(String... origins) {
    return new Settings(
        false,
        List.of(),
        List.of(),
        List.of(),
        false,
        List.of(origins),
        0,
        false,
        true,
        ZoneOffset.UTC);
  }

  @Test
  void anyPageMayUntilOriginsAreNamed() {
    assertThat(Settings.STANDARD.allows("https://evil.example")).isTrue();
    assertThat(Settings.STANDARD.allows("null")).isTrue();
  }

  @Test
  void onlyTheNamedOriginsMay() {
    Settings settings = from("https://shop.example", "http://localhost:3000");
    assertThat(settings.allows("https://shop.example")).isTrue();
    assertThat(settings.allows("HTTPS://SHOP.example")).isTrue();
    assertThat(settings.allows("http://localhost:3000")).isTrue();
    assertThat(List.of(
            "http://shop.example",
            "https://shop.example:8443",
            "https://www.shop.example",
            "https://shop.example.evil.example",
            "https://evilshop.example",
            "http://localhost",
            "null",
            ""))
        .noneMatch(settings::allows);
  }

  @Test
  void aStarIsAnySubdomainAndNothingElse() {
    Settings settings = from("https://*.shop.example:8443");
    assertThat(settings.allows("https://a.shop.example:8443")).isTrue();
    assertThat(settings.allows("https://a.b.shop.example:8443")).isTrue();
    assertThat(List.of(
            "https://shop.example:8443",
            "https://.shop.example:8443",
            "https://evilshop.example:8443",
            "http://a.shop.example:8443",
            "https://a.shop.example"))
        .noneMatch(settings::allows);
  }

  @Test
  void whoNamesNoOriginIsNoPage() {
    assertThat(from("https://shop.example").allows(null)).isTrue();
  }

  @Test
  void whatIsNoOriginIsRefused() {
    for (String wrong :
        List.of("*", "https://", "shop.example", "https://a.example/", "https://*", "ftp://a.b")) {
      assertThatThrownBy(() -> from(wrong)).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
