package dev.hedgerow.server.event;

import java.time.Duration;

/**
 * Every limit of the server, each with its one home here. The README's table of limits is this
 * record in words.
 *
 * @param bodyBytesMax largest request body, in bytes as sent (contract S 1.8)
 * @param inflatedBytesMax largest body once decompressed, in bytes (contract S 1.4.10)
 * @param eventBytesMax largest single event, in bytes of its JSON (contract S 1.8)
 * @param batchEventsMax most events in one request
 * @param nestingMax deepest nesting of objects and arrays inside one event
 * @param distinctIdCharsMax longer distinct ids are cut, in code points (contract S 1.5)
 * @param eventNameCharsMax longer event names are cut, in code points (contract S 1.5)
 * @param tokenCharsMax longer tokens are refused (contract S 1.6)
 * @param groupKeyCharsMax events with a longer group key lose the group (contract S 2.9)
 * @param groupTypesMax group types a project can have; later ones are ignored (contract S 2.9)
 * @param personBytesMax larger person properties are refused (contract S 1.8)
 * @param inFlightBytesMax bytes that requests may take together until they are in the log, and at
 *     most a quarter of the heap; beyond it the door says 503
 * @param logQueueEntriesMax entries waiting for the log writer; beyond it the door says 503
 * @param processBatchMax entries the processor takes in one turn
 * @param processBatchBytesMax bytes of entries the processor takes in one turn
 * @param releaseChunkMax held events that a tick or one entry may release; before other entries than ticks
 *     only a few go on, so that ingestion never stops
 * @param heldEventsMax events held at one time; beyond it an event goes through at once
 * @param dedupeFor how long a uuid is remembered, in log time
 * @param queryRowsMax most rows a query answers (contract S 6.2)
 * @param queryRowsDefault rows a query without LIMIT answers (contract S 6.2)
 * @param queryFor how long a query may run
 * @param queryBytesMax largest query request, in bytes
 * @param feedItemsMax items the live feed keeps for a page that opens later
 * @param feedReadersMax live pages open at one time
 * @param settingsBytesMax largest request that changes a project or a key, in bytes
 * @param personsPageMax most persons, or events of one person, in one answer
 * @param personsLookedAtMax most persons looked at for one answer of a search
 * @param erasedMax most persons erased by one request
 * @param erasuresEvery how often files are made anew so that nothing erased is left in them
 * @param stalledAfter a stage with work and without progress for so long turns the health red
 * @param connections what connections may do
 * @param recordingBytesMax largest body with parts of recordings, in bytes as sent and inflated (contract S 1.8)
 * @param importChunkEntries entries of an import that go into the log at one time
 * @param importBacklogMax an import waits while so many entries are unprocessed
 * @param importBytesMax bytes of imports that may wait for that together; beyond it the door says 503
 * @param warningsKept the newest ingestion warnings kept of each type in a project
 * @param warningsKeptFor how long an ingestion warning is kept, in log time
 * @param actsKept the newest administrative acts kept
 * @param keyUsesKeptFor how long the counts of a key's uses are kept
 * @param exportsMax exports under way at one time
 * @param parquetRowsMax rows in one Parquet file; further ones are in the next
 * @param importChunkBytesMax bytes of a line that is taken in from a file, and sixteen times those of several lines together
 * @param importChunkRowsMax lines taken in at one time from a file
 * @param retentionRowsMax events forgotten at one time, so that writing goes on
 * @param retentionEvery how often it is looked for events to forget
 * @param budgetKeeps the newest events that no disk budget makes forget
 * @param columns when a property gets a column of its own
 */
public record Limits(
    int bodyBytesMax,
    int inflatedBytesMax,
    int eventBytesMax,
    int batchEventsMax,
    int nestingMax,
    int distinctIdCharsMax,
    int eventNameCharsMax,
    int tokenCharsMax,
    int groupKeyCharsMax,
    int groupTypesMax,
    int personBytesMax,
    long inFlightBytesMax,
    int logQueueEntriesMax,
    int processBatchMax,
    int processBatchBytesMax,
    int releaseChunkMax,
    int heldEventsMax,
    Duration dedupeFor,
    int queryRowsMax,
    int queryRowsDefault,
    Duration queryFor,
    int queryBytesMax,
    int feedItemsMax,
    int feedReadersMax,
    int settingsBytesMax,
    int personsPageMax,
    int personsLookedAtMax,
    int erasedMax,
    Duration erasuresEvery,
    Duration stalledAfter,
    Connections connections,
    int recordingBytesMax,
    int importChunkEntries,
    int importBacklogMax,
    int importBytesMax,
    int warningsKept,
    Duration warningsKeptFor,
    int actsKept,
    Duration keyUsesKeptFor,
    int exportsMax,
    int parquetRowsMax,
    int importChunkBytesMax,
    int importChunkRowsMax,
    int retentionRowsMax,
    Duration retentionEvery,
    Duration budgetKeeps,
    ColumnRules columns) {

  /** What the program runs with. */
  public static final Limits STANDARD = new Limits(
      20 << 20,
      20 << 20,
      1_000_000,
      50_000,
      100,
      200,
      200,
      64,
      400,
      5,
      655_360,
      64L << 20,
      100_000,
      1_000,
      4 << 20,
      200,
      1_000_000,
      Duration.ofDays(7),
      50_000,
      100,
      Duration.ofSeconds(30),
      1 << 20,
      500,
      64,
      16 << 10,
      1_000,
      10_000,
      1_000,
      Duration.ofMinutes(10),
      Duration.ofSeconds(30),
      Connections.STANDARD,
      25 << 20,
      1_000,
      1_000,
      16 << 20,
      10_000,
      Duration.ofDays(90),
      10_000,
      Duration.ofDays(400),
      2,
      500_000,
      32 << 20,
      1_000,
      20_000,
      Duration.ofMinutes(1),
      Duration.ofDays(3),
      ColumnRules.STANDARD);
}
