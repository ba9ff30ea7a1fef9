package dev.hedgerow.snippet.lazy.flags;

import dev.hedgerow.snippet.api.Core;
import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Clock;
import dev.hedgerow.snippet.browser.Handler;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Js;
import dev.hedgerow.snippet.browser.Json;
import dev.hedgerow.snippet.browser.Network;
import dev.hedgerow.snippet.browser.Text;
import dev.hedgerow.snippet.send.Hosts;

/**
 * One request for flags on its way, as an object: what it is {@code about}, whether only {@code some} flags are asked for, and
 * in the end {@code status} and {@code text}. The body is made smaller as the server wishes (contract C9.3, C13).
 */
final class Request {
  private static final double TIMEOUT = 3000;

  private Request() {}

  /** Sends a request, for the first time or again; the handler is told what happens, for {@link #handle}. */
  static void send(Core core, Bag request, Handler handler) {
    Bag about = Bag.orEmpty(request.get("about"));
    about.set("sent_at", Clock.isoNow());
    request.set("plain", Json.text(about));
    request.remove("body");
    if (core.config.flag("disable_compression")) {
      post(core, request, Text.of("application/json"), handler);
    } else if (core.transport.compression.is("gzip-js")) {
      Network.gzip(request, handler);
    } else {
      request.set("body", Text.of("data=").plus(Network.base64(request.text("plain"))));
      request.set("base64", true);
      post(core, request, Text.of("application/x-www-form-urlencoded"), handler);
    }
  }

  /** Does what comes next, until the request is answered. */
  static void handle(Core core, Text what, Bag request, Handler handler) {
    if (what.is("xhr")) {
      Network.sendWithoutFetch(request);
    } else if (what.is("zipped")) {
      post(
          core,
          request,
          Js.none(request.get("body")) ? Text.of("application/json") : Text.of("text/plain"),
          handler);
    }
  }

  private static void post(Core core, Bag request, Text type, Handler handler) {
    if (Js.none(request.get("body"))) {
      request.set("body", request.get("plain"));
    }
    Text path = Text.of("/flags/?v=2");
    if (request.flag("some")) {
      path = path.plus("&only_evaluate_survey_feature_flags=true");
    }
    if (request.flag("base64")) {
      path = path.plus("&compression=base64");
    }
    Hosts.fill(core.config, request, Text.of("flags_api_host"), path);
    Bag.orEmpty(request.get("headers")).set("Content-Type", type);
    request.set("method", "POST");
    request.set("timeout", core.config.number("feature_flag_request_timeout_ms", TIMEOUT));
    request.set("begun", Clock.now());
    Network.send(request, handler);
  }

  static boolean succeeded(Bag request) {
    return request.number("status", 0) == 200;
  }

  /** Whether the server was only not there just now. */
  static boolean mayWorkNext(Bag request) {
    double status = request.number("status", 0);
    return status == 502 || status == 504 || timedOut(request);
  }

  private static boolean timedOut(Bag request) {
    return !request.flag("status")
        && Clock.now() - request.number("begun", 0) >= request.number("timeout", TIMEOUT);
  }

  /** What went wrong with a request, in the words that events carry (contract C10.4). */
  static Items errors(Bag request) {
    Items errors = Items.create();
    if (timedOut(request)) {
      errors.add(Text.of("timeout"));
    } else if (!request.flag("status")) {
      errors.add(Text.of("connection_error"));
    } else if (!succeeded(request)) {
      errors.add(Text.of("api_error_").plus(Text.ofAny(request.get("status"))));
    }
    return errors;
  }
}
