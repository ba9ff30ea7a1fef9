package dev.hedgerow.snippet.flags;

import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Text;
import dev.hedgerow.snippet.identity.Persistence;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/** The person and group properties that flags are to be decided by; kept for when flags are asked for. */
public final class FlagInputs {
  private static final String PERSON = "$stored_person_properties";
  private static final String GROUPS = "$stored_group_properties";

  private final Persistence persistence;

  /** Keeps them there. */
  public FlagInputs(Persistence persistence) {
    this.persistence = persistence;
  }

  private Bag kept(Text name) {
    return Bag.copy(persistence.values().get(name));
  }

  /** Adds person properties: a plain object, or one of {@code $set} and {@code $set_once}. */
  public void addPerson(@Nullable JSObject given) {
    Bag properties = Bag.orEmpty(given);
    Bag set = Bag.of(properties.get("$set"));
    Bag once = Bag.of(properties.get("$set_once"));
    Bag all = Bag.create();
    all.merge(once)
        .merge(kept(Text.of(PERSON)))
        .merge(set == null && once == null ? properties : set);
    persistence.set(Text.of(PERSON), all);
  }

  /** Forgets some person properties. */
  public void removePerson(Items names) {
    Bag all = kept(Text.of(PERSON));
    for (int i = 0; i < names.size(); i++) {
      all.remove(names.text(i));
    }
    persistence.set(Text.of(PERSON), all);
  }

  /** Forgets the person properties. */
  public void clearPerson() {
    persistence.unregister(Text.of(PERSON));
  }

  /** Adds group properties: an object of them by group type. */
  public void addGroups(@Nullable JSObject byType) {
    Bag given = Bag.orEmpty(byType);
    Bag all = kept(Text.of(GROUPS));
    Items types = given.keys();
    for (int i = 0; i < types.size(); i++) {
      Text type = types.text(i);
      all.set(type, Bag.copy(all.get(type)).merge(given.get(type)));
    }
    persistence.set(Text.of(GROUPS), all);
  }

  /** Forgets the properties of one group type, or of all for the empty text. */
  public void clearGroups(Text type) {
    if (type.isEmpty()) {
      persistence.unregister(Text.of(GROUPS));
      return;
    }
    Bag all = kept(Text.of(GROUPS));
    all.set(type, Bag.create());
    persistence.set(Text.of(GROUPS), all);
  }
}
