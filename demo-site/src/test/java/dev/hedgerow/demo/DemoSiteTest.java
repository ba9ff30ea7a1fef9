package dev.hedgerow.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DemoSiteTest {

  private final HttpClient client = HttpClient.newHttpClient();
  private final List<String> signUps = new ArrayList<>();
  private DemoSite site;

  @BeforeEach
  void start() throws IOException {
    SiteConfig config = SiteConfig.local(URI.create("http://127.0.0.1:9/"), "phc_test");
    site = DemoSite.start(config, (email, plan) -> signUps.add(email + " " + plan));
  }

  @AfterEach
  void stop() {
    site.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/pricing",
        "/product",
        "/design",
        "/sign-up",
        "/checkout",
        "/thanks",
        "/account",
        "/docs",
        "/docs/sowing"
      })
  void everyPageLoadsTheSnippetFromItsOwnOriginUnderAStrictPolicy(String path) throws Exception {
    HttpResponse<String> page = get(path);

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body())
        .contains("<script src=\"/ingest/static/array.js\"", "data-token=\"phc_test\"")
        .doesNotContain("{{")
        .doesNotContain("<script>")
        .doesNotContain("style=");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("script-src 'self';")
        .doesNotContain("unsafe");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/site.css", "/site.js", "/start.js", "/fern.svg"})
  void everyFileIsServed(String path) throws Exception {
    assertThat(get(path).statusCode()).isEqualTo(200);
  }

  @Test
  void serverThatCannotBeReachedIsSaidToBe() throws Exception {
    assertThat(get("/ingest/static/array.js").statusCode()).isEqualTo(502);
  }

  @Test
  void unknownPageIsMissing() throws Exception {
    assertThat(get("/compost").statusCode()).isEqualTo(404);
  }

  @Test
  void addressChoosesTheSnippetsOptions() throws Exception {
    assertThat(get("/?person_profiles=always&opt_out_useragent_filter=true").body())
        .contains(
            "&quot;opt_out_useragent_filter&quot;: true, &quot;person_profiles&quot;: &quot;always&quot;");
  }

  @Test
  void addressCannotPutAnythingElseIntoThePage() throws Exception {
    assertThat(
            get("/?person_profiles='%2balert(1)%2b'&token=x&identify=%3Cb%3E").body())
        .doesNotContain("alert(1)")
        .doesNotContain("person_profiles")
        .contains("data-identify=\"on\"");
  }

  @Test
  void signUpIsTakenDownBeforeTheAnswerAndLeadsToTheAccount() throws Exception {
    HttpResponse<String> answer =
        post("/sign-up?identify=off", "email=alice%40example.com&plan=plot");

    assertThat(signUps).containsExactly("alice@example.com plot");
    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(answer.headers().firstValue("Location")).hasValue("/account?identify=off");
    assertThat(answer.headers().firstValue("Set-Cookie").orElse(""))
        .contains("alice%40example.com");
  }

  @Test
  void signUpWithoutAnAddressIsAskedForAgain() throws Exception {
    assertThat(post("/sign-up", "email=alice").headers().firstValue("Location"))
        .hasValue("/sign-up?again=yes");
    assertThat(signUps).isEmpty();
  }

  @Test
  void accountKnowsItsVisitorAndShowsNothingUnescaped() throws Exception {
    HttpRequest request = HttpRequest.newBuilder(site.url().resolve("/account"))
        .header("Cookie", "other=1; fernhill=%3Cb%3E%40example.com")
        .build();

    assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).body())
        .contains("data-visitor=\"&lt;b&gt;@example.com\"")
        .doesNotContain("<b>@");
  }

  @Test
  void signOutForgetsTheVisitor() throws Exception {
    assertThat(post("/sign-out", "").headers().firstValue("Set-Cookie").orElse(""))
        .contains("Max-Age=0");
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create(site.url() + path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String path, String form)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create(site.url() + path))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
