package dev.hedgerow.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The script tags to paste. */
class SnippetTagTest {

  @Test
  void loadsTheProjectsScriptAndStartsIt() {
    assertThat(SnippetTag.html("https://events.example.com", "phc_abc", Paths.STANDARD))
        .contains("<script src=\"https://events.example.com/array/phc_abc/array.js\"></script>")
        .contains("posthog.init('phc_abc', { api_host: 'https://events.example.com' })");
  }

  @Test
  void namesTheOwnersPaths() {
    assertThat(
            SnippetTag.html("https://x.example", "phc_abc", new Paths("/js/site.js", "/collect")))
        .contains("<script src=\"https://x.example/js/site.js\"></script>")
        .contains("posthog.init('phc_abc', { api_host: 'https://x.example/collect' })");
    assertThat(SnippetTag.html("https://x.example", "phc_abc", new Paths(null, "/collect")))
        .contains("<script src=\"https://x.example/collect/array/phc_abc/array.js\"></script>");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://x\"><script>", "http://x'", "javascript:alert(1)", "http://x/y", ""})
  void anOriginThatCouldBreakOutIsRefused(String origin) {
    assertThatThrownBy(() -> SnippetTag.html(origin, "phc_abc", Paths.STANDARD))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aTokenThatCouldBreakOutIsRefused() {
    assertThatThrownBy(() -> SnippetTag.html("http://x", "phc_'", Paths.STANDARD))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
