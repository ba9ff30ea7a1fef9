package dev.hedgerow.server.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ElementsChainTest {
  private static final String LINK =
      "a.btn.primary:attr__class=\"btn primary\"attr__href=\"/x\"href=\"/x\"nth-child=\"1\""
          + "nth-of-type=\"1\"text=\"Go\";body:nth-child=\"2\"nth-of-type=\"1\"";

  @Test
  void arrayBecomesTheChainOfTheContract() {
    String chain = ElementsChain.ofElements(List.of(
        Map.of(
            "tag_name", "a",
            "$el_text", "Go",
            "classes", List.of("primary", "btn"),
            "attr__class", "btn primary",
            "attr__href", "/x",
            "nth_child", 1,
            "nth_of_type", 1),
        Map.of("tag_name", "body", "nth_child", 2, "nth_of_type", 1)));

    assertThat(chain).isEqualTo(LINK);
  }

  @Test
  void chainIsReadBackAsItsElements() {
    List<Element> elements = ElementsChain.parse(LINK);

    assertThat(elements).extracting(Element::tag).containsExactly("a", "body");
    assertThat(elements.get(0).classes()).containsExactly("btn", "primary");
    assertThat(elements.get(0).href()).isEqualTo("/x");
    assertThat(elements.get(0).text()).isEqualTo("Go");
    assertThat(elements.get(1).attributes()).containsEntry("nth-child", "2");
  }

  @Test
  void quotesAndSemicolonsInsideValuesDoNotSplit() {
    String text = "say \"a;b\"; then .c:d=\"e\"";
    String chain = ElementsChain.ofElements(List.of(
        Map.of("tag_name", "button", "$el_text", text, "attr__id", "x;y"),
        Map.of("tag_name", "div", "attr__title", "it ends with \\")));

    List<Element> elements = ElementsChain.parse(chain);

    assertThat(elements).extracting(Element::tag).containsExactly("button", "div");
    assertThat(elements.get(0).text()).isEqualTo(text);
    assertThat(elements.get(0).id()).isEqualTo("x;y");
    assertThat(elements.get(1).attributes()).containsEntry("attr__title", "it ends with ");
  }

  @Test
  void classesMayHoldColons() {
    List<Element> elements =
        ElementsChain.parse("button.md:flex.hover:red:nth-child=\"1\"text=\"Buy\";div.a:b;main:;p");

    assertThat(elements).extracting(Element::tag).containsExactly("button", "div", "main", "p");
    assertThat(elements.get(0).classes()).containsExactly("md:flex", "hover:red");
    assertThat(elements.get(0).text()).isEqualTo("Buy");
  }

  @Test
  void longTextsAndLinksAreCut() {
    String chain = ElementsChain.ofElements(List.of(
        Map.of("tag_name", "a", "$el_text", "é".repeat(500), "attr__href", "h".repeat(3000))));

    Element link = ElementsChain.parse(chain).get(0);

    assertThat(link.text()).isEqualTo("é".repeat(400));
    assertThat(link.href()).hasSize(2048);
  }

  @Test
  void wordsNameTheElementThatTells() {
    assertThat(ElementsChain.words("click", "button:text=\"Buy\""))
        .isEqualTo("clicked button with text \"Buy\"");
    assertThat(ElementsChain.words("click", "span:text=\"Buy\";button.b:nth-child=\"1\";body:"))
        .isEqualTo("clicked button with text \"Buy\"");
    assertThat(ElementsChain.words("change", "input:attr__name=\"email\"attr__id=\"e\""))
        .isEqualTo("changed input with name \"email\"");
    assertThat(ElementsChain.words("submit", "form:attr_id=\"signup\""))
        .isEqualTo("submitted form with id \"signup\"");
    assertThat(ElementsChain.words("click", "a:attr__aria-label=\"Home\""))
        .isEqualTo("clicked link with aria-label \"Home\"");
    assertThat(ElementsChain.words("touchstart", "div:nth-child=\"1\""))
        .isEqualTo("touchstart on div");
    assertThat(ElementsChain.words("click", "")).isEqualTo("clicked");
  }

  @Test
  void unusableElementsAreLeftOut() {
    assertThat(ElementsChain.ofElements(List.of("a", 1, List.of()))).isEmpty();
    assertThat(ElementsChain.ofElements(
            List.of(Map.of("tag_name", "p", "nth_child", "x", "classes", List.of("a\"b")))))
        .isEqualTo("p.ab:nth-child=\"0\"nth-of-type=\"0\"");
  }

  @Test
  void anyTextIsReadWithoutFailing() {
    Random random = new Random(7);
    String letters = "a.:;=\"\\ \uD800";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int left = random.nextInt(24); left > 0; left--) {
        text.append(letters.charAt(random.nextInt(letters.length())));
      }
      assertThatCode(() -> ElementsChain.words("click", text.toString()))
          .as("seed 7, text %s", text)
          .doesNotThrowAnyException();
    }
  }
}
