// SPDX-License-Identifier: Apache-2.0
// Does every mechanism do something? Switched off, it must change a figure that a run reports.
#include <cmath>

#include "measured_run.hpp"

namespace uptake {
namespace {

const small::Measures& all_on() {
  static const small::Measures measured = small::measure(small::families(1000), small::scenario(), {});
  return measured;
}

class Mechanisms : public testing::TestWithParam<std::size_t> {};

TEST_P(Mechanisms, SwitchedOffChangesAResult) {
  Scenario off = small::scenario();
  ASSERT_TRUE(off.mechanisms.test(GetParam())) << "the baseline has it switched on";
  off.mechanisms.reset(GetParam());
  const small::Measures measured = small::measure(small::families(1000), off, {});
  std::size_t n_changed = 0;
  double most = 0;
  std::string which = "none";
  for (const auto& [name, value] : all_on()) {
    const auto found = measured.find(name);
    if (found != measured.end() && found->second == value) continue;
    ++n_changed;
    const double now = found == measured.end() ? 0 : found->second;
    const double size = std::abs(now - value) / (std::abs(now) + std::abs(value));
    if (size <= most) continue;
    most = size;
    which = name + ": " + std::to_string(value) + " -> " + std::to_string(now);
  }
  RecordProperty("measures_changed", static_cast<int>(n_changed));
  RecordProperty("most_changed", which);
  std::cout << n_changed << " of " << all_on().size() << " measures changed; most: " << which << "\n";
  EXPECT_GT(n_changed, 0U) << mechanism_registry()[GetParam()].code
                           << " changes nothing that a run reports: a mechanism that does nothing, or a "
                              "measure that is missing";
}

INSTANTIATE_TEST_SUITE_P(Registry, Mechanisms, testing::Range<std::size_t>(0, n_mechanisms),
                         [](const auto& p) { return std::string(mechanism_registry()[p.param].code); });

TEST(Structures, EveryFormChangesAResult) {
  for (const Structure& other : one_at_a_time({})) {
    if (other == Structure{}) continue;
    Scenario scenario = small::scenario();
    scenario.structure = other;
    small::Families who = small::families(1000);
    if (other.network != NetworkKind::layers) {
      NetworkSettings settings = load_network_settings(small::scenarios_folder() / "data/network.yaml");
      settings.kind = other.network;
      who.network = build_network(who.population, small::evidence().municipalities.region, settings,
                                  {11, 1});  // those of small::families: only the kind differs
    }
    EXPECT_NE(small::measure(who, scenario, {}), all_on()) << code(other);
  }
}

TEST(Mechanisms, TheSameScenarioTwiceChangesNone) {  // so that the tests above cannot pass by themselves
  EXPECT_EQ(small::measure(small::families(1000), small::scenario(), {}), all_on());
}

}  // namespace
}  // namespace uptake
