package dev.hedgerow.snippet.lazy.flags;

import dev.hedgerow.snippet.api.Core;
import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Clock;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Js;
import dev.hedgerow.snippet.browser.Text;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/** What a question to the server is about (contract C10.1). */
final class About {
  private About() {}

  /** This visitor, who had another id before if that is given. */
  static Bag visitor(Core core, Text before) {
    Bag kept = core.visitor.values();
    Bag about = begin(core);
    about.set("groups", Bag.orEmpty(kept.get("$groups")));
    about.setIfAny("$anon_distinct_id", before);
    about.set(
        "person_properties",
        core.origin.initial().merge(kept.get("$stored_person_properties")).merge(library(core)));
    about.setIfAny("group_properties", kept.get("$stored_group_properties"));
    about.setIfAny("timezone", Clock.zone());
    if (Js.isText(kept.get("$device_id"))) {
      about.set("$device_id", kept.get("$device_id"));
    }
    addWanted(core.config, about);
    return about;
  }

  /** No more of the visitor than their id. */
  static Bag nobody(Core core) {
    Bag about = begin(core);
    about.set("person_properties", library(core));
    addWanted(core.config, about);
    return about;
  }

  private static Bag begin(Core core) {
    Bag about = Bag.create();
    about.set("token", core.config.get("token"));
    about.set("distinct_id", core.person.distinctId());
    return about;
  }

  private static Bag library(Core core) {
    Bag library = Bag.create();
    library.set("$lib", "web");
    library.set("$lib_version", core.self.get("version"));
    return library;
  }

  private static void addWanted(Bag config, Bag about) {
    JSObject given = config.get("evaluation_contexts");
    Items contexts = texts(Js.none(given) ? config.get("evaluation_environments") : given);
    if (contexts.size() > 0) {
      about.set("evaluation_contexts", contexts);
    }
    if (Js.isArray(config.get("flag_keys"))) {
      about.set("flag_keys", texts(config.get("flag_keys")));
    }
  }

  private static Items texts(@Nullable JSObject given) {
    Items all = Items.of(given);
    Items texts = Items.create();
    for (int i = 0; i < all.size(); i++) {
      if (Js.isText(all.at(i)) && !all.text(i).trim().isEmpty()) {
        texts.add(all.at(i));
      }
    }
    return texts;
  }
}
