package dev.hedgerow.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

final class SdkSignUpsTest {

  @Test
  void officialSdkSendsTheSignUpAtOnceForTheAddress() throws IOException {
    try (RecordingProxy server = RecordingProxy.alone();
        SdkSignUps signUps = new SdkSignUps(SiteConfig.local(server.url(), "phc_test"))) {
      signUps.signedUp("alice@example.com", "plot");

      Await.until(
          () -> server.requests().stream().anyMatch(request -> request.target().equals("/batch")),
          () -> "a batch, found " + server.requests());
      assertThat(server.requests())
          .filteredOn(request -> request.target().equals("/batch"))
          .singleElement()
          .extracting(Recorded::body)
          .asString()
          .contains(
              "\"api_key\":\"phc_test\"", "\"signed_up\"", "\"alice@example.com\"", "\"plot\"");
    }
  }
}
