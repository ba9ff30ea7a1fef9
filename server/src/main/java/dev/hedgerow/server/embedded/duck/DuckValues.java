package dev.hedgerow.server.embedded.duck;

import dev.hedgerow.server.wire.Json;
import java.io.IOException;
import java.math.BigInteger;
import java.sql.Array;
import java.sql.Blob;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.duckdb.DuckDBStruct;
import org.duckdb.JsonNode;
import org.jspecify.annotations.Nullable;

/** The engine's values as plain JSON values. */
final class DuckValues {
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'");

  private DuckValues() {}

  /** Returns a cell; {@code type} is its column's type in the engine's words. */
  static @Nullable Object of(ResultSet row, int column, String type)
      throws SQLException, IOException {
    if (type.equals("TIMESTAMP")) {
      return of(row.getObject(column, LocalDateTime.class));
    }
    return of(row.getObject(column));
  }

  private static @Nullable Object of(@Nullable Object value) throws SQLException, IOException {
    if (value == null || value instanceof String || value instanceof Boolean) {
      return value;
    }
    if (value instanceof Number number) {
      return number(number);
    }
    if (value instanceof JsonNode json) {
      return Json.object("{\"v\":" + json + "}").get("v");
    }
    if (value instanceof DuckDBStruct struct) {
      return object(struct.getMap());
    }
    if (value instanceof Map<?, ?> map) {
      return object(map);
    }
    if (value instanceof Array array) {
      return list(Arrays.asList((Object[]) array.getArray()));
    }
    return value instanceof List<?> list ? list(list) : text(value);
  }

  private static @Nullable Object number(Number number) {
    if (number instanceof Double || number instanceof Float) {
      return Double.isFinite(number.doubleValue()) ? number : null;
    }
    if (number instanceof BigInteger big) {
      return big.bitLength() < Long.SIZE ? (Object) big.longValue() : big.toString();
    }
    return number;
  }

  private static Map<String, @Nullable Object> object(Map<?, ?> map)
      throws SQLException, IOException {
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      out.put(String.valueOf(of(entry.getKey())), of(entry.getValue()));
    }
    return out;
  }

  private static List<@Nullable Object> list(List<?> list) throws SQLException, IOException {
    List<@Nullable Object> out = new ArrayList<>();
    for (Object item : list) {
      out.add(of(item));
    }
    return out;
  }

  private static String text(Object value) throws SQLException {
    if (value instanceof LocalDateTime at) {
      return MOMENT.format(at);
    }
    if (value instanceof OffsetDateTime at) {
      return MOMENT.format(at.withOffsetSameInstant(ZoneOffset.UTC));
    }
    if (value instanceof Timestamp at) {
      return MOMENT.format(at.toLocalDateTime());
    }
    if (value instanceof Blob blob) {
      return HexFormat.of().formatHex(blob.getBytes(1, (int) blob.length()));
    }
    return value.toString();
  }
}
