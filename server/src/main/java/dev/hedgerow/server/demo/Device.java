package dev.hedgerow.server.demo;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A browser on one machine, and what the snippet keeps in it from visit to visit. */
final class Device {
  private final String id;
  private final Machine machine;
  private final Place place;
  private final Map<String, Object> campaign = new LinkedHashMap<>();
  private final Map<String, Object> first = new LinkedHashMap<>();
  private @Nullable Account account;

  Device(Machine machine, Place place, Instant since, Chance chance) {
    this.id = chance.uuid(since).toString();
    this.machine = machine;
    this.place = place;
  }

  String id() {
    return id;
  }

  Machine machine() {
    return machine;
  }

  boolean isSignedIn() {
    return account != null;
  }

  @Nullable
  Account account() {
    return account;
  }

  void signIn(Account as) {
    account = as;
  }

  String distinctId() {
    return account == null ? id : account.id();
  }

  /** Keeps by what it came this time, and the first time of all. */
  void cameBy(Channel channel, String url, String pathname) {
    campaign
        .keySet()
        .removeIf(name -> !name.startsWith("utm_") || !channel.utm().isEmpty());
    campaign.putAll(channel.told());
    if (first.isEmpty()) {
      first.put("$initial_current_url", url);
      first.put("$initial_pathname", pathname);
      channel
          .told()
          .forEach((name, value) -> first.put("$initial_" + name.replace("$", ""), value));
    }
  }

  /** Returns what is set once of who identifies here. */
  Map<String, Object> first() {
    return new LinkedHashMap<>(first);
  }

  /** Returns what the snippet says with each event, and the server's place for it. */
  Map<String, Object> told() {
    Map<String, Object> told = new LinkedHashMap<>(machine.told());
    told.put("$browser_language", place.language());
    told.put("$browser_language_prefix", place.language().substring(0, 2));
    told.put("$timezone", place.zone().getId());
    told.put("$lib", "web");
    told.put("$device_id", id);
    told.put("$is_identified", account != null);
    told.put("$process_person_profile", account != null);
    if (account != null) {
      told.put("$user_id", account.id());
      told.put("plan", account.plan());
      if (account.company() != null) {
        told.put("$groups", Map.of("company", account.company().key()));
      }
    }
    told.putAll(campaign);
    told.putAll(place.told());
    return told;
  }
}
