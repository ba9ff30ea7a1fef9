package dev.hedgerow.snippet.lazy.options;

import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Cookies;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Js;
import dev.hedgerow.snippet.browser.Page;
import dev.hedgerow.snippet.browser.Text;
import dev.hedgerow.snippet.event.Addresses;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/** Answers what the core asks where a page has set one of the options that few pages set. */
public final class Options {
  private Options() {}

  /** Answers a question: its name, the instance's options, and what it is about. */
  public static @Nullable JSObject answer(Text question, Bag config, @Nullable JSObject about) {
    if (question.is("prepare")) {
      Names.prepare(config, Bag.orEmpty(about));
    } else if (question.is("spares")) {
      return Js.of(!Rules.capture(config, Items.of(about)));
    } else if (question.is("calms")) {
      return Js.of(Rules.calm(config, Items.of(about)));
    } else if (question.is("consent")) {
      return Nobody.stand(config, Text.in(about));
    } else if (question.is("store")) {
      return Cookies.asStorage(
          config.number("cookie_expiration", 365),
          config.flag("cross_subdomain_cookie"),
          config.flag("secure_cookie"));
    } else if (question.is("mask")) {
      return Text.in(about)
          .replace(
              Text.of("([?&](?:").plus(Addresses.personal(config).join("|")).plus(")=)[^&#]*"),
              "$1<masked>");
    } else if (question.is("place")) {
      return place(Bag.orEmpty(config.get("capture_pageview")));
    } else if (question.is("root")) {
      return root(Items.listOf(config.get("scroll_root_selector")));
    } else if (question.is("bot")) {
      return Js.of(isListed(Items.of(config.get("custom_blocked_useragents")), Text.in(about)));
    }
    return null;
  }

  /** The parts of the address whose change makes a new page view. */
  private static Text place(Bag parts) {
    Text place = parts.is("path", false) ? Text.of("") : Page.address("pathname");
    if (parts.flag("search")) {
      place = place.plus(Page.address("search"));
    }
    return parts.flag("hash") ? place.plus(Page.address("hash")) : place;
  }

  private static @Nullable Bag root(Items selectors) {
    for (int i = 0; i < selectors.size(); i++) {
      Bag found = Page.find(selectors.at(i));
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private static boolean isListed(Items names, Text all) {
    Text agent = all.lower();
    for (int i = 0; i < names.size(); i++) {
      if (!names.text(i).isEmpty() && agent.has(names.text(i).lower())) {
        return true;
      }
    }
    return false;
  }
}
