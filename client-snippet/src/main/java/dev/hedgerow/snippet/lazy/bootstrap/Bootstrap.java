package dev.hedgerow.snippet.lazy.bootstrap;

import dev.hedgerow.snippet.api.Core;
import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Clock;
import dev.hedgerow.snippet.browser.Log;
import dev.hedgerow.snippet.browser.Note;
import dev.hedgerow.snippet.browser.Text;
import dev.hedgerow.snippet.identity.Uuid;

/** Takes over ids and session that the page was given (contract C7.6, C8.8). */
public final class Bootstrap {
  private static final double FUTURE_MAX = 60_000;

  private Bootstrap() {}

  /** Acts on an instance that has not looked at its own ids yet. */
  public static void run(Core core) {
    Bag given = Bag.orEmpty(core.config.get("bootstrap"));
    session(core, given.text("sessionID"));
    Text id = Text.in(given.get("distinctID"));
    Text known = core.config.text("identity_distinct_id");
    if (!known.isEmpty()) {
      person(core, known, true);
    } else if (!id.isEmpty()) {
      person(core, id, given.flag("isIdentifiedID"));
    }
  }

  private static void session(Core core, Text given) {
    if (!given.fits("^[0-9a-f]{8}-[0-9a-f]{4}-7") || !Uuid.isValid(given)) {
      return;
    }
    double made = given.part(0, 8).plus(given.part(9, 13)).hex();
    if (made <= Clock.now() + FUTURE_MAX) {
      core.session.take(given, made);
    }
  }

  private static void person(Core core, Text id, boolean identified) {
    Text known = core.person.distinctId();
    if (!identified || known.isEmpty() || known.is(id)) {
      Bag ids = Bag.create();
      ids.set("distinct_id", id);
      ids.set("$device_id", identified ? Uuid.next() : id);
      ids.set("$user_state", identified ? Text.of("identified") : Text.of("anonymous"));
      core.visitor.register(ids);
    } else if (core.person.isIdentified()) {
      Log.note(Note.OTHER_BOOTSTRAP, id);
    } else {
      core.identification.identify(id, null, null);
    }
  }
}
