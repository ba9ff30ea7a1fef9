package dev.hedgerow.server;

import dev.hedgerow.server.catalog.DeletedProject;
import dev.hedgerow.server.event.Entry;
import dev.hedgerow.server.http.Erasing;
import dev.hedgerow.server.log.LogWriter;
import dev.hedgerow.server.store.Erasure;
import dev.hedgerow.server.store.Erasures;
import dev.hedgerow.server.store.EventStore;
import dev.hedgerow.server.store.StateStore;
import dev.hedgerow.server.wire.EntryCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;

/** Erasures go through the log, so that each has its place among the events; the state tells how far they are. */
final class ErasedPersons implements Erasing {
  private final StateStore state;
  private final EventStore events;
  private final LogWriter log;
  private final Path data;

  ErasedPersons(StateStore state, EventStore events, LogWriter log, Path data) {
    this.state = state;
    this.events = events;
    this.log = log;
    this.data = data;
  }

  @Override
  public void ask(List<Entry.Erase> persons) throws IOException {
    try {
      log.submit(persons.stream().map(EntryCodec::encode).toList()).join();
    } catch (CompletionException e) {
      throw new IOException("expected to append to the log", e.getCause());
    }
  }

  /** Has the data of deleted projects erased where the server stopped before that was asked for. */
  void finish(List<DeletedProject> deleted) throws IOException {
    List<Entry.Erase> missing = new ArrayList<>();
    for (DeletedProject one : deleted) {
      if (!state.erasures().has(one.erasure())) {
        missing.add(Entry.Erase.ofProject(one.erasure(), one.id(), one.askedBy(), one.at()));
      }
    }
    if (!missing.isEmpty()) {
      ask(missing);
    }
  }

  @Override
  public List<Item> first(int projectId, int max) throws IOException {
    List<Erasures.MadeBackup> backups = state.erasures().backups();
    long stored = events.outbox();
    List<Item> items = new ArrayList<>();
    for (Erasure one : state.erasures().of(projectId, max)) {
      Status status = one.doneAt() != null
          ? Status.DONE
          : stored >= one.outbox() ? Status.ERASED : Status.ERASING;
      long older =
          backups.stream().filter(backup -> backup.entry() < one.position()).count();
      items.add(new Item(one.again(), status, one.erasedAt(), one.doneAt(), older));
    }
    return items;
  }

  @Override
  public long rowsLeft(int projectId) throws IOException {
    return events.left(projectId);
  }

  @Override
  public List<Made> backups() throws IOException {
    return state.erasures().backups().stream()
        .map(one -> new Made(one.folder(), one.madeAt(), Files.exists(Path.of(one.folder()))))
        .toList();
  }

  @Override
  public List<String> filesSetAside() throws IOException {
    try (Stream<Path> files = Files.list(data)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.contains(".damaged-"))
          .sorted()
          .toList();
    }
  }
}
