// SPDX-License-Identifier: Apache-2.0
// Graphs and pictures for others: what stands in them, and that nothing in a name breaks them.
#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "analysis/graphs/funnel_picture.hpp"
#include "analysis/graphs/graphml.hpp"
#include "analysis/graphs/network_files.hpp"
#include "analysis/graphs/referral_files.hpp"
#include "sim/pathway/gates.hpp"
#include "small_world.hpp"

namespace uptake {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

std::size_t count_of(const std::string& text, const std::string& part) {
  std::size_t n = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++n;
  return n;
}

TEST(Graphml, EscapesAndLeavesNothingWithoutAnEnd) {
  EXPECT_EQ(xml_text("a<b>&\"c\x01\n"), "a&lt;b&gt;&amp;&quot;c  ");
  const fs::path file = fs::path(testing::TempDir()) / "g.graphml";
  {
    Graphml graph(file, true, {{"name", "string"}}, {});
    graph.node("a", {"x & y"});
    EXPECT_THROW(graph.node("b", {}), std::logic_error);
  }
  EXPECT_FALSE(fs::exists(file));
  {
    Graphml graph(file, true, {{"name", "string"}}, {{"p", "double"}});
    graph.node("a", {"x & y"});
    graph.node("b", {""});
    graph.edge("a", "b", {"0.5"});
    graph.finish();
  }
  std::ifstream in(file);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  EXPECT_THAT(text, HasSubstr("<node id=\"a\"><data key=\"n0\">x &amp; y</data></node>"));
  EXPECT_THAT(text, HasSubstr("<node id=\"b\"></node>"));
  EXPECT_THAT(text, HasSubstr("<edge source=\"a\" target=\"b\"><data key=\"e0\">0.5</data></edge>"));
  EXPECT_TRUE(text.ends_with("</graphml>\n"));
}

TEST(ReferralPicture, HasABandAReferralAndANameOnEachSide) {
  const Catalogue& catalogue = small::evidence().catalogue;
  const ReferralGraph& graph = small::evidence().referrals;
  for (const bool dutch : {false, true}) {
    const std::string picture = referral_picture(catalogue, graph, dutch);
    EXPECT_EQ(count_of(picture, "<path "), boost::num_edges(graph));
    EXPECT_EQ(picture, referral_picture(catalogue, graph, dutch));
    EXPECT_EQ(picture.find("nan"), std::string::npos);
    for (std::size_t s = 0; s < catalogue.types.size(); ++s) {
      const std::string name = xml_text(dutch ? catalogue.types[s].name_nl : catalogue.types[s].name_en);
      const std::size_t sides =
          (boost::out_degree(s, graph) > 0 ? 1U : 0U) + (boost::in_degree(s, graph) > 0 ? 1U : 0U);
      EXPECT_GE(count_of(picture, name), sides) << name;
    }
  }
}

TEST(FunnelPicture, CountsOutOfAThousandThatSeeANeed) {
  FunnelCounts counts{"parenting", std::vector<double>(n_gates + 1, 0.0)};
  counts.stopped[0] = 3000;       // sees no need
  counts.stopped[3] = 400;        // does not know
  counts.stopped[n_gates] = 600;  // served
  const std::string picture = funnel_picture({counts}, "A <title>", "Een titel", 2035, false);
  EXPECT_THAT(picture, HasSubstr("A &lt;title&gt;, 2035"));
  EXPECT_THAT(picture, HasSubstr("Before that, 750 of 1,000 journeys stop"));
  EXPECT_THAT(picture, HasSubstr("− 400  does not know"));
  EXPECT_EQ(count_of(picture, ">1,000<"), 3U);  // before each gate until the fourth
  EXPECT_EQ(count_of(picture, ">600<"), 5U);    // from then on
  EXPECT_THAT(funnel_picture({counts}, "A", "B", 2035, true), HasSubstr("Vooraf stoppen 750 van 1.000"));
  EXPECT_THAT(funnel_picture({}, "A", "B", 2035, false), HasSubstr("</svg>"));
}

TEST(FunnelCounts, AreThoseOfTheFirstScenarioInTheLastYear) {
  Results r;
  r.last_year = 2030;
  r.series = {{"journeys", "parenting", "gate", "recognise"},
              {"journeys", "parenting", "gate", "served"},
              {"contact", "parenting", "total", "total"}};
  const auto level = [&](int scenario, std::size_t series, int year, double mean) {
    Level l{scenario, series, year, {}};
    l.summary.mean = mean;
    r.levels.push_back(l);
  };
  level(0, 0, 2030, 7);
  level(0, 1, 2030, 3);
  level(0, 1, 2029, 100);
  level(1, 1, 2030, 100);
  level(0, 2, 2030, 100);
  const std::vector<FunnelCounts> found = funnel_counts(r);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].domain, "parenting");
  EXPECT_EQ(found[0].stopped.front(), 7);
  EXPECT_EQ(found[0].stopped.back(), 3);
}

TEST(NetworkFiles, ForeseeTheSizeThatComes) {
  const small::Families families = small::build_families(1000, 1);
  const NetworkSettings settings = load_network_settings(small::scenarios_folder() / "data/network.yaml");
  const NetworkSize foreseen = foreseen_size(1000, settings);
  const NetworkSize size = network_size(families.network, families.population, wave_2016);
  // who guards against absurd sizes may be off by so much
  EXPECT_GT(foreseen.parents / size.parents, 0.8);
  EXPECT_LT(foreseen.parents / size.parents, 1.6);
  EXPECT_GT(foreseen.ties / size.ties, 0.7);
  EXPECT_LT(foreseen.ties / size.ties, 2.0);
}

}  // namespace
}  // namespace uptake
