package dev.hedgerow.server.query;

import dev.hedgerow.server.event.Warning;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** What became of a project's events on their way in. Safe from any thread. */
public interface IngestionReads {
  /** Events that count neither as anonymous nor as identified (contract S 4), besides those of {@link #UNCOUNTED_PREFIX}. */
  Set<String> UNCOUNTED = Set.of(
      "$feature_flag_called",
      "survey sent",
      "survey shown",
      "survey dismissed",
      "$exception",
      "$experiment_exposure",
      EventFilter.RECORDING);

  /** How the names of events about language models begin, which are not counted either. */
  String UNCOUNTED_PREFIX = "$ai_";

  /** Returns the days of that zone from the first to the last that have events, in order. */
  List<DayUsage> usage(int projectId, LocalDate first, LocalDate last, ZoneId zone)
      throws IOException;

  /**
   * Returns the warnings noticed since then by type, the type with the newest first.
   *
   * @param samples how many of each are returned whole
   */
  List<WarningSummary> warnings(int projectId, Instant since, int samples) throws IOException;

  /** Returns the warnings of one type noticed since then, newest first, after so many, and at most that many. */
  List<Warning> warnings(int projectId, String type, Instant since, int after, int limit)
      throws IOException;

  /**
   * Returns the warnings of events of those distinct ids whose type begins so, newest first, and at most that many.
   *
   * @param prefix how the types begin, such as {@code cannot_merge_}
   */
  List<Warning> warningsOf(int projectId, String prefix, Collection<String> distinctIds, int limit)
      throws IOException;
}
