package dev.hedgerow.demo;

import java.io.IOException;

/** The table itself, checked with the original: whatever it says is not only our opinion. */
@Needs({Program.CHROMIUM, Program.NPM})
final class EveryElementOfOfficialSdkTest extends EveryElementContract {

  @Override
  Hand hand() {
    return new Chromium();
  }

  @Override
  void prepare(Journey journey) throws IOException {
    OfficialSnippet.serve(journey.proxy);
  }
}
