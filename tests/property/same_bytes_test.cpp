// SPDX-License-Identifier: Apache-2.0
// Does a run depend on anything but its inputs? Not on threads, nor on what ran before, nor does a lever
// touch the families and their ties.
#include <tbb/global_control.h>
#include <tbb/task_arena.h>

#include <algorithm>
#include <iterator>

#include "sim/base/hash.hpp"
#include "sim/survey/contact_set.hpp"
#include "sim/survey/questionnaire.hpp"
#include "sim/survey/register.hpp"
#include "sim/world/blocks.hpp"
#include "sim/world/ensemble.hpp"
#include "sim/world/record_use.hpp"
#include "small_world.hpp"

namespace uptake {
namespace {

/// Enough parents for several blocks: with one block nothing would run in parallel.
const small::Families& many() { return small::families(6'000); }

/// A run inside an arena of so many threads, which TBB really starts even on a machine with fewer cores.
World on_threads(int threads, bool parallel, const Scenario& scenario) {
  const tbb::global_control limit(tbb::global_control::max_allowed_parallelism,
                                  static_cast<std::size_t>(threads));
  tbb::task_arena arena(threads);
  return arena.execute(
      [&] { return small::live(many(), scenario, {.until = month_of(2017, 6), .parallel = parallel}); });
}

TEST(SameBytes, OneTwoAndFourThreads) {
  const World plain = on_threads(1, false, small::scenario());
  ASSERT_GT(plain.present.size(), 3 * parents_at_a_time) << "there must be blocks to share out";
  ASSERT_GT(plain.uses.size(), 1000U);
  for (const int threads : {1, 2, 4}) {
    const World other = on_threads(threads, true, small::scenario());
    EXPECT_EQ(small::first_difference(plain, other), "") << threads << " threads";
  }
}

TEST(SameBytes, FourThreadsCountAYearAndAskFamilies) {
  struct Seen {
    std::vector<MeasureRow> year;
    ContactSet contacts;
    Answers answers;
  };
  World world = on_threads(1, false, small::scenario());
  const auto seen = [&](int threads) {
    const tbb::global_control limit(tbb::global_control::max_allowed_parallelism,
                                    static_cast<std::size_t>(threads));
    tbb::task_arena arena(threads);
    world.in.parallel = threads > 1;
    return arena.execute([&] {
      Seen now{{}, contact_set(world), ask(world, Wave::w2016, SurveySettings{})};
      count_year(world, now.year);
      return now;
    });
  };
  const Seen one = seen(1), four = seen(4);
  EXPECT_GT(one.answers.size(), 2 * 4096U) << "there must be blocks to share out";
  EXPECT_EQ(one.contacts.pack(), four.contacts.pack());
  EXPECT_EQ(one.answers.parent, four.answers.parent);
  EXPECT_EQ(one.answers.weight, four.answers.weight);
  EXPECT_EQ(one.answers.columns, four.answers.columns);
  ASSERT_EQ(one.year.size(), four.year.size());
  for (std::size_t r = 0; r < one.year.size(); ++r)
    EXPECT_EQ(one.year[r].value, four.year[r].value) << one.year[r].variable << ' ' << one.year[r].category;
}

TEST(SameBytes, FourThreadsUnderLeversThatReachParents) {
  // campaigns and contacts that lead families in write units and referrals from every block
  Scenario busy = small::scenario();
  const auto& catalogue = small::evidence().catalogue;
  for (std::size_t kind = 0; kind < n_lever_kinds; ++kind) {
    const LeverInfo& info = lever_registry()[kind];
    if (info.wants_points) continue;
    Lever lever = small::lever(static_cast<LeverKind>(kind), std::string(info.code), month_of(2010, 1));
    if (info.wants_services)
      lever.services = catalogue.of_domain(Domain::relationship) | catalogue.of_domain(Domain::parenting);
    busy.levers.push_back(lever);
  }
  busy.levers.push_back(small::lever(LeverKind::bridging_figures, "last", month_of(2010, 1)));
  // so much help for couples that its beginnings of a month are several blocks too
  busy.parameters.values.occasion_relationship *= 6;
  busy.parameters.values.recognise_threshold_relationship -= 2;
  busy.parameters.values.wait_slack *= 20;
  const World one = on_threads(1, false, busy);
  const World four = on_threads(4, true, busy);
  EXPECT_EQ(small::first_difference(one, four), "");
  EXPECT_GT(one.years.back().lever_units.back(), 0) << "the levers must have reached somebody";
  std::vector<std::size_t> begun(end_month);
  for (const UseRecord& use : one.uses)
    if (use.domain == Domain::relationship && (use.flags & use_formal) != 0 && use.month >= first_month)
      ++begun[static_cast<std::size_t>(use.month)];
  const std::size_t most = *std::max_element(begun.begin(), begun.end());
  EXPECT_GT(most, 2 * events_at_a_time(most)) << "couples' help in one block";
}

TEST(SameBytes, WhatNobodyTellsOfLeavesTheRecordAndNoAnswerMoves) {
  SurveySettings everybody;  // asked
  const auto lived = [&](bool whole) {
    std::vector<Answers> answers;
    const World world =
        small::live(small::families(500), small::scenario(), {.whole_record = whole}, [&](const World& now) {
          if (now.now != wave_2016 && now.now != wave_2021) return;
          answers.push_back(ask(now, now.now == wave_2016 ? Wave::w2016 : Wave::w2021, everybody));
        });
    return std::pair(answers, world);
  };
  const auto [with, whole] = lived(true);
  const auto [without, short_one] = lived(false);
  ASSERT_EQ(with.size(), 2U);
  for (std::size_t w = 0; w < with.size(); ++w) {
    EXPECT_EQ(with[w].parent, without[w].parent);
    EXPECT_EQ(with[w].ever, without[w].ever);
    EXPECT_EQ(with[w].columns, without[w].columns);
  }
  const auto told = [](const World& world) {
    UseRecords uses;
    std::ranges::copy_if(world.uses, std::back_inserter(uses),
                         [&](const UseRecord& use) { return is_told(use, world.now); });
    return uses;
  };
  EXPECT_EQ(small::differs(told(whole), told(short_one)), "");
  EXPECT_LT(2 * short_one.uses.size(), whole.uses.size());
  World but_for_the_record = short_one;
  but_for_the_record.uses = whole.uses;
  EXPECT_EQ(small::first_difference(whole, but_for_the_record), "");
}

TEST(SameBytes, TheSameRunTwice) {
  const World a = small::live(small::families(500), small::scenario());
  const World b = small::live(small::families(500), small::scenario());
  EXPECT_EQ(small::first_difference(a, b), "");
}

TEST(SameBytes, FamiliesBuiltAgainLiveTheSameLife) {
  const small::Families again = small::build_families(500, 11);
  const World a = small::live(small::families(500), small::scenario());
  const World b = small::live(again, small::scenario());
  EXPECT_EQ(small::first_difference(a, b), "");
}

TEST(SameBytes, AnotherSeedOrReplicateIsAnotherRun) {
  const World a = small::live(small::families(500), small::scenario());
  const World seed = small::live(small::families(500), small::scenario(), {.key = {4, 0}});
  const World replicate = small::live(small::families(500), small::scenario(), {.key = {3, 1}});
  EXPECT_NE(small::first_difference(a, seed), "");
  EXPECT_NE(small::first_difference(a, replicate), "");
  EXPECT_NE(small::first_difference(seed, replicate), "");
}

TEST(SameBytes, TheOrderOfScenariosDoesNotMatter) {
  const small::How how{.until = month_of(2029, 1)};
  const auto one = [&](std::size_t i) {
    return small::live(small::families(500), small::scenario(small::policies[i]), how);
  };
  std::vector<World> forward, backward;
  for (std::size_t i = 0; i < small::policies.size(); ++i) forward.push_back(one(i));
  for (std::size_t i = small::policies.size(); i-- > 0;) backward.push_back(one(i));
  for (std::size_t i = 0; i < forward.size(); ++i) {
    EXPECT_EQ(small::first_difference(forward[i], backward[forward.size() - 1 - i]), "")
        << small::policies[i];
  }
}

TEST(SameBytes, RunsSideBySideAreRunsAlone) {
  const small::How how{.until = month_of(2000, 1)};
  const World alone = small::live(small::families(500), small::scenario(), how);
  std::vector<std::string> found(6, "did not run");
  const auto outcome = run_ensemble(found.size(), 4, [&](std::size_t i) {
    small::How here = how;
    here.parallel = i % 2 == 0;
    found[i] = small::first_difference(alone, small::live(small::families(500), small::scenario(), here));
  });
  EXPECT_EQ(outcome.n_done, found.size());
  for (const std::string& difference : found) EXPECT_EQ(difference, "");
}

template <class T>
std::string bytes_of(const std::vector<T>& column) {
  return {reinterpret_cast<const char*>(column.data()), column.size() * sizeof(T)};
}

std::string print_of(const small::Families& who) {
  const Population& p = who.population;
  std::string all;
  for (const Spell& s : p.spells) {  // by field: padding is nobody's
    for (const long x : {long{s.start}, long{s.youngest_birth}, long{s.eldest_birth}, long{s.union_start},
                         long{s.household}, long{s.partner}, static_cast<long>(s.form),
                         static_cast<long>(s.union_status), long{s.n_children}, long{s.flags}}) {
      all += std::to_string(x) + " ";
    }
  }
  all += bytes_of(p.traits) + bytes_of(p.id) + bytes_of(p.changing) + bytes_of(p.municipality);
  for (ParentId i = 0; i < who.network.n_parents(); ++i) {
    who.network.for_each_tie(i, [&](ParentId other, TieData tie) {
      all += std::to_string(other) + "/" + std::to_string(static_cast<int>(tie.layer)) +
             std::to_string(static_cast<int>(tie.strength)) + " ";
    });
  }
  return sha256(all);
}

TEST(SameBytes, NoLeverTouchesFamiliesOrTies) {
  const small::Families& who = small::families(500);
  const std::string before = print_of(who);
  for (const char* policy : small::policies)
    small::live(who, small::scenario(policy), {.until = month_of(2030, 1)});
  EXPECT_EQ(print_of(who), before);
  EXPECT_NE(print_of(small::families(500, 12)), before) << "another seed makes other families";
}

}  // namespace
}  // namespace uptake
