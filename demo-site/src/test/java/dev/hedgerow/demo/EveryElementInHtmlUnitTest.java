package dev.hedgerow.demo;

final class EveryElementInHtmlUnitTest extends EveryElementContract {

  @Override
  Hand hand() {
    return new Visitor();
  }
}
