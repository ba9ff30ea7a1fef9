package dev.hedgerow.server.process;

import dev.hedgerow.server.event.Limits;

/** The usual limits, except those that the processor's tests want to reach. */
final class SmallLimits {
  private SmallLimits() {}

  static Limits batches(int entries) {
    return of(entries, 200, 1_000_000, 655_360);
  }

  static Limits of(int batch, int releaseChunk, int heldMax, int personBytes) {
    Limits usual = Limits.STANDARD;
    return new Limits(
        usual.bodyBytesMax(),
        usual.inflatedBytesMax(),
        usual.eventBytesMax(),
        usual.batchEventsMax(),
        usual.nestingMax(),
        usual.distinctIdCharsMax(),
        usual.eventNameCharsMax(),
        usual.tokenCharsMax(),
        usual.groupKeyCharsMax(),
        usual.groupTypesMax(),
        personBytes,
        usual.inFlightBytesMax(),
        usual.logQueueEntriesMax(),
        batch,
        usual.processBatchBytesMax(),
        releaseChunk,
        heldMax,
        usual.dedupeFor(),
        usual.queryRowsMax(),
        usual.queryRowsDefault(),
        usual.queryFor(),
        usual.queryBytesMax(),
        usual.feedItemsMax(),
        usual.feedReadersMax(),
        usual.settingsBytesMax(),
        usual.personsPageMax(),
        usual.personsLookedAtMax(),
        usual.erasedMax(),
        usual.erasuresEvery(),
        usual.stalledAfter(),
        usual.connections(),
        usual.recordingBytesMax(),
        usual.importChunkEntries(),
        usual.importBacklogMax(),
        usual.importBytesMax(),
        usual.warningsKept(),
        usual.warningsKeptFor(),
        usual.actsKept(),
        usual.keyUsesKeptFor(),
        usual.exportsMax(),
        usual.parquetRowsMax(),
        usual.importChunkBytesMax(),
        usual.importChunkRowsMax(),
        usual.retentionRowsMax(),
        usual.retentionEvery(),
        usual.budgetKeeps());
  }
}
