package dev.hedgerow.snippet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.htmlunit.html.DomElement;
import org.htmlunit.html.HtmlElement;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which of the page's events become events, and what is said of the elements (contract C4.1 to C4.5). */
final class AutocaptureTest extends OnSite {
  private static final String ELEMENTS = """
      <a id='a' href='#top'>link</a>
      <button id='button' type='button'>press</button>
      <form id='form' onsubmit='return false'>
        <input id='submit' type='submit' value='go'>
        <input id='text' type='text'>
        <input id='check' type='checkbox' value='yes'>
        <select id='select'><option>one</option><option id='two'>two</option></select>
        <textarea id='area'></textarea>
      </form>
      <label id='label' for='check'>Check me</label>
      <div id='plain'>nothing here</div>
      <div id='hand' style='cursor: pointer'>a hand</div>
      <button id='outer' type='button'><i id='icon'></i></button>
      <div id='edit' contenteditable='true'>typed secret</div>
      <div class='ph-no-autocapture'><button id='ignored' type='button'>no</button></div>
      """;

  private static String row(JsonNode event) {
    JsonNode properties = event.path("properties");
    return properties.path("$event_type").asText()
        + ":"
        + properties.path("$elements").path(0).path("tag_name").asText();
  }

  private String rows() {
    return String.join(
        " ", visit.events("$autocapture").stream().map(AutocaptureTest::row).toList());
  }

  @ParameterizedTest
  @CsvSource({
    "a, click:a",
    "button, click:button",
    "submit, click:input submit:form",
    "text, click:input",
    "check, click:input change:input",
    "select, click:select",
    "area, click:textarea",
    "label, click:label click:input change:input",
    "plain, ''",
    "hand, click:div",
    "icon, click:i",
    "edit, click:div",
    "ignored, ''"
  })
  void clickingEachElement(String id, String expected) throws Exception {
    HtmlPage page = visit.open("{}", ELEMENTS);

    visit.click(page, id);

    assertThat(rows()).isEqualTo(expected);
  }

  @Test
  void typingIsAChangeAndNeverTheText() throws Exception {
    HtmlPage page = visit.open("{}", ELEMENTS);

    HtmlElement text = page.getHtmlElementById("text");
    text.type("typed secret");
    text.blur();
    page.setFocusedElement(page.getHtmlElementById("button"));
    visit.settle();

    assertThat(rows()).isEqualTo("change:input");
    assertThat(site.requests()).noneMatch(request -> request.body().contains("typed secret"));
  }

  @Test
  void chainHasTheFormatOfTheContract() throws Exception {
    HtmlPage page = visit.open(
        "{}",
        "<p>before</p><a class='z  y' id='lnk' href='https://o.example/x'>Hello <span id='in'>World <span>deep</span></span></a>"
            + "<script>document.addEventListener('click',function(e){e.preventDefault()})</script>");

    visit.click(page, "in");

    JsonNode properties = visit.event("$autocapture").path("properties");
    assertThat(properties.path("$elements_chain").asText())
        .isEqualTo(
            "span:attr__href=\"https://o.example/x\"attr__id=\"in\"attr_id=\"in\"href=\"https://o.example/x\""
                + "nth-child=\"1\"nth-of-type=\"1\"text=\"World\";"
                + "a.y.z:attr__class=\"z y\"attr__href=\"https://o.example/x\"attr__id=\"lnk\"attr_id=\"lnk\""
                + "href=\"https://o.example/x\"nth-child=\"2\"nth-of-type=\"1\"text=\"Hello World deep\";"
                + "body:nth-child=\"2\"nth-of-type=\"1\"");
    assertThat(properties.path("$el_text").asText()).isEqualTo("World");
    assertThat(properties.path("$external_click_url").asText()).isEqualTo("https://o.example/x");
    assertThat(properties.path("$ce_version").asInt()).isEqualTo(1);
  }

  @Test
  void serverMayAskForTheChainAlone() throws Exception {
    site.remoteConfig("{\"elementsChainAsString\":true}");
    HtmlPage page = visit.open("{}", ELEMENTS);

    visit.click(page, "button");

    assertThat(visit.event("$autocapture").path("properties").has("$elements")).isFalse();
  }

  @Test
  void serverMaySwitchItOffAlsoForTheNextVisit() throws Exception {
    site.remoteConfig("{\"autocapture_opt_out\":true}");
    visit.click(visit.open("{}", ELEMENTS), "button");
    site.remoteConfig("");
    visit.click(visit.open("{}", ELEMENTS), "button");

    assertThat(visit.events("$autocapture")).isEmpty();
  }

  @Test
  void firstVisitIsNotLostWhenTheServerCannotBeAsked() throws Exception {
    site.remoteConfig("");

    visit.click(visit.open("{}", ELEMENTS), "button");

    assertThat(visit.events("$autocapture")).hasSize(1);
  }

  @Test
  void pageMaySwitchItOff() throws Exception {
    visit.click(visit.open("{autocapture: false}", ELEMENTS), "button");

    assertThat(visit.events("$autocapture")).isEmpty();
  }

  @Test
  void pageMayNarrowIt() throws Exception {
    HtmlPage page = visit.open(
        "{autocapture: {dom_event_allowlist: ['click'], element_allowlist: ['button'], css_selector_allowlist: ['#button']}}",
        ELEMENTS);

    visit.click(page, "a");
    visit.click(page, "check");
    visit.click(page, "outer");
    visit.click(page, "button");

    assertThat(rows()).isEqualTo("click:button");
  }

  @Test
  void markedAttributesBecomeProperties() throws Exception {
    HtmlPage page = visit.open(
        "{}",
        "<div data-ph-capture-attribute-plan='outer'><button id='b' type='button' "
            + "data-ph-capture-attribute-plan='inner' data-ph-capture-attribute-size='9'>x</button></div>");

    visit.click(page, "b");

    JsonNode properties = visit.event("$autocapture").path("properties");
    assertThat(properties.path("plan").asText()).isEqualTo("outer");
    assertThat(properties.path("size").asText()).isEqualTo("9");
  }

  @Test
  void formFieldsMayBeNamedLikeProperties() throws Exception {
    HtmlPage page = visit.open(
        "{}",
        "<form id='f' class='shop' onsubmit='return false'><input name='id'><input name='tagName'><input name='parentNode'>"
            + "<input name='attributes'><input name='nodeType'><button id='b'>send</button></form>");

    visit.click(page, "b");

    assertThat(rows()).isEqualTo("click:button submit:form");
    assertThat(visit
            .events("$autocapture")
            .get(1)
            .path("properties")
            .path("$elements_chain")
            .asText())
        .startsWith("form.shop:")
        .contains("attr__id=\"f\"")
        .endsWith("body:nth-child=\"2\"nth-of-type=\"1\"");
  }

  @Test
  void pageMayMaskTextAndAttributes() throws Exception {
    HtmlPage page = visit.open(
        "{mask_all_text: true, mask_all_element_attributes: true}",
        "<button id='b' type='button' title='t'>words</button>");

    DomElement button = page.getElementById("b");
    button.click();
    visit.settle();

    assertThat(visit
            .event("$autocapture")
            .path("properties")
            .path("$elements_chain")
            .asText())
        .isEqualTo("button:nth-child=\"1\"nth-of-type=\"1\";body:nth-child=\"2\"nth-of-type=\"1\"");
  }
}
