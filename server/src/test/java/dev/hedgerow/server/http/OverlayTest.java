package dev.hedgerow.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hedgerow.server.wire.Json;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Filters of dashboards over questions. */
class OverlayTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'kind':'T'} | {'dateRange':{'date_from':'-7d'}} | {'kind':'T','dateRange':{'date_from':'-7d'}}",
        "{'kind':'T','dateRange':{'date_from':'-1d'}} | {'date_from':'-7d','date_to':null}"
            + " | {'kind':'T','dateRange':{'date_from':'-7d'}}",
        "{'kind':'T','dateRange':{'date_from':'-1d'}} | {} | {'kind':'T','dateRange':{'date_from':'-1d'}}",
        "{'kind':'T','dateRange':{'date_from':'-1d'}} | {'dateRange':{'date_from':null}}"
            + " | {'kind':'T','dateRange':{'date_from':'-1d'}}",
        "{'kind':'T'} | {'properties':[{'key':'a'}]}"
            + " | {'kind':'T','properties':{'type':'AND','values':[{'key':'a'}]}}",
        "{'kind':'T','properties':[{'key':'b'}]} | {'properties':[{'key':'a'}]}"
            + " | {'kind':'T','properties':{'type':'AND','values':[{'type':'AND','values':[{'key':'b'}]},"
            + "{'type':'AND','values':[{'key':'a'}]}]}}",
        "{'kind':'T','properties':{'type':'OR','values':[{'key':'b'}]}} | {'properties':[{'key':'a'}]}"
            + " | {'kind':'T','properties':{'type':'AND','values':[{'type':'OR','values':[{'key':'b'}]},"
            + "{'type':'AND','values':[{'key':'a'}]}]}}",
        "{'kind':'T','properties':[{'key':'b'}]} | {'properties':[]} | {'kind':'T','properties':[{'key':'b'}]}",
        "{'kind':'HogQLQuery','query':'q'} | {'dateRange':{'date_from':'-7d'}}"
            + " | {'kind':'HogQLQuery','query':'q','filters':{'dateRange':{'date_from':'-7d'}}}"
      })
  void whatTheyHaveIsLaidOverAndConditionsAreBesideItsOwn(
      String query, String filters, String expected) throws Exception {
    assertThat(Overlay.over(json(query), json(filters), "filters")).isEqualTo(json(expected));
  }

  @Test
  void aFrameIsTakenOff() throws Exception {
    assertThat(Overlay.unframed(json("{'kind':'InsightVizNode','source':{'kind':'T'}}")))
        .isEqualTo(Map.of("kind", "T"));
    assertThat(Overlay.unframed(json("{'kind':'T','source':{'kind':'S'}}")).get("kind"))
        .isEqualTo("T");
  }

  private static Map<String, Object> json(String text) throws Exception {
    return Json.object(text.strip().replace('\'', '"'));
  }
}
