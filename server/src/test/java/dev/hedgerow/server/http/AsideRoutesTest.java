package dev.hedgerow.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What was set aside is shown and tried again, to holders of a key only. */
class AsideRoutesTest {
  private DoorOnTrial trial;

  @BeforeEach
  void open() throws IOException {
    trial = new DoorOnTrial();
    trial.aside = new Aside() {
      @Override
      public List<Item> first(int max) {
        return List.of(new Item(7, "damaged in the log", 0));
      }

      @Override
      public int replay() {
        return 1;
      }
    };
  }

  @AfterEach
  void close() throws IOException {
    trial.close();
  }

  private HttpResponse<String> ask(HttpRequest.Builder request) throws Exception {
    return trial.send(request.header("Authorization", "Bearer " + DoorOnTrial.KEY));
  }

  @Test
  void holdersOfAKeySeeItAndTryItAgain() throws Exception {
    assertThat(ask(trial.to("/api/set_aside").GET()).body())
        .contains("\"position\":7", "\"reason\":\"damaged in the log\"", "\"bytes\":0");
    assertThat(ask(trial.post("/api/set_aside/replay", "")).body()).isEqualTo("{\"tried\":1}");
  }

  @Test
  void nobodyElseDoes() throws Exception {
    assertThat(trial.send(trial.to("/api/set_aside").GET()).statusCode()).isEqualTo(401);
    assertThat(trial.send(trial.post("/api/set_aside/replay", "")).statusCode()).isEqualTo(401);
    assertThat(ask(trial.to("/api/set_aside/replay").GET()).statusCode()).isEqualTo(405);
  }
}
