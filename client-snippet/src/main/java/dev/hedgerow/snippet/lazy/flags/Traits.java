package dev.hedgerow.snippet.lazy.flags;

import dev.hedgerow.snippet.api.Core;
import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Js;
import dev.hedgerow.snippet.browser.Text;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/** What the server is told of the person and their groups before it stored that itself (contract C10.7). */
final class Traits {
  private final Core core;
  private final Question question;

  Traits(Core core, Question question) {
    this.core = core;
    this.question = question;
  }

  /** Takes what the page or the core says of the person or a group; whether it was that. */
  boolean take(Text what, Items a) {
    JSObject first = a.at(0);
    if (what.is("person")) {
      Bag given = a.bag(0);
      setPerson(given);
      askIf(!Bag.orEmpty(given.get("$set")).isEmpty()
          || !Bag.orEmpty(given.get("$set_once")).isEmpty());
    } else if (what.is("setPersonPropertiesForFlags")) {
      setPerson(a.bag(0));
      askIf(wants(a.at(1)));
    } else if (what.is("resetPersonPropertiesForFlags")) {
      core.visitor.unregister(Text.of("$stored_person_properties"));
      askIf(wants(first));
    } else if (what.is("unset")) {
      unset(Items.of(first));
      question.ask();
    } else if (what.is("group") && !core.config.is("person_profiles", "never")) {
      setGroups(a.bag(0));
      question.ask();
    } else if (what.is("setGroupPropertiesForFlags")) {
      setGroups(a.bag(0));
      askIf(wants(a.at(1)));
    } else if (what.is("newGroup")) {
      resetGroup(Text.in(first));
      question.ask();
    } else if (what.is("resetGroupPropertiesForFlags")) {
      resetGroup(Text.in(first));
    } else {
      return false;
    }
    return true;
  }

  /** Takes the person properties that an event sets. */
  void note(Bag event) {
    Bag set = Bag.copy(Bag.orEmpty(event.get("properties")).get("$set")).merge(event.get("$set"));
    if (!set.isEmpty()) {
      setPerson(set);
      question.ask();
    }
  }

  private void askIf(boolean wanted) {
    if (wanted) {
      question.ask();
    }
  }

  /** Whether the page's last argument wants flags to be asked for again, as it does when it is left out. */
  private static boolean wants(@Nullable JSObject reload) {
    return Js.truthy(reload) || (Js.none(reload) && !Js.isNull(reload));
  }

  /** Takes properties as they are, or as those to set and those to set only where there are none. */
  private void setPerson(Bag given) {
    Bag kept = Bag.copy(core.visitor.values().get("$stored_person_properties"));
    Bag set = Bag.of(given.get("$set"));
    Bag once = Bag.of(given.get("$set_once"));
    Bag next = Bag.copy(once).merge(kept).merge(set == null && once == null ? given : set);
    core.visitor.set(Text.of("$stored_person_properties"), Js.copy(next));
  }

  private void unset(Items names) {
    Bag kept = Bag.copy(core.visitor.values().get("$stored_person_properties"));
    for (int i = 0; i < names.size(); i++) {
      kept.remove(names.text(i));
    }
    core.visitor.set(Text.of("$stored_person_properties"), kept);
  }

  private void setGroups(Bag byType) {
    Bag kept = Bag.copy(core.visitor.values().get("$stored_group_properties"));
    Items types = byType.keys();
    for (int i = 0; i < types.size(); i++) {
      Text type = types.text(i);
      kept.set(type, Bag.copy(kept.get(type)).merge(byType.get(type)));
    }
    core.visitor.set(Text.of("$stored_group_properties"), Js.copy(kept));
  }

  /** Forgets what is known of groups of a type, or of all. */
  private void resetGroup(Text type) {
    if (type.isEmpty()) {
      core.visitor.unregister(Text.of("$stored_group_properties"));
    } else {
      Bag kept = Bag.copy(core.visitor.values().get("$stored_group_properties"));
      kept.set(type, Bag.create());
      core.visitor.set(Text.of("$stored_group_properties"), kept);
    }
  }
}
