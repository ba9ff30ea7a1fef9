package dev.hedgerow.snippet.lazy.tracing;

import dev.hedgerow.snippet.api.Core;
import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Js;
import dev.hedgerow.snippet.browser.Method;
import dev.hedgerow.snippet.browser.Requests;
import dev.hedgerow.snippet.browser.Text;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/** Tells servers that the page names who asks them and in which session, in headers of its requests (contract C3). */
public final class Tracing implements Method {
  private final Core core;
  private @Nullable JSObject hosts;

  /** Joins an instance. */
  public Tracing(Core core) {
    this.core = core;
    Requests.extend(this);
  }

  /** Asked to {@code run} for these host names, or for all; asked for the {@code headers} of a request to a host. */
  @Override
  public @Nullable JSObject call(Text what, Items arguments) {
    if (what.is("run")) {
      hosts = arguments.at(0);
    } else if (what.is("headers")
        && core.consent.captures()
        && (Js.is(hosts, true) || Items.of(hosts).has(arguments.at(0)))) {
      return headers();
    }
    return null;
  }

  private Bag headers() {
    Bag headers = Bag.create();
    headers.setIfAny("X-POSTHOG-DISTINCT-ID", core.person.distinctId());
    if (!core.consent.cookieless()) {
      headers.setIfAny("X-POSTHOG-SESSION-ID", core.session.id());
      headers.setIfAny("X-POSTHOG-WINDOW-ID", core.session.windowId());
    }
    return headers;
  }
}
