package dev.hedgerow.server.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the shop's own server captures, by the id it knows a customer by. */
final class Backend {
  private static final Duration SHIPS_AFTER = Duration.ofHours(5);
  private static final Duration SHIPS_BEFORE = Duration.ofHours(54);

  private final Chance chance;
  private final Out out;

  Backend(Chance chance, Out out) {
    this.chance = chance;
    this.out = out;
  }

  void signedUp(Account account, Instant at, String by) {
    Map<String, Object> more = new LinkedHashMap<>();
    more.put("plan", account.plan());
    more.put("method", by);
    more.put("$set", account.told());
    capture("signed_up", account, at, more);
  }

  void shipped(Account account, Instant purchased, String order, double revenue) {
    Instant at = purchased.plus(chance.between(SHIPS_AFTER, SHIPS_BEFORE));
    Map<String, Object> more = new LinkedHashMap<>();
    more.put("order_id", order);
    more.put("order_value", revenue);
    more.put("carrier", chance.hit(0.7) ? "Parcel Post" : "Green Bike");
    capture("order_shipped", account, at, more);
  }

  private void capture(String event, Account account, Instant at, Map<String, Object> more) {
    Map<String, Object> properties = new LinkedHashMap<>(more);
    properties.put("$lib", "posthog-node");
    properties.put("$is_server", true);
    properties.put("$geoip_disable", true);
    if (account.company() != null) {
      properties.put("$groups", Map.of("company", account.company().key()));
    }
    out.event(chance.uuid(at), event, account.id(), at, properties);
  }
}
