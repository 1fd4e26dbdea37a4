// SPDX-License-Identifier: Apache-2.0
// The month's occasions once more, parent by parent, with the exact functions and no bounds: a readable twin
// of stage 3.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>

#include "sim/base/month.hpp"
#include "sim/pathway/enriching.hpp"
#include "sim/pathway/occasion.hpp"
#include "sim/pathway/recognise.hpp"
#include "sim/world/occasion_tables.hpp"
#include "small_world.hpp"

namespace uptake {
namespace {

struct Twin {
  std::uint8_t occasion = 0;
  std::array<std::size_t, n_domains> unseen{};
};

void weigh(const World& w, ParentId i, Domain domain, double u, double rate, Twin& twin) {
  const auto d = static_cast<std::size_t>(domain);
  const Parameters& p = *w.plan.pathway.parameters;
  const double chance = chance_of(rate * w.occasion_tables->by_experience(w.now, w.last_contact[d][i]));
  const double youngest = (w.now - w.spell_of(i).youngest_birth) / 12.0;
  if (u < chance * p_recognise(p, domain, w.need[d][i])) {
    twin.occasion |= occasion_bit(domain);
  } else if (u < chance) {
    ++twin.unseen[d];
  } else if (u > 1 - p_enriching(p, domain, youngest)) {
    twin.occasion |= enriching_bit(domain);
  }
}

/// After stage 3: need is this month's, and nothing else that it hangs on has changed.
Twin twin_of(const World& w, ParentId i) {
  const OccasionTables& rate = *w.occasion_tables;
  const auto words = random_words(w.in.key, w.in.population->id[i], w.now, Purpose::monthly);
  Twin twin;
  if (w.ages[i] != no_child)
    weigh(w, i, Domain::parenting, to_unit(words[1]), rate.parenting[w.ages[i]][w.reader[i]], twin);
  if (w.union_since[i] != never) {
    const auto months = static_cast<std::size_t>(std::clamp(w.now - w.union_since[i], 0, 480));
    weigh(w, i, Domain::relationship, to_unit(words[2]),
          double{rate.relationship[months] * rate.kin[w.reader[i] & 1U]}, twin);
  }
  return twin;
}

TEST(Occasions, AreThoseOfTheExactFunctions) {
  const Scenario& scenario = small::scenario();
  World world(small::inputs(small::families(700), scenario, {}));
  const auto unseen_so_far = [&] {
    std::array<double, n_domains> of{};
    for (std::size_t d = 0; d < n_domains; ++d)
      of[d] = world.year().journeys[d][static_cast<std::size_t>(Gate::recognise)];
    return of;
  };
  std::array<std::size_t, n_domains> n_unseen{};
  std::size_t n_seen = 0, n_enriching = 0;
  for (; world.now < month_of(2003, 1); ++world.now) {
    for (const MonthStage& stage : step_order()) {
      if (stage.run != needs) {
        stage.run(world);
        continue;
      }
      const auto before = unseen_so_far();
      stage.run(world);
      const auto after = unseen_so_far();
      std::array<std::size_t, n_domains> unseen{};
      for (const ParentId i : world.present) {
        const Twin twin = twin_of(world, i);
        ASSERT_EQ(int{world.occasion[i]}, int{twin.occasion})
            << "parent " << i << " in " << month_text(world.now);
        n_seen += (twin.occasion & 3U) != 0 ? 1 : 0;
        n_enriching += (twin.occasion & 12U) != 0 ? 1 : 0;
        for (std::size_t d = 0; d < n_domains; ++d) unseen[d] += twin.unseen[d];
      }
      for (std::size_t d = 0; d < n_domains; ++d) {
        ASSERT_EQ(after[d] - before[d], static_cast<double>(unseen[d])) << month_text(world.now);
        n_unseen[d] += unseen[d];
      }
    }
  }
  EXPECT_GT(n_seen, 1000U);
  EXPECT_GT(n_enriching, 100U);
  for (const std::size_t n : n_unseen) EXPECT_GT(n, 1000U);
}

}  // namespace
}  // namespace uptake
