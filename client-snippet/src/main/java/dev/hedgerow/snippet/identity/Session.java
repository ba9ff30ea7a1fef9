package dev.hedgerow.snippet.identity;

import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Clock;
import dev.hedgerow.snippet.browser.Handler;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Js;
import dev.hedgerow.snippet.browser.Json;
import dev.hedgerow.snippet.browser.Text;
import dev.hedgerow.snippet.browser.WebStorage;

/** The visit: a session of all tabs and a window of this one (contract C8.7, C8.8). */
public final class Session {
  private static final double LONGEST = 24 * 3600_000.0;
  private static final double SAVE_AFTER = 5000;

  // Why another session began: bits, in the order of the names that the page's functions are told.
  private static final int NONE = 1;
  private static final int IDLE = 2;
  private static final int OLD = 4;
  private static final int ADOPTED = 8;

  private final Bag config;
  private final Persistence persistence;
  private final Handler hub;
  private Text id = Text.of("");
  private Text window = Text.of("");
  private double start;
  private double activity;
  private double savedActivity;
  /** When the page last did something, by the clock; events may claim other times. */
  private double touched = Clock.now();

  /** Continues the stored session, if there is one; the hub is told {@code session}, and why as a number, whenever another begins. */
  public Session(Bag config, Persistence persistence, Handler hub) {
    this.hub = hub;
    this.config = config;
    this.persistence = persistence;
    adopt(persistence.values());
    resumeWindow();
  }

  /** How long a session outlives the last event, in milliseconds. */
  public double timeout() {
    return config.number("session_idle_timeout_seconds", 1800) * 1000;
  }

  private void adopt(Bag stored) {
    Items kept = Items.of(stored.get("$sesid"));
    id = Text.in(kept.at(1));
    activity = Js.number(kept.at(0));
    start = kept.size() > 2 ? Js.number(kept.at(2)) : activity;
    savedActivity = activity;
  }

  /** Goes on with the session that another tab, or page of another subdomain, left there. */
  public void follow(Bag stored) {
    Text before = id;
    adopt(stored);
    if (!id.is(before)) {
      changed(ADOPTED);
    }
  }

  /** Goes on with a session that another page or the server began then. */
  public void take(Text given, double begun) {
    id = given;
    start = begun;
    activity = Clock.now();
    save();
  }

  private Text tabKey(Text what) {
    return Text.of("ph_")
        .plus(config.text("persistence_name").or(config.text("token")))
        .plus(what);
  }

  private WebStorage tab() {
    return persistence.memoryOnly() ? WebStorage.none() : WebStorage.session();
  }

  private Text primary() {
    return tabKey(Text.of("_primary_window_exists"));
  }

  private Text windowKey() {
    return tabKey(Text.of("_window_id"));
  }

  /** A tab keeps its window id over page loads, but a copy of the tab gets its own. */
  private void resumeWindow() {
    Text kept = Text.in(Json.parse(tab().read(windowKey())));
    window = tab().read(primary()).isEmpty() ? kept.or(Uuid.next()) : Uuid.next();
    keepWindow();
  }

  private void keepWindow() {
    tab().write(windowKey(), Json.text(window));
    tab().write(primary(), Text.of("true"));
  }

  /** Takes the window out of the browser where nothing may be kept. */
  public void forgetWindow() {
    WebStorage.session().remove(windowKey());
    WebStorage.session().remove(primary());
  }

  /** The page is being left: what was not kept yet is kept, and the tab's next page may go on with the window. */
  public void pause(Text what) {
    tab().remove(primary());
    if (Items.of(persistence.stored().get("$sesid")).text(1).is(id)) {
      save();
    }
  }

  private void save() {
    savedActivity = activity;
    persistence.set(Text.of("$sesid"), Items.with(activity, id, start));
  }

  /** Something happened at that time: goes on with the session, or begins a new one after a long rest. */
  public void touch(double time) {
    rest();
    boolean idle = !id.isEmpty() && isIdle(time);
    touched = Clock.now();
    if (!renewed(time, idle)) {
      activity = time;
      if (Math.abs(activity - savedActivity) >= SAVE_AFTER) {
        save();
      }
    }
  }

  /** A page that rested for long has no session any more, even for one who only reads. */
  private void rest() {
    double now = Clock.now();
    if (now - touched > timeout() * 1.1 && isIdle(now)) {
      end();
    }
  }

  private boolean renewed(double time, boolean idle) {
    int why = id.isEmpty() ? NONE : (idle ? IDLE : 0) + (isOld(time) ? OLD : 0);
    if (why == 0) {
      return false;
    }
    id = Uuid.next();
    window = Uuid.next();
    start = time;
    activity = time;
    save();
    keepWindow();
    changed(why);
    return true;
  }

  private boolean isOld(double time) {
    return Math.abs(time - start) > LONGEST;
  }

  /** Whether nothing happened for too long, in other tabs neither. */
  private boolean isIdle(double time) {
    if (isFar(time, activity) || isOld(time)) {
      Bag stored = persistence.stored();
      double theirs = Js.number(Items.of(stored.get("$sesid")).at(0));
      if (!isFar(time, theirs)) {
        follow(stored);
      }
    }
    return isFar(time, activity);
  }

  private boolean isFar(double time, double other) {
    return Math.abs(time - other) > timeout();
  }

  private void changed(int why) {
    hub.handle(Text.of("session"), Js.of(why));
  }

  /** The current session's id as it is; empty if there is none. */
  public Text current() {
    return id;
  }

  /** The session's id, without counting as activity; begins one if there is none or it is older than a day. */
  public Text id() {
    rest();
    renewed(Clock.now(), false);
    return id;
  }

  /** The window's id. */
  public Text windowId() {
    return window;
  }

  /** When the session began. */
  public double start() {
    return start;
  }

  /** Ends the session; the next event begins another. */
  public void end() {
    id = Text.of("");
  }
}
