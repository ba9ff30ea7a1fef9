package dev.hedgerow.server.insight.funnel;

import java.util.Arrays;
import java.util.List;

/** Cohorts that each project of {@link FunnelsReferenceTest} has; persons are called by it and their number. */
enum FunnelCohort {
  EVEN(1),
  FIRST(2);

  private final int number;

  FunnelCohort(int number) {
    this.number = number;
  }

  /** Returns its id in a project. */
  int id(int project) {
    return 10 * project + number;
  }

  /** Returns whether somebody is in it. */
  boolean has(String who) {
    int person = Integer.parseInt(who.substring(who.indexOf('-') + 1));
    return this == EVEN ? person % 2 == 0 : person < 4;
  }

  /** Returns whether somebody is in a cohort as answers tell it. */
  static boolean holds(Object told, String who) {
    return told.equals("all")
        || Arrays.stream(values())
            .anyMatch(one -> told instanceof Integer id && id % 10 == one.number && one.has(who));
  }

  /** Returns who of those is in it. */
  List<String> of(List<String> people) {
    return people.stream().filter(this::has).toList();
  }
}
