package dev.hedgerow.server;

import dev.hedgerow.server.wire.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** How the program's own log is written. */
enum LogFormat {
  /** A line for people. */
  text,
  /** A JSON object a line. */
  json;

  /** Has all that is logged from now on written that way. */
  void use() {
    if (this == json) {
      for (Handler handler : Logger.getLogger("").getHandlers()) {
        handler.setFormatter(new Lines());
      }
    }
  }

  /** One object a line: {@code time level logger message}, and {@code error} with its trace. */
  static final class Lines extends Formatter {
    @Override
    public String format(LogRecord record) {
      Map<String, @Nullable Object> line = new LinkedHashMap<>();
      line.put("time", record.getInstant().toString());
      line.put("level", record.getLevel().getName());
      line.put("logger", record.getLoggerName());
      line.put("message", formatMessage(record));
      if (record.getThrown() != null) {
        StringWriter trace = new StringWriter();
        record.getThrown().printStackTrace(new PrintWriter(trace));
        line.put("error", trace.toString());
      }
      return Json.text(line) + "\n";
    }
  }
}
