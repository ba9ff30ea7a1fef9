package dev.hedgerow.snippet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Feature flags: asking, keeping, reading and reporting (contract C10). The answers have the shape of contract S7.1. */
final class FlagsTest {
  private static final String ALPHA = """
      "alpha":{"key":"alpha","enabled":true,"variant":null,
        "reason":{"code":"condition_match","condition_index":0,"description":"Matched condition set 1"},
        "metadata":{"id":1,"version":3,"description":null,"payload":"{\\"a\\":1}"}}""";

  private static final String BETA = """
      "beta":{"key":"beta","enabled":true,"variant":"test",
        "reason":{"code":"condition_match","condition_index":0,"description":null},
        "metadata":{"id":2,"version":1,"description":null,"payload":null,"has_experiment":true}}""";

  private static final String GAMMA = """
      "gamma":{"key":"gamma","enabled":false,"variant":null,
        "reason":{"code":"no_condition_match","condition_index":null,"description":"No matching condition set"},
        "metadata":{"id":3,"version":1,"description":null,"payload":"\\"unseen\\"","has_experiment":false}}""";

  private static final String MORE =
      ",\"requestId\":\"r-1\",\"evaluatedAt\":1700000000000,\"errorsWhileComputingFlags\":false}";

  private static final String ANSWER =
      "{\"flags\":{" + ALPHA + "," + BETA + "," + GAMMA + "}" + MORE;

  private static final String OTHER_ANSWER =
      "{\"flags\":{" + ALPHA.replace("true", "false") + "}" + MORE.replace("r-1", "r-2");

  /** Notes in {@code heard} all that is told about flags. */
  private static final String HEAR = "<script>window.heard=[];posthog.onFeatureFlags(function(){"
      + "heard.push([].slice.call(arguments))})</script>";

  private static final long PATIENCE = 5_000_000_000L;

  private Site site;
  private Visit visit;

  @BeforeEach
  void open() throws Exception {
    site = new Site().remoteConfig("{\"supportedCompression\":[\"gzip-js\"]}").flags(200, ANSWER);
    visit = new Visit(site);
  }

  @AfterEach
  void close() {
    visit.close();
    site.close();
  }

  private void open(String options, String body) throws Exception {
    visit.open(options, body);
  }

  private HtmlPage page() {
    return (HtmlPage) visit.browser().getCurrentWindow().getEnclosedPage();
  }

  private void run(String script) {
    Visit.run(page(), script);
    visit.settle();
  }

  /** The value of an expression as JSON; {@code undefined} where JSON has no word for it. */
  private String value(String expression) {
    return String.valueOf(
        Visit.run(page(), "var v=JSON.stringify(" + expression + ");v===undefined?'undefined':v"));
  }

  private void awaitQuestions(int count) {
    long end = System.nanoTime() + PATIENCE;
    while (site.questions().size() < count && System.nanoTime() < end) {
      visit.browser().waitForBackgroundJavaScript(50);
    }
    visit.settle();
    assertThat(site.questions()).hasSize(count);
  }

  private JsonNode question(int index) {
    return Sent.body(site.questions().get(index));
  }

  private JsonNode lastQuestion() {
    return question(site.questions().size() - 1);
  }

  private JsonNode called(String flag) {
    List<JsonNode> found = visit.events("$feature_flag_called").stream()
        .map(event -> event.path("properties"))
        .filter(properties -> properties.path("$feature_flag").asText().equals(flag))
        .toList();
    assertThat(found).as("reports of " + flag).isNotEmpty();
    return found.get(found.size() - 1);
  }

  private long reports() {
    return visit.events("$feature_flag_called").size();
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  @Test
  void beforeTheServerAnsweredNothingIsKnownAndNothingThrows() throws Exception {
    site.holdFlags(300);
    open("{}", """
        <script>window.early=[posthog.getFeatureFlag('alpha'),posthog.getFeatureFlagResult('alpha'),
          posthog.getFeatureFlagPayload('alpha'),posthog.isFeatureEnabled('alpha')].filter(function(v){
          return v!==undefined});
        early.push(posthog.isFeatureEnabled('alpha',{defaultValue:true}),posthog.getAllFeatureFlags(),
          posthog.featureFlags.getFlags(),posthog.featureFlags.getFlagVariants(),
          !!posthog.featureFlags.hasLoadedFlags,!!posthog.flagsEndpointWasHit);
        var threw=[];Object.keys(posthog.featureFlags).forEach(function(name){
          if(!/reload|set|over|update|Early|Remote/i.test(name))
            try{posthog.featureFlags[name]()}catch(e){threw.push(name)}});
        early.push(threw);</script>""");

    assertThat(value("early")).isEqualTo("[true,[],[],{},false,false,[]]");
    awaitQuestions(1);
    assertThat(reports()).isZero();
    assertThat(
            value(
                "[posthog.featureFlags.hasLoadedFlags,posthog.flagsEndpointWasHit,"
                    + "posthog.decideEndpointWasHit,posthog.isFeatureEnabled('alpha',{defaultValue:false})]"))
        .isEqualTo("[true,true,true,true]");
  }

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
  void eachReadingGivesWhatTheContractSays() throws Exception {
    open("{}", HEAR);

    assertThat(value("heard"))
        .isEqualTo(
            "[[[\"alpha\",\"beta\"],{\"alpha\":true,\"beta\":\"test\"},{\"errorsLoading\":false}]]");
    assertThat(value("['alpha','beta','gamma'].map(function(k){return posthog.getFeatureFlag(k)})"))
        .isEqualTo("[true,\"test\",false]");
    assertThat(value("posthog.getFeatureFlag('none')")).isEqualTo("undefined");
    assertThat(value("['alpha','beta','gamma','none'].map(function(k){"
            + "return ''+posthog.isFeatureEnabled(k)})"))
        .isEqualTo("[\"true\",\"true\",\"false\",\"undefined\"]");
    assertThat(value("posthog.isFeatureEnabled('none',{defaultValue:false})")).isEqualTo("false");
    assertThat(value("posthog.getFeatureFlagPayload('alpha')")).isEqualTo("{\"a\":1}");
    assertThat(value("posthog.getFeatureFlagPayload('gamma')")).isEqualTo("undefined");
    assertThat(value("posthog.getFeatureFlagResult('beta')"))
        .isEqualTo("{\"key\":\"beta\",\"enabled\":true,\"variant\":\"test\",\"payload\":null}");
    assertThat(value("posthog.getFeatureFlagResult('none')")).isEqualTo("undefined");
    assertThat(value("posthog.getAllFeatureFlags()"))
        .isEqualTo("[{\"key\":\"alpha\",\"enabled\":true,\"payload\":{\"a\":1}},"
            + "{\"key\":\"beta\",\"enabled\":true,\"variant\":\"test\",\"payload\":null},"
            + "{\"key\":\"gamma\",\"enabled\":false}]");
    assertThat(value("posthog.featureFlags.getFlags()"))
        .isEqualTo("[\"alpha\",\"beta\",\"gamma\"]");
    assertThat(value("posthog.featureFlags.getFlagPayloads()"))
        .isEqualTo("{\"alpha\":\"{\\\"a\\\":1}\",\"beta\":null}");
    assertThat(value("posthog.featureFlags.getFlagsWithDetails().gamma.reason.code"))
        .isEqualTo("\"no_condition_match\"");
  }

  @Test
  void answerIsKeptByTheNamesOfTheContractAndEventsCarryIt() throws Exception {
    open("{}", "");
    run("posthog.capture('x')");

    JsonNode kept = Sent.body(new Site.Request(
        "",
        "",
        false,
        String.valueOf(Visit.run(page(), "localStorage.getItem('ph_phc_test_posthog')"))));
    assertThat(kept.path("$enabled_feature_flags").toString())
        .isEqualTo("{\"alpha\":true,\"beta\":\"test\",\"gamma\":false}");
    assertThat(kept.path("$active_feature_flags").toString()).isEqualTo("[\"alpha\",\"beta\"]");
    assertThat(kept.path("$feature_flag_payloads").path("alpha").asText()).isEqualTo("{\"a\":1}");
    assertThat(kept.path("$feature_flag_details")
            .path("gamma")
            .path("metadata")
            .path("id")
            .asInt())
        .isEqualTo(3);
    assertThat(kept.path("$feature_flag_request_id").asText()).isEqualTo("r-1");
    assertThat(kept.path("$feature_flag_evaluated_at").asLong()).isEqualTo(1700000000000L);
    assertThat(kept.path("$feature_flag_errors").toString()).isEqualTo("[]");
    assertThat(kept.path("$minimal_flag_called_events").asBoolean(true)).isFalse();

    JsonNode carried = visit.event("x").path("properties");
    assertThat(names(carried).stream().filter(name -> name.matches(".*(flag|feature|override).*")))
        .containsExactlyInAnyOrder(
            "$active_feature_flags",
            "$feature_flag_payloads",
            "$feature_flag_request_id",
            "$feature/alpha",
            "$feature/beta",
            "$feature/gamma");
    assertThat(carried.path("$feature/beta").asText()).isEqualTo("test");
    assertThat(carried.path("$feature/gamma").asBoolean(true)).isFalse();
  }

  @Test
  void callersPropertyWinsOverTheFlags() throws Exception {
    open("{}", "");
    run("posthog.capture('x',{'$feature/alpha':'mine'})");

    assertThat(visit.event("x").path("properties").path("$feature/alpha").asText())
        .isEqualTo("mine");
  }

  @Test
  void readingIsReportedOnceForEachValueUnlessQuiet() throws Exception {
    open("{}", "");
    run(
        "posthog.getFeatureFlag('gamma',{send_event:false});posthog.getFeatureFlagPayload('gamma')");
    assertThat(reports()).isZero();

    run("posthog.getFeatureFlag('alpha');posthog.isFeatureEnabled('alpha');"
        + "posthog.getFeatureFlagResult('beta');posthog.getFeatureFlag('beta');"
        + "posthog.getFeatureFlag('none');posthog.isFeatureEnabled('none')");
    assertThat(reports()).isEqualTo(3);
    assertThat(value("posthog.get_property('$flag_call_reported')"))
        .isEqualTo("{\"alpha\":[\"true\"],\"beta\":[\"test\"],\"none\":[\"undefined\"]}");

    JsonNode alpha = called("alpha");
    assertThat(alpha.path("$feature_flag_response").asBoolean()).isTrue();
    assertThat(alpha.path("$feature_flag_payload").asText()).isEqualTo("{\"a\":1}");
    assertThat(alpha.path("$feature_flag_request_id").asText()).isEqualTo("r-1");
    assertThat(alpha.path("$feature_flag_evaluated_at").asLong()).isEqualTo(1700000000000L);
    assertThat(alpha.path("$feature_flag_bootstrapped_response").isNull()).isTrue();
    assertThat(alpha.path("$feature_flag_bootstrapped_payload").isNull()).isTrue();
    assertThat(alpha.path("$used_bootstrap_value").asBoolean(true)).isFalse();
    assertThat(alpha.path("$feature_flag_version").asInt()).isEqualTo(3);
    assertThat(alpha.path("$feature_flag_id").asInt()).isEqualTo(1);
    assertThat(alpha.path("$feature_flag_reason").asText()).isEqualTo("Matched condition set 1");
    assertThat(alpha.has("$feature_flag_error")).isFalse();
    assertThat(alpha.has("$feature_flag_has_experiment")).isFalse();
    assertThat(called("beta").path("$feature_flag_reason").asText()).isEqualTo("condition_match");
    assertThat(called("beta").path("$feature_flag_payload").isNull()).isTrue();
    assertThat(called("beta").path("$feature_flag_has_experiment").asBoolean()).isTrue();
    assertThat(called("none").has("$feature_flag_response")).isFalse();
    assertThat(called("none").path("$feature_flag_error").asText()).isEqualTo("flag_missing");

    site.flags(200, OTHER_ANSWER);
    run("posthog.reloadFeatureFlags()");
    run("posthog.getFeatureFlag('alpha')");
    assertThat(called("alpha").path("$feature_flag_response").asBoolean(true)).isFalse();

    run("posthog.identify('U')");
    run("posthog.getFeatureFlag('alpha')");
    assertThat(reports()).as("another visitor counts anew").isEqualTo(5);
  }

  @Test
  void withTheOptionEachSessionReportsAnew() throws Exception {
    open("{advanced_feature_flags_dedup_per_session:true}", "");
    run("posthog.getFeatureFlag('alpha');posthog.getFeatureFlag('alpha')");
    assertThat(reports()).isEqualTo(1);
    assertThat(value(
            "posthog.get_property('$flag_call_reported_session_id')===posthog.get_session_id()"))
        .isEqualTo("true");

    run("posthog.capture('later',{},{timestamp:new Date(Date.now()+3600e3)})");
    run("posthog.getFeatureFlag('alpha')");

    assertThat(reports()).isEqualTo(2);
  }

  @Test
  void whatWasReadBeforeConsentIsReportedAfterIt() throws Exception {
    open("{opt_out_capturing_by_default:true}", "");
    run("posthog.getFeatureFlag('alpha')");
    assertThat(visit.names()).isEmpty();

    run("posthog.opt_in_capturing()");

    assertThat(reports()).isEqualTo(1);
    assertThat(called("alpha").path("$feature_flag_response").asBoolean()).isTrue();
  }

  @Test
  void reportIsCutWhereTheServerWantsItAndNoExperimentHangsOnIt() throws Exception {
    site.flags(
        200, ANSWER.replace("\"requestId\"", "\"minimalFlagCalledEvents\":true,\"requestId\""));
    open(
        "{person_profiles:'always',capture_pageview:false,before_send:function(e){window.seen="
            + "(window.seen||[]).concat(Object.keys(e.properties).length);return e}}",
        "");
    run("posthog.register({mine:1});posthog.getFeatureFlag('gamma');posthog.getFeatureFlag('beta');"
        + "posthog.getFeatureFlag('alpha')");

    assertThat(names(called("gamma")))
        .containsExactlyInAnyOrder(
            "$feature_flag",
            "$feature_flag_response",
            "$feature_flag_has_experiment",
            "$feature_flag_id",
            "$feature_flag_version",
            "$feature_flag_reason",
            "$feature_flag_request_id",
            "$feature_flag_evaluated_at",
            "$process_person_profile",
            "$current_url",
            "$pathname",
            "$referring_domain",
            "$session_id",
            "$window_id",
            "$lib",
            "$lib_version",
            "$device_id",
            "token",
            "distinct_id");
    List<JsonNode> events = visit.events("$feature_flag_called");
    assertThat(events.get(0).has("$set_once")).isFalse();
    assertThat(events.get(1).has("$set_once"))
        .as("the first whole event has it")
        .isTrue();
    assertThat(value("seen[0]")).as("before_send sees what is sent").isEqualTo("19");
    assertThat(called("beta").path("mine").asInt()).isEqualTo(1);
    assertThat(called("alpha").path("mine").asInt()).isEqualTo(1);
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
  void resetForgetsTheFlagsAndAsksForSomebodyNew() throws Exception {
    open("{}", "");
    String before = lastQuestion().path("distinct_id").asText();
    run("posthog.getFeatureFlag('alpha');posthog.setPersonPropertiesForFlags({a:1})");
    site.holdFlags(200);

    Visit.run(page(), "posthog.reset()");
    assertThat(value("[posthog.featureFlags.getFlags(),posthog.featureFlags.hasLoadedFlags]"))
        .isEqualTo("[[],false]");
    awaitQuestions(3);

    assertThat(lastQuestion().path("distinct_id").asText()).isNotEqualTo(before);
    assertThat(lastQuestion().path("person_properties").has("a")).isFalse();
    run("posthog.getFeatureFlag('alpha')");
    assertThat(reports()).isEqualTo(2);
  }

  @Test
  void hearersAreToldUntilTheyUnsubscribe() throws Exception {
    open(
        "{}",
        HEAR
            + "<script>window.other=0;window.off=posthog.onFeatureFlags(function(){other++});off();"
            + "posthog.onFeatureFlags(function(){throw new Error('careless')})</script>");
    assertThat(value("[heard.length,other]"))
        .as("taken back before the part came")
        .isEqualTo("[1,0]");

    run(
        "window.off=posthog.onFeatureFlags(function(){other+=arguments.length});"
            + "window.handler=function(){other+=100};posthog.featureFlags.addFeatureFlagsHandler(handler)");
    assertThat(value("other")).as("at once, without a third argument").isEqualTo("2");
    run("posthog.reloadFeatureFlags()");
    assertThat(value("[heard.length,other]")).isEqualTo("[2,105]");
    run(
        "off();posthog.featureFlags.removeFeatureFlagsHandler(handler);posthog.reloadFeatureFlags()");
    assertThat(value("[heard.length,other]")).isEqualTo("[3,105]");
  }

  @Test
  void flagsOfAnEarlierVisitAreThereAtOnce() throws Exception {
    open("{}", "");
    site.flags(200, OTHER_ANSWER).holdFlags(300);
    site.page(
        "/again",
        Visit.page(
            "{loaded:function(p){window.early=[p.getFeatureFlag('alpha'),p.isFeatureEnabled('beta'),"
                + "p.getFeatureFlag('alpha',{fresh:true})===undefined,"
                + "p.isFeatureEnabled('alpha',{fresh:true,defaultValue:7}),!!p.featureFlags.hasLoadedFlags];"
                + "p.capture('early')}}",
            HEAR
                + "<script>window.queued=posthog.isFeatureEnabled('alpha',{defaultValue:5})</script>"));
    visit.open("/again");
    awaitQuestions(2);

    assertThat(value("early")).isEqualTo("[true,true,true,7,false]");
    assertThat(called("alpha").path("$used_bootstrap_value").asBoolean()).isTrue();
    assertThat(visit.event("early").path("properties").path("$feature/beta").asText())
        .isEqualTo("test");
    assertThat(value("heard.length")).as("old flags are nothing to hear of").isEqualTo("1");
    assertThat(value("posthog.getFeatureFlag('alpha',{fresh:true})")).isEqualTo("false");
  }

  @Test
  void flagsThatAreTooOldAreNothingAndAskedForOnce() throws Exception {
    open("{feature_flag_cache_ttl_ms:60000}", "");
    assertThat(site.questions()).hasSize(1);

    run(
        "window.old=[posthog.getFeatureFlag('alpha'),posthog.isFeatureEnabled('alpha',{defaultValue:3}),"
            + "posthog.getFeatureFlagResult('alpha')].map(String);posthog.capture('x')");

    assertThat(value("old")).isEqualTo("[\"undefined\",\"3\",\"undefined\"]");
    assertThat(site.questions()).hasSize(2);
    assertThat(visit.event("x").path("properties").has("$feature/alpha")).isFalse();
    assertThat(visit.event("x").path("properties").has("$active_feature_flags")).isTrue();
    site.flags(200, ANSWER.replace("1700000000000", "99999999999999"));
    run("posthog.getFeatureFlag('alpha')");
    assertThat(value("posthog.getFeatureFlag('alpha')")).isEqualTo("true");
  }

  @Test
  void bootstrapCountsUntilTheServerAnswers() throws Exception {
    open(
        "{bootstrap:{featureFlags:{b1:true,b2:false,b3:'v'},featureFlagPayloads:{b1:{x:1},b2:'no'}},"
            + "loaded:function(p){window.early=[p.getFeatureFlag('b1'),p.getFeatureFlag('b2'),"
            + "p.getFeatureFlag('b3'),p.getFeatureFlagPayload('b1'),p.featureFlags.getFlagPayloads(),"
            + "p.flagsEndpointWasHit]}}",
        HEAR);

    assertThat(value("early")).isEqualTo("[true,false,\"v\",{\"x\":1},{\"b1\":{\"x\":1}},true]");
    assertThat(value("heard")).isEqualTo("[[[\"b1\",\"b3\"],{\"b1\":true,\"b3\":\"v\"}]]");
    assertThat(site.questions()).as("what is there need not be asked for").isEmpty();
    assertThat(called("b1").path("$used_bootstrap_value").asBoolean()).isTrue();
    assertThat(called("b1").path("$feature_flag_bootstrapped_response").asBoolean())
        .isTrue();
    assertThat(called("b2").path("$feature_flag_bootstrapped_payload").asText()).isEqualTo("no");

    run("posthog.reloadFeatureFlags()");
    assertThat(value("posthog.featureFlags.getFlags()"))
        .isEqualTo("[\"alpha\",\"beta\",\"gamma\"]");
    run("posthog.getFeatureFlag('b1')");
    assertThat(called("b1").path("$feature_flag_error").asText()).isEqualTo("flag_missing");
    assertThat(called("b1").path("$used_bootstrap_value").asBoolean(true)).isFalse();
  }

  @Test
  void bootstrapShadowsAnEarlierVisitWithoutOverwritingIt() throws Exception {
    open("{}", "");
    open("{bootstrap:{featureFlags:{b1:true}}}", "");

    assertThat(value(
            "[posthog.featureFlags.getFlags(),posthog.get_property('$active_feature_flags')]"))
        .isEqualTo("[[\"b1\"],[\"alpha\",\"beta\"]]");
    site.flags(500, "");
    run("posthog.reloadFeatureFlags()");
    assertThat(value("posthog.featureFlags.getFlags()"))
        .as("no server: what it said before is better")
        .isEqualTo("[\"alpha\",\"beta\",\"gamma\"]");
  }

  @Test
  void pageMaySayFlagsItself() throws Exception {
    open("{}", HEAR);
    run("posthog.updateFlags({up:true,off:false,kind:'v'},{up:{p:1},off:2})");
    assertThat(value("posthog.featureFlags.getFlagVariants()"))
        .isEqualTo("{\"up\":true,\"off\":false,\"kind\":\"v\"}");
    assertThat(value("posthog.featureFlags.getFlagPayloads()")).isEqualTo("{\"up\":{\"p\":1}}");
    run("posthog.updateFlags({more:true},null,{merge:true})");
    assertThat(value("posthog.featureFlags.getFlags()"))
        .isEqualTo("[\"up\",\"off\",\"kind\",\"more\"]");
    assertThat(value("heard[heard.length-1]"))
        .isEqualTo("[[\"up\",\"kind\",\"more\"],{\"up\":true,\"kind\":\"v\",\"more\":true},{}]");
    assertThat(site.questions()).hasSize(1);
  }

  @Test
  void overridesShadowTheServerUntilTheyAreTakenBack() throws Exception {
    open("{}", HEAR);
    run("posthog.featureFlags.overrideFeatureFlags({flags:{alpha:'x',gamma:true},"
        + "payloads:{alpha:'{\"o\":1}'}})");
    run("posthog.getFeatureFlag('alpha');posthog.capture('x')");

    assertThat(value("[posthog.getFeatureFlag('gamma'),posthog.getFeatureFlagPayload('alpha')]"))
        .isEqualTo("[true,{\"o\":1}]");
    assertThat(value("posthog.featureFlags.getFlagsWithDetails().gamma.original_enabled"))
        .isEqualTo("false");
    assertThat(
            visit.event("x").path("properties").path("$override_feature_flags").toString())
        .isEqualTo("{\"alpha\":\"x\",\"gamma\":true}");
    assertThat(visit.event("x").path("properties").path("$feature/alpha").asBoolean())
        .isTrue();
    assertThat(called("alpha").path("$feature_flag_original_response").asBoolean())
        .isTrue();
    assertThat(called("alpha").path("$feature_flag_original_payload").asText())
        .isEqualTo("{\"a\":1}");
    run("posthog.featureFlags.overrideFeatureFlags(['one'])");
    assertThat(value("[posthog.getFeatureFlag('one'),posthog.getFeatureFlag('gamma')]"))
        .isEqualTo("[true,false]");
    run("posthog.featureFlags.overrideFeatureFlags(false)");
    assertThat(value("[posthog.featureFlags.getFlags(),posthog.getFeatureFlagPayload('alpha')]"))
        .isEqualTo("[[\"alpha\",\"beta\",\"gamma\"],{\"a\":1}]");
    run(
        "posthog.featureFlags.override({alpha:false});posthog.featureFlags.overrideFeatureFlags(7)");
    assertThat(value("posthog.getFeatureFlag('alpha')")).isEqualTo("false");
    assertThat(value("heard.length")).isEqualTo("5");
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
