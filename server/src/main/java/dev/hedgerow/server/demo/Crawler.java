package dev.hedgerow.server.demo;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A program that reads some pages, once; the server tells it by its user agent. */
final class Crawler implements Visitor {
  private static final int PAGES_MAX = 9;

  private final Chance chance;
  private final Place place;
  private @Nullable Instant next;

  Crawler(Days days, Chance chance) {
    this.chance = chance;
    this.place = Place.ALL.all().get(0);
    this.next = days.moment(chance.below(Days.BEFORE + 1), place.zone(), chance);
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
    next = null;
    Device device = new Device(Machine.BOTS.pick(chance), place, at, chance);
    Tab tab = new Tab(device, Channel.again(), "control", at, chance, out);
    tab.view("/", Visit.HOME);
    for (int pages = 1 + chance.below(PAGES_MAX); pages > 0; pages--) {
      tab.restMillis(200, 1_500);
      Product product = Product.ALL.pick(chance);
      tab.view(product.path(), product.name());
    }
  }
}
