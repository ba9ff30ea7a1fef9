package dev.hedgerow.server.insight.funnel;

import java.util.Arrays;
import java.util.List;

/** Cohorts that each project of {@link FunnelsReferenceTest} has; persons are called by it and their number. */
enum FunnelCohort {
  EVEN,
  FIRST;

  /** Returns its id in a project. */
  int id(int project) {
    return 10 * project + ordinal() + 1;
  }

  /** Returns whether somebody is in it. */
  boolean has(String who) {
    int number = Integer.parseInt(who.substring(who.indexOf('-') + 1));
    return this == EVEN ? number % 2 == 0 : number < 4;
  }

  /** Returns whether somebody is in a cohort as answers tell it. */
  static boolean holds(Object told, String who) {
    return told.equals("all")
        || Arrays.stream(values())
            .anyMatch(
                one -> told instanceof Integer id && id % 10 == one.ordinal() + 1 && one.has(who));
  }

  /** Returns who of those is in it. */
  List<String> of(List<String> people) {
    return people.stream().filter(this::has).toList();
  }
}
