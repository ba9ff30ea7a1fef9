package dev.hedgerow.server.store;

import dev.hedgerow.server.wire.Json;
import java.util.List;

/** The twin keeps the store's promises; "opening again" finds the same one. */
class InMemoryEventStoreTest extends EventStoreContract {
  private final InMemoryEventStore twin = new InMemoryEventStore();

  @Override
  protected EventStore open() {
    return twin;
  }

  @Override
  protected List<String> persons() {
    return twin.persons().stream()
        .map(person -> person.projectId() + " " + person.id() + " " + person.identified() + " "
            + person.version() + " " + Json.text(person.properties()))
        .toList();
  }

  @Override
  protected List<String> assignments() {
    return twin.assignments().stream()
        .map(one -> one.key().projectId() + " " + one.key().distinctId() + " " + one.personId()
            + " " + one.version())
        .toList();
  }

  @Override
  protected List<String> groups() {
    return twin.groups().stream()
        .map(group -> group.key().projectId() + " " + group.key().index() + " "
            + group.key().key() + " " + group.type() + " " + group.version() + " "
            + Json.text(group.properties()))
        .toList();
  }

  @Override
  protected List<String> warnings() {
    return twin.warnings().stream()
        .map(warning -> warning.projectId() + " " + warning.type() + " " + warning.event() + " "
            + warning.distinctId() + " " + warning.uuid())
        .toList();
  }
}
