package dev.hedgerow.snippet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the browser says of itself, in words (contract C6.7): known at once for most, from the whole tables for all. */
final class UserAgentTest {
  private static final List<String> PROPERTIES =
      List.of("$browser", "$browser_version", "$os", "$os_version", "$device", "$device_type");

  private static final String WEBKIT = " AppleWebKit/537.36 (KHTML, like Gecko) ";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "(Windows NT 10.0; Win64; x64)|Chrome/131.0.0.0 Safari/537.36|Chrome 131 Windows 10 - Desktop",
        "(Windows NT 10.0; Win64; x64)|Chrome/131.0.0.0 Safari/537.36 Edg/131.0.2903.86|Microsoft Edge 131 Windows 10 - Desktop",
        "(Macintosh; Intel Mac OS X 10_15_7)|Chrome/131.0.0.0 Safari/537.36|Chrome 131 Mac OS X 10.15.7 - Desktop",
        "(Macintosh; Intel Mac OS X 10_15_7)|Version/17.6 Safari/605.1.15|Safari 17.6 Mac OS X 10.15.7 - Desktop",
        "(iPhone; CPU iPhone OS 17_5_1 like Mac OS X)|Version/17.5 Mobile/15E148 Safari/604.1|Mobile Safari 17.5 iOS 17.5.1 iPhone Mobile",
        "(iPad; CPU OS 16_6 like Mac OS X)|Version/16.6 Mobile/15E148 Safari/604.1|Mobile Safari 16.6 iOS 16.6.0 iPad Tablet",
        "(X11; Linux x86_64)|Chrome/131.0.0.0 Safari/537.36|Chrome 131 Linux - - Desktop",
        "(X11; CrOS x86_64 14541.0.0)|Chrome/131.0.0.0 Safari/537.36|Chrome 131 Chrome OS - - Desktop",
        "(Linux; Android 10; K)|Chrome/131.0.0.0 Mobile Safari/537.36|Chrome 131 Android - Android Mobile",
        "(Linux; Android 10; K)|Chrome/131.0.0.0 Safari/537.36|Chrome 131 Android - Android Tablet Tablet",
        "(Linux; Android 10; K)|SamsungBrowser/27.0 Chrome/125.0.0.0 Mobile Safari/537.36|Samsung Internet 27 Android - Android Mobile",
        "(iPhone; CPU iPhone OS 17_5_1 like Mac OS X)|CriOS/131.0.6778.73 Mobile/15E148 Safari/604.1|Chrome iOS 131 iOS 17.5.1 iPhone Mobile",
        "(Windows NT 6.1; Win64; x64)|Chrome/109.0.0.0 Safari/537.36 OPR/95.0.0.0|Opera 95 Windows 7 - Desktop",
        "(Linux; Android 11; SM-T500)|Chrome/131.0.0.0 Safari/537.36|Chrome 131 Android - Android Tablet Tablet"
      })
  void browserIsKnownByItsName(String system, String rest, String expected) throws Exception {
    String name = "Mozilla/5.0 " + system + WEBKIT + rest;
    JsonNode known = told(name, "array.js");

    assertThat(words(known)).isEqualTo(expected);
    assertThat(told(name, "array.full.js")).isEqualTo(known);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "(X11; Linux x86_64; rv:128.0)|Firefox 128 Linux - - Desktop",
        "(Windows NT 10.0; Win64; x64; rv:133.0)|Firefox 133 Windows 10 - Desktop",
        "(Macintosh; Intel Mac OS X 10.15; rv:133.0)|Firefox 133 Mac OS X 10.15.0 - Desktop"
      })
  void firefoxIsKnownByItsName(String system, String expected) throws Exception {
    String version = system.replaceAll(".*rv:|\\)", "");
    String name = "Mozilla/5.0 " + system + " Gecko/20100101 Firefox/" + version;
    JsonNode known = told(name, "array.js");

    assertThat(words(known)).isEqualTo(expected);
    assertThat(told(name, "array.full.js")).isEqualTo(known);
  }

  private static String words(JsonNode known) {
    StringBuilder words = new StringBuilder();
    for (String name : PROPERTIES) {
      words
          .append(' ')
          .append(
              known.has(name) ? known.path(name).asText().replaceAll("^(\\d+)\\.0$", "$1") : "-");
    }
    return words.substring(1);
  }

  /** What an event tells of a browser that calls itself so. */
  private static JsonNode told(String name, String script) throws Exception {
    try (Site site = new Site();
        Visit visit = new Visit(site)) {
      site.page(
          "/named",
          "<!DOCTYPE html><script>Object.defineProperty(navigator,'userAgent',{get:function(){return '"
              + name + "'}});Object.defineProperty(navigator,'vendor',{get:function(){return '"
              + (name.contains("Version/") ? "Apple Computer, Inc." : "") + "'}})</script>"
              + "<script src='/static/" + script + "'></script><script>posthog.init('phc_test',"
              + "{api_host:location.origin,capture_pageview:false," + Visit.QUICK
              + ",loaded:function(){posthog.capture('seen')}})</script>");
      visit.open("/named");
      visit.settle();
      ObjectNode known = (ObjectNode) visit.event("seen").path("properties").deepCopy();
      return known.retain(PROPERTIES);
    }
  }
}
