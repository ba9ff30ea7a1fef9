package dev.hedgerow.server.http;

import dev.hedgerow.server.embedded.duck.DuckEvents;
import dev.hedgerow.server.event.Action;
import dev.hedgerow.server.event.ActionStep;
import dev.hedgerow.server.event.Cohort;
import dev.hedgerow.server.event.EventRow;
import dev.hedgerow.server.event.Group;
import dev.hedgerow.server.event.GroupKey;
import dev.hedgerow.server.event.IdKey;
import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.event.Matching;
import dev.hedgerow.server.event.Person;
import dev.hedgerow.server.event.PersonMode;
import dev.hedgerow.server.query.Uuids;
import dev.hedgerow.server.store.Assignment;
import dev.hedgerow.server.store.OutboxBlock;
import dev.hedgerow.server.store.Rows;
import java.io.Closeable;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A door before a real store with the rows of project 1, which asks, and of project 2, in which every name and value holds {@link
 * #PLANTED}: no answer may show that word.
 */
final class AskedShop implements Closeable {
  static final String PLANTED = "ZQplantedQZ";

  /** How long one question may take. */
  static final Duration QUESTION_FOR = Duration.ofSeconds(2);

  private static final List<String> EVENTS =
      List.of("$pageview", "$pageview", "$autocapture", "buy", "leave");

  private final DuckEvents store;
  private final DoorOnTrial trial;

  AskedShop(Path folder, Limits limits) throws IOException {
    store = DuckEvents.open(folder, 256, limits);
    store.write(List.of(new OutboxBlock(1, rows(1, "")), new OutboxBlock(2, rows(2, PLANTED))));
    trial = new DoorOnTrial(0, limits);
    trial.sql = store;
    trial.catalog.createProject(PLANTED, "phc_of_another_project", Instant.EPOCH);
    for (int project = 1; project <= 2; project++) {
      define(project, project == 1 ? "" : PLANTED);
    }
  }

  /** Sends the body of a question of project 1. */
  HttpResponse<String> ask(String body) throws IOException, InterruptedException {
    return trial.send(trial
        .post("/api/projects/1/query/", body)
        .header("Authorization", "Bearer " + DoorOnTrial.KEY));
  }

  private void define(int project, String mark) throws IOException {
    ActionStep step = new ActionStep(
        mark.isEmpty() ? null : mark,
        null,
        Matching.EXACT,
        null,
        null,
        null,
        Matching.EXACT,
        null,
        Matching.EXACT,
        List.of(Map.of("key", "color", "value", "red" + mark)));
    trial.actions.create(new Action(
        0, project, "Red" + mark, "", List.of(), List.of(step), Instant.EPOCH, Instant.EPOCH));
    Cohort cohort = trial
        .defined
        .cohorts()
        .create(new Cohort(
            0,
            project,
            "Some" + mark,
            "",
            true,
            Map.of(),
            Instant.EPOCH,
            Instant.EPOCH,
            Cohort.Found.NOTHING));
    store.cohorts().replace(project, cohort.id(), Uuids.of(List.of(person(0), person(1))));
  }

  private static UUID person(int number) {
    return UUID.fromString("11111111-1111-4111-8111-11111111111" + (number + 1));
  }

  private static Rows rows(int project, String mark) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    List<EventRow> events = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      events.add(event(project, mark, i, now.minus(Duration.ofHours(3L * i))));
    }
    List<Person> persons = new ArrayList<>();
    List<Assignment> assignments = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Map<String, Object> known = Map.of("plan" + mark, "pro" + mark, "name", "n" + i + mark);
      persons.add(
          new Person(project, person(i), now.minus(Duration.ofDays(3L + i)), true, 1, known));
      assignments.add(new Assignment(new IdKey(project, "id" + i + mark), person(i), 0));
    }
    return new Rows(
        events,
        List.of(new Assignment(new IdKey(project, "before" + mark), person(0), 1)),
        persons,
        List.of(),
        assignments,
        List.of(new Group(
            new GroupKey(project, 0, "acme" + mark),
            "company",
            now,
            now,
            0,
            Map.of("size", "big" + mark))),
        List.of());
  }

  private static EventRow event(int project, String mark, int number, Instant at) {
    int who = number % 5;
    boolean known = who < 3;
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put("color" + mark, (number % 2 == 0 ? "red" : "blue") + mark);
    properties.put(
        "$current_url", "https://shop.example/" + (number % 3 == 0 ? "a" : "b/1") + mark);
    properties.put("$pathname", number % 3 == 0 ? "/a" + mark : "/b/1" + mark);
    properties.put("$session_id", "s" + number / 10 + mark);
    properties.put("$browser", "Firefox" + mark);
    properties.put("price", number % 7 == 0 ? "dear" + mark : number % 9);
    properties.put("version", "1.2." + number);
    properties.put("seen", at.toString());
    return new EventRow(
        project,
        new UUID(project, number),
        EVENTS.get(number % EVENTS.size()) + mark,
        (known ? "id" + who : who == 3 ? "before" : "alone") + mark,
        at,
        at,
        person(who),
        known ? at.minus(Duration.ofDays(3)) : Instant.ofEpochSecond(5),
        known ? PersonMode.FULL : PersonMode.PROPERTYLESS,
        known ? Map.of("plan", "pro" + mark) : Map.of(),
        properties,
        "span:nth-child=\"1\"nth-of-type=\"1\"text=\"Go" + mark
            + "\";a.btn:attr__class=\"btn\"href=\"/x\"nth-child=\"1\"nth-of-type=\"1\"",
        number % 4 == 0 ? Map.of() : Map.of(0, "acme" + mark));
  }

  @Override
  public void close() throws IOException {
    try (trial) {
      store.close();
    }
  }
}
