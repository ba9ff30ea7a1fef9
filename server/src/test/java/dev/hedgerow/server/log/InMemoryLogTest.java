package dev.hedgerow.server.log;

final class InMemoryLogTest extends EventLogContract {
  private final InMemoryLog log = new InMemoryLog();

  @Override
  protected EventLog open() {
    return log;
  }
}
