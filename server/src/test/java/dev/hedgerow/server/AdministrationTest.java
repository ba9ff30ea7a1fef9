package dev.hedgerow.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Projects and keys by the command line, against a running server. */
class AdministrationTest {
  @TempDir
  Path folder;

  private String said = "";

  private int run(String... arguments) {
    StringWriter out = new StringWriter();
    CommandLine line = Main.commandLine().setErr(new PrintWriter(out)).setOut(new PrintWriter(out));
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--data", folder.toString()));
    int code = line.execute(all.toArray(String[]::new));
    said = out.toString();
    return code;
  }

  @Test
  void projectsAndKeysAreMadeListedChangedAndEnded() throws IOException {
    SettableTime time = new SettableTime(Instant.parse("2026-03-01T10:00:00Z"));
    Config config = Config.standard(folder)
        .withPort(0)
        .withSecrets("phc_by_command_line", "phx_by_command_line_0123");
    try (Server server = Server.start(config, time, time)) {
      assertThat(server.project().id()).isEqualTo(1);
      assertThat(run("project", "create", "Garden")).as(said).isZero();
      assertThat(run("project", "list")).isZero();
      assertThat(said.lines())
          .satisfiesExactly(
              line -> assertThat(line).isEqualTo("1\tphc_by_command_line\tMy first project"),
              line -> assertThat(line).startsWith("2\tphc_").endsWith("\tGarden"));

      assertThat(run("project", "rotate", "1", "--grace", "1h")).as(said).isZero();
      assertThat(said).startsWith("1\tphc_").doesNotContain("phc_by_command_line");

      assertThat(run(
              "project",
              "settings",
              "1",
              "drop_bots=true",
              "time_zone=Europe/Berlin",
              "retention_days=30",
              "allowed_origins=https://a.example,https://b.example"))
          .as(said)
          .isZero();
      assertThat(said.lines())
          .contains(
              "drop_bots=true",
              "time_zone=Europe/Berlin",
              "retention_days=30",
              "allowed_origins=https://a.example,https://b.example",
              "discard_ips=false");
      assertThat(run("project", "settings", "1", "drop_bots=perhaps")).isEqualTo(1);
      assertThat(said).contains("the server said: expected true or false");

      assertThat(run("key", "create", "report", "--scope", "read", "--project", "2"))
          .as(said)
          .isZero();
      assertThat(said.lines())
          .satisfiesExactly(
              line -> assertThat(line).isEqualTo("2\tread\t[2]\tnever used\topen\treport"),
              line -> assertThat(line).matches("phx_[0-9A-Za-z]{43}"));
      assertThat(run("key", "revoke", "2")).isZero();
      assertThat(run("key", "list")).isZero();
      assertThat(said).contains("1\tadmin\tall", "revoked\treport").doesNotContain("phx_");
      assertThat(run("key", "revoke", "1")).isEqualTo(1);
      assertThat(said).contains("the last key that can make keys");
    }
  }

  @Test
  void withoutAServerThatIsSaid() {
    assertThat(run("project", "list")).isEqualTo(1);
    assertThat(said).contains("expected a running server on");
    assertThat(run("key", "nothing")).isEqualTo(2);
    assertThat(run("project")).isEqualTo(2);
  }
}
