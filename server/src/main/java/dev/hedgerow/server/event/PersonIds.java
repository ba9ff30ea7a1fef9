package dev.hedgerow.server.event;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.NameBasedGenerator;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** The person id a distinct id has by itself (contract S 2.3), before any merge. */
public final class PersonIds {
  private static final UUID NAMESPACE = UUID.fromString("932979b4-65c3-4424-8467-0b66ec27bc22");
  private static final NameBasedGenerator GENERATOR = Generators.nameBasedGenerator(NAMESPACE);

  private PersonIds() {}

  /** Returns the UUIDv5 of {@code <projectId>:<distinctId>}. Safe from any thread. */
  public static UUID of(IdKey key) {
    String name = key.projectId() + ":" + key.distinctId();
    return GENERATOR.generate(name.getBytes(StandardCharsets.UTF_8));
  }
}
