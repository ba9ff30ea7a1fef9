package dev.hedgerow.snippet.autocapture;

import dev.hedgerow.snippet.browser.Js;
import dev.hedgerow.snippet.browser.Node;
import dev.hedgerow.snippet.browser.Pattern;
import org.jspecify.annotations.Nullable;

/** What must stay on the page: secrets, card numbers and everything typed (contract C4.6). */
final class Privacy {
  private static final String SECRET_NAME =
      "^cc|cardnum|ccnum|creditcard|csc|cvc|cvv|exp|pass|pwd|routing|seccode|securitycode"
          + "|securitynum|socialsec|socsec|ssn";
  private static final String CARD =
      "^(4\\d{12}(\\d{3})?|5[1-5]\\d{14}|6011\\d{12}|65\\d{14}|3[47]\\d{13}|30[0-5]\\d{11}"
          + "|3[68]\\d{12}|(2131|1800)\\d{11}|35\\d{14})$";
  private static final String SOCIAL_SECURITY = "^\\d{3}-?\\d{2}-?\\d{4}$";

  private Privacy() {}

  /** Whether the element's words, links and marked attributes may leave the page. */
  static boolean mayShow(Node element) {
    if (isInside(element, "ph-sensitive") || isInside(element, "ph-no-capture")) {
      return false;
    }
    if (hasClass(element, "ph-include")) {
      return true;
    }
    String type = lower(element.attribute("type"));
    if (type.equals("hidden") || type.equals("password")) {
      return false;
    }
    String name = element.attribute("name");
    String known = name != null && !name.isEmpty() ? name : element.attribute("id");
    return known == null
        || !Pattern.foundIgnoringCase(SECRET_NAME, Pattern.replace("[^a-zA-Z0-9]", known, ""));
  }

  private static boolean isInside(Node element, String name) {
    for (Node node = element; node != null && !node.isTag("body"); node = node.parent()) {
      if (hasClass(node, name)) {
        return true;
      }
    }
    return false;
  }

  /** Whether the element has this class. */
  static boolean hasClass(Node element, String name) {
    String all = element.attribute("class");
    return all != null && (" " + Pattern.replace("\\s", all, " ") + " ").contains(" " + name + " ");
  }

  /** Whether a visitor types or chooses there, so that only name, id, class and label may leave the page. */
  static boolean isTypedInto(Node element) {
    String tag = element.tag();
    if (tag.equals("input")) {
      return !Pattern.found("^(button|checkbox|submit|reset)$", lower(element.attribute("type")));
    }
    return tag.equals("select") || tag.equals("textarea") || isEditable(element);
  }

  /** Whether the element is, or is part of, text that the page lets the visitor edit. */
  private static boolean isEditable(Node element) {
    for (Node node = element; node != null; node = node.parent()) {
      String editable = node.attribute("contenteditable");
      if (editable != null) {
        return !lower(editable).equals("false");
      }
    }
    return false;
  }

  /** Whether a text may leave the page: it is no card and no social security number. */
  static boolean mayShow(@Nullable String value) {
    if (value == null) {
      return false;
    }
    String text = value.trim();
    return !Pattern.found(CARD, Pattern.replace("[- ]", text, ""))
        && !Pattern.found(SOCIAL_SECURITY, text);
  }

  static String lower(@Nullable String text) {
    return text == null ? "" : Js.lower(text);
  }
}
