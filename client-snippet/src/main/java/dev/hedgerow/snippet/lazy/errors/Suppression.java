package dev.hedgerow.snippet.lazy.errors;

import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Text;

/** What of exceptions nobody wants to see: what the server's rules name, and what the visitor's extensions do (contract C12.3). */
final class Suppression {
  private Suppression() {}

  /** Whether one of the server's rules is about these exceptions. */
  static boolean suppresses(Items rules, Items exceptions) {
    for (int i = 0; i < rules.size(); i++) {
      Bag rule = rules.bag(i);
      if (meets(Items.of(rule.get("values")), exceptions, rule.is("type", "OR"))) {
        return true;
      }
    }
    return false;
  }

  private static boolean meets(Items conditions, Items exceptions, boolean oneIsEnough) {
    for (int i = 0; i < conditions.size(); i++) {
      if (meets(conditions.bag(i), exceptions) == oneIsEnough) {
        return oneIsEnough;
      }
    }
    return !oneIsEnough && conditions.size() > 0;
  }

  /** A condition that says not must hold for all, any other for one of the exceptions. */
  private static boolean meets(Bag condition, Items exceptions) {
    Text operator = condition.text("operator");
    boolean not = operator.fits("^(is_)?not");
    Items wanted = Items.listOf(condition.get("value"));
    for (int i = 0; i < exceptions.size(); i++) {
      Bag one = exceptions.bag(i);
      Text text = condition.is("key", "$exception_types") ? one.text("type") : one.text("value");
      for (int j = 0; j < wanted.size(); j++) {
        if (fits(operator, text, wanted.text(j))) {
          return !not;
        }
      }
    }
    return not;
  }

  private static boolean fits(Text operator, Text text, Text wanted) {
    if (operator.has("regex")) {
      return text.fits(wanted);
    }
    return operator.has("icontains") ? text.lower().has(wanted.lower()) : text.is(wanted);
  }

  /** Whether a frame of one of these exceptions is in an extension of the browser. */
  static boolean comesFromExtension(Items exceptions) {
    for (int i = 0; i < exceptions.size(); i++) {
      Items frames = frames(exceptions.bag(i));
      for (int j = 0; j < frames.size(); j++) {
        if (frames.bag(j).text("filename").fits("^[a-z-]+-extension:")) {
          return true;
        }
      }
    }
    return false;
  }

  /** The frames of an exception; empty if none are known. */
  static Items frames(Bag exception) {
    return Items.of(Bag.orEmpty(exception.get("stacktrace")).get("frames"));
  }
}
