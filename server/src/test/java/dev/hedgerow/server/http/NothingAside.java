package dev.hedgerow.server.http;

import java.util.List;

/** A server that has nothing set aside. */
final class NothingAside implements Aside {
  @Override
  public List<Item> first(int max) {
    return List.of();
  }

  @Override
  public int replay() {
    return 0;
  }
}
