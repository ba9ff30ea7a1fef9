package dev.hedgerow.server.http;

import dev.hedgerow.server.event.FeedItem;
import dev.hedgerow.server.event.PersonMode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * Shows the live page with sample events, to look at it by hand: run {@code main} with a port, then
 * open the link it prints.
 */
final class ShowLive {
  private static final String SHOP = "https://shop.example.com";
  private static final String VISITOR = "0190a6f0-1111-7000-8000-00000000c0de";

  private final DoorOnTrial trial;
  private Instant at = Instant.now().minusSeconds(58);

  private ShowLive(DoorOnTrial trial) {
    this.trial = trial;
  }

  public static void main(String[] args) throws IOException {
    DoorOnTrial trial = new DoorOnTrial(args.length > 0 ? Integer.parseInt(args[0]) : 0);
    trial.health = new Health("ok", true, 1_284, 1_284, 0.0, 2, 21.0);
    System.out.println(trial.origin + "/?code=" + DoorOnTrial.CODE);
    if (args.length < 2) {
      new ShowLive(trial).play();
    }
  }

  private void play() {
    anonymous("$pageview", "", "/");
    anonymous("$autocapture", "clicked link with text \"Pricing\"", "/pricing");
    anonymous("$pageview", "", "/pricing");
    anonymous("$autocapture", "clicked button with text \"Start a free trial\"", "/pricing");
    UUID signedUp = accept("signed_up", "alice@example.com", false, "", "", "posthog-server");
    held(signedUp, 60);
    anonymous("$autocapture", "typed into input \"email\"", "/sign-up");
    anonymous("$autocapture", "submitted form \"sign-up\"", "/sign-up");
    UUID identify = accept("$identify", "alice@example.com", false, "", SHOP + "/account", "web");
    store(identify, "alice", PersonMode.FULL);
    trial.feed.publish(new FeedItem.Released(1, at, signedUp, true));
    store(signedUp, "alice", PersonMode.FULL);
    person("$pageview", "bob@example.com", "", "/product/hedge-trimmer?ref=mail");
    person("$autocapture", "bob@example.com", "clicked button with text \"Purchase\"", "/product");
    reject("missing_distinct_id", "expected a distinct id but there was none", "purchase", null);
    person("purchase", "bob@example.com", "", "/checkout");
    UUID invoice = accept("invoice_paid", "customer-20871", false, "", "", "posthog-java");
    held(invoice, 60);
    UUID merged = accept("$identify", "carol@example.com", false, "", SHOP + "/login", "web");
    store(merged, "carol", PersonMode.FULL);
    trial.feed.publish(new FeedItem.Warned(
        1,
        at,
        merged,
        "cannot_merge_already_identified",
        "refused to merge into alice@example.com, who is identified already"));
    hostile();
    UUID trial14 = accept("trial_started", "dave@example.com", false, "", "", "posthog-node");
    held(trial14, 54);
    reject(
        "event_too_large", "expected at most 1000000 bytes but found 1482113", "upload", VISITOR);
    anonymous("$autocapture", "clicked button with text \"Add to basket\"", "/product");
  }

  private void hostile() {
    String payload = "<img src=x onerror=alert(1)>\"'><script>alert(2)</script>";
    UUID uuid = accept(payload, payload, false, payload, "javascript:alert(3)", payload);
    held(uuid, 0);
    trial.feed.publish(new FeedItem.Released(1, at, uuid, false));
    store(uuid, "mallory", PersonMode.FORCE_UPGRADE);
  }

  private void anonymous(String event, String words, String path) {
    store(
        accept(event, VISITOR, true, words, SHOP + path, "web"), VISITOR, PersonMode.PROPERTYLESS);
  }

  private void person(String event, String distinctId, String words, String path) {
    store(accept(event, distinctId, false, words, SHOP + path, "web"), distinctId, PersonMode.FULL);
  }

  private UUID accept(
      String event, String id, boolean anonymous, String words, String url, String library) {
    at = at.plus(Duration.ofMillis(2_870));
    UUID uuid = UUID.randomUUID();
    trial.feed.publish(
        new FeedItem.Accepted(1, at, uuid, event, id, anonymous, () -> words, url, library));
    return uuid;
  }

  private void held(UUID uuid, int seconds) {
    trial.feed.publish(
        new FeedItem.Held(1, at, uuid, at.plusSeconds(seconds), "no person known for this id yet"));
  }

  private void store(UUID uuid, String who, PersonMode mode) {
    UUID person = UUID.nameUUIDFromBytes(who.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    trial.feed.publish(new FeedItem.Stored(1, at.plusMillis(40), uuid, person, mode));
  }

  private void reject(
      String code,
      String detail,
      String event,
      @org.jspecify.annotations.Nullable String distinctId) {
    trial.registry.counter("hedgerow_events_rejected", "code", code).increment();
    trial.feed.publish(new FeedItem.Rejected(1, at, code, detail, event, distinctId));
  }
}
