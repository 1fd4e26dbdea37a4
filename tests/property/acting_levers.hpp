// SPDX-License-Identifier: Apache-2.0
// A lever of every kind that acts, and what is counted of a world since it began.
#pragma once

#include <algorithm>
#include <functional>
#include <numeric>
#include <optional>

#include "measured_run.hpp"

namespace uptake::small {

/// A lever that acts, of every kind, from a month on.
inline Lever acting(LeverKind kind, Month from) {
  Lever made = lever(kind, "tested", from);
  const auto& catalogue = evidence().catalogue;
  made.services = catalogue.of_domain(Domain::relationship) | catalogue.of_domain(Domain::parenting);
  switch (kind) {
    case LeverKind::campaign:
      set(made, "reach", 0.5);
      set(made, "taboo", 0.5);
      made.services = 0;
      break;
    case LeverKind::lead_in:
      made.services = 0;
      break;
    case LeverKind::huis_van_het_kind:
      set(made, "welcome", 0.5);
      made.services = 0;
      break;
    case LeverKind::fee:  // free
      break;
    case LeverKind::capacity:
      set(made, "factor", 3);
      break;
    case LeverKind::bridging_figures:
      set(made, "reach", 0.3);
      set(made, "trust", 0.5);
      made.services = 0;
      break;
    case LeverKind::question_website:
      set(made, "reach", 0.5);
      set(made, "learn", 0.5);
      break;
    case LeverKind::multilingual:
      set(made, "language", 1);
      set(made, "reach", 0.5);
      break;
    case LeverKind::explain_offer:
      set(made, "explain", 1);
      break;
    case LeverKind::volunteers:
      set(made, "reach", 0.5);
      made.services = 0;
      break;
    case LeverKind::father_minded:
      set(made, "welcome", 1);
      break;
    case LeverKind::warm_referral:
      set(made, "warm", 1);
      set(made, "sends", 0.3);
      break;
    case LeverKind::co_location:
      set(made, "vulnerable", 1);
      set(made, "others", 1);
      break;
    case LeverKind::antennas:
      set(made, "nearer", 1);
      break;
    case LeverKind::opening_hours:
      set(made, "hours", 1);
      break;
    case LeverKind::therapy_refund:
      set(made, "amount", 1000);
      break;
    case LeverKind::automatic_granting:
      set(made, "granted", 1);
      break;
    case LeverKind::triage:  // by need
      break;
    case LeverKind::private_referral:
      set(made, "share", 1);
      break;
    case LeverKind::online_help:
      set(made, "size", 0);
      break;
    case LeverKind::digital_help:
      set(made, "helped", 1);
      break;
    case LeverKind::culturally_fitting:
      set(made, "fit", 1);
      break;
    case LeverKind::quality:
      set(made, "quality", 2);
      break;
    case LeverKind::minimum_offer:
      set(made, "within", 0);
      break;
    case LeverKind::age_range:
      break;
    case LeverKind::meeting_groups:
      set(made, "reach", 0.5);
      made.services = 0;
      break;
    case LeverKind::school_continuity:
      set(made, "seen", 1);
      set(made, "ask", 1);
      break;
    case LeverKind::project_money:
      set(made, "share", 0.9);
      set(made, "every", 12);
      set(made, "gap", 11);  // so that the first one stops in the second month
      break;
    case LeverKind::staff:
      set(made, "places", 0.3);
      set(made, "quality", -1);
      set(made, "wait", 3);
      break;
    case LeverKind::budget_cut:
      set(made, "cut", 0.8);
      break;
    case LeverKind::pandemic:
      set(made, "closed", 1);
      break;
    case LeverKind::supply:
      made.points = {{static_cast<Month>(from - 1), 1.0}, {from, 0.2}};
      break;
    case LeverKind::access:
      set(made, "shift", -1);
      break;
    case LeverKind::need:
    case LeverKind::norm:
    case LeverKind::occasion:
      set(made, "shift", 0.5);
      made.services = 0;
      break;
    case LeverKind::remote:
      set(made, "digital", 1);
      set(made, "language", 1);
      break;
  }
  return made;
}

struct Counted {
  std::array<std::array<double, n_gates + 1>, n_domains> stopped{};
  double started = 0;
};

inline Counted counted(const World& world, int from) {
  Counted sum;
  for (const YearCounts& year : world.years) {
    if (year.year < from) continue;
    for (std::size_t d = 0; d < n_domains; ++d) {
      for (std::size_t g = 0; g <= n_gates; ++g) sum.stopped[d][g] += year.journeys[d][g];
    }
    sum.started = std::accumulate(year.started.begin(), year.started.end(), sum.started);
  }
  return sum;
}

inline constexpr int first_counted = 2012;
inline constexpr Month claims_from = month_of(first_counted, 1), claims_until = month_of(2015, 1);

/// Of the journeys of both domains that came to a gate, the share that it let through.
inline double let_through(const World& world, Gate gate) {
  const Counted sum = counted(world, first_counted);
  double came = 0, stopped = 0;
  for (const auto& by_gate : sum.stopped) {
    for (std::size_t g = static_cast<std::size_t>(gate); g <= n_gates; ++g) came += by_gate[g];
    stopped += by_gate[static_cast<std::size_t>(gate)];
  }
  return came > 0 ? 1 - stopped / came : 0;
}

inline double types_known(const World& world) {
  double sum = 0;
  for (const ParentId i : world.present) sum += std::popcount(world.known[i]);
  return sum;
}

/// Uses since the lever began for which `counts` holds.
inline double uses(const World& world, const std::function<bool(const UseRecord&)>& counts) {
  return static_cast<double>(std::count_if(world.uses.begin(), world.uses.end(), [&](const UseRecord& u) {
    return u.month >= claims_from && counts(u);
  }));
}

/// Whether who used it was in a vulnerable situation; nothing of a use before the parent was in the
/// population.
inline std::optional<bool> was_vulnerable(const World& world, const UseRecord& u) {
  const Spell* then = world.in.population->spell_at(u.parent, u.month);
  if (then == nullptr) return std::nullopt;
  return (then->flags & (no_holiday | no_expense)) != 0;
}

}  // namespace uptake::small
