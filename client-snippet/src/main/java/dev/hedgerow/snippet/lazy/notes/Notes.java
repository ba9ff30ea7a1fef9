package dev.hedgerow.snippet.lazy.notes;

import dev.hedgerow.snippet.browser.Guard;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Js;
import dev.hedgerow.snippet.browser.Log;
import dev.hedgerow.snippet.browser.Method;
import dev.hedgerow.snippet.browser.Note;
import dev.hedgerow.snippet.browser.Text;
import dev.hedgerow.snippet.browser.WebStorage;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/** Says on the console what was noted by number: what would be sent, exactly, and why something was not. */
public final class Notes implements Method {
  /** In the order of {@link dev.hedgerow.snippet.browser.Note}. */
  private static final String SENTENCES = "something threw and was caught"
      + "|captured"
      + "|dropped an event"
      + "|called before init, so nothing happens"
      + "|ignored, because person_profiles is 'never'"
      + "|the browser refused to store; the values live as long as the page"
      + "|no $pageleave, because capture_pageleave does not ask for it"
      + "|setPersonProperties says the same as before, so it is not sent again"
      + "|group needs a type and a key"
      + "|no $groupidentify, because the visitor has no person profile"
      + "|not captured, because the element or one around it has the class ph-no-capture"
      + "|the server's wishes cannot be had; the page's own options hold"
      + "|dropped the oldest events, because too many wait for the network"
      + "|dropped events, because the server takes no more of this project for a minute"
      + "|dropped events, because the server refused them"
      + "|debugging is"
      + "|the visitor opted out, or was not asked yet"
      + "|a machine drives this page (opt_out_useragent_filter lets it through)"
      + "|its name is no text"
      + "|before_send said no, or threw"
      + "|before_send took its token away"
      + "|init needs a project token"
      + "|initialised already"
      + "|identify needs an id of its own for each person, not"
      + "|reset cleared the consent: capturing is off"
      + "|over rate_limiting, so dropped an event:"
      + "|unknown persistence"
      + "|capturing nothing, because the part that knows these options cannot be had"
      + "|alias needs an id"
      + "|alias: this id is the person's own"
      + "|bootstrap: identified already"
      + "|this instance does not hang off posthog, because the name is taken:"
      + "|cookieless_mode is 'always', so there is nothing to opt in to or out of";

  private static final int ALWAYS = 21;

  /** Prints what was noted before this part was here, and from now on at once. */
  public static void run() {
    Notes notes = new Notes();
    Items early = Log.speakBy(Guard.function(notes));
    for (int i = 0; i < early.size(); i++) {
      Items note = Items.of(early.at(i));
      notes.call(note.text(0), Items.of(note.at(1)));
    }
  }

  @Override
  public @Nullable JSObject call(Text number, Items values) {
    Items all = Text.of(SENTENCES).split("|");
    int which = (int) Text.ofAny(number).number();
    if (which < 0) {
      Calls.check(values);
      return null;
    }
    if (which == Note.DEBUGGING) {
      keep(Js.truthy(values.at(0)));
    }
    Log.print(which >= ALWAYS, all.text(which), values.at(0), why(all, values));
    return null;
  }

  /** The next page of this visitor goes on debugging, or does not. */
  private static void keep(boolean on) {
    if (on) {
      WebStorage.local().write(Text.of("ph_debug"), Text.of("true"));
    } else {
      WebStorage.local().remove(Text.of("ph_debug"));
    }
  }

  private static @Nullable JSObject why(Items sentences, Items values) {
    return values.size() > 1 ? sentences.at((int) values.text(1).number()) : null;
  }
}
