package dev.hedgerow.snippet.autocapture;

import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Handler;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Js;
import dev.hedgerow.snippet.browser.Log;
import dev.hedgerow.snippet.browser.Node;
import dev.hedgerow.snippet.browser.Note;
import dev.hedgerow.snippet.browser.Page;
import dev.hedgerow.snippet.browser.Text;
import dev.hedgerow.snippet.event.Addresses;
import dev.hedgerow.snippet.event.Capture;
import dev.hedgerow.snippet.identity.Persistence;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/** Captures clicks, changes and submits without the page asking for it (contract C4.1 to C4.6). */
public final class Autocapture {
  private static final String OPTED_OUT = "$autocapture_disabled_server_side";

  private final Bag config;
  private final Persistence persistence;
  private final Capture capture;
  private final Handler hub;
  /** Which of the page's events are taken. */
  public final Gate gate;

  private final Description description;

  private boolean listening;
  private boolean chainOnly;

  /**
   * Captures through this. The hub is told the page's events by type, for {@link #heed}, and {@code clicked} with each click and
   * the elements it hit, as there may be more to it.
   */
  public Autocapture(
      Bag config, Persistence persistence, Capture capture, Addresses addresses, Handler hub) {
    this.config = config;
    this.persistence = persistence;
    this.capture = capture;
    this.hub = hub;
    this.gate = new Gate(config);
    this.description = new Description(config, addresses);
  }

  /** Begins to listen, if it is switched on; to be called again when that may have changed. */
  public void begin() {
    if (listening || !isOn()) {
      return;
    }
    listening = true;
    Page.listen(Page.document(), Items.listed("submit,change,click"), hub);
  }

  /** Whether the page wants it and the server, as far as it ever said, does not forbid it. */
  public boolean isOn() {
    return config.flag("autocapture") && !persistence.values().is(OPTED_OUT, true);
  }

  /** Takes over what the server says. */
  public void apply(Bag remote) {
    chainOnly = remote.is("elementsChainAsString", true);
    JSObject out = remote.get("autocapture_opt_out");
    if (Js.isTruth(out)) {
      persistence.set(Text.of(OPTED_OUT), out);
    }
    begin();
  }

  /** Captures an event of the page, if it is worth it. */
  public void heed(Text type, @Nullable JSObject value) {
    if (!isOn()) {
      return;
    }
    Bag event = Bag.orEmpty(value);
    Items elements = elements(event);
    if (type.is("click")) {
      hub.handle(Text.of("clicked"), Items.with(event, elements));
    }
    emit(Text.of("$autocapture"), type, elements);
  }

  /** Captures an event of this name for what happened to the first of these elements, if it is worth it. */
  public void emit(Text name, Text type, Items elements) {
    if (!gate.lets(type, elements)) {
      return;
    }
    if (Gate.isBarred(elements)) {
      Log.note(Note.NO_CAPTURE, elements.at(0));
      return;
    }
    Bag properties = properties(type, elements);
    if (chainOnly) {
      properties.remove("$elements");
    }
    capture.capture(name, properties);
  }

  /** The element that an event happened to, the innermost that the page lets us see, then those around it. */
  public static Items elements(Bag event) {
    return Ancestry.of(Node.target(event));
  }

  /** What an event of this type says of the first of these elements and of those around it (contract C4.4). */
  public Bag properties(Text type, Items elements) {
    Items described = Items.create();
    Bag marked = Bag.create();
    int first = type.is("click") ? Ancestry.control(elements) : 0;
    @Nullable Text href = null;
    boolean sensitive = false;
    boolean shown = false;
    for (int i = elements.size() - 1; i >= first; i--) {
      Node element = Node.at(elements, i);
      sensitive = sensitive || Privacy.isSensitive(element);
      shown = !sensitive && Privacy.isOpen(element);
      if (href == null && element.tag().is("a")) {
        href = shown ? description.link(element.attribute(Text.of("href"))) : Text.of("");
      }
      described.addFirst(description.of(element, shown, marked));
    }
    Bag properties = Bag.create();
    properties.set("$event_type", type);
    properties.set("$ce_version", 1);
    addTarget(properties, type, described.bag(0), shown ? Node.at(elements, first) : null, href);
    properties.set("$elements", described);
    properties.set("$elements_chain", Chain.of(described));
    return properties.merge(marked);
  }

  private void addTarget(
      Bag properties, Text type, Bag target, @Nullable Node shown, @Nullable Text href) {
    if (!config.flag("mask_all_text")) {
      Text text = shown == null ? Text.of("") : Words.of(shown);
      target.set("$el_text", text);
      properties.setIfAny("$el_text", text);
    }
    if (href != null && !href.isEmpty() && !config.flag("mask_all_element_attributes")) {
      target.set("attr__href", href);
      Text host = Page.part(Page.absolute(href), "host");
      if (type.is("click") && !host.isEmpty() && !host.is(Page.address("host"))) {
        properties.set("$external_click_url", href);
      }
    }
  }
}
