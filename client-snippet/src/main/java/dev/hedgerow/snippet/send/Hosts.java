package dev.hedgerow.snippet.send;

import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Guard;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Js;
import dev.hedgerow.snippet.browser.Page;
import dev.hedgerow.snippet.browser.Text;
import org.teavm.jso.JSObject;

/** Where the server is (contract C1.5). */
public final class Hosts {
  private Hosts() {}

  /**
   * The address of a path of the server; a path before it in the host's address is kept, and the page may rewrite all.
   *
   * @param host the option that names the server; where it is not given {@code api_host} is meant
   */
  public static Text address(Bag config, Text host, Text path) {
    Text plain = Text.in(config.get(host))
        .or(config.text("api_host"))
        .trim()
        .replace("/$", "")
        .plus(path);
    JSObject theirs = Guard.call(config.get("rewriteRequestPath"), Items.with(Page.url(plain)));
    return Js.none(theirs) ? plain : Text.ofAny(theirs);
  }

  /** Tells the page of a refusal of the server, if it wants to hear (contract C9.5). */
  public static void tellPage(Bag config, Bag answer) {
    if (answer.number("status", 0) >= 400) {
      Bag told = Bag.create();
      told.set("statusCode", answer.get("status"));
      told.set("text", answer.get("text"));
      Guard.call(config.get("on_request_error"), Items.with(told));
    }
  }

  /** Puts what every request to the server has into one to this path. */
  public static void fill(Bag config, Bag request, Text host, Text path) {
    request.set("url", address(config, host, path));
    request.set("headers", Bag.copy(config.get("request_headers")));
    request.set("xhr", config.is("api_transport", "XHR"));
  }
}
