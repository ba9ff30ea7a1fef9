package dev.hedgerow.snippet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.Test;

/** What is copied, cut and pasted (contract C4.7), and what of it stays on the page. */
final class CopyTest extends OnSite {
  private static final String ON = "{autocapture: {capture_copied_text: true}}";
  private static final String BODY = """
      <p id='p'>three   short words</p>
      <p id='card'>pay 4111 1111 1111 1111, call 123-45-6789 or 4111111111111111 now</p>
      <div id='edit' contenteditable='true'>SECRET-edited</div>
      <div id='barred' class='ph-no-capture'>SECRET-barred</div>
      <div id='sensitive' class='ph-sensitive'>SECRET-sensitive</div>
      <div id='quiet' class='ph-no-autocapture'>SECRET-quiet</div>
      <div id='around'>open <b class='ph-sensitive'>SECRET-inside</b> <textarea>SECRET-area</textarea></div>
      <input id='field'>
      <script>
        function use(type, id, from) {
          var range = document.createRange()
          range.selectNodeContents(document.getElementById(id))
          getSelection().removeAllRanges()
          if (type !== 'paste') getSelection().addRange(range)
          document.getElementById(from || id).dispatchEvent(new Event(type, {bubbles: true}))
        }
      </script>
      """;

  private JsonNode properties() {
    return visit.event("$copy_autocapture").path("properties");
  }

  @Test
  void copiedTextIsCapturedWhereThePageAsksForIt() throws Exception {
    HtmlPage page = visit.open(ON, BODY);

    Visit.run(page, "use('cut', 'p')");
    visit.settle();

    assertThat(properties().path("$selected_content").asText()).isEqualTo("three short words");
    assertThat(properties().path("$copy_type").asText()).isEqualTo("cut");
    assertThat(properties().path("$event_type").asText()).isEqualTo("cut");
    assertThat(properties().path("$elements_chain").asText()).startsWith("p:attr__id=\"p\"");
  }

  @Test
  void withoutTheOptionNothingIs() throws Exception {
    HtmlPage page = visit.open("{}", BODY);

    Visit.run(page, "use('copy', 'p')");
    visit.settle();

    assertThat(visit.events("$copy_autocapture")).isEmpty();
  }

  @Test
  void pageMaySwitchItOnAndOffAtAnyTime() throws Exception {
    HtmlPage page = visit.open("{}", BODY);

    Visit.run(page, "posthog.set_config(" + ON + ")");
    visit.settle();
    Visit.run(page, "use('copy', 'p')");
    Visit.run(page, "posthog.set_config({autocapture: false})");
    Visit.run(page, "use('copy', 'p')");
    visit.settle();

    assertThat(properties().path("$copy_type").asText()).isEqualTo("copy");
  }

  @Test
  void listOfEventTypesDoesNotConcernIt() throws Exception {
    HtmlPage page = visit.open(
        "{autocapture: {capture_copied_text: true, dom_event_allowlist: ['submit']}}", BODY);

    Visit.run(page, "use('copy', 'p')");
    visit.settle();

    assertThat(properties().path("$selected_content").asText()).isEqualTo("three short words");
  }

  @Test
  void pastingIsToldWithoutWhatWasPasted() throws Exception {
    HtmlPage page = visit.open(ON, BODY);

    Visit.run(page, "use('paste', 'field')");
    visit.settle();

    assertThat(properties().path("$copy_type").asText()).isEqualTo("paste");
    assertThat(properties().has("$selected_content")).isFalse();
  }

  @Test
  void cardAndSocialSecurityNumbersAreLeftOut() throws Exception {
    HtmlPage page = visit.open(ON, BODY);

    Visit.run(page, "use('copy', 'card')");
    visit.settle();

    assertThat(properties().path("$selected_content").asText()).isEqualTo("pay , call or now");
  }

  @Test
  void nothingTypedOrMarkedIsEverCopied() throws Exception {
    HtmlPage page = visit.open(ON, BODY);

    for (String id : new String[] {"edit", "barred", "sensitive", "quiet", "around"}) {
      Visit.run(page, "use('copy', '" + id + "')");
      Visit.run(page, "use('copy', '" + id + "', 'p')");
    }
    Visit.run(page, "use('copy', 'p', 'field')");
    Visit.run(page, "getSelection().selectAllChildren(document.body)");
    Visit.run(page, "document.body.dispatchEvent(new Event('copy', {bubbles: true}))");
    Visit.run(page, "use('copy', 'p')");
    visit.settle();

    assertThat(visit.events("$copy_autocapture"))
        .allMatch(event ->
            event.path("properties").path("$selected_content").asText().equals("three short words")
                || event.toString().contains("SECRET-quiet"))
        .isNotEmpty();
    assertThat(site.requests()).noneMatch(request -> request.body().matches("(?s).*SECRET-[^q].*"));
  }
}
