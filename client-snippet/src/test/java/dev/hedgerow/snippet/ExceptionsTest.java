package dev.hedgerow.snippet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.Test;

/** Exceptions that a page reports (contract C12.3). Those that nobody caught are proved in a real browser. */
final class ExceptionsTest extends OnSite {
  private List<JsonNode> reported(String options, String script) throws Exception {
    HtmlPage page = visit.open(options, "");
    Visit.run(page, script);
    visit.settle();
    return visit.events("$exception").stream()
        .map(event -> event.path("properties"))
        .toList();
  }

  private static String described(JsonNode exception) {
    JsonNode first = exception.path("$exception_list").path(0);
    return first.path("type").asText() + ": " + first.path("value").asText();
  }

  @Test
  void whatEachKindOfThrownThingIsCalled() throws Exception {
    List<JsonNode> found = reported(
        "{}",
        "[new TypeError('bad'),'TypeError: text','text',42,null,undefined,{b:1,a:2},{name:'N',message:'M'},{message:'M'}]"
            + ".forEach(function(thrown){posthog.captureException(thrown)})");

    assertThat(found)
        .extracting(ExceptionsTest::described)
        .containsExactly(
            "TypeError: bad",
            "TypeError: text",
            "Error: text",
            "Error: Primitive value captured as exception: 42",
            "Error: Primitive value captured as exception: null",
            "Error: Primitive value captured as exception: undefined",
            "Error: Object captured as exception with keys: a, b",
            "N: 'N' captured as exception with message: 'M'",
            "Error: M");
  }

  @Test
  void reportedBeforeThePartIsThereNoneIsLostAndThePagesPropertiesWin() throws Exception {
    JsonNode found = reported(
            "{loaded:function(ph){ph.addExceptionStep('opened',{n:1});ph.captureException(new Error('early'),"
                + "{mine:1,$exception_level:'fatal'})}}",
            "")
        .get(0);

    assertThat(described(found)).isEqualTo("Error: early");
    assertThat(found.path("mine").asInt()).isEqualTo(1);
    assertThat(found.path("$exception_level").asText()).isEqualTo("fatal");
    assertThat(found.path("$exception_steps").path(0).path("$message").asText())
        .isEqualTo("opened");
    assertThat(found.path("$exception_list").path(0).path("mechanism").toString())
        .isEqualTo(
            "{\"type\":\"generic\",\"handled\":true,\"synthetic\":false,\"exception_id\":0}");
  }

  @Test
  void causesFollowUpToFourDeep() throws Exception {
    JsonNode list = reported(
            "{}",
            "var e=new Error('0');for(var i=1;i<9;i++){var n=new Error(''+i);n.cause=e;e=n}posthog.captureException(e)")
        .get(0)
        .path("$exception_list");

    assertThat(list)
        .extracting(one -> one.path("value").asText())
        .containsExactly("8", "7", "6", "5", "4");
    assertThat(list.path(2).path("mechanism").path("parent_id").asInt()).isEqualTo(1);
    assertThat(list.path(2).path("mechanism").path("type").asText()).isEqualTo("chained");
  }

  @Test
  void stacksOfAllBrowsersAreReadOutermostFirst() throws Exception {
    List<JsonNode> found = reported(
        "{}",
        "['Error: x\\n    at inner (http://a/x.js:1:2)\\n    at async Object.f [as g] (http://a/y.js?token=planted:30:4)"
            + "\\n    at http://a/z.js:5:6\\n    at eval (eval at f (http://a/e.js:7:8), <anonymous>:1:1)',"
            + "'inner@http://a/x.js:1:2\\n@http://a/@scope/y.js:3:4\\n','inner@http://a/x.js:1:2\\nhttp://a/y.js:3:4\\nf@[native code]']"
            + ".forEach(function(stack){var e=new Error('x');Object.defineProperty(e,'stack',{value:stack});"
            + "posthog.captureException(e)})");

    assertThat(found)
        .extracting(ExceptionsTest::frames)
        .containsExactly(
            "eval http://a/e.js:7:8 true, ? http://a/z.js:5:6 true, Object.f [as g] http://a/y.js?token=<masked>:30:4 true,"
                + " inner http://a/x.js:1:2 true",
            "? http://a/@scope/y.js:3:4 true, inner http://a/x.js:1:2 true",
            "f [native code]:0:0 false, ? http://a/y.js:3:4 true, inner http://a/x.js:1:2 true");
  }

  private static String frames(JsonNode exception) {
    StringBuilder all = new StringBuilder();
    for (JsonNode frame :
        exception.path("$exception_list").path(0).path("stacktrace").path("frames")) {
      all.append(all.isEmpty() ? "" : ", ")
          .append(frame.path("function").asText() + " " + frame.path("filename").asText() + ":"
              + frame.path("lineno").asInt() + ":" + frame.path("colno").asInt() + " "
              + frame.path("in_app").asBoolean());
    }
    return all.toString();
  }

  @Test
  void rulesOfTheServerAndExtensionsAreSuppressed() throws Exception {
    site.remoteConfig(
        "{\"hasFeatureFlags\":false,\"errorTracking\":{\"suppressionRules\":[{\"type\":\"AND\",\"values\":["
            + "{\"key\":\"$exception_types\",\"operator\":\"exact\",\"value\":[\"TypeError\"]},"
            + "{\"key\":\"$exception_values\",\"operator\":\"icontains\",\"value\":\"NOISE\"}]},"
            + "{\"type\":\"OR\",\"values\":[{\"key\":\"$exception_values\",\"operator\":\"regex\",\"value\":\"^reg\"}]}]}}");

    List<JsonNode> found = reported(
        "{}",
        "posthog.captureException(new TypeError('some noise'));posthog.captureException(new TypeError('kept'));"
            + "posthog.captureException(new Error('noise kept'));posthog.captureException('regular');"
            + "var e=new Error('theirs');Object.defineProperty(e,'stack',{value:'f@chrome-extension://x/y.js:1:2'});"
            + "posthog.captureException(e)");

    assertThat(found)
        .extracting(ExceptionsTest::described)
        .containsExactly("TypeError: kept", "Error: noise kept");
  }

  @Test
  void stepsAreBoundedAndGoWithOneException() throws Exception {
    List<JsonNode> found = reported(
        "{}",
        "var big=new Array(1001).join('x');for(var i=0;i<60;i++)posthog.addExceptionStep('step '+i,{big:big});"
            + "posthog.addExceptionStep('');posthog.addExceptionStep('huge',{big:new Array(40000).join('x')});"
            + "posthog.captureException('one');posthog.captureException('two')");

    JsonNode steps = found.get(0).path("$exception_steps");
    assertThat(steps.toString().length()).isBetween(28_000, 33_500);
    assertThat(steps.path(steps.size() - 1).path("$message").asText()).isEqualTo("step 59");
    assertThat(found.get(1).has("$exception_steps")).isFalse();
  }
}
