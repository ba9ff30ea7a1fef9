package dev.hedgerow.snippet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When quick clicks on one spot say that a visitor lost patience (contract C4.8, C1.4). */
final class RageClickTest extends OnSite {
  private static final String BODY = """
      <button id='b' type='button'>Buy</button>
      <button id='next' type='button'>Go to the <b id='in'>next</b> page</button>
      <button id='nextel' type='button'>Nextel</button>
      <button id='sign' type='button'>&gt;</button>
      <button id='labelled' type='button' aria-label='Previous picture'></button>
      <button id='plus' type='button'>+</button>
      <button id='icon' type='button'><i aria-label='next'></i></button>
      <div class='ph-no-rageclick'><button id='calm' type='button'>Calm</button></div>
      <input id='text' type='text'>
      <script>
        function click(id, x, y) {
          document.getElementById(id).dispatchEvent(
            new MouseEvent('click', {bubbles: true, cancelable: true, clientX: x, clientY: y}))
        }
        function rage(id) { click(id, 1, 1); click(id, 2, 1); click(id, 1, 2); click('b', 900, 900) }
      </script>
      """;

  private List<String> raged() {
    List<String> ids = new ArrayList<>();
    visit
        .events("$rageclick")
        .forEach(event -> ids.add(
            event.path("properties").path("$elements").path(0).path("attr__id").asText()));
    return ids;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|b next nextel sign labelled plus icon text",
        "{rageclick: {content_ignorelist: true}}|b nextel plus text",
        "{rageclick: {content_ignorelist: ['BUY', '+']}}|next nextel sign labelled icon text",
        "{rageclick: {ignore_text_selection: true}}|b next nextel sign labelled plus icon",
        "{rageclick: {css_selector_ignorelist: ['#b']}}|next nextel sign labelled plus icon calm text",
        "{defaults: '2025-11-30', rageclick: {}}|b nextel plus text",
        "{defaults: '2026-05-30', rageclick: {threshold_px: 20}}|b nextel",
        "{defaults: '2026-05-30', rageclick: true}|b next nextel sign labelled plus icon text",
        "{rageclick: false}|''"
      })
  void whereClicksCount(String options, String expected) throws Exception {
    HtmlPage page = visit.open(options, BODY);

    for (String id :
        new String[] {"b", "next", "nextel", "sign", "labelled", "plus", "icon", "calm", "text"}) {
      Visit.run(page, "rage('" + id + "')");
    }
    visit.settle();

    assertThat(String.join(" ", raged())).isEqualTo(expected);
  }

  @Test
  void moreClicksOnTheSameSpotAreNoFurtherRage() throws Exception {
    HtmlPage page = visit.open("{}", BODY);

    Visit.run(page, "for (var i = 0; i < 6; i++) click('b', i, i)");
    visit.settle();

    assertThat(raged()).containsExactly("b");
    assertThat(visit.events("$autocapture")).hasSize(6);
  }

  @Test
  void farOrFewClicksAreNoRage() throws Exception {
    HtmlPage page = visit.open("{rageclick: {click_count: 4, threshold_px: 10}}", BODY);

    Visit.run(page, "for (var i = 0; i < 3; i++) click('b', 1, 1)");
    Visit.run(page, "for (var i = 0; i < 5; i++) click('b', 500 + 20 * i, 1)");
    visit.settle();

    assertThat(raged()).isEmpty();
  }
}
