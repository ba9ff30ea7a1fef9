package dev.hedgerow.snippet;

import static org.assertj.core.api.Assertions.assertThat;

import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.Test;

/** How the script comes onto a page (contract C1). */
final class LoadingTest extends OnSite {
  /** A stub such as a page pastes: it queues what is called before the script is there. */
  static final String STUB = """
      !function(d,p){if(p.__SV)return;window.posthog=p;p._i=[];p.init=function(token,config,name){
        var s=d.createElement('script');s.async=true;s.src=config.api_host+'/static/array.js';
        var first=d.getElementsByTagName('script')[0];first.parentNode.insertBefore(s,first);
        var t=p;if(name!==undefined){t=p[name]=[]}else{name='posthog'}
        t.people=t.people||[];
        'init capture register identify alias on'.split(' ').forEach(function(m){
          t[m]=function(){t.push([m].concat([].slice.call(arguments)))}});
        p._i.push([token,config,name])};p.__SV=1}(document,window.posthog||[]);
      """;

  private HtmlPage openStubbed(String calls) throws Exception {
    site.page(
        "/stub",
        "<html><head><title>Stub</title><script>" + STUB + calls
            + "</script></head><body></body></html>");
    return visit.open("/stub");
  }

  @Test
  void plainTagIsReadyAtOnce() throws Exception {
    HtmlPage page = visit.open("{}", "<button id='buy'>Buy <span>now</span></button>");

    Visit.run(page, "posthog.capture('hello', {a: 1})");
    visit.click(page, "buy");

    assertThat(visit.names()).containsExactly("$pageview", "hello", "$autocapture");
  }

  @Test
  void queuedCallsAreReplayedAliasFirstAndCapturesLast() throws Exception {
    openStubbed("posthog.init('phc_test',{api_host:location.origin," + Visit.QUICK
        + ",person_profiles:'always',"
        + "loaded:function(p){p.register({loaded:1,stillStub:Array.isArray(window.posthog)})}});"
        + "posthog.capture('early');posthog.identify('U');posthog.register({plan:'pro'});"
        + "posthog.push(['nobody knows this']);posthog.alias('other');"
        + "posthog.push(function(){this.register({called:true})});");

    assertThat(visit.names()).contains("$create_alias", "$identify", "early", "$pageview");
    var early = visit.event("early").path("properties");
    assertThat(early.path("distinct_id").asText()).isEqualTo("U");
    assertThat(early.path("plan").asText()).isEqualTo("pro");
    assertThat(early.path("loaded").asInt()).isEqualTo(1);
    assertThat(early.path("stillStub").asBoolean()).isTrue();
    assertThat(early.path("called").asBoolean()).isTrue();
  }

  @Test
  void stubBecomesTheLiveObjectAndNothingElseLeaks() throws Exception {
    HtmlPage page = openStubbed(
        "window.before=Object.keys(window).length;posthog.init('phc_test',{api_host:location.origin,"
            + Visit.QUICK + "});");

    assertThat(Visit.run(page, "posthog.__loaded+' '+posthog.__SV+' '+Array.isArray(posthog)"))
        .isEqualTo("true 1 false");
    assertThat(Visit.run(page, "typeof main + typeof $rt_main")).isEqualTo("undefinedundefined");
    assertThat(Visit.run(page, "posthog.toString()")).isEqualTo("posthog");
  }

  @Test
  void secondLoadIsHarmless() throws Exception {
    HtmlPage page = visit.open("{}", "<button id='b'>B</button>");

    Visit.run(
        page,
        "window.old=posthog;var s=document.createElement('script');s.src='/static/array.js';document.head.appendChild(s)");
    visit.settle();
    visit.click(page, "b");

    assertThat(Visit.run(page, "window.old===posthog")).isEqualTo(true);
    assertThat(visit.names()).containsExactly("$pageview", "$autocapture");
  }

  @Test
  void secondInitIsRefusedAloud() throws Exception {
    HtmlPage page = visit.open("{}", "");

    Visit.run(page, "posthog.init('phc_other', {api_host: location.origin, " + Visit.QUICK + "})");

    assertThat(Visit.run(page, "posthog.config.token")).isEqualTo("phc_test");
  }

  @Test
  void namedInstanceHasItsOwnTokenAndHangsOffTheFirst() throws Exception {
    HtmlPage page = visit.open("{}", "");

    Visit.run(
        page,
        "posthog.init('phc_two',{api_host:location.origin," + Visit.QUICK
            + ",capture_pageview:false},'two');posthog.two.capture('second')");
    visit.settle();

    assertThat(visit.event("second").path("properties").path("token").asText())
        .isEqualTo("phc_two");
    assertThat(Visit.run(page, "posthog.two.toString()")).isEqualTo("posthog.two");
  }

  @Test
  void nothingWorksBeforeInitAndNothingThrows() throws Exception {
    site.page(
        "/bare", "<html><head><script src='/static/array.js'></script></head><body></body></html>");
    HtmlPage page = visit.open("/bare");

    Object threw = Visit.run(
        page,
        "var threw='';Object.keys(posthog).forEach(function(k){if(typeof posthog[k]==='function'&&k!=='debug')"
            + "try{posthog[k]()}catch(e){threw+=k+' '}});threw");

    assertThat(threw).isEqualTo("");
    assertThat(Visit.run(page, "typeof posthog.capture('x')")).isEqualTo("undefined");
    assertThat(site.requests()).isEmpty();
  }
}
