package dev.hedgerow.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class MainTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "host",
        "port",
        "data",
        "buffer-delay",
        "project-token",
        "api-key",
        "script-path",
        "ingest-path",
        "log-format",
        "geoip",
        "disk-budget"
      })
  void helpNamesEveryOptionAndItsVariable(String option) {
    assertThat(Main.commandLine().getUsageMessage(CommandLine.Help.Ansi.OFF))
        .contains("--" + option)
        .contains("HEDGEROW_" + option.replace('-', '_').toUpperCase(java.util.Locale.ROOT));
  }

  @ParameterizedTest
  @CsvSource({
    "--disk-budget,much,a size such as 500MB",
    "--disk-budget,-1GB,a size such as 500MB",
    "--query-memory,10MB,a query memory of 256 MB or more",
    "--port,70000,a port from 0 to 65535",
    "--buffer-delay,soon,a time such as 60s",
    "--buffer-delay,-5s,a buffer delay from 0",
    "--project-token,abc,a project token of phc_",
    "--api-key,abc,an API key of phx_",
    "--script-path,/static/array.js,a script path such as /js/site.js",
    "--script-path,/js/site.css,a script path such as /js/site.js",
    "--log-format,xml,expected one of",
    "--ingest-path,/e,an ingest path such as /collect",
    "--ingest-path,collect/../x,an ingest path such as /collect"
  })
  void wrongArgumentsExitWithTwoAndSayWhatWasExpected(String option, String value, String said) {
    StringWriter err = new StringWriter();
    CommandLine line = Main.commandLine().setErr(new PrintWriter(err));
    assertThat(line.execute(option + "=" + value)).isEqualTo(2);
    assertThat(err.toString()).contains(said);
  }

  @Test
  void versionIsPrinted() {
    StringWriter out = new StringWriter();
    assertThat(Main.commandLine().setOut(new PrintWriter(out)).execute("--version"))
        .isZero();
    assertThat(out.toString()).startsWith("hedgerow ");
  }
}
