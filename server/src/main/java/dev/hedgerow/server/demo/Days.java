package dev.hedgerow.server.demo;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The thirty days and today: how busy each is, and when on a day people come. */
final class Days {
  static final int BEFORE = 30;
  private static final double GROWTH = 0.8;
  private static final double WEEKEND = 0.62;
  private static final double FRIDAY = 0.9;
  private static final double AFTER_WEEKEND = 0.45;
  private static final double SALE = 1.75;
  private static final int SALE_BEGINS = 16;
  private static final int SALE_DAYS = 4;

  /** How busy each hour of a day is, from midnight on, where the visitor lives. */
  private static final double[] HOURS = {
    6, 3, 2, 1, 1, 2, 6, 14, 28, 42, 50, 52, 55, 50, 46, 46, 44, 42, 44, 50, 58, 54, 36, 16
  };

  private final LocalDate first;
  private final Weighted<Integer> arrivals = new Weighted<>();
  private final Weighted<Integer> hours = new Weighted<>();

  /** Makes the days that end with that one. */
  Days(LocalDate last) {
    this.first = last.minusDays(BEFORE);
    for (int day = 0; day <= BEFORE; day++) {
      arrivals.with(weight(day), day);
    }
    for (int hour = 0; hour < HOURS.length; hour++) {
      hours.with(HOURS[hour], hour);
    }
  }

  private double weight(int day) {
    DayOfWeek weekday = first.plusDays(day).getDayOfWeek();
    double ofWeek = isWeekend(weekday) ? WEEKEND : weekday == DayOfWeek.FRIDAY ? FRIDAY : 1;
    return ofWeek * (1 + GROWTH * day / BEFORE) * (isSale(day) ? SALE : 1);
  }

  private static boolean isWeekend(DayOfWeek weekday) {
    return weekday.compareTo(DayOfWeek.SATURDAY) >= 0;
  }

  static boolean isSale(int day) {
    return day >= SALE_BEGINS && day < SALE_BEGINS + SALE_DAYS;
  }

  Instant start() {
    return first.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  /** Returns a day on which somebody comes for the first time, from 0. */
  int arrival(Chance chance) {
    return arrivals.pick(chance);
  }

  /** Returns a moment of a day, when somebody who lives there is likely to be awake. */
  Instant moment(int day, ZoneId zone, Chance chance) {
    return within(first.plusDays(day), zone, chance);
  }

  /** Returns when somebody comes back after about that time. */
  Instant later(Instant from, Duration about, ZoneId zone, Chance chance) {
    Instant then = from.plus(about);
    LocalDate day = then.atZone(zone).toLocalDate();
    boolean later = isWeekend(day.getDayOfWeek()) && chance.hit(AFTER_WEEKEND);
    Instant better = within(later ? day.plusDays(2) : day, zone, chance);
    return better.isAfter(from.plus(Duration.ofHours(1))) ? better : then.plus(Duration.ofHours(1));
  }

  private Instant within(LocalDate day, ZoneId zone, Chance chance) {
    Instant then = day.atStartOfDay(zone)
        .toInstant()
        .plus(Duration.ofHours(hours.pick(chance)))
        .plusMillis(chance.below(3_600_000));
    return then.isBefore(start()) ? then.plus(Duration.ofDays(1)) : then;
  }
}
