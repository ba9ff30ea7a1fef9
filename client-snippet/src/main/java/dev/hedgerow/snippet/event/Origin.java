package dev.hedgerow.snippet.event;

import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Js;
import dev.hedgerow.snippet.browser.Text;
import dev.hedgerow.snippet.identity.Persistence;
import dev.hedgerow.snippet.identity.Session;
import org.teavm.jso.JSObject;

/** Where the visitor, this session and this tab came from (contract C6.4, C6.5, C7.9). */
public final class Origin {
  private final Bag config;
  private final Persistence visitor;
  private final Persistence tab;
  private final Session session;
  private final Addresses addresses;
  private Text lastUrl = Text.of("");
  /** Whether an event of this page load said already what is set once. */
  public boolean sent;

  /** Remembers origins in these stores. */
  public Origin(Bag config, Persistence visitor, Persistence tab, Session session) {
    this.config = config;
    this.visitor = visitor;
    this.tab = tab;
    this.session = session;
    this.addresses = new Addresses(config);
  }

  /** Notes what this page load tells, before an event is put together. */
  void note() {
    Text before = addresses.before();
    if (config.flag("save_referrer")) {
      tab.registerOnce(Addresses.referrer(before), null);
    }
    tab.registerOnce(Addresses.search(before), null);
    Text url = addresses.current();
    if (!url.is(lastUrl) && config.flag("save_campaign_params")) {
      lastUrl = url;
      Bag campaign = addresses.campaign(url, config.get("custom_campaign_params"));
      if (Addresses.hasAny(campaign)) {
        tab.register(campaign);
      }
    }
    Text first = Text.of("$initial_person_info");
    if ((config.flag("save_referrer") || config.flag("save_campaign_params"))
        && Js.none(visitor.values().get(first))) {
      visitor.set(first, addresses.here());
    }
  }

  /** Adds where the session began. */
  void addSessionTo(Bag properties) {
    Bag entry = Addresses.named(ofSession(), Text.of("$session_entry_"));
    Items names = entry.keys();
    for (int i = 0; i < names.size(); i++) {
      JSObject value = entry.get(names.text(i));
      if (Js.truthy(value)) {
        properties.set(names.text(i).replace("current_", ""), value);
      }
    }
  }

  /** Where the current session began, noted when it did. */
  private Bag ofSession() {
    Bag kept = Bag.orEmpty(visitor.values().get("$client_session_props"));
    if (!kept.is("sessionId", session.current())) {
      kept = Bag.create();
      kept.set("sessionId", session.current());
      kept.set("props", addresses.here());
      visitor.set(Text.of("$client_session_props"), kept);
    }
    return addresses.beginning(Bag.orEmpty(kept.get("props")));
  }

  /** The first-touch properties of the person. */
  public Bag initial() {
    Bag kept = Bag.of(visitor.values().get("$initial_person_info"));
    return kept == null
        ? Bag.create()
        : Addresses.named(addresses.beginning(kept), Text.of("$initial_"));
  }

  /** What a person event sets once: the first touch with the first such event of a page load, and the caller's. */
  Bag setOnce(Text event, Bag callers) {
    boolean again = sent && !event.is("$identify");
    sent = sent || !event.is("$groupidentify");
    Bag all =
        again ? Bag.create() : initial().merge(session.current().isEmpty() ? null : ofSession());
    return all.merge(callers);
  }
}
