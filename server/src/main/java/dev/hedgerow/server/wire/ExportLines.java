package dev.hedgerow.server.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import dev.hedgerow.server.event.JsonText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rows of an export as text, a line each. Safe from any thread. */
public enum ExportLines {
  /** A JSON object a line. */
  NDJSON {
    @Override
    public byte[] head(List<String> columns) {
      return new byte[0];
    }

    @Override
    public byte[] lines(List<String> columns, List<List<@Nullable Object>> rows)
        throws IOException {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try (JsonGenerator to = Json.MAPPER.createGenerator(out)) {
        to.setRootValueSeparator(null);
        for (List<@Nullable Object> row : rows) {
          to.writeStartObject();
          for (int i = 0; i < columns.size(); i++) {
            to.writeFieldName(columns.get(i));
            json(to, row.get(i));
          }
          to.writeEndObject();
          to.writeRaw('\n');
        }
      }
      return out.toByteArray();
    }
  },

  /**
   * Comma-separated values with a line of names, JSON in a cell where a value is no plain one. A text that a spreadsheet
   * would take for a formula begins with {@code '}, so this is for people and not for getting everything back.
   */
  CSV {
    @Override
    public byte[] head(List<String> columns) throws IOException {
      return csv(columns, List.of(), true);
    }

    @Override
    public byte[] lines(List<String> columns, List<List<@Nullable Object>> rows)
        throws IOException {
      return csv(columns, rows, false);
    }
  };

  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
  private static final CsvFactory FACTORY = CsvFactory.builder()
      .enable(CsvGenerator.Feature.ALWAYS_QUOTE_EMPTY_STRINGS)
      .build();
  private static final String FORMULA_BEGINS = "=+-@\t\r\n";

  /** Returns what stands before all rows. */
  public abstract byte[] head(List<String> columns) throws IOException;

  /** Returns those rows' lines. */
  public abstract byte[] lines(List<String> columns, List<List<@Nullable Object>> rows)
      throws IOException;

  /** Returns a moment as it stands in a line, to the microsecond. */
  static String moment(Instant at) {
    return MOMENT.format(at);
  }

  private static void json(JsonGenerator to, @Nullable Object cell) throws IOException {
    if (cell instanceof JsonText json) {
      to.writeRawValue(json.text());
    } else if (cell instanceof Instant at) {
      to.writeString(moment(at));
    } else if (cell instanceof UUID uuid) {
      to.writeString(uuid.toString());
    } else if (cell instanceof String text) {
      to.writeString(text);
    } else {
      Json.MAPPER.writeValue(to, cell);
    }
  }

  private static byte[] csv(
      List<String> columns, List<List<@Nullable Object>> rows, boolean withNames)
      throws IOException {
    CsvSchema.Builder schema = CsvSchema.builder().setUseHeader(withNames).setLineSeparator("\r\n");
    columns.forEach(schema::addColumn);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (CsvGenerator to = FACTORY.createGenerator(out)) {
      to.setSchema(schema.build());
      if (withNames && rows.isEmpty()) {
        to.writeStartArray();
        to.writeEndArray();
      }
      for (List<@Nullable Object> row : rows) {
        to.writeStartArray();
        for (Object cell : row) {
          csv(to, cell);
        }
        to.writeEndArray();
      }
    }
    return out.toByteArray();
  }

  private static void csv(CsvGenerator to, @Nullable Object cell) throws IOException {
    if (cell == null) {
      to.writeNull();
    } else if (cell instanceof Integer number) {
      to.writeNumber(number);
    } else if (cell instanceof Long number) {
      to.writeNumber(number);
    } else if (cell instanceof Boolean flag) {
      to.writeBoolean(flag);
    } else {
      to.writeString(plain(text(cell)));
    }
  }

  private static String text(Object cell) {
    if (cell instanceof Instant at) {
      return moment(at);
    }
    if (cell instanceof JsonText json) {
      return json.text();
    }
    return cell instanceof String || cell instanceof UUID ? cell.toString() : Json.text(cell);
  }

  /** Returns the text so that no spreadsheet calculates it. */
  static String plain(String text) {
    return !text.isEmpty() && FORMULA_BEGINS.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
  }
}
