package dev.hedgerow.snippet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.Test;

/** Where visitors point and click, by address (contract C4.10). */
final class HeatmapTest extends OnSite {
  private static final String ON = "capture_heatmaps: {flush_interval_milliseconds: 50}";
  private static final String BODY = "<button id='b' type='button'>press</button>"
      + "<div style='position: fixed'><i id='fixed'>menu</i></div>"
      + "<div class='ph-no-capture'><i id='hidden'>mine</i></div>"
      + "<script>function point(type, id, x, y) { document.getElementById(id).dispatchEvent("
      + "new MouseEvent(type, {bubbles: true, clientX: x, clientY: y})) }</script>";

  private void point(HtmlPage page, String... points) {
    for (String point : points) {
      Visit.run(page, "point(" + point + ")");
    }
    visit.settle();
  }

  private void leave(HtmlPage page) {
    Visit.run(page, "dispatchEvent(new Event('onpagehide' in window ? 'pagehide' : 'unload'))");
    visit.settle();
  }

  /** All points sent so far as {@code type x y}, those of fixed elements with a star. */
  private List<String> points() {
    List<String> all = new ArrayList<>();
    for (JsonNode event : visit.events("$$heatmap")) {
      for (JsonNode ofAddress : event.path("properties").path("$heatmap_data")) {
        ofAddress.forEach(point -> all.add(point.path("type").asText()
            + " "
            + point.path("x").asInt()
            + " "
            + point.path("y").asInt()
            + (point.path("target_fixed").asBoolean() ? "*" : "")));
      }
    }
    return all;
  }

  @Test
  void clicksAndRestsOfTheMouseAreSentButNotItsWays() throws Exception {
    HtmlPage page = visit.open("{" + ON + "}", BODY);

    point(
        page,
        "'click', 'b', 10, 20",
        "'mousemove', 'b', 30, 40",
        "'mousemove', 'b', 50, 60",
        "'click', 'fixed', 70, 80");

    assertThat(points()).containsExactly("click 10 20", "click 70 80*", "mousemove 50 60");
  }

  @Test
  void impatienceIsAPointOfItsOwn() throws Exception {
    HtmlPage page = visit.open("{" + ON + "}", BODY);

    point(page, "'click', 'b', 1, 1", "'click', 'b', 2, 2", "'click', 'b', 3, 3");

    assertThat(points()).containsExactly("click 1 1", "click 2 2", "rageclick 3 3", "click 3 3");
    assertThat(visit.events("$rageclick")).hasSize(1);
  }

  @Test
  void impatienceIsSeenWithoutAutocaptureToo() throws Exception {
    HtmlPage page = visit.open("{autocapture: false, " + ON + "}", BODY);

    point(page, "'click', 'b', 1, 1", "'click', 'b', 2, 2", "'click', 'b', 3, 3");

    assertThat(points()).contains("rageclick 3 3");
    assertThat(visit.events("$rageclick")).isEmpty();
  }

  @Test
  void addressesAreShownAsInOtherEvents() throws Exception {
    site.page(
        "/page",
        Visit.page(
            "{mask_personal_data_properties: true, disable_capture_url_hashes: true, " + ON + "}",
            BODY));

    point(visit.open("/page?gclid=secret#part"), "'click', 'b', 1, 2");

    assertThat(visit.event("$$heatmap").path("properties").path("$heatmap_data").fieldNames())
        .toIterable()
        .containsExactly(site.url("/page?gclid=<masked>"));
  }

  @Test
  void nothingOfElementsThatMustNotBeCapturedNorOfWhoSaidNo() throws Exception {
    HtmlPage page = visit.open("{" + ON + "}", BODY);

    point(page, "'click', 'hidden', 1, 2", "'mousemove', 'hidden', 1, 2");
    Visit.run(page, "posthog.opt_out_capturing()");
    Visit.run(page, "point('click', 'b', 1, 2); posthog.opt_in_capturing()");
    visit.settle();

    assertThat(points()).isEmpty();
    assertThat(visit.names()).contains("$opt_in");
  }

  @Test
  void whatWasSeenShortlyBeforeLeavingIsSent() throws Exception {
    HtmlPage page = visit.open("{capture_heatmaps: true}", BODY);

    point(page, "'click', 'b', 1, 2");
    assertThat(points()).isEmpty();
    leave(page);

    assertThat(points()).containsExactly("click 1 2");
  }

  @Test
  void serverSwitchesItOnAlsoForTheNextPageAndOffAgain() throws Exception {
    site.remoteConfig("{\"heatmaps\":true}");
    clickAndLeave(1);
    site.remoteConfig("");
    clickAndLeave(2);
    site.remoteConfig("{\"heatmaps\":false}");
    clickAndLeave(3);
    site.remoteConfig("");
    clickAndLeave(4);

    assertThat(points()).containsExactly("click 1 1", "click 2 2");
  }

  private void clickAndLeave(int place) throws Exception {
    HtmlPage page = visit.open("{}", BODY);
    point(page, "'click', 'b', " + place + ", " + place);
    leave(page);
  }

  @Test
  void pageSwitchesItOffAgainstTheServerAndOnAtAnyTime() throws Exception {
    site.remoteConfig("{\"heatmaps\":true}");
    HtmlPage page = visit.open("{enable_heatmaps: false}", BODY);

    point(page, "'click', 'b', 1, 1");
    Visit.run(page, "posthog.set_config({" + ON + "})");
    visit.settle();
    point(page, "'click', 'b', 2, 2");
    Visit.run(page, "posthog.set_config({capture_heatmaps: false})");
    point(page, "'click', 'b', 3, 3");

    assertThat(points()).containsExactly("click 2 2");
  }
}
