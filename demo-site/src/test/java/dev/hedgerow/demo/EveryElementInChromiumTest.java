package dev.hedgerow.demo;

@Needs(Program.CHROMIUM)
final class EveryElementInChromiumTest extends EveryElementContract {

  @Override
  Hand hand() {
    return new Chromium();
  }
}
