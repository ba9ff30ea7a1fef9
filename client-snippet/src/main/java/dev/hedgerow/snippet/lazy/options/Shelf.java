package dev.hedgerow.snippet.lazy.options;

import dev.hedgerow.snippet.api.Core;
import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Clock;
import dev.hedgerow.snippet.browser.Cookies;
import dev.hedgerow.snippet.browser.Guard;
import dev.hedgerow.snippet.browser.Handler;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Js;
import dev.hedgerow.snippet.browser.Json;
import dev.hedgerow.snippet.browser.Log;
import dev.hedgerow.snippet.browser.Method;
import dev.hedgerow.snippet.browser.Note;
import dev.hedgerow.snippet.browser.Page;
import dev.hedgerow.snippet.browser.Text;
import dev.hedgerow.snippet.browser.WebStorage;
import dev.hedgerow.snippet.identity.Persistence;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/**
 * The browser's storage as a visitor's values see it where they are kept in several entries, are written with some delay, or
 * are shared with other subdomains (contract C8.5, C8.6). Whatever the options say now, entries are read as any of them wrote.
 */
final class Shelf implements Method, Handler {
  private static final String FLAGS = "__flags";
  private static final String SURVEYS = "__surveys";
  private static final String OF_FLAGS =
      "^\\$(enabled_feature_flags|active_feature_flags|feature_flag_(details|payloads|request_id"
          + "|evaluated_at)|minimal_flag_called_events)$";
  private static final String OF_SURVEYS = "^\\$surveys(_loaded_at)?$";

  private final Core core;
  private final WebStorage web;
  private final Siblings siblings;
  private final Bag written = Bag.create();
  private @Nullable Bag latest;
  private boolean armed;
  private boolean leaving;

  private Shelf(Core core) {
    this.core = core;
    this.web = core.visitor.web;
    this.siblings = new Siblings(core);
  }

  /** Puts one up where the options want it, and takes over what is kept. */
  static @Nullable Shelf putUp(Core core) {
    Persistence visitor = core.visitor;
    if (visitor.isOff()) {
      remove(WebStorage.local(), visitor.key);
      WebStorage.session().remove(visitor.key);
      if (!Cookies.read(visitor.key).isEmpty()) {
        Cookies.remove(visitor.key);
      }
    }
    boolean shared = visitor.mode.has("cookie") && core.config.flag("cookieWinsOnConflict");
    boolean several = core.config.flag("split_storage")
        || !visitor.web.read(visitor.key.plus(FLAGS)).isEmpty()
        || !visitor.web.read(visitor.key.plus(SURVEYS)).isEmpty();
    Shelf shelf = null;
    if (visitor.mode.starts("local") && (shared || several || wait(core.config) > 0)) {
      shelf = new Shelf(core);
      Bag values = visitor.values();
      Bag kept = shelf.all();
      values.merge(kept.merge(values));
      visitor.web = shelf.asStorage();
      Page.listen(Page.window(), Items.listed("beforeunload,pagehide"), shelf);
      shelf.keep(values);
    }
    return shelf;
  }

  /** Hears what other subdomains have said since. */
  void listen() {
    keep(core.visitor.values());
  }

  private static double wait(Bag config) {
    return config.number("persistence_save_debounce_ms", 0);
  }

  private WebStorage asStorage() {
    Bag storage = Bag.create();
    Guard.define(storage, Items.listed("getItem,setItem,removeItem"), this);
    return WebStorage.of(storage);
  }

  @Override
  public @Nullable JSObject call(Text what, Items a) {
    if (what.is("getItem")) {
      return Json.text(siblings.over(all()));
    }
    if (what.is("setItem")) {
      keep(a.bag(2));
    } else {
      latest = null;
      remove(web, core.visitor.key);
    }
    return null;
  }

  private static void remove(WebStorage web, Text key) {
    web.remove(key);
    web.remove(key.plus(FLAGS));
    web.remove(key.plus(SURVEYS));
    Siblings.forget(key);
  }

  private Bag all() {
    Text key = core.visitor.key;
    return Bag.create()
        .merge(Json.parse(web.read(key)))
        .merge(Json.parse(web.read(key.plus(FLAGS))))
        .merge(Json.parse(web.read(key.plus(SURVEYS))));
  }

  private void keep(Bag values) {
    latest = values;
    siblings.meet(values);
    double wait = wait(core.config);
    if (wait <= 0 || leaving) {
      write();
    } else if (!armed) {
      armed = true;
      Clock.after(wait, this, Text.of("write"));
    }
  }

  /** It is time to write; when the page is being left nothing waits any more. */
  @Override
  public void handle(Text what, @Nullable JSObject event) {
    armed = false;
    leaving = leaving || !what.is("write");
    write();
  }

  private void write() {
    if (latest == null) {
      return;
    }
    boolean several = core.config.flag("split_storage");
    Bag main = Bag.create();
    Bag flags = Bag.create();
    Bag surveys = Bag.create();
    Items names = latest.keys();
    for (int i = 0; i < names.size(); i++) {
      Text name = names.text(i);
      Bag entry =
          !several ? main : name.fits(OF_FLAGS) ? flags : name.fits(OF_SURVEYS) ? surveys : main;
      entry.set(name, latest.get(name));
    }
    latest = null;
    write(core.visitor.key.plus(FLAGS), flags);
    write(core.visitor.key.plus(SURVEYS), surveys);
    write(core.visitor.key, main);
  }

  private void write(Text name, Bag entry) {
    Text text = Json.text(entry);
    if (Js.same(written.get(name), text)) {
      return;
    }
    written.set(name, text);
    if (entry.isEmpty()) {
      web.remove(name);
    } else if (!web.write(name, text)) {
      Log.note(Note.NOT_STORED, name);
    }
  }
}
