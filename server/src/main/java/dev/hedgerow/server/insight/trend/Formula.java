package dev.hedgerow.server.insight.trend;

import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.query.Asked;
import java.util.function.IntToDoubleFunction;

/**
 * Sums of a question's series, as in {@code (A + B) / 2 * 100}: letters stand for the series in their order, from A. What is
 * divided by zero is 0.
 */
final class Formula {
  /** Longest formula: a part of it is looked at by one call inside of another. */
  static final int CHARS_MAX = 1_000;

  private static final int DEPTH_MAX = 50;

  /** A part that is known for each value of the letters. */
  private interface Part {
    double value(IntToDoubleFunction letters);
  }

  private final String field;
  private final String text;
  private final int series;
  private int at;
  private int depth;
  private final Part whole;

  /**
   * Reads a formula.
   *
   * @param field its name, for the attribute of a rejection
   * @param series how many letters there are
   */
  Formula(String field, String text, int series) throws RejectedException {
    this.field = field;
    this.text = text;
    this.series = series;
    if (text.length() > CHARS_MAX) {
      throw Asked.wrong(field, "at most " + CHARS_MAX + " characters", text.length());
    }
    this.whole = sum();
    if (at < text.length()) {
      throw wrong();
    }
  }

  /** Returns its value for those of the letters, by their number from 0. */
  double value(IntToDoubleFunction letters) {
    double value = whole.value(letters);
    return Double.isFinite(value) ? value : 0;
  }

  private Part sum() throws RejectedException {
    if (++depth > DEPTH_MAX) {
      throw wrong();
    }
    Part left = product();
    for (char c = peek(); c == '+' || c == '-'; c = peek()) {
      at++;
      Part first = left;
      Part second = product();
      left = c == '+'
          ? letters -> first.value(letters) + second.value(letters)
          : letters -> first.value(letters) - second.value(letters);
    }
    depth--;
    return left;
  }

  private Part product() throws RejectedException {
    Part left = factor();
    for (char c = peek(); c == '*' || c == '/'; c = peek()) {
      at++;
      Part first = left;
      Part second = factor();
      left = c == '*'
          ? letters -> first.value(letters) * second.value(letters)
          : letters -> quotient(first.value(letters), second.value(letters));
    }
    return left;
  }

  private static double quotient(double dividend, double divisor) {
    return divisor == 0 ? 0 : dividend / divisor;
  }

  private Part factor() throws RejectedException {
    char c = peek();
    if (c == '-') {
      at++;
      if (++depth > DEPTH_MAX) {
        throw wrong();
      }
      Part negated = factor();
      depth--;
      return letters -> -negated.value(letters);
    }
    if (c == '(') {
      at++;
      Part inner = sum();
      if (peek() != ')') {
        throw wrong();
      }
      at++;
      return inner;
    }
    return Character.isDigit(c) || c == '.' ? number() : letter(Character.toUpperCase(c));
  }

  private Part letter(char c) throws RejectedException {
    int number = c - 'A';
    if (number < 0 || number >= series) {
      throw wrong();
    }
    at++;
    return letters -> letters.applyAsDouble(number);
  }

  private Part number() throws RejectedException {
    int from = at;
    while (at < text.length() && (Character.isDigit(text.charAt(at)) || text.charAt(at) == '.')) {
      at++;
    }
    try {
      double value = Double.parseDouble(text.substring(from, at));
      return letters -> value;
    } catch (NumberFormatException e) {
      throw wrong();
    }
  }

  private char peek() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at < text.length() ? text.charAt(at) : '\0';
  }

  private RejectedException wrong() {
    return Asked.wrong(
        field,
        "numbers, letters from A to " + (char) ('A' + series - 1) + ", + - * / and parentheses",
        text);
  }
}
