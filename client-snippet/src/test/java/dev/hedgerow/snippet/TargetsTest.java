package dev.hedgerow.snippet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.Test;

/** What counts as clicked where the event does not simply say it. Shadow trees are tested in a real browser. */
final class TargetsTest extends OnSite {
  private JsonNode click(String body, String... scripts) throws Exception {
    HtmlPage page = visit.open("{}", body);
    for (String script : scripts) {
      Visit.run(page, script);
    }
    visit.settle();
    return visit.event("$autocapture").path("properties");
  }

  private static String clickOn(String id) {
    return "document.getElementById('" + id
        + "').dispatchEvent(new MouseEvent('click', {bubbles: true, clientX: 5, clientY: 5}))";
  }

  private static String pressOn(String id) {
    return "document.getElementById('" + id
        + "').dispatchEvent(new MouseEvent('pointerdown', {bubbles: true, clientX: 5, clientY: 5}))";
  }

  @Test
  void shapeInAButtonStandsForTheButton() throws Exception {
    JsonNode properties = click(
        "<button id='b' type='button'><svg><g><path id='p' d='M0 0'/></g></svg>Save</button>",
        clickOn("p"));

    assertThat(properties.path("$el_text").asText()).isEqualTo("Save");
    assertThat(properties.path("$elements_chain").asText()).startsWith("button:attr__id=\"b\"");
  }

  @Test
  void elementThatItsOwnHandlerTakesAwayIsDescribedInItsPlace() throws Exception {
    JsonNode properties = click(
        "<p id='p'><button id='b' type='button' onclick='this.remove()'>Gone</button></p>",
        clickOn("b"));

    assertThat(properties.path("$elements_chain").asText())
        .contains("text=\"Gone\";p:")
        .endsWith(";body:nth-child=\"2\"nth-of-type=\"1\"");
  }

  @Test
  void clickThatTheOpenedMenuSwallowsBelongsToWhatWasPressed() throws Exception {
    HtmlPage page = visit.open("{}", "<button id='b' type='button'><i id='i'>Menu</i></button>");
    Visit.run(page, "document.body.click()");
    visit.settle();

    Visit.run(page, pressOn("i"));
    Visit.run(
        page,
        "document.documentElement.dispatchEvent(new MouseEvent('click', {bubbles: true, clientX: 6, clientY: 6}))");
    visit.settle();

    JsonNode properties = visit.event("$autocapture").path("properties");
    assertThat(properties.path("$elements_chain").asText()).startsWith("i:").contains(";button:");
  }

  @Test
  void dragThatEndsElsewhereIsNoClickOnWhatWasPressed() throws Exception {
    HtmlPage page = visit.open(
        "{}",
        "<button id='b' type='button'>Drag</button><button id='c' class='ph-no-capture' type='button'>Secret</button>");

    Visit.run(page, "document.body.click()");
    visit.settle();
    Visit.run(page, pressOn("b"));
    Visit.run(
        page,
        "document.body.dispatchEvent(new MouseEvent('click', {bubbles: true, clientX: 90, clientY: 5}))");
    Visit.run(page, pressOn("c"));
    Visit.run(
        page,
        "document.body.dispatchEvent(new MouseEvent('click', {bubbles: true, clientX: 5, clientY: 5}))");
    visit.settle();

    assertThat(visit.events("$autocapture")).isEmpty();
  }

  @Test
  void pagesOwnHandlersAreNeitherStoppedNorMadeToWait() throws Exception {
    HtmlPage page = visit.open(
        "{autocapture: {capture_copied_text: true}, capture_dead_clicks: true, capture_heatmaps: true}",
        "<form id='f'><button id='b'>Send</button></form><script>"
            + "var seen = []; ['click', 'submit', 'copy', 'mousemove', 'pointerdown'].forEach(function (type) {"
            + "document.addEventListener(type, function (event) {"
            + "seen.push(type + event.defaultPrevented); event.preventDefault() }) })</script>");

    for (String type : new String[] {"click", "copy", "mousemove", "pointerdown"}) {
      Visit.run(
          page,
          "document.getElementById('b').dispatchEvent(new MouseEvent('" + type
              + "', {bubbles: true, cancelable: true}))");
    }

    assertThat(Visit.run(page, "seen.join()"))
        .isEqualTo("clickfalse,copyfalse,mousemovefalse,pointerdownfalse");
  }

  @Test
  void everyListenerIsPassiveAndSeesEventsBeforeThePage() throws Exception {
    site.page(
        "/page",
        "<script>var eager = [];[window, document].forEach(function (target) {"
            + "var add = target.addEventListener; target.addEventListener = function (type, f, how) {"
            + "if (!how || !how.passive || !how.capture) eager.push(type);"
            + "add.call(target, type, f, how) } })</script>"
            + Visit.page(
                "{autocapture: {capture_copied_text: true}, capture_dead_clicks: true, capture_heatmaps: true}",
                "<button id='b' type='button'>b</button>"));

    HtmlPage page = visit.open("/page");
    visit.click(page, "b");

    assertThat(visit.events("$autocapture")).hasSize(1);
    assertThat(Visit.run(page, "eager.join()")).isEqualTo("");
  }
}
