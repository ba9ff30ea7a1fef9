package dev.hedgerow.server.http;

import dev.hedgerow.server.event.Entry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Keeps what was asked to be erased, and tells what a test has put here. */
final class AskedErasures implements Erasing {
  final List<Entry.Erase> asked = new ArrayList<>();
  final List<Item> items = new ArrayList<>();
  final List<Made> backups = new ArrayList<>();
  boolean failing;

  @Override
  public synchronized void ask(List<Entry.Erase> persons) throws IOException {
    if (failing) {
      throw new IOException("disk full");
    }
    asked.addAll(persons);
  }

  @Override
  public List<Item> first(int projectId, int max) {
    return items;
  }

  @Override
  public long rowsLeft(int projectId) {
    return 7;
  }

  @Override
  public List<Made> backups() {
    return backups;
  }

  @Override
  public List<String> filesSetAside() {
    return List.of("events.duckdb.damaged-20260301T120000000");
  }
}
