package dev.hedgerow.snippet.autocapture;

import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Guard;
import dev.hedgerow.snippet.browser.Handler;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Log;
import dev.hedgerow.snippet.browser.Node;
import dev.hedgerow.snippet.browser.Page;
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
  private final Gate gate;
  private final Description description;
  private boolean listening;
  private boolean chainOnly;

  /** Captures through this. */
  public Autocapture(Bag config, Persistence persistence, Capture capture) {
    this.config = config;
    this.persistence = persistence;
    this.capture = capture;
    this.gate = new Gate(config);
    this.description = new Description(config);
  }

  /** Begins to listen, if it is switched on; to be called again when that may have changed. */
  public void begin() {
    if (listening || !isOn()) {
      return;
    }
    listening = true;
    Handler onEvent = event -> happened(Bag.orEmpty(event));
    for (String type : new String[] {"submit", "change", "click"}) {
      Page.listen(Page.document(), type, onEvent);
    }
  }

  /** Whether the page wants it and the server, as far as it ever said, does not forbid it. */
  public boolean isOn() {
    return config.flag("autocapture") && !persistence.values().is(OPTED_OUT, true);
  }

  /** Takes over what the server says. */
  public void apply(Bag remote) {
    chainOnly = remote.is("elementsChainAsString", true);
    if (remote.is("autocapture_opt_out", true) || remote.is("autocapture_opt_out", false)) {
      persistence.set(OPTED_OUT, remote.flag("autocapture_opt_out"));
    }
    begin();
  }

  private void happened(Bag event) {
    String type = event.text("type") + "";
    Node target = isOn() ? target(event) : null;
    if (target == null) {
      return;
    }
    Items elements = Ancestry.of(target);
    if (!gate.lets(type, elements)) {
      return;
    }
    for (int i = 0; i < elements.size(); i++) {
      Node element = Node.at(elements, i);
      if (Privacy.hasClass(element, "ph-no-capture")) {
        Log.debug("no $autocapture: the element is marked ph-no-capture");
        return;
      }
    }
    capture.capture("$autocapture", properties(type, elements));
  }

  private static @Nullable Node target(Bag event) {
    JSObject found = event.get("target");
    Node target = Node.of(found == null ? event.get("srcElement") : found);
    if (target != null && target.hasShadow()) {
      Items path = Items.of(Guard.callOn(event, event.get("composedPath"), Items.create()));
      Node inner = Node.of(path.at(0));
      target = inner == null ? target : inner;
    }
    return target != null && target.isText() ? target.parent() : target;
  }

  private Bag properties(String type, Items elements) {
    Items described = Items.create();
    Bag marked = Bag.create();
    String href = null;
    for (int i = 0; i < elements.size(); i++) {
      Node element = Node.at(elements, i);
      described.add(description.of(element));
      boolean shown = Privacy.mayShow(element);
      if (element.isTag("a")) {
        String link = element.attribute("href");
        href = shown && Privacy.mayShow(link) ? link : null;
      }
      if (shown) {
        addMarked(marked, element);
      }
    }
    Bag properties = Bag.create();
    properties.set("$event_type", type);
    properties.set("$ce_version", 1);
    addTarget(properties, type, Bag.orEmpty(described.at(0)), Node.at(elements, 0), href);
    if (!chainOnly) {
      properties.set("$elements", described);
    }
    properties.set("$elements_chain", Chain.of(described));
    return properties.merge(marked);
  }

  private void addTarget(
      Bag properties, String type, Bag target, Node element, @Nullable String href) {
    if (!config.flag("mask_all_text")) {
      String text = Words.of(element);
      target.set("$el_text", text);
      properties.setIfAny("$el_text", text);
    }
    if (href != null && !href.isEmpty()) {
      String shown = description.withoutHash(href);
      target.set("attr__href", shown);
      String host = Page.hostOf(Page.absolute(href));
      if (type.equals("click") && !host.isEmpty() && !host.equals(Page.address("host"))) {
        properties.set("$external_click_url", shown);
      }
    }
  }

  /** Adds what the page marked with {@code data-ph-capture-attribute-…}; elements further up win. */
  private static void addMarked(Bag marked, Node element) {
    String prefix = "data-ph-capture-attribute-";
    Items attributes = element.attributes();
    for (int i = 0; i < attributes.size(); i++) {
      Bag attribute = Bag.orEmpty(attributes.at(i));
      String name = attribute.text("name");
      String value = attribute.text("value");
      if (name != null && name.startsWith(prefix) && Privacy.mayShow(value)) {
        marked.setIfAny(name.substring(prefix.length()), value);
      }
    }
  }
}
