// SPDX-License-Identifier: Apache-2.0
#include "sim/services/referral_graph.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <boost/graph/breadth_first_search.hpp>

#include "bad_input.hpp"

namespace uptake {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

const std::filesystem::path referrals = test::data_file("services/referrals.yaml");

const Catalogue& catalogue() {
  static const Catalogue loaded = load_catalogue(test::data_file("services/services.yaml"));
  return loaded;
}

const Referral* edge(const ReferralGraph& graph, const char* from, const char* to) {
  const auto [e, there] = boost::edge(catalogue().find(from), catalogue().find(to), graph);
  return there ? &graph[e] : nullptr;
}

TEST(ReferralGraph, EveryEdgeHasASourceAndItsChancesAreAssumptions) {
  const ReferralGraph graph = load_referrals(referrals, catalogue());
  ASSERT_EQ(boost::num_vertices(graph), 35U);
  EXPECT_GE(boost::num_edges(graph), 60U);
  for (const auto e : boost::make_iterator_range(boost::edges(graph))) {
    const std::string name = catalogue().types[boost::source(e, graph)].code + " to " +
                             catalogue().types[boost::target(e, graph)].code;
    EXPECT_FALSE(graph[e].source.empty()) << name;
    EXPECT_FALSE(graph[e].probability.source.empty() || graph[e].warm.source.empty()) << name;
    EXPECT_GT(graph[e].probability.value, 0) << name;
    EXPECT_EQ(graph[e].probability.grade, Grade::assumption) << name;
  }
}

TEST(ReferralGraph, KeepsTheEvidence) {
  const ReferralGraph graph = load_referrals(referrals, catalogue());
  const Referral* nurse =
      edge(graph, "P1", "R9");  // Kind en Gezin on the couple: from one domain to the other
  ASSERT_NE(nurse, nullptr);
  EXPECT_EQ(nurse->grade, Grade::data);
  ASSERT_NE(edge(graph, "P17", "P16"), nullptr);
  EXPECT_EQ(edge(graph, "P17", "P16")->warm.value, 0.6);
  EXPECT_EQ(edge(graph, "P16", "P17"), nullptr);
  const auto sum = [&](const char* from) {
    double all = 0;
    for (const auto e : boost::make_iterator_range(boost::out_edges(catalogue().find(from), graph))) {
      all += graph[e].probability.value;
    }
    return all;
  };
  // services-in-flanders part 5: totals over a service's edges
  EXPECT_NEAR(sum("P1"), 0.06, 1e-9);
  EXPECT_NEAR(sum("R4"), 0.25, 1e-9);
  EXPECT_NEAR(sum("P3"), 0.25, 1e-9);
  EXPECT_NEAR(sum("R3"), 0.15, 1e-9);
  EXPECT_NEAR(sum("P11"), 0.15, 1e-9);
  EXPECT_NEAR(sum("P5"), 0.20, 0.01);
}

TEST(ReferralGraph, UniversalContactsLeadToEveryDoorThatNeedsAReferral) {
  const ReferralGraph graph = load_referrals(referrals, catalogue());
  std::vector<boost::default_color_type> colour(boost::num_vertices(graph));
  const auto colours =
      boost::make_iterator_property_map(colour.begin(), boost::get(boost::vertex_index, graph));
  boost::queue<ReferralGraph::vertex_descriptor> next;
  for (std::size_t k = 0; k < catalogue().types.size(); ++k) {
    if (catalogue().types[k].entry != Entry::universal) continue;
    if (colour[k] == boost::white_color) {
      boost::breadth_first_visit(graph, k, next, boost::default_bfs_visitor(), colours);
    }
  }
  for (std::size_t k = 0; k < catalogue().types.size(); ++k) {
    if (catalogue().types[k].entry == Entry::referred) {
      EXPECT_EQ(colour[k], boost::black_color) << catalogue().types[k].code;
    }
  }
  EXPECT_EQ(colour[catalogue().find("R5")], boost::black_color);
}

class ReferralGraphRefuses : public ::testing::Test {
 protected:
  std::string told(const std::string& after, const std::string& from, const std::string& to) {
    const std::string text = test::changed(test::text_of(referrals), after, from, to);
    const auto file = test::written(text, ".yaml");
    return test::told_at(file, test::line_of(text, after, to), [&] { load_referrals(file, catalogue()); });
  }
};

TEST_F(ReferralGraphRefuses, AnUnknownService) {
  EXPECT_THAT(told("edges:", "to: R9", "to: RR9"),
              AllOf(HasSubstr("HERE:9: "), HasSubstr("there is no service 'RR9' (did you mean 'R9'?)")));
}

TEST_F(ReferralGraphRefuses, AServiceThatRefersToItself) {
  EXPECT_THAT(told("edges:", "to: R9", "to: P1"),
              AllOf(HasSubstr("HERE:"), HasSubstr("P1 refers to itself")));
}

TEST_F(ReferralGraphRefuses, AnEdgeThatStandsTwice) {
  EXPECT_THAT(told("edges:", "to: R9", "to: P2"),
              HasSubstr("the referral from P1 to P2 stands twice, first on line"));
}

TEST_F(ReferralGraphRefuses, ChancesOfMoreThanOneTogether) {
  EXPECT_THAT(told("from: P17", "probability: {value: 0.1, low: 0.05, high: 0.15",
                   "probability: {value: 0.9, low: 0.05, high: 0.95"),
              HasSubstr("the probabilities of the referrals from P17 sum to more than 1"));
}

TEST_F(ReferralGraphRefuses, AnEdgeWithoutASourceAndAnUnknownKey) {
  EXPECT_THAT(told("edges:", "source:", "sauce:"),
              AllOf(HasSubstr("HERE:5: a referral has no key 'sauce' (did you mean 'source'?)"),
                    HasSubstr("a referral has no 'source', which it needs")));
}

TEST_F(ReferralGraphRefuses, WhatIsNoGraph) {
  EXPECT_THAT(refusal([] { load_referrals(test::written("edges: 3\n", ".yaml"), catalogue()); }),
              HasSubstr("'edges': expected a list"));
  EXPECT_THAT(refusal([] { load_referrals(test::written("title: x\n", ".yaml"), catalogue()); }),
              AllOf(HasSubstr("has no 'edges'"), HasSubstr("no key 'title'")));
}

}  // namespace
}  // namespace uptake
