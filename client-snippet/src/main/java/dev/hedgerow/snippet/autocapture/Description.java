package dev.hedgerow.snippet.autocapture;

import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Node;
import dev.hedgerow.snippet.browser.Text;
import dev.hedgerow.snippet.event.Addresses;

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
      all.set("$el_text", Words.of(element).cut(LONGEST, "..."));
    }
    if (!config.flag("mask_all_element_attributes")) {
      Text classes = oneLine(element.attribute(Text.of("class")));
      if (!classes.isEmpty()) {
        all.set("classes", classes.split(" "));
      }
      addAttributes(all, element);
    }
    element.place(all);
    return all;
  }

  private static Text oneLine(Text text) {
    return text.replace("\\s+", " ").trim();
  }

  private void addAttributes(Bag all, Node element) {
    Items ignored =
        Items.of(Bag.orEmpty(config.get("autocapture")).get("element_attribute_ignorelist"));
    boolean typedInto = Privacy.isTypedInto(element);
    Items attributes = element.attributes();
    for (int i = 0; i < attributes.size(); i++) {
      Bag attribute = attributes.bag(i);
      Text name = attribute.text("name");
      Text value = attribute.text("value");
      if (Privacy.mayShow(value) && !ignored.has(name) && mayLeave(name, element, typedInto)) {
        all.set(Text.of("attr__").plus(name), shown(name, value));
      }
    }
  }

  private static boolean mayLeave(Text name, Node element, boolean typedInto) {
    if (typedInto) {
      return name.fits("^(name|id|class|aria-label)$");
    }
    boolean custom = element.tag().has("-");
    return !name.fits("^(_ngcontent|_nghost)") && !(custom && name.is("value"));
  }

  private Text shown(Text name, Text value) {
    if (name.is("class")) {
      return oneLine(value);
    }
    return (name.is("href") ? withoutHash(value) : value).cut(LONGEST, "...");
  }

  /** A link as events may show it. */
  Text withoutHash(Text href) {
    return new Addresses(config).shown(href);
  }
}
