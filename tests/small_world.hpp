// SPDX-License-Identifier: Apache-2.0
// Small runs of the shipped model for tests: evidence and weights once a process, families once a size and
// seed, levers made in code, and what differs first between two worlds.
#pragma once

#include <gtest/gtest.h>

#include <array>
#include <bit>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "sim/network/network.hpp"
#include "sim/population/build.hpp"
#include "sim/world/run.hpp"
#include "sim/world/step_order.hpp"

namespace uptake::small {

inline std::filesystem::path scenarios_folder() {
  return std::filesystem::path(UPTAKE_SOURCE_DIR) / "scenarios";
}

inline const Evidence& evidence() {
  static const Evidence loaded = load_evidence(scenarios_folder() / "data");
  return loaded;
}

/// A shipped scenario by its name, read once.
inline const Scenario& scenario(const std::string& name = "baseline") {
  static std::map<std::string, Scenario> read;
  const auto found = read.find(name);
  if (found != read.end()) return found->second;
  return read.emplace(name, load_scenario(scenarios_folder() / (name + ".yaml"), evidence())).first->second;
}

inline constexpr std::array policies{"bridging-figures",    "campaign", "huis-van-het-kind",
                                     "income-related-fees", "lead-in",  "more-therapists"};

struct Families {
  Population population;
  Network network;
};

inline Families build_families(double n_families, std::uint32_t seed) {
  static const PopulationData data = [] {
    Problems problems;
    PopulationData read = read_population_data(scenarios_folder() / "data/population", problems);
    problems.throw_if_any();
    return read;
  }();
  static const WeightsSolution weights = weights_of(data);
  static const NetworkSettings ties = load_network_settings(scenarios_folder() / "data/network.yaml");
  std::vector<double> share;
  for (const Municipality& town : evidence().municipalities.list) share.push_back(town.family_share);
  Families made;
  made.population = build_population({seed, n_families}, data, share, weights);
  made.network = build_network(made.population, evidence().municipalities.region, ties, {seed, 1});
  return made;
}

/// So many families from a population's seed, built once.
inline const Families& families(double n_families, std::uint32_t seed = 11) {
  static std::map<std::pair<double, std::uint32_t>, std::unique_ptr<Families>> built;
  auto& one = built[{n_families, seed}];
  if (!one) one = std::make_unique<Families>(build_families(n_families, seed));
  return *one;
}

struct How {
  Month until = month_of(2022, 1);
  RandomKey key{3, 0};
  bool parallel = false;
  bool whole_record = true;
};

inline RunInputs inputs(const Families& who, const Scenario& what, const How& how) {
  RunInputs in;
  in.evidence = &evidence();
  in.scenario = &what;
  in.population = &who.population;
  in.network = &who.network;
  in.key = how.key;
  in.until = how.until;
  in.parallel = how.parallel;
  in.whole_record = how.whole_record;
  return in;
}

inline World live(const Families& who, const Scenario& what, const How& how = {},
                  const std::function<void(const World&)>& look = {}) {
  return run(inputs(who, what, how), look);
}

/// A lever with every field at its fallback.
inline Lever lever(LeverKind kind, const std::string& name, Month from) {
  Lever made;
  made.kind = kind;
  made.name = name;
  made.from = from;
  const auto fields = lever_registry()[static_cast<std::size_t>(kind)].fields;
  for (std::size_t i = 0; i < fields.size(); ++i) made.values[i] = fields[i].fallback;
  return made;
}

inline void set(Lever& lever, std::string_view field, double value) {
  const auto fields = lever_registry()[static_cast<std::size_t>(lever.kind)].fields;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (fields[i].code == field) {
      lever.values[i] = value;
      return;
    }
  }
  FAIL() << "no field " << field;
}

inline Scenario with(const Scenario& base, const Lever& lever) {
  Scenario made = base;
  made.levers.push_back(lever);
  return made;
}

inline Scenario without(const Scenario& base, std::initializer_list<Mechanism> off) {
  Scenario made = base;
  for (const Mechanism m : off) made.mechanisms.reset(static_cast<std::size_t>(m));
  return made;
}

// ---- what differs first --------------------------------------------------------------------------------

template <class T>
bool same_bits(const T& a, const T& b) {
  if constexpr (std::is_same_v<T, float>) {
    return std::bit_cast<std::uint32_t>(a) == std::bit_cast<std::uint32_t>(b);
  } else if constexpr (std::is_same_v<T, double>) {
    return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
  } else {
    return a == b;
  }
}

template <class T>
std::string shown(const T& x) {
  if constexpr (std::is_same_v<T, Stopped>) {
    return "gate " + std::to_string(static_cast<int>(x.at())) + " in " + month_text(x.in());
  } else if constexpr (std::is_enum_v<T>) {
    return std::to_string(static_cast<int>(x));
  } else {
    return std::to_string(x);
  }
}

/// "" or the first place where two columns differ.
template <class T>
std::string differs(const std::string& name, const std::vector<T>& a, const std::vector<T>& b) {
  if (a.size() != b.size())
    return name + ": " + std::to_string(a.size()) + " entries against " + std::to_string(b.size());
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (!same_bits(a[i], b[i]))
      return name + "[" + std::to_string(i) + "]: " + shown(a[i]) + " against " + shown(b[i]);
  }
  return "";
}

inline std::string text(const UseRecord& u) {
  std::string written = "parent " + std::to_string(u.parent) + " month " + month_text(u.month);
  for (const int x : {int{u.forgotten}, int{u.union_start}, int{u.service}, static_cast<int>(u.domain),
                      static_cast<int>(u.helped), int{u.flags}}) {
    written += " " + std::to_string(x);
  }
  return written;
}

inline bool same(const UseRecord& a, const UseRecord& b) {
  return a.parent == b.parent && a.month == b.month && a.forgotten == b.forgotten &&
         a.union_start == b.union_start && a.service == b.service && a.domain == b.domain &&
         a.helped == b.helped && a.flags == b.flags;
}

/// One number of every parent's life in a domain.
template <class T>
std::vector<T> column(const World& world, std::size_t domain, T Lived::* field) {
  std::vector<T> values;
  for (const auto& one : world.lived) values.push_back(one[domain].*field);
  return values;
}
inline std::vector<float> column(const World& world, std::size_t domain, float Felt::* field) {
  std::vector<float> values;
  for (const auto& one : world.felt) values.push_back(one[domain].*field);
  return values;
}

inline std::string differs(const UseRecords& a, const UseRecords& b) {
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
    if (!same(a[i], b[i])) return "use " + std::to_string(i) + ": " + text(a[i]) + " against " + text(b[i]);
  }
  if (a.size() != b.size())
    return "uses: " + std::to_string(a.size()) + " against " + std::to_string(b.size());
  return "";
}

/// What a lever counts of itself is compared only when both worlds have the same levers.
inline std::string first_difference(const World& a, const World& b, bool same_levers = true) {
  std::string found;
  const auto check = [&](const std::string& name, const auto& x, const auto& y) {
    if (found.empty()) found = differs(name, x, y);
  };
  found = differs(a.uses, b.uses);
  if (found.empty() && a.years.size() != b.years.size()) found = "years: another number";
  for (std::size_t y = 0; found.empty() && y < a.years.size(); ++y) {
    const YearCounts &p = a.years[y], &q = b.years[y];
    const std::string year = std::to_string(p.year) + " ";
    for (std::size_t d = 0; d < n_domains; ++d) {
      check(year + "journeys", std::vector<double>(p.journeys[d].begin(), p.journeys[d].end()),
            std::vector<double>(q.journeys[d].begin(), q.journeys[d].end()));
    }
    for (std::size_t d = 0; d < n_domains; ++d) {
      check(year + "waited", std::vector<double>(p.waited[d].begin(), p.waited[d].end()),
            std::vector<double>(q.waited[d].begin(), q.waited[d].end()));
    }
    check(year + "started", p.started, q.started);
    check(year + "queued", p.queued, q.queued);
    check(year + "reneged", p.reneged, q.reneged);
    check(year + "wait_months", p.wait_months, q.wait_months);
    check(year + "places", p.places, q.places);
    check(year + "family_fees", p.family_fees, q.family_fees);
    check(year + "fee_relief", p.fee_relief, q.fee_relief);
    check(year + "advice", p.advice, q.advice);
    if (same_levers) {
      check(year + "lever_units", p.lever_units, q.lever_units);
      check(year + "lever_years", p.lever_years, q.lever_years);
      check(year + "paid_places", p.paid_places, q.paid_places);
    }
  }
  check("active", a.active, b.active);
  check("known", a.known, b.known);
  check("referred", a.referred, b.referred);
  check("pending", a.pending, b.pending);
  const auto boosts = [](const World& world) {
    std::vector<float> all;
    for (ParentId i = 0; i < world.n_parents(); ++i) {
      const Boosts& of = world.boosts_of(i);
      all.insert(all.end(), {of.reach, of.of[0].dare, of.of[0].guilt, of.of[1].dare, of.of[1].guilt});
    }
    return all;
  };
  check("boosts", boosts(a), boosts(b));
  check("present", a.present, b.present);
  const auto pasts = [](const World& world) {
    std::vector<ParentId> all;
    for (const World::TakenOver& past : world.taken_over) all.insert(all.end(), {past.by, past.from});
    return all;
  };
  check("pasts taken over", pasts(a), pasts(b));
  check("n_ties_here", a.n_ties_here, b.n_ties_here);
  check("marks", a.marks, b.marks);
  check("occasion", a.occasion, b.occasion);
  for (std::size_t d = 0; d < n_domains; ++d) {
    const std::string of = d == 0 ? "relationship " : "parenting ";
    check(of + "ar", a.ar[d], b.ar[d]);
    check(of + "need", a.need[d], b.need[d]);
    check(of + "months_in_need", a.months_in_need[d], b.months_in_need[d]);
    check(of + "trust", column(a, d, &Felt::trust), column(b, d, &Felt::trust));
    check(of + "good", column(a, d, &Felt::good), column(b, d, &Felt::good));
    check(of + "bad", column(a, d, &Felt::bad), column(b, d, &Felt::bad));
    check(of + "stage", column(a, d, &Lived::stage), column(b, d, &Lived::stage));
    check(of + "service", column(a, d, &Lived::service), column(b, d, &Lived::service));
    check(of + "since", column(a, d, &Lived::since), column(b, d, &Lived::since));
    check(of + "until", column(a, d, &Lived::until), column(b, d, &Lived::until));
    check(of + "last_contact", a.last_contact[d], b.last_contact[d]);
    check(of + "last_helped", column(a, d, &Lived::last_helped), column(b, d, &Lived::last_helped));
    check(of + "stopped", a.stopped[d], b.stopped[d]);
    check(of + "episode_helped", column(a, d, &Lived::episode_helped), column(b, d, &Lived::episode_helped));
    check(of + "episode_flags", column(a, d, &Lived::episode_flags), column(b, d, &Lived::episode_flags));
    check(of + "last_reasons", column(a, d, &Lived::last_reasons), column(b, d, &Lived::last_reasons));
  }
  check("expected_wait", a.expected_wait, b.expected_wait);
  for (std::size_t i = 0; found.empty() && i < a.queues.size(); ++i) {
    const auto parents = [](const Queue& queue) {
      std::vector<ParentId> list;
      for (const Ticket& t : queue.tickets) list.push_back(t.parent);
      return list;
    };
    const std::string queue = "queue " + std::to_string(i);
    check(queue, parents(a.queues[i]), parents(b.queues[i]));
    check(queue + " credit", std::vector{a.queues[i].credit}, std::vector{b.queues[i].credit});
  }
  return found;
}

}  // namespace uptake::small
