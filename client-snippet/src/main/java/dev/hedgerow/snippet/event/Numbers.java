package dev.hedgerow.snippet.event;

import dev.hedgerow.snippet.browser.Text;

/** Numbers that must stay on the page wherever they stand in a text: those of cards and of social security (contract C4.6). */
public final class Numbers {
  private static final String BETWEEN = "[\\s._+*\\u00a0-\\u00bf\\u2000-\\u206f-]";

  /** So many digits that a card's number may be among them, in groups of any kind. */
  private static final String RUN =
      "\\d((" + BETWEEN + "{0,99}|%20|[,/] ?(?=\\d{4}(?!\\d)))\\d){12,}";

  /** The numbers of cards by their first digits; others count if their last digit proves the rest. */
  private static final String CARD =
      "^((4\\d|5[1-5]|[36]5)\\d{14}|6011\\d{12}|4\\d{12}|(3[47]\\d\\d|2131|1800|30[0-5]|3[68]\\d)\\d{11})$";

  /** A social security number: alone as one word, or anywhere in its three groups. */
  private static final String SOCIAL_SECURITY =
      "(^|[\\s(])\\d{3}-?\\d{2}-?\\d{4}(?![^\\s.,;)])|(^|\\D)\\d{3}"
          + BETWEEN
          + "{1,3}\\d{2}"
          + BETWEEN
          + "{1,3}\\d{4}(?!\\d)";

  private Numbers() {}

  /** A text without such numbers. */
  public static Text without(Text text) {
    return text.withoutCards(RUN, CARD).replace(SOCIAL_SECURITY, "$1$2");
  }
}
