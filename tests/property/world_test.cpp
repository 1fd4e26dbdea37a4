// SPDX-License-Identifier: Apache-2.0
// What must hold in every month of a run, whatever families live through.
#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <optional>
#include <set>
#include <tuple>

#include "property/every_month.hpp"
#include "sim/pathway/know.hpp"
#include "sim/pathway/occasion.hpp"
#include "sim/pathway/universal.hpp"
#include "sim/world/conservation.hpp"
#include "sim/world/universal_contacts.hpp"

namespace uptake {
namespace {

using small::Rule;
using small::who_when;

const World& long_run(const std::function<void(const World&)>& look) {
  static std::optional<World> last;
  last.emplace(small::live(small::families(700), small::scenario("more-therapists"),
                           {.until = month_of(2033, 1)}, look));
  return *last;
}

TEST(EveryMonth, WhoIsActiveIsWhatThePopulationSays) {
  Rule active, family;
  const Population& all = small::families(700).population;
  long_run([&](const World& w) {
    if (w.now % 3 != 0) return;
    std::set<HouseholdId> lived, dated;
    for (ParentId i = 0; i < w.n_parents(); ++i) {
      const Spell* s = all.spell_at(i, w.now);
      const bool there = s != nullptr && (s->flags & in_flanders) != 0 && s->household != no_household &&
                         (s->form != Form::none || (s->flags & parent_at_large) != 0);
      active.hold((w.active[i] != 0) == there, [&] { return who_when(w, i); });
      if (there && (s->flags & respondent) != 0) dated.insert(s->household);
      if (w.active[i] != 0 && (w.spell_of(i).flags & respondent) != 0) lived.insert(w.spell_of(i).household);
    }
    family.hold(lived == dated,
                [&] { return std::to_string(lived.size()) + " families in " + month_text(w.now); });
  });
  active.verdict("active equals the spell in force");
  family.verdict("families are those of the population");
}

TEST(EveryMonth, FamiliesTicketsPlacesAndEurosAreConserved) {
  Rule conserved;
  const World& end = long_run([&](const World& w) {
    const std::string broken = broken_conservation(w);
    conserved.hold(broken.empty(), [&] { return broken; });
  });
  conserved.verdict("families, tickets, places and euros");

  // and each breach is told
  const auto broken = [&](const std::function<void(World&)>& spoil) {
    World spoilt = end;
    --spoilt.now;  // its last month
    EXPECT_EQ(broken_conservation(spoilt), "");
    spoil(spoilt);
    return broken_conservation(spoilt);
  };
  const auto longest = [](World& w) -> Queue& {
    return *std::max_element(w.queues.begin(), w.queues.end(), [](const Queue& a, const Queue& b) {
      return a.tickets.size() < b.tickets.size();
    });
  };
  using testing::HasSubstr;
  EXPECT_THAT(broken([](World& w) { w.present.pop_back(); }), HasSubstr("not listed as present"));
  EXPECT_THAT(broken([](World& w) { w.active[w.present[0]] = 0; }), HasSubstr("present"));
  EXPECT_THAT(broken([&](World& w) { longest(w).tickets.pop_back(); }), HasSubstr("waits without a ticket"));
  EXPECT_THAT(broken([&](World& w) { longest(w).tickets.push_back(longest(w).tickets.back()); }),
              HasSubstr("two tickets"));
  EXPECT_THAT(broken([&](World& w) { std::swap(longest(w).tickets.front(), longest(w).tickets.back()); }),
              HasSubstr("order of service"));
  EXPECT_THAT(broken([](World& w) { w.queues[0].credit = -0.1; }), HasSubstr("carries over -0.1 places"));
  EXPECT_THAT(broken([](World& w) { w.queues[0].places = std::nan(""); }), HasSubstr("places"));
  EXPECT_THAT(broken([](World& w) { w.year().family_fees[0] = -1; }), HasSubstr("paid -1 EUR"));
  EXPECT_THAT(broken([](World& w) { w.year().family_fees.back() += 1e9; }),
              HasSubstr("by the catalogue's fees"));
  const auto& types = end.in.evidence->catalogue.types;
  const auto paid = static_cast<std::size_t>(
      std::ranges::find_if(types, [](const ServiceType& type) { return type.fee_low_income.value > 0; }) -
      types.begin());
  ASSERT_LT(paid, types.size());
  EXPECT_THAT(broken([&](World& w) { w.year().started[paid] += 1e6; }), HasSubstr("that began"));
  EXPECT_THAT(
      broken([](World& w) { std::fill(w.may_mean[1].begin(), w.may_mean[1].end(), std::uint16_t{0}); }),
      HasSubstr("is left out"));
}

TEST(EveryMonth, NoScenarioOfTheLibraryBreaksConservation) {
  for (const auto& entry : std::filesystem::directory_iterator(UPTAKE_SOURCE_DIR "/scenarios")) {
    if (entry.path().extension() != ".yaml") continue;
    const std::string name = entry.path().stem().string();
    Rule conserved;
    small::live(small::families(200), small::scenario(name), {.until = month_of(2031, 1)},
                [&](const World& w) {
                  const std::string broken = broken_conservation(w);
                  conserved.hold(broken.empty(), [&] { return broken; });
                });
    conserved.verdict(name.c_str());
  }
}

TEST(EveryMonth, WhoJoinedWasServedGaveUpLeftOrStillWaits) {
  std::vector<double> left;  // by service, seen from outside: who was on the way and is in Flanders no more
  struct Before {
    bool on_the_way = false;
    ServiceId service = no_service;
  };
  std::vector<Before> before[n_domains];
  Rule balance;
  double joined_in_all = 0, gave_up_in_all = 0, left_in_all = 0;
  const World& end = long_run([&](const World& w) {
    if (left.empty()) left.assign(w.n_services(), 0);
    std::vector<double> joined(w.n_services(), 0), out = left, on_the_way(w.n_services(), 0);
    for (std::size_t d = 0; d < n_domains; ++d) {
      before[d].resize(w.n_parents());
      for (ParentId i = 0; i < w.n_parents(); ++i) {
        const Stage stage = w.lived[i][d].stage;
        if (before[d][i].on_the_way && w.active[i] == 0) ++left[before[d][i].service];
        before[d][i] = {stage == Stage::waiting || stage == Stage::admitted, w.lived[i][d].service};
        if (before[d][i].on_the_way) ++on_the_way[w.lived[i][d].service];
      }
    }
    std::vector<double> served(w.n_services(), 0), gave_up(w.n_services(), 0);
    for (const YearCounts& year : w.years) {
      for (std::size_t k = 0; k < w.n_services(); ++k) {
        joined[k] += year.queued[k];
        served[k] += year.started[k];
        gave_up[k] += year.reneged[k];
      }
    }
    joined_in_all = gave_up_in_all = left_in_all = 0;
    for (std::size_t k = 0; k < w.n_services(); ++k) {
      joined_in_all += joined[k];
      gave_up_in_all += gave_up[k];
      left_in_all += left[k];
      balance.hold(joined[k] == served[k] + gave_up[k] + left[k] + on_the_way[k], [&] {
        return "service " + small::evidence().catalogue.types[k].code + " in " + month_text(w.now) +
               ": joined " + std::to_string(joined[k]) + " = served " + std::to_string(served[k]) +
               " + gave up " + std::to_string(gave_up[k]) + " + left " + std::to_string(left[k]) +
               " + on the way " + std::to_string(on_the_way[k]);
      });
    }
  });
  balance.verdict("joined = served + gave up + left + on the way");
  EXPECT_GT(end.uses.size(), 1000U);
  EXPECT_GT(joined_in_all, 1000);
  EXPECT_GT(gave_up_in_all, 0);
  EXPECT_GT(left_in_all, 0) << "nobody left while waiting: that term was not tested";
}

TEST(EveryMonth, NoHelpIsLateNorForgotten) {
  Rule due;
  long_run([&](const World& w) {
    for (std::size_t d = 0; d < n_domains; ++d) {
      for (ParentId i = 0; i < w.n_parents(); ++i) {
        if (w.lived[i][d].stage != Stage::admitted && w.lived[i][d].stage != Stage::attending) continue;
        due.hold(w.active[i] != 0 && w.lived[i][d].until > w.now, [&] { return who_when(w, i); });
      }
    }
  });
  due.verdict("what should have begun or ended has");
}

TEST(EveryMonth, NoContactThatRaisesASubjectIsOverlooked) {
  Rule below;
  const Parameters& p = small::scenario("lead-in").parameters.values;
  small::live(
      small::families(100), small::scenario("lead-in"), {.until = month_of(2030, 1)}, [&](const World& w) {
        if (w.now % 12 != 0) return;
        const MostContacts most = most_contacts(w);
        for (int youngest = 0; youngest < 12 * 25; ++youngest) {
          for (int eldest = youngest; eldest < 12 * 25; eldest += 5) {
            const auto born = [&](int age) { return static_cast<Month>(w.now - age); };
            const auto ages = static_cast<std::size_t>(youngest_class(born(youngest), w.now)) * 5 +
                              static_cast<std::size_t>(youngest_class(born(eldest), w.now));
            for (const double fluent : {0.0, 0.5, 1.0}) {
              double shares = 0;  // of the month's draw, as the stage hands them out
              for (std::size_t c = 0; c < n_contact_points; ++c) {
                const auto point = static_cast<ContactPoint>(c);
                double asked = p.universal_raise_relationship +
                               p.universal_raise_parenting *
                                   exp_fixed(early_offer(w.plan.pathway, youngest / 12.0, fluent));
                for (const ReachingLever& lever : w.plan.lead_ins) {
                  if (lever.contact == point) asked += 2 * lever.ask;
                }
                shares += asked * openness(w, point) * p_contact(p, point, youngest / 12.0, eldest / 12.0);
              }
              below.hold(shares <= most[ages] * (1 + 1e-12),
                         [&] { return month_text(w.now) + ", months " + std::to_string(youngest); });
            }
          }
        }
      });
  below.verdict("the shares of all contacts stay below the bound");
}

TEST(EveryMonth, OnlyNewPartnersWithChildrenTakeOverAPastAndThatOfALoneParent) {
  Rule taker, giver, known;
  const Population& all = small::families(700).population;
  const auto lone = [&](ParentId i, Month m) {
    const Spell* s = all.spell_at(i, m);
    return s != nullptr && s->union_status == UnionStatus::no_partner && (s->flags & had_previous) != 0;
  };
  long_run([&](const World& w) {
    for (const auto& [i, other] : w.taken_over) {
      const Spell& first = all.spells_of(i).front();
      taker.hold((first.flags & begins_by_union) != 0 && (first.flags & had_previous) != 0 &&
                     (first.flags & (respondent | parent_at_large)) != 0,
                 [&] { return who_when(w, i); });
      // the month's changes come one after another, so that the other one may have changed before or after
      if (first.start != w.now) continue;
      giver.hold(lone(other, w.now) || lone(other, static_cast<Month>(w.now - 1)),
                 [&] { return who_when(w, i); });
      known.hold(w.last_contact[0][i] == w.last_contact[0][other] || w.last_contact[0][other] == w.now ||
                     w.last_contact[0][i] == w.now,
                 [&] { return who_when(w, i); });
    }
  });
  taker.verdict("a past is taken over by who had one elsewhere");
  giver.verdict("it is that of a lone parent");
  known.verdict("the last contact comes along");
}

TEST(EveryMonth, TimeRunsForward) {
  Rule contact, helped, use, order, remembered;
  std::size_t n_seen = 0, n_before = 0;
  long_run([&](const World& w) {
    for (; n_seen < w.uses.size(); ++n_seen) {
      const UseRecord& u = w.uses[n_seen];
      const bool entered_now = w.in.population->spells_of(u.parent).front().start == w.now;
      use.hold((u.month == w.now || (entered_now && u.month < w.now && u.union_start <= u.month)) &&
                   (u.union_start == never || u.union_start <= w.now),
               [&] { return small::text(u); });
      n_before += u.month < w.now ? 1 : 0;
      // never forgotten within the year after it
      remembered.hold(u.forgotten >= u.month + 12, [&] { return small::text(u); });
      order.hold(w.active[u.parent] != 0, [&] { return small::text(u); });
    }
    for (std::size_t d = 0; d < n_domains; ++d) {
      for (ParentId i = 0; i < w.n_parents(); ++i) {
        if (w.last_contact[d][i] == long_ago) continue;
        contact.hold(w.last_contact[d][i] <= w.now, [&] { return who_when(w, i); });
        helped.hold(w.lived[i][d].last_helped <= w.last_contact[d][i], [&] { return who_when(w, i); });
      }
    }
  });
  contact.verdict("the last contact is not in the future");
  helped.verdict("no help without a contact");
  use.verdict("a use is written down in its month, or when a couple has its first child");
  EXPECT_GT(n_before, 10U) << "no use before the first child: not tested";
  order.verdict("only agents use");
  remembered.verdict("a use is told for a year");
}

TEST(EveryMonth, NobodyIsInTwoPlacesAndCouplesComeTogether) {
  constexpr std::size_t rel = static_cast<std::size_t>(Domain::relationship);
  constexpr std::size_t par = static_cast<std::size_t>(Domain::parenting);
  Rule one_journey, both;
  std::size_t n_seen = 0;
  std::vector<Stage> before[n_domains];
  double with_partner = 0, came_along = 0;
  long_run([&](const World& w) {
    const auto used_now = [&](ParentId i, ServiceId k) {
      return std::any_of(
          w.uses.begin() + static_cast<std::ptrdiff_t>(n_seen), w.uses.end(),
          [&](const UseRecord& u) { return u.parent == i && u.service == k && (u.flags & use_formal) != 0; });
    };
    for (std::size_t d = 0; d < n_domains; ++d) before[d].resize(w.n_parents(), Stage::idle);
    for (ParentId i = 0; i < w.n_parents(); ++i) {
      const ParentId partner = w.active[i] != 0 ? w.partner_at_home(i) : nobody;
      if (partner != nobody && w.lived[i][rel].stage == Stage::waiting && w.lived[i][rel].since == w.now) {
        one_journey.hold(w.lived[partner][rel].stage == Stage::idle, [&] { return who_when(w, i); });
      }
      const auto begins = [&](std::size_t d) {
        return partner != nobody && w.lived[i][d].stage == Stage::attending &&
               before[d][i] != Stage::attending;
      };
      if (begins(rel) && (w.lived[i][rel].episode_flags & use_at_ending) == 0) {
        both.hold(used_now(i, w.lived[i][rel].service) && used_now(partner, w.lived[i][rel].service),
                  [&] { return who_when(w, i); });
      }
      if (begins(par)) {
        ++with_partner;
        came_along += used_now(partner, w.lived[i][par].service);
      }
    }
    for (std::size_t d = 0; d < n_domains; ++d) before[d] = small::column(w, d, &Lived::stage);
    n_seen = w.uses.size();
  });
  one_journey.verdict("a couple joins one line for relationship support");
  both.verdict("help for the relationship marks both partners at home");
  // Each draw is its own: the share is binomial, and four standard errors are exceeded once in 16,000. A
  // partner may also begin by itself in that month: rarer than one in a hundred, allowed for upwards.
  const double p = small::scenario().parameters.values.outcome_partner_attends;
  const double error = 4 * std::sqrt(p * (1 - p) / with_partner);
  ASSERT_GT(with_partner, 500);
  EXPECT_GT(came_along / with_partner, p - error);
  EXPECT_LT(came_along / with_partner, p + error + 0.01);
}

TEST(EveryMonth, ASecondSortIsAnotherOfTheDomainThatTakesTheFamily) {
  Rule beside, domain, ages, there, written, moment;
  std::size_t n_seen = 0;
  std::array<double, n_domains> seconds{}, episodes{};
  long_run([&](const World& w) {
    const auto& services = w.policy.services();
    for (std::size_t n = n_seen; n < w.uses.size(); ++n) {
      const UseRecord& u = w.uses[n];
      const auto d = static_cast<std::size_t>(u.domain);
      const ServiceNumbers& second = services[u.service];
      const bool began = w.lived[u.parent][d].stage == Stage::attending;
      if ((u.flags & use_second) == 0) {
        episodes[d] += began && w.lived[u.parent][d].service == u.service;
        continue;
      }
      if (began) ++seconds[d];  // not the companion's
      const auto say = [&] { return small::text(u); };
      // written down right after the first, of the same parent or of the partner who came along
      const auto first =
          std::find_if(w.uses.begin() + static_cast<std::ptrdiff_t>(n_seen),
                       w.uses.begin() + static_cast<std::ptrdiff_t>(n), [&](const UseRecord& f) {
                         return f.parent == u.parent && f.domain == u.domain && (f.flags & use_second) == 0 &&
                                f.service != u.service && services[f.service].box_2021 != second.box_2021 &&
                                f.helped == u.helped && f.forgotten == u.forgotten;
                       });
      beside.hold(first != w.uses.begin() + static_cast<std::ptrdiff_t>(n), say);
      domain.hold(second.domain == u.domain, say);
      there.hold((w.plan.pathway.existing & bit(u.service)) != 0, say);
      written.hold(second.self_help == ((u.flags & use_formal) == 0), say);
      moment.hold((u.flags & use_enriching) == 0, say);
      const Spell& life = w.spell_of(u.parent);
      if (u.domain == Domain::parenting && life.youngest_birth != never && began) {
        ages.hold(
            takes_ages(second, (w.now - life.youngest_birth) / 12.0, (w.now - life.eldest_birth) / 12.0),
            say);
      }
    }
    n_seen = w.uses.size();
  });
  beside.verdict("a second sort stands beside a first, with its outcome and memory");
  domain.verdict("of the domain");
  there.verdict("it exists");
  written.verdict("written help is no formal contact");
  moment.verdict("not without need");
  ages.verdict("it takes the children's ages");
  // not every family has one to choose, so at most the chance (four standard errors allowed), and not nearly
  // none
  const Parameters& p = small::scenario().parameters.values;
  for (const auto& [d, chance] : {std::pair{Domain::relationship, p.choose_second_relationship},
                                  {Domain::parenting, p.choose_second_parenting}}) {
    const auto di = static_cast<std::size_t>(d);
    ASSERT_GT(episodes[di], 300);
    EXPECT_GT(seconds[di] / episodes[di], 0.3 * chance);
    EXPECT_LT(seconds[di] / episodes[di], chance + 4 * std::sqrt(chance / episodes[di]));
  }
}

}  // namespace
}  // namespace uptake
