package dev.hedgerow.demo;

final class SecretsInHtmlUnitTest extends SecretsContract {

  @Override
  Hand hand() {
    return new Visitor();
  }
}
