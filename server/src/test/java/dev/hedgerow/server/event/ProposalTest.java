package dev.hedgerow.server.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What an action made from an element may ask for. */
class ProposalTest {
  @Test
  void namesThatPeopleGaveComeFirst() {
    assertThat(Proposal.of(
                "button.btn.buy:attr__data-attr=\"buy\"attr_id=\"now\"text=\"Buy\"nth-of-type=\"2\";"
                    + "div:attr_id=\"main\"")
            .get(0))
        .isEqualTo(new Proposal(
            "button",
            "Buy",
            null,
            java.util.List.of(
                "button[data-attr=\"buy\"]",
                "button#now",
                "div#main button.btn.buy",
                "button.btn.buy",
                "div#main button.btn.buy:nth-of-type(2)",
                "button")));
  }

  @Test
  void namesThatABuildMadeAreLeftOut() {
    assertThat(
            Proposal.of("a.css-1f3a9b2c.link:attr_id=\"ember12345\"href=\"/x\"").get(0))
        .isEqualTo(new Proposal("a", null, "/x", java.util.List.of("a.link", "a")));
  }

  @Test
  void everyElementOfTheChainIsProposedWhateverItHolds() {
    assertThat(Proposal.of("b:text=\" \";div;:x=\"\\\\\";;"))
        .hasSizeGreaterThanOrEqualTo(2)
        .allSatisfy(one -> assertThat(one.text()).isNull());
    assertThat(Proposal.of("a:attr__name=\"q\\\"]\"").get(0).selectors())
        .contains("a[name=\"q\\\"]\"]");
    assertThat(Proposal.of("")).isEmpty();
  }
}
