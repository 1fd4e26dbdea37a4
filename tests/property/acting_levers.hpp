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
  Lever made = small::lever(kind, "tested", from);
  const auto& catalogue = small::evidence().catalogue;
  made.services = catalogue.of_domain(Domain::relationship) | catalogue.of_domain(Domain::parenting);
  switch (kind) {
    case LeverKind::campaign:
      small::set(made, "reach", 0.5);
      small::set(made, "taboo", 0.5);
      made.services = 0;
      break;
    case LeverKind::lead_in:
      made.services = 0;
      break;
    case LeverKind::huis_van_het_kind:
      small::set(made, "welcome", 0.5);
      made.services = 0;
      break;
    case LeverKind::fee:  // free
      break;
    case LeverKind::capacity:
      small::set(made, "factor", 3);
      break;
    case LeverKind::bridging_figures:
      small::set(made, "reach", 0.3);
      small::set(made, "trust", 0.5);
      made.services = 0;
      break;
    case LeverKind::question_website:
      small::set(made, "reach", 0.5);
      small::set(made, "learn", 0.5);
      break;
    case LeverKind::multilingual:
      small::set(made, "language", 1);
      small::set(made, "reach", 0.5);
      break;
    case LeverKind::explain_offer:
      small::set(made, "explain", 1);
      break;
    case LeverKind::volunteers:
      small::set(made, "reach", 0.5);
      made.services = 0;
      break;
    case LeverKind::father_minded:
      small::set(made, "welcome", 1);
      break;
    case LeverKind::warm_referral:
      small::set(made, "warm", 1);
      small::set(made, "sends", 0.3);
      break;
    case LeverKind::co_location:
      small::set(made, "vulnerable", 1);
      small::set(made, "others", 1);
      break;
    case LeverKind::antennas:
      small::set(made, "nearer", 1);
      break;
    case LeverKind::opening_hours:
      small::set(made, "hours", 1);
      break;
    case LeverKind::therapy_refund:
      small::set(made, "amount", 1000);
      break;
    case LeverKind::automatic_granting:
      small::set(made, "granted", 1);
      break;
    case LeverKind::triage:  // by need
      break;
    case LeverKind::private_referral:
      small::set(made, "share", 1);
      break;
    case LeverKind::online_help:
      small::set(made, "size", 0);
      break;
    case LeverKind::digital_help:
      small::set(made, "helped", 1);
      break;
    case LeverKind::culturally_fitting:
      small::set(made, "fit", 1);
      break;
    case LeverKind::quality:
      small::set(made, "quality", 2);
      break;
    case LeverKind::minimum_offer:
      small::set(made, "within", 0);
      break;
    case LeverKind::age_range:
      break;
    case LeverKind::meeting_groups:
      small::set(made, "reach", 0.5);
      made.services = 0;
      break;
    case LeverKind::school_continuity:
      small::set(made, "seen", 1);
      small::set(made, "ask", 1);
      break;
    case LeverKind::project_money:
      small::set(made, "share", 0.9);
      small::set(made, "every", 12);
      small::set(made, "gap", 11);  // so that the first one stops in the second month
      break;
    case LeverKind::staff:
      small::set(made, "places", 0.3);
      small::set(made, "quality", -1);
      small::set(made, "wait", 3);
      break;
    case LeverKind::budget_cut:
      small::set(made, "cut", 0.8);
      break;
    case LeverKind::pandemic:
      small::set(made, "closed", 1);
      break;
    case LeverKind::supply:
      made.points = {{static_cast<Month>(from - 1), 1.0}, {from, 0.2}};
      break;
    case LeverKind::access:
      small::set(made, "shift", -1);
      break;
    case LeverKind::need:
    case LeverKind::norm:
    case LeverKind::occasion:
      small::set(made, "shift", 0.5);
      made.services = 0;
      break;
    case LeverKind::remote:
      small::set(made, "digital", 1);
      small::set(made, "language", 1);
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
