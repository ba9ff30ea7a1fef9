package dev.hedgerow.server.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Somebody who comes to the shop, perhaps again, perhaps with another machine. */
final class Shopper implements Visitor {
  private static final double REGULAR = 0.1;
  private static final int REGULAR_FIRST_DAYS = 20;
  private static final Duration BACK_AFTER = Duration.ofHours(60);
  private static final Duration REGULAR_BACK_AFTER = Duration.ofHours(80);
  private static final double SECOND_MACHINE = 0.22;
  private static final double OFFICE = 0.06;

  private final int number;
  private final Days days;
  private final Chance chance;
  private final Place place;
  private final Channel channel;
  private final boolean regular;
  private final @Nullable Company company;
  private final String layout;
  private final List<Device> devices = new ArrayList<>();
  private final List<Product> cart = new ArrayList<>();
  private @Nullable Account account;
  private int visits;
  private @Nullable Instant next;

  Shopper(int number, Days days, Chance chance) {
    this.number = number;
    this.days = days;
    this.chance = chance;
    this.place = Place.ALL.pick(chance);
    this.regular = chance.hit(REGULAR);
    int day =
        regular ? chance.below(chance.hit(0.5) ? 3 : REGULAR_FIRST_DAYS) : days.arrival(chance);
    this.channel =
        Days.isSale(day) && chance.hit(0.4) ? Channel.SALE_MAIL : Channel.USUAL.pick(chance);
    this.company = channel.isForOffices() || chance.hit(OFFICE) ? chance.one(Company.ALL) : null;
    this.layout = chance.hit(0.5) ? "test" : "control";
    this.next = days.moment(day, place.zone(), chance);
    if (regular) {
      account = Account.of(number, company, chance);
    }
  }

  @Override
  public @Nullable Instant next() {
    return next;
  }

  @Override
  public void visit(Out out) {
    Instant at = next;
    if (at == null) {
      return;
    }
    Channel by = visits == 0 || chance.hit(0.25) ? channel : Channel.again();
    Tab tab = new Tab(device(by, at), by, layout, at, chance, out);
    boolean stayed = new Visit(this, tab, by.keen(), chance, new Backend(chance, out))
        .run(by.landing().pick(chance));
    visits++;
    double again = account != null ? regular ? 0.9 : 0.74 : stayed ? 0.42 : 0.14;
    Duration after = chance.around(regular ? REGULAR_BACK_AFTER : BACK_AFTER);
    next = chance.hit(again) ? days.later(tab.now(), after, place.zone(), chance) : null;
  }

  private Device device(Channel by, Instant at) {
    boolean another =
        devices.isEmpty() || (devices.size() == 1 && account != null && chance.hit(SECOND_MACHINE));
    if (another) {
      boolean handheld = devices.isEmpty()
          ? chance.hit(company == null ? by.handheld() : 0.15)
          : devices.get(0).machine().kind().equals("Desktop");
      Machine machine = (handheld ? Machine.HANDS : Machine.DESKS).pick(chance);
      devices.add(new Device(machine, place, at, chance));
      return devices.get(devices.size() - 1);
    }
    return chance.one(devices);
  }

  List<Product> cart() {
    return cart;
  }

  @Nullable
  Account account() {
    return account;
  }

  boolean isForOffice() {
    return company != null;
  }

  boolean isFirstVisit() {
    return visits == 0;
  }

  boolean hasNewCheckout() {
    return layout.equals("test");
  }

  /** Makes the account of who has none. */
  Account open() {
    Account made = Account.of(number, company, chance);
    account = made;
    return made;
  }

  String order(Instant at) {
    return "R" + at.getEpochSecond() % 100_000_000 + "-" + number;
  }
}
