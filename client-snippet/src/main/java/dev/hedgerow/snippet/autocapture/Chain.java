package dev.hedgerow.snippet.autocapture;

import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Text;

/**
 * Described elements as one line of text (contract C4.4): {@code tag.class.class:key="value"key="value";tag…}, target
 * first, keys in the order of the visitor's language.
 */
public final class Chain {
  private static final int TEXT_MAX = 400;
  private static final int HREF_MAX = 2048;

  private Chain() {}

  /** The line for these described elements. */
  public static Text of(Items described) {
    Items parts = Items.create();
    for (int i = 0; i < described.size(); i++) {
      Text one = element(described.bag(i));
      parts.add(one);
    }
    return parts.join(";");
  }

  private static Text element(Bag described) {
    Text text = described.text("tag_name");
    Text classes = described.text("attr__class");
    if (!classes.isEmpty()) {
      text = text.plus(".").plus(classes.split(" ").sorted().join(".").replace("\"", ""));
    }
    text = text.plus(":");
    Bag pairs = pairs(described);
    Items names = pairs.keys().sortedByLocale();
    for (int i = 0; i < names.size(); i++) {
      Text name = names.text(i);
      text = text.plus(escaped(name))
          .plus("=\"")
          .plus(escaped(Text.ofAny(pairs.get(name))))
          .plus("\"");
    }
    return text;
  }

  private static Bag pairs(Bag described) {
    Bag pairs = Bag.create();
    pairs.setIfAny("text", described.text("$el_text").part(0, TEXT_MAX));
    pairs.set("nth-child", described.number("nth_child", 0));
    pairs.set("nth-of-type", described.number("nth_of_type", 0));
    pairs.setIfAny("href", described.text("attr__href").part(0, HREF_MAX));
    pairs.setIfAny("attr_id", described.text("attr__id"));
    Items names = described.keys();
    for (int i = 0; i < names.size(); i++) {
      Text name = names.text(i);
      if (name.starts("attr__")) {
        pairs.set(name, described.get(name));
      }
    }
    return pairs;
  }

  private static Text escaped(Text text) {
    return text.replace("\\\\?\"", "\\\"");
  }
}
