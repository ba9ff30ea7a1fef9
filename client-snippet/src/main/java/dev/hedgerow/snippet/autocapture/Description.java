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
  private final Addresses addresses;

  Description(Bag config, Addresses addresses) {
    this.config = config;
    this.addresses = addresses;
  }

  /** Describes one element; its words only if they may leave the page, for all that is around it. */
  Bag of(Node element, boolean shown) {
    Bag all = Bag.create();
    all.set("tag_name", element.tag());
    if (shown && Ancestry.isActedOn(element) && !config.flag("mask_all_text")) {
      all.set("$el_text", Words.of(element).cut(LONGEST, "..."));
    }
    if (!config.flag("mask_all_element_attributes")) {
      addAttributes(all, element, shown);
    }
    element.place(all);
    return all;
  }

  private void addAttributes(Bag all, Node element, boolean shown) {
    Items ignored =
        Items.of(Bag.orEmpty(config.get("autocapture")).get("element_attribute_ignorelist"));
    boolean guarded = !shown || Privacy.isTypedInto(element);
    Items attributes = element.attributes();
    for (int i = 0; i < attributes.size(); i++) {
      Bag attribute = attributes.bag(i);
      Text name = attribute.text("name");
      Text value =
          attribute.text("value").part(0, 2 * LONGEST).replace("\\s+", " ").trim();
      boolean leaves = guarded
          ? name.fits("^(name|id|class)$") || (shown && name.is("aria-label"))
          : !name.fits("^(_ng(content|host)|on|srcdoc|(data-|aria-)?value)|("
                  + Addresses.SECRET_NAMES
                  + ")$")
              || (element.tag().is("input") && name.is("value"));
      Text told = !leaves
          ? Text.of("")
          : name.is("href")
              ? link(value)
              : name.fits("^(d|points)$") ? value : Addresses.masked(value);
      if (leaves && told.isEmpty() == value.isEmpty() && !ignored.has(name)) {
        if (name.is("class")) {
          all.set("classes", told.split(" "));
        }
        all.set(Text.of("attr__").plus(name), told.cut(LONGEST, "..."));
      }
    }
  }

  /** A link as events may show it. */
  Text link(Text href) {
    return addresses.shown(href);
  }
}
