package dev.hedgerow.server.catalog;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The links' twin in memory: durable for as long as it is referenced. */
public final class InMemoryShares implements Shares {
  private final List<Share> shares = new ArrayList<>();

  @Override
  public synchronized void begin(Share share) {
    end(share.kind(), share.projectId(), share.thingId());
    shares.add(share);
  }

  @Override
  public synchronized boolean end(Share.Kind kind, int projectId, int thingId) {
    return shares.removeIf(share -> is(share, kind, projectId, thingId));
  }

  private static boolean is(Share share, Share.Kind kind, int projectId, int thingId) {
    return share.kind() == kind && share.projectId() == projectId && share.thingId() == thingId;
  }

  @Override
  public synchronized @Nullable Share of(Share.Kind kind, int projectId, int thingId) {
    return shares.stream()
        .filter(share -> is(share, kind, projectId, thingId))
        .findFirst()
        .orElse(null);
  }

  @Override
  public synchronized @Nullable Share byHash(String hash) {
    return shares.stream()
        .filter(share -> share.hash().equals(hash))
        .findFirst()
        .orElse(null);
  }
}
