package dev.hedgerow.snippet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.StringTokenizer;
import java.util.stream.Collectors;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every method of the public API: what it answers before and after init where its feature has nothing to say (contract C2). */
final class MethodsTest extends OnSite {
  /** A method with its arguments, its answer before init, and after. */
  private static final String TABLE = """
      capture('e')                        | undefined | object
      identify('ann')                     | undefined | undefined
      setPersonProperties({a:1})          | undefined | undefined
      unsetPersonProperties('a')          | undefined | undefined
      alias('other')                      | undefined | undefined
      group('t','k')                      | undefined | undefined
      resetGroups()                       | undefined | undefined
      getGroups()                         | undefined | {}
      createPersonProfile()               | undefined | undefined
      setInternalOrTestUser()             | undefined | undefined
      setIdentity('id','hash')            | undefined | undefined
      clearIdentity()                     | undefined | undefined
      register({a:1})                     | undefined | undefined
      register_once({b:1})                | undefined | undefined
      unregister('a')                     | undefined | undefined
      register_for_session({c:1})         | undefined | undefined
      unregister_for_session('c')         | undefined | undefined
      get_property('b')                   | undefined | 1
      getSessionProperty('none')          | undefined | undefined
      get_distinct_id()                   | undefined | 'ann'
      get_session_id()                    | ''        | string
      onSessionId(function(){})           | undefined | function
      getPageViewId()                     | undefined | string
      opt_out_capturing()                 | undefined | undefined
      opt_in_capturing()                  | undefined | undefined
      has_opted_in_capturing()            | false     | true
      has_opted_out_capturing()           | false     | false
      get_explicit_consent_status()       | undefined | 'granted'
      is_capturing()                      | false     | true
      clear_opt_in_out_capturing()        | undefined | undefined
      set_config({})                      | undefined | undefined
      debug(false)                        | undefined | undefined
      getFeatureFlag('f')                 | undefined | undefined
      getFeatureFlagResult('f')           | undefined | undefined
      getFeatureFlagPayload('f')          | undefined | undefined
      isFeatureEnabled('f')               | undefined | undefined
      reloadFeatureFlags()                | undefined | undefined
      updateFlags({})                     | undefined | undefined
      setPersonPropertiesForFlags({a:1})  | undefined | undefined
      resetPersonPropertiesForFlags()     | undefined | undefined
      setGroupPropertiesForFlags({t:{}})  | undefined | undefined
      resetGroupPropertiesForFlags()      | undefined | undefined
      getEarlyAccessFeatures(function(){})| undefined | undefined
      updateEarlyAccessFeatureEnrollment('f',true) | undefined | undefined
      on('eventCaptured',function(){})    | undefined | function
      push(['capture','pushed'])          | undefined | undefined
      startSessionRecording()             | undefined | undefined
      stopSessionRecording()              | undefined | undefined
      sessionRecordingStarted()           | false     | false
      captureException('x')               | undefined | undefined
      addExceptionStep('x')               | undefined | undefined
      startExceptionAutocapture()         | undefined | undefined
      stopExceptionAutocapture()          | undefined | undefined
      captureLog({})                      | undefined | undefined
      captureTraceFeedback('t','good')    | undefined | undefined
      captureTraceMetric('t','n',1)       | undefined | undefined
      loadToolbar({})                     | false     | false
      getSurveys(function(){})            | undefined | undefined
      getActiveMatchingSurveys(function(){}) | undefined | undefined
      onSurveysLoaded(function(){})       | undefined | undefined
      renderSurvey('s')                   | undefined | undefined
      displaySurvey('s')                  | undefined | undefined
      cancelPendingSurvey('s')            | undefined | undefined
      canRenderSurvey('s')                | undefined | undefined
      canRenderSurveyAsync('s')           | promise   | promise
      getNextSurveyStep('s')              | undefined | undefined
      calculateEventProperties('e',{})    | undefined | object
      people.set('a',1)                   | undefined | undefined
      people.set_once({a:1})              | undefined | undefined
      toString()                          | 'posthog' | 'posthog'
      reset()                             | undefined | undefined
      shutdown()                          | promise   | promise
      """;

  /** Calls all, each by its name alone, and says what it answered; what throws says so. */
  private static final String ASK = """
      function kind(answer){
        return answer===undefined?'undefined':answer&&answer.then?'promise'
          :typeof answer==='function'?'function'
          :answer&&typeof answer==='object'?(Object.keys(answer).length?'object':'{}')
          :typeof answer==='string'&&answer.length>8?'string':typeof answer==='string'?"'"+answer+"'":''+answer}
      function ask(call){
        var name=call.split('(')[0],from=name.indexOf('people.')?posthog:posthog.people,last=name.split('.').pop();
        if(last!=='toString'&&Object.keys(from).indexOf(last)<0)return 'not there';
        try{var method=from[last];return kind(eval('method'+call.slice(name.length)))}catch(err){return 'threw '+err}}
      """;

  @BeforeEach
  void haveNoFlags() {
    site.remoteConfig("{\"hasFeatureFlags\":false}");
  }

  /** All in one go, so that no part arrives in between. */
  private static String answers(HtmlPage page) {
    String calls = TABLE
        .lines()
        .map(line -> line.substring(0, line.indexOf('|')).trim())
        .collect(Collectors.joining("\",\"", "\"", "\""));
    return String.valueOf(Visit.run(
        page, "[" + calls + "].map(function(call){return call+' = '+ask(call)+'\\n'}).join('')"));
  }

  private static String expected(int column) {
    StringBuilder all = new StringBuilder();
    for (String line : TABLE.lines().toList()) {
      StringTokenizer cells = new StringTokenizer(line, "|");
      all.append(cells.nextToken().trim()).append(" = ");
      String before = cells.nextToken().trim();
      all.append(column == 1 ? before : cells.nextToken().trim()).append("\n");
    }
    return all.toString();
  }

  @Test
  void everyMethodIsThereEnumerableAndHarmlessBeforeInit() throws Exception {
    site.page(
        "/bare",
        "<!DOCTYPE html><script src='/static/array.js'></script><script>" + ASK + "</script>");

    assertThat(answers(visit.open("/bare"))).isEqualTo(expected(1));
  }

  @Test
  void everyMethodAnswersByItsNameAloneAfterInit() throws Exception {
    HtmlPage page = visit.open("{}", "<script>" + ASK + "</script>");

    assertThat(answers(page)).isEqualTo(expected(2));
  }

  @Test
  void surveysTellTheirCallbacksThatThereAreNone() throws Exception {
    HtmlPage page = visit.open("{}", "");
    Visit.run(
        page,
        "window.told=[];['getSurveys','getActiveMatchingSurveys','onSurveysLoaded'].forEach(function(name){"
            + "posthog[name](function(all,state){told.push(all.length+' '+state.isLoaded+' '+!!state.error)})})");
    visit.settle();

    assertThat(Visit.run(page, "told.join()")).isEqualTo("0 false true,0 false true,0 false true");
  }

  @Test
  void replayAddressIsThatOfTheServersPages() throws Exception {
    HtmlPage page = visit.open("{ui_host:'https://ui.example/'}", "");
    Visit.run(page, "posthog.get_session_replay_url()");
    visit.settle();

    assertThat(
            Visit.run(
                page,
                "posthog.get_session_replay_url({withTimestamp:true}).replace(posthog.get_session_id(),'SESSION')"))
        .isEqualTo("https://ui.example/project/phc_test/replay/SESSION?t=0");
  }

  @Test
  void resetTakesWhatThePageSaysAndIdentityOfTheOptionsIsTheVisitors() throws Exception {
    HtmlPage page = visit.open("{identity_distinct_id:'known'}", "");
    assertThat(Visit.run(page, "posthog.get_distinct_id()")).isEqualTo("known");

    Visit.run(page, "posthog.reset({bootstrap:{distinctID:'next',isIdentifiedID:true}})");
    visit.settle();
    Visit.run(page, "posthog.capture('later')");
    visit.settle();

    JsonNode later = visit.event("later").path("properties");
    assertThat(later.path("distinct_id").asText()).isEqualTo("next");
    assertThat(later.path("$is_identified").asBoolean()).isTrue();
    assertThat(later.path("$device_id").asText()).isNotEqualTo("next").isNotEmpty();
  }

  @Test
  void pagesOwnRequestsTellListedHostsWhoAsks() throws Exception {
    HtmlPage page = visit.open("{tracing_headers:[location.hostname]}", "");
    Object told = Visit.run(
        page,
        "var set={},own=XMLHttpRequest.prototype.setRequestHeader;XMLHttpRequest.prototype.setRequestHeader=function(k,v){set[k]=v};"
            + "new XMLHttpRequest().open('GET','/x');var here=Object.keys(set).sort().join();set={};"
            + "new XMLHttpRequest().open('GET','http://other.example/');"
            + "XMLHttpRequest.prototype.setRequestHeader=own;here+' '+Object.keys(set).length");

    assertThat(told).isEqualTo("X-POSTHOG-DISTINCT-ID,X-POSTHOG-SESSION-ID,X-POSTHOG-WINDOW-ID 0");
  }

  @Test
  void visitsOfAHostOfTheMakersAreInternal() throws Exception {
    visit.open("{internal_or_test_user_hostname:/^127/}", "");
    visit.open("{internal_or_test_user_hostname:'127.0.0.2'}", "");

    assertThat(visit.event("$set").path("properties").path("$set").toString())
        .isEqualTo("{\"$internal_or_test_user\":true}");
  }

  @Test
  void makersOwnMachineIsInternalByTheDefaultsOf2026() throws Exception {
    visit.open("{defaults:'2026-01-30'}", "");

    assertThat(visit.events("$set")).hasSize(1);
  }

  @Test
  void idsAreThoseOfThePagesSegment() throws Exception {
    HtmlPage page = visit.open(
        "{segment:{user:function(){return {anonymousId:function(){return 'seg-anon'},id:function(){return 'seg-user'}}},"
            + "register:function(plugin){window.plugin=plugin}}}",
        "");

    JsonNode view = visit.event("$pageview").path("properties");
    assertThat(view.path("distinct_id").asText()).isEqualTo("seg-user");
    assertThat(view.path("$device_id").asText()).isEqualTo("seg-anon");
    assertThat(
            Visit.run(
                page,
                "var ctx={event:{userId:'seg-user',event:'bought',properties:{mine:1,$lib:'theirs'}}};"
                    + "plugin.track(ctx);var p=ctx.event.properties;[p.mine,p.$lib,p.distinct_id,plugin.isLoaded()].join()"))
        .isEqualTo("1,theirs,seg-user,true");
  }
}
