package dev.hedgerow.snippet;

import static org.assertj.core.api.Assertions.assertThat;

import org.htmlunit.html.DomElement;
import org.htmlunit.html.HtmlElement;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.Test;

/** What never leaves the page (contract C4.6): planted secrets are looked for in every request, beside a planted control. */
final class PrivacyTest {
  private static final String BODY = """
      <form id='f' onsubmit='return false'>
        <input id='pw' type='password' name='field1' value='SECRET-attr'>
        <input id='card' name='cardnumber'>
        <input id='free' name='comment' value='SECRET-default'>
        <input id='hid' type='hidden' value='SECRET-hidden'>
        <textarea id='area'>SECRET-area</textarea>
        <select id='sel'><option selected>SECRET-option</option><option>SECRET-other</option></select>
        <input id='box' type='checkbox' value='SECRET-tick'>
      </form>
      <div class='ph-no-capture'><button id='none' type='button'>SECRET-nocapture</button></div>
      <div class='ph-sensitive'><button id='sens' type='button'>SECRET-sensitive</button></div>
      <button id='nested' type='button'>CONTROL-text <span class='ph-no-capture'>SECRET-span</span></button>
      <button id='num' type='button'>pay 4111 1111 1111 1111</button>
      <button id='num2' type='button'>4111-1111-1111-1111</button>
      <button id='tel' type='button'>call 123-45-6789 now</button>
      <div contenteditable='true'><p id='typed' style='cursor:pointer'>SECRET-typed</p></div>
      <my-field id='custom' style='cursor:pointer' value='SECRET-custom'></my-field>
      """;

  @Test
  void nothingTypedOrMarkedLeavesThePage() throws Exception {
    try (Site site = new Site();
        Visit visit = new Visit(site)) {
      HtmlPage page = visit.open("{}", BODY);
      for (String id : new String[] {"pw", "card", "free", "area"}) {
        HtmlElement field = page.getHtmlElementById(id);
        field.click();
        field.type("SECRET-keys");
        field.blur();
      }
      for (String id : new String[] {
        "sel", "box", "none", "sens", "nested", "num", "num2", "tel", "typed", "custom"
      }) {
        DomElement element = page.getElementById(id);
        element.click();
      }
      visit.settle();

      String all =
          String.join("\n", site.requests().stream().map(Site.Request::body).toList());
      assertThat(all).contains("CONTROL-text", "call now").doesNotContain("SECRET");
      assertThat(all).doesNotContain("4111-1111-1111-1111", "123-45-6789");
      assertThat(visit.events("$autocapture")).hasSizeGreaterThan(10);
    }
  }
}
