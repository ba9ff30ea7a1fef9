package dev.hedgerow.server.process;

import com.maxmind.db.CHMCache;
import com.maxmind.db.Reader;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where an address is, by a MaxMind database (contract S 9). Nothing is asked of the network. */
public final class Places implements Closeable {
  /** The fifteen names under which a place is told, in the contract's order. */
  static final List<String> NAMES = Stream.of(
          ("city_name city_confidence country_name country_code continent_name continent_code"
                  + " postal_code latitude longitude accuracy_radius time_zone subdivision_1_code"
                  + " subdivision_1_name subdivision_2_code subdivision_2_name")
              .split(" "))
      .map(name -> "$geoip_" + name)
      .toList();

  private static final Pattern ADDRESS =
      Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|(?=.*:)[0-9A-Fa-f:][0-9A-Fa-f:.]{1,44}");
  private static final int IPV4_BYTES = 4;

  private final Path file;
  private final Reader reader;

  private Places(Path file, Reader reader) {
    this.file = file;
    this.reader = reader;
  }

  /**
   * Opens a database.
   *
   * @throws IOException if it cannot be read, or is none
   */
  public static Places open(Path file) throws IOException {
    try {
      return new Places(file, new Reader(file.toFile(), new CHMCache()));
    } catch (IOException | RuntimeException e) { // a hostile file may make it stumble anywhere
      throw new IOException("expected a MaxMind database but found another file at " + file, e);
    }
  }

  /** Returns the first file in a folder, by name, that ends in {@code .mmdb}, or null. */
  public static @Nullable Path find(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".mmdb") && Files.isRegularFile(file))
          .sorted()
          .findFirst()
          .orElse(null);
    }
  }

  /** Returns the file, and the kind of database it says it is. */
  @Override
  public String toString() {
    return file.toAbsolutePath().normalize() + " (" + reader.getMetadata().databaseType() + ")";
  }

  /**
   * Returns what is known of an address, under the names of {@link #NAMES} that have a value; empty for an unknown or
   * private address and for a text that is none.
   *
   * @throws IOException if the database is damaged there
   */
  Map<String, @Nullable Object> of(String address) throws IOException {
    if (!ADDRESS.matcher(address).matches()) { // a name would be asked of the network
      return Map.of();
    }
    try {
      InetAddress parsed = InetAddress.getByName(address);
      if (parsed.getAddress().length > IPV4_BYTES && reader.getMetadata().ipVersion() == 4) {
        return Map.of();
      }
      Map<?, ?> found = reader.get(parsed, Map.class);
      return found == null ? Map.of() : place(found);
    } catch (java.net.UnknownHostException e) {
      return Map.of();
    } catch (RuntimeException e) {
      throw new IOException("expected a sound record in the place database", e);
    }
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }

  private static Map<String, @Nullable Object> place(Map<?, ?> record) {
    Map<String, @Nullable Object> place = new LinkedHashMap<>();
    Object[] values = {
      english(record, "city"),
      at(record, "city", "confidence"),
      english(record, "country"),
      at(record, "country", "iso_code"),
      english(record, "continent"),
      at(record, "continent", "code"),
      at(record, "postal", "code"),
      at(record, "location", "latitude"),
      at(record, "location", "longitude"),
      at(record, "location", "accuracy_radius"),
      at(record, "location", "time_zone"),
      at(subdivision(record, 0), "iso_code"),
      at(subdivision(record, 0), "names", "en"),
      at(subdivision(record, 1), "iso_code"),
      at(subdivision(record, 1), "names", "en")
    };
    for (int i = 0; i < values.length; i++) {
      if (values[i] instanceof String || values[i] instanceof Number) {
        place.put(NAMES.get(i), plain(values[i]));
      }
    }
    return place;
  }

  private static Object plain(Object value) {
    return value instanceof Integer number ? (Object) number.longValue() : value;
  }

  private static @Nullable Object english(Map<?, ?> record, String part) {
    return at(record, part, "names", "en");
  }

  private static @Nullable Object subdivision(Map<?, ?> record, int index) {
    return record.get("subdivisions") instanceof List<?> list && list.size() > index
        ? list.get(index)
        : null;
  }

  private static @Nullable Object at(@Nullable Object from, String... names) {
    Object found = from;
    for (String name : names) {
      found = found instanceof Map<?, ?> map ? map.get(name) : null;
    }
    return found;
  }
}
