package dev.hedgerow.snippet.autocapture;

import dev.hedgerow.snippet.browser.Node;
import dev.hedgerow.snippet.browser.Text;
import dev.hedgerow.snippet.event.Numbers;

/** What must stay on the page: secrets, card numbers and everything typed (contract C4.6). */
public final class Privacy {
  private static final String SECRET_NAME =
      "^cc|cardnum|ccnum|creditcard|csc|cvc|cvv|exp|pass|pwd|routing|seccode|securitycode"
          + "|securitynum|socialsec|socsec|ssn";

  private Privacy() {}

  /** Whether the element's words, links and marked attributes may leave the page, as far as it and those around it say. */
  public static boolean mayShow(Node element) {
    for (Node node = element.parent(); node != null; node = node.parent()) {
      if (isSensitive(node)) {
        return false;
      }
    }
    return isOpen(element);
  }

  /** Whether the page marked the element as nobody's business. */
  static boolean isSensitive(Node element) {
    return element.matches(Text.of(".ph-sensitive,.ph-no-capture"));
  }

  /** Whether the element's words, links and marked attributes may leave the page, as far as it says itself. */
  static boolean isOpen(Node element) {
    return !isSensitive(element)
        && (element.matches(Text.of(".ph-include"))
            || !(element.attribute(Text.of("type")).fits("^(hidden|password)$")
                || element
                    .attribute(Text.of("name"))
                    .or(element.attribute(Text.of("id")))
                    .replace("[^a-z0-9]", "")
                    .fits(SECRET_NAME)));
  }

  /** Whether a visitor types or chooses there, so that only name, id, class and label may leave the page. */
  public static boolean isTypedInto(Node element) {
    Text tag = element.tag();
    if (tag.is("input")) {
      return !element.attribute(Text.of("type")).fits("^(button|submit|reset)$");
    }
    return tag.fits("^(select|textarea|opt\\w+|output)$") || element.isEditable();
  }

  /** Whether a text may leave the page: there is no number in it that may be a card's or a social security number. */
  public static boolean mayShow(Text value) {
    return Numbers.without(value).is(value);
  }
}
