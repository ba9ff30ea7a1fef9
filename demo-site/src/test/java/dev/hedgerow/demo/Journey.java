package dev.hedgerow.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * Server, recording proxy and site together: what a test needs before anybody visits. The site tells
 * the server through the proxy, and a sign-up is answered only once the server has its event.
 */
final class Journey implements AutoCloseable {

  /** Page views and clicks, and nothing that a test did not ask for. */
  static final SnippetOptions PLAIN = SnippetOptions.STANDARD
      .with("request_queue_config", SnippetOptions.SHORT_BATCHES)
      .with("opt_out_useragent_filter", "true")
      .with("capture_pageleave", "false");

  /** Appended to an address: a page that captures nothing of its own accord. */
  static final String QUIETLY = "?capture_pageview=false&autocapture=false";

  final Hedgerow server;
  final RecordingProxy proxy;
  private final SdkSignUps sdk;
  private final DemoSite site;

  private Journey(Hedgerow server, SnippetOptions options) throws IOException {
    this.server = server;
    this.proxy = RecordingProxy.inFrontOf(server.url());
    SiteConfig config = SiteConfig.local(proxy.url(), Hedgerow.TOKEN).withSnippet(options);
    this.sdk = new SdkSignUps(config);
    this.site = DemoSite.start(config, this::signedUp);
  }

  static Journey start(Path data, SnippetOptions options) throws IOException {
    return new Journey(Hedgerow.start(data), options);
  }

  static Journey start(Path data, SnippetOptions options, Duration bufferDelay) throws IOException {
    return new Journey(Hedgerow.start(data, bufferDelay), options);
  }

  private void signedUp(String email, String plan) {
    long before = answers().accepted();
    sdk.signedUp(email, plan);
    Await.until(() -> answers().accepted() > before, () -> "the sign-up to be accepted");
  }

  Answers answers() {
    return server.answers();
  }

  URI url() {
    return site.url();
  }

  /** A page of the site. */
  String at(String path) {
    return site.url() + path;
  }

  /** Each event that went by the proxy, however often, is in the table once, and nothing else is. */
  void assertAllSentIsThereOnce() throws IOException {
    Set<String> sent = new HashSet<>();
    for (Recorded request : proxy.requests()) {
      if (request.method().equals("POST") && !request.target().startsWith("/flags")) {
        collectUuids(new ObjectMapper().readTree(request.body()), sent);
      }
    }
    assertThat(sent).isNotEmpty();
    assertThat(answers().column("SELECT uuid FROM events"))
        .containsExactlyInAnyOrderElementsOf(sent);
  }

  private static void collectUuids(JsonNode body, Set<String> uuids) {
    JsonNode events = body.isArray() ? body : body.path("batch");
    events.forEach(event -> uuids.add(event.path("uuid").asText()));
    if (body.has("uuid")) {
      uuids.add(body.path("uuid").asText());
    }
  }

  @Override
  public void close() {
    site.close();
    sdk.close();
    proxy.close();
    server.close();
  }
}
