// SPDX-License-Identifier: Apache-2.0
// What goes in comes out, every month: time on the way (Little's law, exactly), places, euros. Families and
// tickets: world_test.cpp.
#include <cmath>

#include "property/every_month.hpp"
#include "sim/pathway/afford.hpp"

namespace uptake {
namespace {

using small::Rule;

/// What a parent is on the way to or attends, if anything.
struct Episode {
  ServiceId service = no_service;
  Month entry = 0;  ///< when it asked
  Stage stage = Stage::idle;
  [[nodiscard]] bool on_the_way() const { return stage == Stage::waiting || stage == Stage::admitted; }
  [[nodiscard]] bool has_a_place() const { return stage == Stage::admitted || stage == Stage::attending; }
  [[nodiscard]] bool goes_on(const Episode& later) const {
    return service == later.service && entry == later.entry && later.stage != Stage::idle;
  }
};

/// Each parent's and domain's episode at the end of a month beside that of the month before.
class Episodes {
 public:
  void look(const World& w,
            const std::function<void(ParentId, std::size_t d, const Episode& then, const Episode& now)>& at) {
    for (std::size_t d = 0; d < n_domains; ++d) {
      before_[d].resize(w.n_parents());
      for (ParentId i = 0; i < w.n_parents(); ++i) {
        const bool none = w.active[i] == 0 || w.lived[i][d].stage == Stage::idle;
        const Episode now =
            none ? Episode{} : Episode{w.lived[i][d].service, w.lived[i][d].since, w.lived[i][d].stage};
        at(i, d, before_[d][i], now);
        before_[d][i] = now;
      }
    }
  }

 private:
  std::vector<Episode> before_[n_domains];
};

std::string which(const World& w, std::size_t k) {
  return "service " + w.in.evidence->catalogue.types[k].code + " in " + month_text(w.now) + ": ";
}

/// By service, over all years so far.
std::vector<double> counted(const World& w, const std::vector<double> YearCounts::* what) {
  std::vector<double> sum(w.n_services(), 0);
  for (const YearCounts& year : w.years) {
    for (std::size_t k = 0; k < sum.size(); ++k) sum[k] += (year.*what)[k];
  }
  return sum;
}

constexpr Month the_end = month_of(2030, 1);

// Little's law without its limit: the families on the way, added up over the ends of all months, are the
// months that each of them was on the way. Seen from outside on the left; on the right what the model counts
// of those who began, and, from outside, those who gave up or left, and those who are still there.
TEST(EveryMonth, FamiliesOnTheWayAddUpToTheMonthsTheyWaited) {
  Episodes episodes;
  std::vector<double> area, lost;
  Rule little;
  double area_in_all = 0, lost_in_all = 0;
  const auto look = [&](const World& w) {
    area.resize(w.n_services(), 0);
    lost.resize(w.n_services(), 0);
    std::vector<double> so_far(w.n_services(), 0);
    episodes.look(w, [&](ParentId, std::size_t, const Episode& then, const Episode& now) {
      if (then.on_the_way() && !then.goes_on(now)) lost[then.service] += w.now - then.entry;
      if (!now.on_the_way()) return;
      ++area[now.service];
      so_far[now.service] += w.now - now.entry + 1;
    });
    const std::vector<double> began = counted(w, &YearCounts::wait_months);
    area_in_all = lost_in_all = 0;
    for (std::size_t k = 0; k < w.n_services(); ++k) {
      area_in_all += area[k];
      lost_in_all += lost[k];
      little.hold(area[k] == began[k] + lost[k] + so_far[k], [&] {
        return which(w, k) + std::to_string(area[k]) + " on the way, " + std::to_string(began[k]) +
               " until they began, " + std::to_string(lost[k]) + " until they were lost, " +
               std::to_string(so_far[k]) + " so far";
      });
    }
  };
  small::live(small::families(700), small::scenario("more-therapists"), {.until = the_end}, look);
  little.verdict("on the way over all months = months of those who began, were lost, or are on the way");
  EXPECT_GT(area_in_all, 1000);
  EXPECT_GT(lost_in_all, 100) << "hardly anybody was lost: that term was not tested";
}

// A month's places and what was left of the last one are given, kept (less than one a queue), or lapse where
// nobody waits, or nobody for whom a lever keeps them.
void places_add_up(const std::string& scenario) {
  Episodes episodes;
  std::vector<double> kept;
  Rule from_nothing, lapse;
  double given_in_all = 0;
  const auto look = [&](const World& w) {
    kept.resize(w.n_services(), 0);
    std::vector<double> given(w.n_services(), 0);
    episodes.look(w, [&](ParentId, std::size_t, const Episode& then, const Episode& now) {
      if (now.has_a_place() && !(then.has_a_place() && then.goes_on(now))) ++given[now.service];
    });
    for (std::size_t k = 0; k < w.n_services(); ++k) {
      if (w.in.evidence->catalogue.types[k].families_per_year.value <= 0) continue;  // takes whoever comes
      double now = 0, places = 0;
      bool some_wait_everywhere = true;
      for (std::size_t q = k * w.n_regions(); q < (k + 1) * w.n_regions(); ++q) {
        const Queue& queue = w.queues[q];
        now += queue.credit;
        places += queue.places;
        if (queue.places > 0 && queue.tickets.empty()) some_wait_everywhere = false;
        for (const KeptPlaces& for_some : w.kept_places) {
          now += for_some.credit[q];
          places += for_some.places[q];
          if (for_some.places[q] > 0) some_wait_everywhere = false;  // perhaps none for whom they are kept
        }
      }
      // sums of a few numbers below 1,000: rounding stays below 1e-9
      const double lapsed = kept[k] + places - given[k] - now;
      const auto said = [&] {
        return which(w, k) + std::to_string(lapsed) + " lapsed of " + std::to_string(places);
      };
      from_nothing.hold(lapsed > -1e-9, said);
      if (some_wait_everywhere && places > 0) lapse.hold(lapsed < 1e-9, said);
      kept[k] = now;
      given_in_all += given[k];
    }
  };
  small::live(small::families(700), small::scenario(scenario), {.until = the_end}, look);
  from_nothing.verdict("no place comes from nothing");
  lapse.verdict("no place is lost while somebody waits");
  EXPECT_GT(given_in_all, 1000);
}

TEST(EveryMonth, PlacesAreGivenKeptOrLapse) {
  for (const char* scenario : {"more-therapists", "places-kept", "package-survey-report"}) {
    SCOPED_TRACE(scenario);
    places_add_up(scenario);
  }
}

// What families pay, and what somebody pays for them, is the catalogue's fee times the contacts of those who
// began. Without second sorts, whose single contact would come on top.
TEST(EveryMonth, EurosOfFamiliesAndOfReliefAreTheCataloguesFees) {
  const Scenario scenario = small::without(small::scenario("income-related-fees"), {Mechanism::second_type});
  Episodes episodes;
  std::vector<double> usual;
  Rule balance;
  const auto look = [&](const World& w) {
    usual.resize(w.n_services(), 0);
    episodes.look(w, [&](ParentId i, std::size_t d, const Episode& then, const Episode& now) {
      if (now.stage != Stage::attending || (then.stage == Stage::attending && then.goes_on(now))) return;
      const ServiceType& type = w.in.evidence->catalogue.types[now.service];
      const FeeRule fee{static_cast<float>(type.fee_per_contact.value),
                        static_cast<float>(type.fee_low_income.value)};
      const ParentView parent = w.person(i, static_cast<Domain>(d));
      usual[now.service] += fee_of(fee, parent) * w.policy.services()[now.service].contacts;
    });
    const std::vector<double> paid = counted(w, &YearCounts::family_fees);
    const std::vector<double> relief = counted(w, &YearCounts::fee_relief);
    for (std::size_t k = 0; k < w.n_services(); ++k) {
      // thousands of additions, each with half a unit in the last place of the sum
      balance.hold(std::abs(paid[k] + relief[k] - usual[k]) <= 1e-9 * (1 + usual[k]), [&] {
        return which(w, k) + std::to_string(paid[k]) + " paid, " + std::to_string(relief[k]) + " relieved, " +
               std::to_string(usual[k]) + " by the catalogue";
      });
    }
  };
  const World end = small::live(small::families(700), scenario, {.until = the_end}, look);
  balance.verdict("fees of families + relief = the catalogue's fees");
  double paid = 0, relief = 0;
  for (const double euros : counted(end, &YearCounts::family_fees)) paid += euros;
  for (const double euros : counted(end, &YearCounts::fee_relief)) relief += euros;
  EXPECT_GT(paid, 1000);
  EXPECT_GT(relief, 100) << "nobody was relieved: not tested";
}

}  // namespace
}  // namespace uptake
