package dev.hedgerow.server.insight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.wire.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Questions that are wrong are 400s that name the field; hostile ones that are not are answered. */
class BadQuestionsTest {
  @TempDir
  static Path folder;

  private static VisitsStore store;
  private static Visits visits;

  @BeforeAll
  static void open() throws IOException {
    store = new VisitsStore(folder);
    visits = new Visits(1, ZoneId.of("UTC"), Instant.parse("2026-03-05T20:00:00Z"));
    visits.event("$pageview", "ann", visits.now, Map.of("$current_url", "/a"), Map.of());
    store.write(List.of(visits));
  }

  @AfterAll
  static void close() throws IOException {
    store.close();
  }

  private static Map<String, ?> question(String kind, String rest) throws IOException {
    return Json.object("{\"kind\":\"" + kind + "\"," + rest.replace('\'', '"') + "}");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      RetentionQuery | 'retentionFilter':{'period':'Year'} | retentionFilter.period
      RetentionQuery | 'retentionFilter':{'period':7} | retentionFilter.period
      RetentionQuery | 'retentionFilter':{'totalIntervals':0} | retentionFilter.totalIntervals
      RetentionQuery | 'retentionFilter':{'totalIntervals':61} | retentionFilter.totalIntervals
      RetentionQuery | 'retentionFilter':{'totalIntervals':'8'} | retentionFilter.totalIntervals
      RetentionQuery | 'retentionFilter':{'retentionType':'retention_last'} | retentionFilter.retentionType
      RetentionQuery | 'retentionFilter':{'retentionReference':'next'} | retentionFilter.retentionReference
      RetentionQuery | 'retentionFilter':{'timeWindowMode':'12_hour_windows'} | retentionFilter.timeWindowMode
      RetentionQuery | 'retentionFilter':{'minimumOccurrences':0} | retentionFilter.minimumOccurrences
      RetentionQuery | 'retentionFilter':{'cumulative':'yes'} | retentionFilter.cumulative
      RetentionQuery | 'retentionFilter':{'targetEntity':{'type':'pages'}} | retentionFilter.targetEntity.type
      RetentionQuery | 'retentionFilter':{'targetEntity':{'id':7}} | retentionFilter.targetEntity.id
      RetentionQuery | 'retentionFilter':{'returningEntity':{'id':7,'type':'actions'}} | retentionFilter.returningEntity.id
      RetentionQuery | 'retentionFilter':{'returningEntity':{'id':'x','type':'actions'}} | retentionFilter.returningEntity.id
      RetentionQuery | 'retentionFilter':{'targetEntity':[]} | retentionFilter.targetEntity
      RetentionQuery | 'retentionFilter':7 | retentionFilter
      RetentionQuery | 'dateRange':{'date_to':'soon'} | dateRange.date_to
      RetentionQuery | 'samplingFactor':0 | samplingFactor
      RetentionQuery | 'breakdownFilter':{'breakdown_type':'cohort','breakdown':1} | breakdownFilter.breakdown_type
      TrendsQuery | 'series':[{}],'breakdownFilter':{'breakdown':'x','breakdown_type':'colour'} | breakdownFilter.breakdown_type
      TrendsQuery | 'series':[{}],'breakdownFilter':{'breakdowns':[{'property':'x','type':'cohort'}]} | breakdownFilter.breakdowns[0].type
      TrendsQuery | 'series':[{}],'breakdownFilter':{'breakdown':[4294967297],'breakdown_type':'cohort'} | breakdownFilter.breakdown
      RetentionQuery | 'breakdownFilter':{'breakdown':'x'},'retentionFilter':{'timeWindowMode':'24_hour_windows'} | breakdownFilter
      RetentionQuery | 'breakdownFilter':{'breakdown':'x','breakdown_limit':0} | breakdownFilter.breakdown_limit
      RetentionQuery | 'aggregation_group_type_index':5 | aggregation_group_type_index
      LifecycleQuery | 'series':[] | series
      LifecycleQuery | 'series':[{},{}] | series
      LifecycleQuery | 'series':[7] | series
      LifecycleQuery | 'series':[{}],'interval':'year' | interval
      LifecycleQuery | 'series':[{}],'interval':'hour','dateRange':{'date_from':'-60d'} | dateRange
      LifecycleQuery | 'series':[{}],'dateRange':{'date_from':'2026-03-06'} | dateRange.date_to
      LifecycleQuery | 'series':[{'id':9}] | series[0].id
      LifecycleQuery | 'series':[{}],'breakdownFilter':{'breakdown':'x'} | breakdownFilter
      StickinessQuery | 'series':[] | series
      StickinessQuery | 'series':[{}],'intervalCount':0 | intervalCount
      StickinessQuery | 'series':[{}],'stickinessFilter':{'computedAs':'sum'} | stickinessFilter.computedAs
      StickinessQuery | 'series':[{}],'stickinessFilter':{'stickinessCriteria':{'operator':'ne'}} | stickinessFilter.stickinessCriteria.operator
      StickinessQuery | 'series':[{}],'stickinessFilter':{'stickinessCriteria':{'value':-1}} | stickinessFilter.stickinessCriteria.value
      StickinessQuery | 'series':[{'math':'unique_group','math_group_type_index':9}] | series[0].math_group_type_index
      StickinessQuery | 'series':[{'math':'hogql'}] | series[0].math
      PathsQuery | 'pathsFilter':{'stepLimit':1} | pathsFilter.stepLimit
      PathsQuery | 'pathsFilter':{'stepLimit':21} | pathsFilter.stepLimit
      PathsQuery | 'pathsFilter':{'edgeLimit':0} | pathsFilter.edgeLimit
      PathsQuery | 'pathsFilter':{'includeEventTypes':['clicks']} | pathsFilter.includeEventTypes
      PathsQuery | 'pathsFilter':{'includeEventTypes':'clicks'} | pathsFilter.includeEventTypes
      PathsQuery | 'pathsFilter':{'includeEventTypes':['hogql']} | pathsFilter.pathsHogQLExpression
      PathsQuery | 'pathsFilter':{'includeEventTypes':['hogql'],'pathsHogQLExpression':'event) FROM events --'} | pathsFilter.pathsHogQLExpression
      PathsQuery | 'pathsFilter':{'minEdgeWeight':5,'maxEdgeWeight':4} | pathsFilter.maxEdgeWeight
      PathsQuery | 'pathsFilter':{'excludeEvents':[7]} | pathsFilter.excludeEvents
      PathsQuery | 'pathsFilter':{'startPoint':7} | pathsFilter.startPoint
      PathsQuery | 'pathsFilter':{'localPathCleaningFilters':[{'regex':'('}]} | pathsFilter.localPathCleaningFilters[0].regex
      PathsQuery | 'pathsFilter':{'localPathCleaningFilters':[{'regex':'(?=a)b'}]} | pathsFilter.localPathCleaningFilters[0].regex
      PathsQuery | 'pathsFilter':{'localPathCleaningFilters':['a']} | pathsFilter.localPathCleaningFilters
      PathsQuery | 'funnelPathsFilter':{} | funnelPathsFilter
      ActorsQuery | 'limit':10 | source.source.kind
      ActorsQuery | 'limit':1001 | limit
      ActorsQuery | 'offset':-1 | offset
      ActorsQuery | 'select':['password'] | select
      ActorsQuery | 'orderBy':['id'] | orderBy
      ActorsQuery | 'properties':[{'key':'x'}] | properties
      ActorsQuery | 'source':{'kind':'EventsQuery'} | source.kind
      ActorsQuery | 'source':{'source':{'kind':'LifecycleQuery','series':[{}]}} | source.day
      ActorsQuery | 'source':{'source':{'kind':'LifecycleQuery','series':[{}]},'day':0} | source.status
      ActorsQuery | 'source':{'source':{'kind':'LifecycleQuery','series':[{}]},'day':99,'status':'new'} | source.day
      ActorsQuery | 'source':{'source':{'kind':'LifecycleQuery','series':[{}]},'day':'1999-01-01','status':'new'} | source.day
      ActorsQuery | 'source':{'source':{'kind':'LifecycleQuery','series':[{}]},'day':'then','status':'new'} | source.day
      ActorsQuery | 'source':{'source':{'kind':'LifecycleQuery','series':[{}]},'day':0,'status':'old'} | source.status
      ActorsQuery | 'source':{'source':{'kind':'RetentionQuery'},'interval':8} | source.interval
      ActorsQuery | 'source':{'source':{'kind':'RetentionQuery'},'interval':5,'day':3} | source.day
      ActorsQuery | 'source':{'source':{'kind':'StickinessQuery','series':[{}]},'day':0} | source.day
      ActorsQuery | 'source':{'source':{'kind':'StickinessQuery','series':[{}]},'day':1,'series':1} | source.series
      ActorsQuery | 'source':{'source':{'kind':'StickinessQuery','series':[{}]},'day':1,'compare':'previous'} | source.compare
      """)
  void aWrongFieldIsNamed(String kind, String rest, String field) throws Exception {
    Map<String, ?> question = question(kind, rest);
    RejectedException refused =
        catchThrowableOfType(RejectedException.class, () -> store.answer(visits, question));

    assertThat(refused).isNotNull();
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.attribute()).as(refused.detail()).isEqualTo(field);
    assertThat(refused.detail()).startsWith("expected ");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      TrendsQuery | 'series':[{'math':'hogql','math_hogql':'sum(nothing)'}] | series[0].math_hogql
      TrendsQuery | 'series':[{'math':'hogql','math_hogql':'count(*)'},{'properties':[{'type':'hogql','key':'event > 7 +'}]}] | series[1].properties[0].key
      TrendsQuery | 'series':[{}],'breakdownFilter':{'breakdown':'nothing','breakdown_type':'hogql'} | breakdownFilter.breakdown
      FunnelsQuery | 'series':[{}],'funnelsFilter':{'funnelAggregateByHogQL':'nothing'} | funnelsFilter.funnelAggregateByHogQL
      PathsQuery | 'pathsFilter':{'includeEventTypes':['hogql'],'pathsHogQLExpression':'read_csv(event)'} | pathsFilter.pathsHogQLExpression
      EventsQuery | 'select':['*','event -- Name','person'],'where':['true'],'orderBy':['event DESC','nothing'] | orderBy
      EventsQuery | 'select':['*','nothing'],'where':['true'] | select
      HogQLQuery | 'query':'SELECT nothing' | query
      """)
  void whereSqlOfTheAskersOwnIsWrongItsFieldIsNamed(String kind, String rest, String field)
      throws Exception {
    Map<String, ?> question = question(kind, rest);
    RejectedException refused =
        catchThrowableOfType(RejectedException.class, () -> store.answer(visits, question));

    assertThat(refused).isNotNull();
    assertThat(refused.code()).startsWith("sql_");
    assertThat(refused.attribute()).as(refused.detail()).isEqualTo(field);
  }

  @Test
  void aFormulaOfManySumsIsRefused() throws Exception {
    Map<String, ?> question = question(
        "TrendsQuery", "'series':[{}],'trendsFilter':{'formula':'A" + "+A".repeat(20_000) + "'}");

    assertThat(catchThrowableOfType(RejectedException.class, () -> store.answer(visits, question))
            .attribute())
        .isEqualTo("trendsFilter.formula");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'pathGroupings':['********************************************b']",
        "'pathGroupings':['\\\\','%','_','$$','日本*','\\\\E.*','[']",
        "'localPathCleaningFilters':[{'regex':'(a+)+(a*)*$','alias':'\\\\1\\\\'}]",
        "'localPathCleaningFilters':[{'regex':''},{}]",
        "'startPoint':'\\u0000','endPoint':'; DROP TABLE events'",
        "'excludeEvents':['', '\\u0000', ')']",
        "'pathStartKey':'1_','pathEndKey':''"
      })
  void aHostilePathsFilterIsAnsweredAllTheSame(String filter) throws Exception {
    assertThat(store.answer(visits, question("PathsQuery", "'pathsFilter':{" + filter + "}")))
        .containsKey("results");
  }
}
