package dev.hedgerow.snippet.autocapture;

import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Node;
import dev.hedgerow.snippet.browser.Text;
import dev.hedgerow.snippet.event.Addresses;

/** An element in words: tag, text, classes, attributes and its place among its siblings (contract C4.4). */
final class Description {
  private static final int LONGEST = 1024;

  /** Attributes that may hold a secret, or a program. */
  private static final String SECRET =
      "^(_ng(content|host)|on|srcdoc|(data-|aria-)?value)|(" + Addresses.SECRET_NAMES + ")$";

  private final Bag config;
  private final Addresses addresses;

  Description(Bag config, Addresses addresses) {
    this.config = config;
    this.addresses = addresses;
  }

  /**
   * Describes one element; its words only if they may leave the page, for all that is around it.
   *
   * @param marked takes what the page marked with {@code data-ph-capture-attribute-…}
   */
  Bag of(Node element, boolean shown, Bag marked) {
    Bag all = Bag.create();
    all.set("tag_name", element.tag());
    if (shown && Ancestry.isActedOn(element) && !config.flag("mask_all_text")) {
      all.set("$el_text", Words.of(element).cut(LONGEST, "..."));
    }
    addAttributes(all, element, shown, marked);
    element.place(all);
    return all;
  }

  private void addAttributes(Bag all, Node element, boolean shown, Bag marked) {
    Items ignored =
        Items.of(Bag.orEmpty(config.get("autocapture")).get("element_attribute_ignorelist"));
    boolean typed = Privacy.isTypedInto(element);
    Items attributes = element.attributes();
    for (int i = 0; i < attributes.size(); i++) {
      Bag attribute = attributes.bag(i);
      Text name = attribute.text("name");
      Text value =
          attribute.text("value").part(0, 2 * LONGEST).replace("\\s+", " ").trim();
      boolean leaves = name.fits("^(name|id|class)$");
      if (shown) {
        Text mark = name.match("^data-ph-capture-attribute-(.+)").text(1);
        Text masked = Addresses.masked(attribute.text("value"));
        if (!mark.isEmpty() && !masked.isEmpty() && !marked.flag(mark)) {
          marked.set(mark, masked);
        }
        leaves = leaves
            || (typed
                ? name.is("aria-label")
                : element.tag().plus(name).is("inputvalue") || !name.fits(SECRET));
      }
      Text told = !leaves
          ? Text.of("")
          : name.is("href")
              ? link(value)
              : name.fits("^(d|points)$") ? value : Addresses.masked(value);
      if (leaves
          && told.isEmpty() == value.isEmpty()
          && !ignored.has(name)
          && !config.flag("mask_all_element_attributes")) {
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
