package dev.hedgerow.demo;

@Needs(Program.CHROMIUM)
final class SecretsInChromiumTest extends SecretsContract {

  @Override
  Hand hand() {
    return new Chromium();
  }
}
