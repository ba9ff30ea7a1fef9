package dev.hedgerow.snippet.autocapture;

import dev.hedgerow.snippet.browser.Node;
import dev.hedgerow.snippet.browser.Text;

/** What must stay on the page: secrets, card numbers and everything typed (contract C4.6). */
public final class Privacy {
  private static final String SECRET_NAME =
      "^cc|cardnum|ccnum|creditcard|csc|cvc|cvv|exp|pass|pwd|routing|seccode|securitycode"
          + "|securitynum|socialsec|socsec|ssn";
  private static final String CARD =
      "^(4\\d{12}(\\d{3})?|5[1-5]\\d{14}|6011\\d{12}|65\\d{14}|3[47]\\d{13}|30[0-5]\\d{11}"
          + "|3[68]\\d{12}|(2131|1800)\\d{11}|35\\d{14})$";
  private static final String SOCIAL_SECURITY = "^\\d{3}-?\\d{2}-?\\d{4}$";

  private Privacy() {}

  /** Whether the element's words, links and marked attributes may leave the page. */
  public static boolean mayShow(Node element) {
    for (Node node = element; node != null && !node.tag().is("body"); node = node.parent()) {
      if (node.matches(Text.of(".ph-sensitive,.ph-no-capture"))) {
        return false;
      }
    }
    if (element.matches(Text.of(".ph-include"))) {
      return true;
    }
    if (element.attribute(Text.of("type")).fits("^(hidden|password)$")) {
      return false;
    }
    return !element
        .attribute(Text.of("name"))
        .or(element.attribute(Text.of("id")))
        .replace("[^a-zA-Z0-9]", "")
        .fits(SECRET_NAME);
  }

  /** Whether a visitor types or chooses there, so that only name, id, class and label may leave the page. */
  public static boolean isTypedInto(Node element) {
    Text tag = element.tag();
    if (tag.is("input")) {
      return !element.attribute(Text.of("type")).fits("^(button|checkbox|submit|reset)$");
    }
    return tag.fits("^(select|textarea)$") || element.isEditable();
  }

  /** Whether a text may leave the page: it is no card and no social security number. */
  public static boolean mayShow(Text value) {
    Text text = value.trim();
    return !text.replace("[- ]", "").fits(CARD) && !text.fits(SOCIAL_SECURITY);
  }
}
