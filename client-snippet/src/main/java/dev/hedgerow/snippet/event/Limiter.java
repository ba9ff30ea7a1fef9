package dev.hedgerow.snippet.event;

import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Clock;
import dev.hedgerow.snippet.identity.Persistence;

/** A bucket of tokens that keeps a page gone wild from flooding the server (contract C9.8). */
final class Limiter {
  private final Bag config;
  private final Persistence persistence;

  Limiter(Bag config, Persistence persistence) {
    this.config = config;
    this.persistence = persistence;
  }

  /** Takes a token, which is kept with whatever is kept next, and returns how many are left; below 0 there was none to take. */
  double take() {
    Bag limits = Bag.orEmpty(config.get("rate_limiting"));
    double perSecond = limits.number("events_per_second", 10);
    double burst = Math.max(perSecond, limits.number("events_burst_limit", perSecond * 10));
    Bag kept = Bag.orEmpty(persistence.values().get("$capture_rate_limit"));
    double now = Clock.now();
    double gained = Math.max(0, now - kept.number("last", now)) / 1000 * perSecond;
    double tokens = Math.min(burst, kept.number("tokens", burst) + gained);
    Bag next = Bag.create();
    next.set("tokens", tokens < 1 ? tokens : tokens - 1);
    next.set("last", now);
    persistence.values().set("$capture_rate_limit", next);
    return tokens - 1;
  }
}
