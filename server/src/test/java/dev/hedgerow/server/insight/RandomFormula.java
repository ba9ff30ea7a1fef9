package dev.hedgerow.server.insight;

import static dev.hedgerow.server.insight.Draws.any;

import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;

/**
 * A formula drawn by chance.
 *
 * @param text as questions write it
 * @param value what it comes to for the numbers that the letters stand for; what is divided by zero is 0
 */
record RandomFormula(String text, ToDoubleFunction<List<Double>> value) {

  /** Draws one about that many series, so deep at most. */
  static RandomFormula of(Random random, int series, int depth) {
    if (depth == 0 || random.nextInt(4) == 0) {
      return random.nextInt(4) == 0 ? number(random) : letter(random.nextInt(series), random);
    }
    if (random.nextInt(6) == 0) {
      RandomFormula of = of(random, series, depth - 1);
      return new RandomFormula("-(" + of.text + ")", letters -> -of.value.applyAsDouble(letters));
    }
    RandomFormula left = of(random, series, depth - 1);
    RandomFormula right = of(random, series, depth - 1);
    String sign = any(random, List.of("+", "-", "*", "/", "/"));
    return new RandomFormula(
        "(" + left.text + any(random, List.of("", " ")) + sign + " " + right.text + ")",
        letters ->
            two(sign, left.value.applyAsDouble(letters), right.value.applyAsDouble(letters)));
  }

  /** Draws one without parentheses: products before sums, each from the left. */
  static RandomFormula flat(Random random, int series) {
    RandomFormula a = letter(random.nextInt(series), random);
    RandomFormula b = letter(random.nextInt(series), random);
    RandomFormula c = number(random);
    String sum = any(random, List.of("+", "-"));
    String product = any(random, List.of("*", "/"));
    return new RandomFormula(
        a.text + sum + b.text + product + c.text + sum + a.text,
        letters -> two(
            sum,
            two(
                sum,
                a.value.applyAsDouble(letters),
                two(product, b.value.applyAsDouble(letters), c.value.applyAsDouble(letters))),
            a.value.applyAsDouble(letters)));
  }

  private static RandomFormula letter(int number, Random random) {
    char letter = (char) ((random.nextBoolean() ? 'A' : 'a') + number);
    return new RandomFormula(String.valueOf(letter), letters -> letters.get(number));
  }

  private static RandomFormula number(Random random) {
    double number = any(random, List.of(0.0, 0.5, 2.0, 100.0));
    return new RandomFormula(String.valueOf(number), letters -> number);
  }

  private static double two(String sign, double left, double right) {
    return switch (sign) {
      case "+" -> left + right;
      case "-" -> left - right;
      case "*" -> left * right;
      default -> right == 0 ? 0 : left / right;
    };
  }
}
