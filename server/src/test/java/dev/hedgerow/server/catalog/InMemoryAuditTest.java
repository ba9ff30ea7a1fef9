package dev.hedgerow.server.catalog;

final class InMemoryAuditTest extends AuditContract {
  private final InMemoryAudit audit = new InMemoryAudit(KEPT);

  @Override
  protected Audit open() {
    return audit;
  }
}
