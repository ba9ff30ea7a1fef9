package dev.hedgerow.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is typed stays in the page: no request carries it and no table holds it. */
abstract class SecretsContract {

  private static final String PASSWORD = "correct-horse-4711";
  private static final String CARD = "4111111111111111";
  private static final String HIDDEN = "basket-secret-0815";
  private static final String GIFT_CODE = "gift-secret-2342";
  private static final String MESSAGE = "message-secret-1234";
  private static final String STREET = "street-secret-99";
  private static final List<String> SECRETS =
      List.of(PASSWORD, CARD, HIDDEN, GIFT_CODE, MESSAGE, STREET);

  private static final String CONTROL = "control-5150";

  private static final List<String> TABLES =
      List.of("events", "persons", "person_distinct_ids", "groups");

  @TempDir
  private Path data;

  /** A new browser. */
  abstract Hand hand();

  @Test
  final void typedContentIsInNoRequestAndInNoTable() throws IOException {
    SnippetOptions withLeaves = Journey.PLAIN.with("capture_pageleave", "true");
    try (Journey journey = Journey.start(data, withLeaves);
        Hand hand = hand()) {
      hand.open(journey.at("/checkout"));
      fillIn(hand);
      hand.tell("posthog.identify('bob@example.com')");
      hand.tell("posthog.group('company', 'fernhill', {size: 3})");
      hand.click("#pay");
      hand.tell("posthog.capture('ready to leave')");
      journey.server.stored("ready to leave");
      hand.open(journey.at("/thanks"));
      hand.tell("posthog.capture('paid')");
      journey.server.stored("paid");

      assertNoSecretInRequests(journey.proxy.requests());
      assertNoSecretInTables(journey.answers());
    }
  }

  private static void fillIn(Hand hand) {
    hand.tell("document.querySelector('#basket').setAttribute('value', '" + HIDDEN + "')");
    hand.tell("document.querySelector('#pay').textContent = 'Pay and dig " + CONTROL + "'");
    hand.tell("document.querySelector('#checkout-form').addEventListener('submit', stay, true);"
        + " function stay(event) { event.preventDefault(); }");
    hand.type("#delivery", STREET);
    hand.type("#account-password", PASSWORD);
    hand.type("#cardnumber", CARD);
    hand.type("#giftcode", GIFT_CODE);
    hand.type("#message", MESSAGE);
    hand.click("#message-preview");
    hand.click("#message-shown");
  }

  private static void assertNoSecretInRequests(List<Recorded> requests) {
    assertThat(requests).anyMatch(request -> request.mentions(CONTROL));
    for (String secret : SECRETS) {
      assertThat(requests).as(secret).noneMatch(request -> request.mentions(secret));
    }
  }

  private static void assertNoSecretInTables(Answers answers) {
    List<String> dumps = TABLES.stream()
        .map(table -> answers.text("SELECT * FROM " + table + " LIMIT 10000"))
        .toList();
    assertThat(dumps).anyMatch(dump -> dump.contains(CONTROL));
    for (String secret : SECRETS) {
      assertThat(dumps).as(secret).noneMatch(dump -> dump.contains(secret));
    }
  }
}
