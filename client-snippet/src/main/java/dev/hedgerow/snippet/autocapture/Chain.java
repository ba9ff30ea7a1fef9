package dev.hedgerow.snippet.autocapture;

import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Js;
import dev.hedgerow.snippet.browser.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Described elements as one line of text (contract C4.4): {@code tag.class.class:key="value"key="value";tag…}, target
 * first, keys in the order of the visitor's language.
 */
final class Chain {
  private static final int TEXT_MAX = 400;
  private static final int HREF_MAX = 2048;

  private Chain() {}

  /** The line for these described elements. */
  static String of(Items described) {
    Items parts = Items.create();
    for (int i = 0; i < described.size(); i++) {
      parts.add(element(Bag.orEmpty(described.at(i))));
    }
    return parts.join(";");
  }

  private static String element(Bag described) {
    String text = described.text("tag_name") + "";
    String classes = described.text("attr__class");
    if (classes != null && !classes.isEmpty()) {
      text += "." + Pattern.replace("\"", Items.split(classes, " ").sorted().join("."), "");
    }
    Bag pairs = pairs(described);
    Items names = pairs.keys().sortedByLocale();
    text += ":";
    for (int i = 0; i < names.size(); i++) {
      String name = names.text(i);
      text += escaped(name) + "=\"" + escaped(Js.anyText(pairs.get(name))) + "\"";
    }
    return text;
  }

  private static Bag pairs(Bag described) {
    Bag pairs = Bag.create();
    pairs.setIfAny("text", cut(described.text("$el_text"), TEXT_MAX));
    pairs.set("nth-child", described.number("nth_child", 0));
    pairs.set("nth-of-type", described.number("nth_of_type", 0));
    pairs.setIfAny("href", cut(described.text("attr__href"), HREF_MAX));
    pairs.setIfAny("attr_id", described.text("attr__id"));
    Items names = described.keys();
    for (int i = 0; i < names.size(); i++) {
      String name = names.text(i);
      if (name.startsWith("attr__")) {
        pairs.set(name, described.get(name));
      }
    }
    return pairs;
  }

  private static @Nullable String cut(@Nullable String text, int longest) {
    return text != null && text.length() > longest ? text.substring(0, longest) : text;
  }

  private static String escaped(String text) {
    return Pattern.replace("\\\\?\"", text, "\\\"");
  }
}
