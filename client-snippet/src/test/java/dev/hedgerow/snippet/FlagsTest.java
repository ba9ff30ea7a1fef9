package dev.hedgerow.snippet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Feature flags: keeping, reading and reporting (contract C10). The answers have the shape of contract S7.1. */
final class FlagsTest extends FlagsOnSite {
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
}
