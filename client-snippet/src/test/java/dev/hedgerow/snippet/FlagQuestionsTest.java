package dev.hedgerow.snippet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** When the feature flags client asks the server, what it says, and what it makes of the answer (contract C10.3 to C10.5, S7.1). */
final class FlagQuestionsTest extends FlagsOnSite {
  @Test
  void questionSaysWhoAsksAndNothingThatIsUnknown() throws Exception {
    open(
        "{evaluation_contexts:['web','',7],flag_keys:['alpha','  '],loaded:function(p){"
            + "p.register({plan:'x'})}}",
        "");

    JsonNode asked = lastQuestion();
    assertThat(site.questions().get(0).path()).isEqualTo("/flags/?v=2");
    assertThat(names(asked))
        .containsExactly(
            "token",
            "distinct_id",
            "groups",
            "person_properties",
            "timezone",
            "$device_id",
            "evaluation_contexts",
            "flag_keys",
            "sent_at");
    assertThat(asked.path("token").asText()).isEqualTo("phc_test");
    assertThat(asked.path("distinct_id").asText())
        .isEqualTo(asked.path("$device_id").asText());
    assertThat(asked.path("person_properties").path("$lib").asText()).isEqualTo("web");
    assertThat(asked.path("person_properties").path("$lib_version").asText()).isNotEmpty();
    assertThat(asked.path("evaluation_contexts").toString()).isEqualTo("[\"web\"]");
    assertThat(asked.path("flag_keys").toString()).isEqualTo("[\"alpha\"]");
  }

  @Test
  void manyReasonsMakeOneQuestionAndAnotherVisitorsIdTravelsOnce() throws Exception {
    open(
        "{loaded:function(p){window.before=p.get_distinct_id();p.identify('U',{a:1},{b:2});"
            + "p.group('company','c1',{size:3});p.group('team','t1')}}",
        "<script>window.reloading=[];posthog.on('featureFlagsReloading',function(v){reloading.push(v)})</script>");

    assertThat(site.questions()).hasSize(1);
    JsonNode asked = lastQuestion();
    assertThat(asked.path("distinct_id").asText()).isEqualTo("U");
    assertThat("\"" + asked.path("$anon_distinct_id").asText() + "\"").isEqualTo(value("before"));
    assertThat(asked.path("groups").toString()).isEqualTo("{\"company\":\"c1\",\"team\":\"t1\"}");
    assertThat(asked.path("group_properties").toString())
        .isEqualTo("{\"company\":{\"size\":3},\"team\":{}}");
    assertThat(asked.path("person_properties").path("a").asInt()).isEqualTo(1);
    assertThat(asked.path("person_properties").path("b").asInt()).isEqualTo(2);
    assertThat(asked.path("person_properties").has("$initial_current_url")).isTrue();

    run("posthog.reloadFeatureFlags();posthog.reloadFeatureFlags()");
    assertThat(site.questions()).hasSize(2);
    assertThat(lastQuestion().has("$anon_distinct_id")).isFalse();
    assertThat(value("reloading.length>0&&reloading.every(function(v){return v===true})"))
        .isEqualTo("true");
  }

  @Test
  void whatChangesWhileAQuestionIsOutMakesOneMore() throws Exception {
    open("{}", "");
    site.holdFlags(200);
    Visit.run(
        page(),
        "posthog.reloadFeatureFlags();setTimeout(function(){posthog.reloadFeatureFlags()},60);"
            + "setTimeout(function(){posthog.reloadFeatureFlags()},90);"
            + "setTimeout(function(){posthog.reloadFeatureFlags()},120)");

    awaitQuestions(3);
  }

  @Test
  void eachOfTheseAsksAgainAndTheQuestionKnowsIt() throws Exception {
    open("{person_profiles:'always'}", "");

    run("posthog.setPersonPropertiesForFlags({p:1,q:1})");
    assertThat(lastQuestion().path("person_properties").path("p").asInt()).isEqualTo(1);
    run("posthog.setPersonPropertiesForFlags({$set:{p:2},$set_once:{q:9,r:3}},false)");
    assertThat(site.questions()).as("told not to ask").hasSize(2);
    run("posthog.capture('x',{$set:{s:4}})");
    assertThat(lastQuestion().path("person_properties").toString())
        .contains("\"p\":2", "\"q\":1", "\"r\":3", "\"s\":4");
    run("posthog.unsetPersonProperties(['s','p'])");
    assertThat(lastQuestion().path("person_properties").has("s")).isFalse();
    run("posthog.setPersonProperties({t:5})");
    assertThat(lastQuestion().path("person_properties").path("t").asInt()).isEqualTo(5);
    run("posthog.resetPersonPropertiesForFlags()");
    assertThat(lastQuestion().path("person_properties").has("t")).isFalse();
    run("posthog.setGroupPropertiesForFlags({company:{a:1}})");
    run("posthog.setGroupPropertiesForFlags({company:{b:2},team:{c:3}})");
    assertThat(lastQuestion().path("group_properties").toString())
        .isEqualTo("{\"company\":{\"a\":1,\"b\":2},\"team\":{\"c\":3}}");
    run("posthog.resetGroupPropertiesForFlags('company');posthog.reloadFeatureFlags()");
    assertThat(lastQuestion().path("group_properties").path("company").toString())
        .isEqualTo("{}");
    run("posthog.resetGroupPropertiesForFlags();posthog.reloadFeatureFlags()");
    assertThat(lastQuestion().has("group_properties")).isFalse();
    run("posthog.group('company','c1')");
    run("posthog.resetGroups()");
    assertThat(lastQuestion().path("groups").toString()).isEqualTo("{}");
    assertThat(site.questions()).hasSize(12);
    run("posthog.createPersonProfile();posthog.identify(posthog.get_distinct_id())");
    assertThat(site.questions()).as("nothing that flags depend on").hasSize(12);
  }

  @Test
  void troubleLeavesTheFlagsAndIsToldAndReported() throws Exception {
    open(
        "{on_request_error:function(r){(window.refused=window.refused||[]).push(r.statusCode)}}",
        HEAR);

    site.flags(500, "{}");
    run("posthog.reloadFeatureFlags()");
    assertThat(value("heard[1]"))
        .isEqualTo(
            "[[\"alpha\",\"beta\"],{\"alpha\":true,\"beta\":\"test\"},{\"errorsLoading\":true}]");
    assertThat(value("refused")).isEqualTo("[500]");
    run("posthog.getFeatureFlag('q1')");
    assertThat(called("q1").path("$feature_flag_error").asText())
        .isEqualTo("api_error_500,flag_missing");
    assertThat(value("posthog.getFeatureFlag('alpha',{fresh:true})")).isEqualTo("undefined");

    site.flags(200, "{\"flags\":{},\"quotaLimited\":[\"feature_flags\"]}");
    run("posthog.reloadFeatureFlags()");
    run("posthog.getFeatureFlag('q2')");
    assertThat(called("q2").path("$feature_flag_error").asText())
        .isEqualTo("quota_limited,flag_missing");
    assertThat(value("[heard.length,posthog.getFeatureFlag('beta')]")).isEqualTo("[2,\"test\"]");

    site.flags(
        200,
        "{\"flags\":{\"alpha\":{\"key\":\"alpha\",\"enabled\":false,\"failed\":true},"
            + "\"beta\":{\"key\":\"beta\",\"enabled\":true,\"variant\":\"new\"}},"
            + "\"errorsWhileComputingFlags\":true,\"requestId\":\"r-9\"}");
    run("posthog.reloadFeatureFlags()");
    run("posthog.getFeatureFlag('q3')");
    assertThat(value("posthog.featureFlags.getFlagVariants()"))
        .isEqualTo("{\"alpha\":true,\"beta\":\"new\",\"gamma\":false}");
    assertThat(value("posthog.getFeatureFlagPayload('alpha')")).isEqualTo("{\"a\":1}");
    assertThat(called("q3").path("$feature_flag_error").asText())
        .isEqualTo("errors_while_computing_flags,flag_missing");
    assertThat(called("q3").path("$feature_flag_request_id").asText()).isEqualTo("r-9");
  }

  @Test
  void badGatewayIsAskedOnceMore() throws Exception {
    open("{}", HEAR);
    site.flags(502, "");
    Visit.run(page(), "posthog.reloadFeatureFlags()");
    awaitQuestions(3);
    visit.browser().waitForBackgroundJavaScript(700);

    assertThat(site.questions()).hasSize(3);
    assertThat(value("heard.length")).as("told once, in the end").isEqualTo("2");
  }

  @Test
  void threeQuestionsWithoutAnAnswerStopUntilTheBrowserIsOnline() throws Exception {
    open("{feature_flag_request_max_retries:0}", "");
    site.flags(0, "");
    for (int i = 0; i < 5; i++) {
      run("posthog.reloadFeatureFlags()");
    }
    assertThat(site.questions()).hasSize(4);
    run("posthog.getFeatureFlag('q')");
    assertThat(called("q").path("$feature_flag_error").asText())
        .isEqualTo("connection_error,flag_missing");

    site.flags(200, OTHER_ANSWER);
    run("window.dispatchEvent(new Event('online'))");
    assertThat(site.questions()).hasSize(5);
    assertThat(value("posthog.getFeatureFlag('alpha')")).isEqualTo("false");
  }

  @Test
  void olderAnswersAreUnderstood() throws Exception {
    site.flags(
        200,
        "{\"featureFlags\":{\"a\":true,\"b\":\"v\",\"c\":false},"
            + "\"featureFlagPayloads\":{\"a\":\"7\",\"b\":\"no json\"},\"errorsWhileComputingFlags\":false}");
    open("{}", "");
    assertThat(value("[posthog.getFeatureFlag('b'),posthog.getFeatureFlag('c'),"
            + "posthog.getFeatureFlagPayload('a'),posthog.getFeatureFlagPayload('b')]"))
        .isEqualTo("[\"v\",false,7,\"no json\"]");

    site.flags(200, "{\"featureFlags\":[\"x\",\"y\"]}");
    run("posthog.reloadFeatureFlags()");
    assertThat(value("posthog.featureFlags.getFlagVariants()"))
        .isEqualTo("{\"x\":true,\"y\":true}");

    site.flags(200, "no json at all");
    run("posthog.reloadFeatureFlags()");
    assertThat(value("posthog.featureFlags.getFlags()")).isEqualTo("[\"x\",\"y\"]");
  }

  @Test
  void optionsForbidQuestions() throws Exception {
    open("{advanced_disable_flags:true}", "");
    run("posthog.getFeatureFlag('alpha');posthog.reloadFeatureFlags()");
    open("{advanced_disable_feature_flags:true}", "");
    run("posthog.getFeatureFlag('alpha');posthog.reloadFeatureFlags()");
    site.remoteConfig("{\"supportedCompression\":[\"gzip-js\"],\"hasFeatureFlags\":false}");
    open("{}", "");
    assertThat(site.questions()).isEmpty();

    site.remoteConfig("{\"supportedCompression\":[\"gzip-js\"]}");
    open("{advanced_disable_feature_flags_on_first_load:true}", "");
    assertThat(site.questions()).isEmpty();
    run("posthog.featureFlags.setReloadingPaused(true);posthog.reloadFeatureFlags()");
    assertThat(site.questions()).isEmpty();
    assertThat(value("posthog.get_property('$epp')"))
        .as("pausing says nothing of the visitor")
        .isEqualTo("undefined");
    run("posthog.featureFlags.setReloadingPaused(false);posthog.reloadFeatureFlags()");
    assertThat(site.questions()).hasSize(1);
  }

  @Test
  void surveysOnlyAsksForSomeAndKeepsTheOthers() throws Exception {
    open("{}", "");
    site.flags(200, "{\"flags\":{\"survey\":{\"key\":\"survey\",\"enabled\":true}}}");
    open("{advanced_only_evaluate_survey_feature_flags:true}", "");

    assertThat(site.questions().get(1).path())
        .isEqualTo("/flags/?v=2&only_evaluate_survey_feature_flags=true");
    assertThat(value("posthog.featureFlags.getFlags()"))
        .isEqualTo("[\"alpha\",\"beta\",\"gamma\",\"survey\"]");
  }

  @Test
  void bodyTravelsAsTheServerWishes() throws Exception {
    site.remoteConfig("{\"supportedCompression\":[\"base64\"]}");
    open("{}", "");
    Site.Request packed = site.questions().get(0);
    assertThat(packed.path()).isEqualTo("/flags/?v=2&compression=base64");
    assertThat(packed.contentType()).startsWith("application/x-www-form-urlencoded");
    String form =
        URLDecoder.decode(packed.body().substring("data=".length()), StandardCharsets.UTF_8);
    assertThat(new String(Base64.getDecoder().decode(form), StandardCharsets.UTF_8))
        .startsWith("{\"token\":\"phc_test\",\"distinct_id\":");

    open(
        "{disable_compression:true,flags_api_host:location.origin+'/elsewhere/',"
            + "request_headers:{'X-Mine':'1'}}",
        "");
    assertThat(site.requests().stream().map(Site.Request::path)).contains("/elsewhere/flags/?v=2");
  }

  @Test
  void earlyAccessIsListedAndJoined() throws Exception {
    site.page(
        "/api/early_access_features/",
        "{\"earlyAccessFeatures\":[{\"flagKey\":\"gamma\",\"name\":\"Gamma\",\"stage\":\"beta\"}]}");
    open("{}", HEAR);
    run(
        "window.lists=[];posthog.getEarlyAccessFeatures(function(l){lists.push(l)},false,['beta','concept'])");
    run("posthog.getEarlyAccessFeatures(function(l){lists.push(l)})");
    assertThat(value("lists.map(function(l){return l[0].name})"))
        .isEqualTo("[\"Gamma\",\"Gamma\"]");
    assertThat(site.questions()).hasSize(2);
    assertThat(site.questions().get(1).path())
        .matches("/api/early_access_features/\\?token=phc_test&stage=beta&stage=concept&_=\\d+");

    site.holdFlags(300);
    Visit.run(page(), "posthog.updateEarlyAccessFeatureEnrollment('gamma',true,'beta')");
    assertThat(value("posthog.getFeatureFlag('gamma')")).as("counts at once").isEqualTo("true");
    awaitQuestions(3);
    JsonNode told = visit.event("$feature_enrollment_update").path("properties");
    assertThat(told.path("$feature_flag").asText()).isEqualTo("gamma");
    assertThat(told.path("$feature_enrollment").asBoolean()).isTrue();
    assertThat(told.path("$set").toString()).isEqualTo("{\"$feature_enrollment/gamma\":true}");
    assertThat(told.path("$early_access_feature_name").asText()).isEqualTo("Gamma");
    assertThat(told.path("$feature_enrollment_stage").asText()).isEqualTo("beta");
    assertThat(lastQuestion()
            .path("person_properties")
            .path("$feature_enrollment/gamma")
            .asBoolean())
        .isTrue();
  }

  @Test
  void payloadCanBeAskedForAlone() throws Exception {
    open("{}", HEAR);
    run("posthog.featureFlags.getRemoteConfigPayload('alpha',function(p){window.got=p})");

    assertThat(value("got")).isEqualTo("\"{\\\"a\\\":1}\"");
    assertThat(names(lastQuestion()))
        .containsExactly("token", "distinct_id", "person_properties", "sent_at");
    assertThat(value("heard.length")).isEqualTo("1");
  }

  @Test
  void flagsAreAskedForAgainByTheClockButNotUnseen() throws Exception {
    open("{remote_config_refresh_interval_ms:300}", "");
    Visit.run(page(), "posthog.set_config({remote_config_refresh_interval_ms:200})");
    long end = System.nanoTime() + PATIENCE;
    while (site.questions().size() < 3 && System.nanoTime() < end) {
      visit.browser().waitForBackgroundJavaScript(50);
    }
    assertThat(site.questions()).hasSizeGreaterThanOrEqualTo(3);

    Visit.run(
        page(),
        "Object.defineProperty(document,'visibilityState',{value:'hidden',configurable:true})");
    int unseen = site.questions().size();
    visit.browser().waitForBackgroundJavaScript(500);
    assertThat(site.questions().size()).isLessThanOrEqualTo(unseen + 1);

    Visit.run(page(), "posthog.set_config({remote_config_refresh_interval_ms:0})");
  }
}
