package dev.hedgerow.snippet.autocapture;

import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Node;
import dev.hedgerow.snippet.browser.Pattern;
import dev.hedgerow.snippet.event.Addresses;
import org.jspecify.annotations.Nullable;

/** An element in words: tag, text, classes, attributes and its place among its siblings (contract C4.4). */
final class Description {
  private static final int LONGEST = 1024;

  private final Bag config;

  Description(Bag config) {
    this.config = config;
  }

  /** Describes one element. */
  Bag of(Node element) {
    Bag all = Bag.create();
    all.set("tag_name", element.tag());
    if (Ancestry.isActedOn(element) && !config.flag("mask_all_text")) {
      all.set("$el_text", cut(Words.of(element)));
    }
    String classes = oneLine(element.attribute("class"));
    if (!classes.isEmpty()) {
      all.set("classes", Items.split(classes, " "));
    }
    if (!config.flag("mask_all_element_attributes")) {
      addAttributes(all, element);
    }
    addPlace(all, element);
    return all;
  }

  private static String cut(String text) {
    return text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
  }

  private static String oneLine(@Nullable String text) {
    return text == null ? "" : Pattern.replace("\\s+", text, " ").trim();
  }

  private void addAttributes(Bag all, Node element) {
    Items ignored =
        Items.of(Bag.orEmpty(config.get("autocapture")).get("element_attribute_ignorelist"));
    boolean typedInto = Privacy.isTypedInto(element);
    Items attributes = element.attributes();
    for (int i = 0; i < attributes.size(); i++) {
      Bag attribute = Bag.orEmpty(attributes.at(i));
      String name = attribute.text("name");
      String value = attribute.text("value");
      if (name != null
          && Privacy.mayShow(value)
          && !ignored.contains(name)
          && mayLeave(name, element, typedInto)) {
        all.set("attr__" + name, shown(name, value));
      }
    }
  }

  private static boolean mayLeave(String name, Node element, boolean typedInto) {
    if (typedInto) {
      return Pattern.found("^(name|id|class|aria-label)$", name);
    }
    boolean custom = element.tag().contains("-");
    return !Pattern.found(custom ? "^(_ngcontent|_nghost|value$)" : "^(_ngcontent|_nghost)", name);
  }

  private String shown(String name, @Nullable String value) {
    String text = value == null ? "" : value;
    if (name.equals("class")) {
      return oneLine(text);
    }
    return cut(name.equals("href") ? withoutHash(text) : text);
  }

  /** A link as events may show it. */
  String withoutHash(String href) {
    return new Addresses(config).shown(href);
  }

  private static void addPlace(Bag all, Node element) {
    String tag = element.tag();
    int child = 1;
    int ofType = 1;
    for (Node node = element.before(); node != null; node = node.before()) {
      child++;
      if (node.isTag(tag)) {
        ofType++;
      }
    }
    all.set("nth_child", child);
    all.set("nth_of_type", ofType);
  }
}
