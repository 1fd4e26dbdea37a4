// SPDX-License-Identifier: Apache-2.0
// Stage 4: what parents learn from their surroundings, campaigns and bridging figures, and what fades.
#include <array>
#include <cmath>
#include <span>

#include "sim/pathway/know.hpp"
#include "sim/pathway/recognise.hpp"
#include "sim/world/blocks.hpp"
#include "sim/world/company.hpp"
#include "sim/world/meant_for.hpp"
#include "sim/world/step_order.hpp"

namespace uptake {
namespace {

constexpr int rhythm =
    3;  ///< months between two updates of a parent's ordinary knowledge, staggered by identity

/// So many of the 2^32 words of a draw are uniform numbers below a share.
std::uint32_t words_below(double share) {
  return static_cast<std::uint32_t>(std::clamp(std::ceil(share * 0x1p32 - 0.5), 0.0, 0xffffffff.0p0));
}

/// What is the same for everybody in a month.
struct Drift {
  float keep_trust, keep_told;
  std::array<double, 1 + most_services> forgets{};  ///< chance to forget one of so many known types
  std::array<std::uint32_t, 1 + most_services> forgets_below{};  ///< the words that mean it
  std::uint32_t house;                                           ///< chance to notice a house, in 65,536ths
  ServiceMask houses = 0;
  std::array<ServiceMask, n_domains> types{};
  std::array<std::array<double, n_readers>, n_domains> meets{};  ///< chance to meet a type
  std::array<std::array<std::uint32_t, n_readers>, n_domains> meets_below{};
  /// The type met by where in 0-1 the draw falls: `first[d][u * 64]` is where to begin in `met` and `up_to`.
  std::array<std::array<std::uint8_t, 64>, n_domains> first{};
  std::array<std::array<ServiceId, most_services>, n_domains> met{};
  std::array<std::array<double, most_services>, n_domains> up_to{};

  explicit Drift(const PathwaySettings& s)
      : keep_trust(static_cast<float>(pow_fixed(0.5, rhythm / s.parameters->outcome_trust_half_life))),
        keep_told(static_cast<float>(pow_fixed(0.5, rhythm / s.parameters->word_of_mouth_half_life))),
        house(static_cast<std::uint32_t>(
            std::lround(65'536 * std::min(1.0, rhythm * s.parameters->know_house)))),
        houses(those_that(s.existing,
                          [&](ServiceId k) { return (*s.services)[k].box_2021 == Box::huis_van_het_kind; })) {
    for (std::size_t n = 0; n < forgets.size(); ++n) {
      forgets[n] = std::min(1.0, rhythm * s.parameters->know_forget * static_cast<double>(n));
      forgets_below[n] = words_below(forgets[n]);
    }
    for (const Domain d : both_domains) {
      const auto di = static_cast<std::size_t>(d);
      types[di] = s.of_domain[di] & s.existing;
      for (std::size_t i = 0; i < n_readers; ++i) {
        const double factor = learning_factor(*s.parameters, d, (i & 2U) != 0, static_cast<Education>(i / 8));
        meets[di][i] = std::min(1.0, rhythm * p_learn(*s.parameters, d, factor));
        meets_below[di][i] = words_below(meets[di][i]);
      }
      lay_out(*s.services, di);
    }
  }

  void lay_out(const std::vector<ServiceNumbers>& services, std::size_t d) {
    if (types[d] == 0) return;
    const double all = visibility_of(services, types[d]);
    std::size_t n = 0;
    double sum = 0;
    for_each_service(types[d], [&](ServiceId k) {
      sum += services[k].visibility;
      met[d][n] = k;
      up_to[d][n++] = sum / all;
    });
    up_to[d][n - 1] = 1;
    std::size_t at = 0;
    for (std::size_t slot = 0; slot < first[d].size(); ++slot) {
      while (up_to[d][at] <= static_cast<double>(slot) / 64) ++at;
      first[d][slot] = static_cast<std::uint8_t>(at);
    }
  }
  /// The type met at `u` (0-1): each with a share by its visibility.
  [[nodiscard]] ServiceId type_at(std::size_t d, double u) const {
    std::size_t at = first[d][static_cast<std::size_t>(u * 64)];
    while (up_to[d][at] <= u) ++at;
    return met[d][at];
  }
};

/// Trust, and what ties told, fade.
void fade(World& world, const Drift& common, ParentId i) {
  float left = 0;
  for (Felt& felt : world.felt[i]) {
    const float trust = felt.trust * common.keep_trust;
    const float good = felt.good * common.keep_told, bad = felt.bad * common.keep_told;
    const bool told = good + bad >= 0.05F;
    felt = {.trust = std::abs(trust) < 0.001F ? 0 : trust, .good = told ? good : 0, .bad = told ? bad : 0};
    left += std::abs(felt.trust) + felt.good + felt.bad;
  }
  if (left == 0) world.marks[i] &= static_cast<std::uint8_t>(~has_news);
}

/// The third of these parents whose month it is, by number.
struct Due {
  std::array<ParentId, batch_size> parent;
  std::array<std::uint32_t, batch_size> id;
  std::size_t size = 0;

  Due(const World& world, std::span<const ParentId> batch) {
    const std::uint32_t* const ids = world.in.population->id.data();
    const auto now = static_cast<std::uint32_t>(world.now);
    for (const ParentId i : batch) {
      parent[size] = i;
      id[size] = ids[i];
      size += (ids[i] + now) % rhythm == 0 ? 1U : 0U;
    }
  }
};

/// Asks for what is read of parents that stand in order.
void fetch_columns(const World& world, std::span<const ParentId> batch) {
  const std::size_t first = batch.front(), size = batch.back() - first + std::size_t{1};
  if (size > 4 * batch_size) return;  // few among many
  fetch_some(world.in.population->id.data() + first, size);
  fetch_some(world.marks.data() + first, size);
  fetch_some(world.reader.data() + first, size);
  fetch_some(world.known.data() + first, size);
}

/// Ordinary exposure of those whose month it is: each notices a house, meets a type of a domain, forgets one;
/// then what it felt fades.
void surroundings(World& world, const Drift& common, std::span<const ParentId> batch) {
  const Due due(world, batch);
  Some with_news;
  with_news.of(due.size, [&](std::size_t n) { return (world.marks[due.parent[n]] & has_news) != 0; });
  for (const std::size_t n : with_news.all()) fetch(&world.felt[due.parent[n]]);
  RandomColumns words;
  random_columns_of(world.in.key, {due.id.data(), due.size}, world.now, Purpose::exposure, words);
  Some some;
  const auto each = [&](auto holds, auto use) {
    some.of(due.size, holds);
    for (const std::size_t n : some.all()) use(n);
  };
  ServiceMask* const known = world.known.data();
  const std::uint8_t* const reader = world.reader.data();

  // the low half of a word whose high half places what is met: bits of one word are independent
  each([&](std::size_t n) { return (words[0][n] & 0xffffU) < common.house; },
       [&](std::size_t n) {
         const ParentId i = due.parent[n];
         if (world.plan.huis_physical[world.town[i]] != 0) known[i] |= common.houses;
       });
  for (std::size_t d = 0; d < n_domains; ++d) {
    if (common.types[d] == 0) continue;
    // one word: its height says whether something is met, its place within that which one
    const auto reads = [&](std::size_t n) { return reader[due.parent[n]]; };
    each([&](std::size_t n) { return words[d][n] < common.meets_below[d][reads(n)]; },
         [&](std::size_t n) {
           known[due.parent[n]] |= bit(common.type_at(d, to_unit(words[d][n]) / common.meets[d][reads(n)]));
         });
    const ServiceMask of_domain = world.plan.pathway.of_domain[d];
    const auto n_known = [&](std::size_t n) {
      return static_cast<std::size_t>(std::popcount(known[due.parent[n]] & of_domain));
    };
    each([&](std::size_t n) { return words[2 + d][n] < common.forgets_below[n_known(n)]; },
         [&](std::size_t n) {
           const auto all = static_cast<int>(n_known(n));
           const auto which = static_cast<int>(to_unit(words[2 + d][n]) / common.forgets[n_known(n)] * all);
           ServiceMask& mine = known[due.parent[n]];
           mine &= ~bit(nth_service(mine & of_domain, std::min(which, all - 1)));
         });
  }
  for (const std::size_t n : with_news.all()) fade(world, common, due.parent[n]);
}

ServiceMask taught(const World& world, const ReachingLever& lever) {
  ServiceMask set = lever.lever->services & world.plan.pathway.existing;
  if (lever.lever->services == 0) {
    for (std::size_t d = 0; d < n_domains; ++d) {
      if ((lever.lever->domains >> d) & 1U)
        set |= world.plan.pathway.of_domain[d] & world.plan.pathway.existing;
    }
  }
  return set;
}

/// Addressed by the lever's name too, so that two campaigns are independent and neither depends on the other.
std::array<std::uint32_t, 4> lever_words(const World& world, const ReachingLever& lever, ParentId i,
                                         Purpose purpose) {
  return random_words(world.in.key, world.in.population->id[i], world.now, purpose, lever.address);
}

/// Of these types, those that a parent knows no more, each with this chance.
void forget(World& world, ServiceMask types, ParentId i, std::uint32_t address, double chance) {
  const auto id = world.in.population->id[i];
  world.known[i] &= ~those_that(types & world.known[i], [&](ServiceId k) {
    return uniform(world.in.key, id, world.now, Purpose::project_stop, address + k) < chance;
  });
}

/// The question button of a website: who asks one is shown the lines by phone or online and, where there is a
/// need to be seen, weighs what to do this month. `u`: a draw.
void ask_a_question(World& world, const ReachingLever& lever, ParentId i, double u) {
  const PathwaySettings& s = world.plan.pathway;
  if (u >= lever.ask) return;
  for (const Domain domain : both_domains) {
    const auto d = static_cast<std::size_t>(domain);
    if (!((lever.lever->domains >> d) & 1U)) continue;
    if (domain == Domain::relationship && world.union_since[i] == never) continue;
    world.known[i] |= those_that(taught(world, lever) & s.of_domain[d] & ~s.self_help,
                                 [&](ServiceId k) { return (*s.services)[k].door == Door::online; });
    if (u < lever.ask * p_recognise(*s.parameters, domain, world.need[d][i]))
      world.pending[i] |= raised_bit(domain);
  }
}

/// Returns whether the campaign reached this parent.
bool campaign(World& world, const ReachingLever& lever, ParentId i) {
  const Population& all = *world.in.population;
  if (lever.own_language && all.traits[i].dutch_at_home != 0) return false;
  const double fluent = fluency(lever.own_language || all.traits[i].dutch_at_home != 0,
                                all.traits[i].education, all.traits[i].gender);
  double reach = lever.reach * outreach_left(world, i) * (1 - lever.lean + lever.lean * 2 * fluent);
  if (lever.digital)
    reach *= 2 * logistic(1.5 * all.traits[i].digital);  // the form of distance_loss, mirrored
  const auto words = lever_words(world, lever, i, Purpose::campaign);
  if (to_unit(words[0]) >= reach || !meant_for(world, lever, i)) return false;
  const ServiceMask unknown = taught(world, lever) & ~world.known[i];
  if (unknown != 0 && to_unit(words[1]) < lever.learn) {
    const int n = std::popcount(unknown);
    world.known[i] |= bit(nth_service(unknown, std::min(static_cast<int>(to_unit(words[2]) * n), n - 1)));
  }
  if (lever.ask > 0) ask_a_question(world, lever, i, to_unit(words[3]));
  if (!lever.boosts) return true;
  const bool vulnerable = (world.spell_of(i).flags & (no_holiday | no_expense)) != 0;
  Boosts& boost = world.boosts[i];
  world.marks[i] |= was_reached;
  for (std::size_t d = 0; d < n_domains; ++d) {
    if (!((lever.lever->domains >> d) & 1U)) continue;
    boost.of[d].dare = lever.dare;
    boost.of[d].keep = lever.keep;
    if (vulnerable) boost.of[d].guilt = lever.guilt;
  }
  return true;
}

/// Whether a bridging figure saw this parent in a month.
bool visited(const World& world, const ReachingLever& lever, ParentId i, Month month, double reach) {
  return to_unit(random_words(world.in.key, world.in.population->id[i], month, Purpose::bridging,
                              lever.address)[0]) < reach;
}

/// The types of which a bridging figure tells a parent whom it sees in a month.
ServiceMask told_at_visit(const World& world, const ReachingLever& lever, ParentId i, Month month) {
  const auto id = world.in.population->id[i];
  return those_that(taught(world, lever), [&](ServiceId k) {
    return uniform(world.in.key, id, month, Purpose::explain, lever.address + 64U + k) < lever.learn;
  });
}

/// A bridging figure's project has ended: those who were visited lose part of what they learnt, with the
/// person who could be asked again, and of what it did to daring.
void end_of_project(World& world, const ReachingLever& lever, ParentId i) {
  bool ever = false;
  ServiceMask told = 0;
  for (Month m = std::max(lever.lever->from, first_month); m < world.now; ++m) {
    const double reach =
        lever.reach * lever.lever->strength(m) * world.policy.outreach_left(world.town[i], m);
    if (!visited(world, lever, i, m, reach) || !was_meant_for(world, lever, i, m)) continue;
    ever = true;
    told |= told_at_visit(world, lever, i, m);
  }
  if (!ever) return;
  forget(world, told, i, lever.address, lever.lost);
  if (world.boosts.empty()) return;
  Boosts& boost = world.boosts[i];
  for (std::size_t d = 0; d < n_domains; ++d) {
    if ((lever.lever->domains >> d) & 1U) boost.of[d].dare *= static_cast<float>(1 - lever.lost);
  }
  boost.reach *= static_cast<float>(1 - lever.lost);
}

/// A volunteer's visits, or a group's meetings, of this month. Returns whether there were any.
bool keep_company(World& world, const ReachingLever& lever, ParentId i) {
  if (!in_company(world, lever, i)) return false;
  const bool relieves = lever.relief > 0 && world.plan.pathway.has(Mechanism::need_relief);
  for (std::size_t d = 0; d < n_domains && relieves; ++d) {
    if ((lever.lever->domains >> d) & 1U) world.ar[d][i] -= static_cast<float>(lever.relief);
  }
  if (lever.learn > 0 && joins_company(world, lever, i)) {
    const auto id = world.in.population->id[i];
    world.known[i] |= those_that(taught(world, lever), [&](ServiceId k) {
      return uniform(world.in.key, id, world.now, Purpose::explain, lever.address + 64U + k) < lever.learn;
    });
  }
  return true;
}

/// Returns whether a bridging figure visited this parent.
bool bridge(World& world, const ReachingLever& lever, ParentId i) {
  const auto words = lever_words(world, lever, i, Purpose::bridging);
  if (to_unit(words[0]) >= lever.reach * outreach_left(world, i) || !meant_for(world, lever, i)) return false;
  world.known[i] |= told_at_visit(world, lever, i, world.now);
  Boosts& boost = world.boosts[i];
  world.marks[i] |= was_reached;
  for (std::size_t d = 0; d < n_domains; ++d) {
    if (!((lever.lever->domains >> d) & 1U)) continue;
    boost.of[d].dare = lever.dare;
    boost.of[d].keep = lever.keep;
  }
  boost.reach = lever.accompany;
  return true;
}

struct Visit {
  std::size_t lever;
};

/// What campaigns and bridging figures did fades, and what they do this month is added.
void levers(World& world, ParentId i, std::vector<Visit>& visits) {
  const MonthPlan& plan = world.plan;
  for (const ReachingLever& lever : plan.stopped) {
    if (meant_for(world, lever, i)) forget(world, lever.lever->services, i, lever.address, lever.learn);
  }
  if ((world.marks[i] & was_reached) != 0) {
    Boosts& boost = world.boosts[i];
    for (Boosts::Daring& daring : boost.of) {
      daring.dare *= daring.keep;
      daring.guilt *= daring.keep;
    }
    boost.reach *= plan.bridging_keep;
  }
  for (const ReachingLever& lever : plan.campaigns) {
    if (campaign(world, lever, i)) visits.push_back({lever.index});
  }
  for (const ReachingLever& lever : plan.bridging) {
    if (bridge(world, lever, i)) visits.push_back({lever.index});
  }
  for (const ReachingLever& lever : plan.ended) end_of_project(world, lever, i);
  for (const ReachingLever& lever : plan.company) {
    if (keep_company(world, lever, i)) visits.push_back({lever.index});
  }
}

}  // namespace

void exposure(World& world) {
  const MonthPlan& plan = world.plan;
  const bool boosts = !plan.bridging.empty() || std::ranges::any_of(plan.campaigns, &ReachingLever::boosts);
  if (boosts && world.boosts.empty()) world.boosts.resize(world.n_parents());
  // bridging figures boost; without these, levers only fade, where they once reached somebody
  const bool acting = boosts || !plan.campaigns.empty() || !plan.ended.empty() || !plan.company.empty() ||
                      !plan.stopped.empty();
  const Drift common(plan.pathway);
  propose_then_commit<Visit>(
      world, world.present.size(), parents_at_a_time,
      [&](std::size_t first, std::size_t end, std::vector<Visit>& visits) {
        for (std::size_t n = first; n < end; n += batch_size) {
          const auto batch = std::span(world.present).subspan(n, std::min(batch_size, end - n));
          if (n + 2 * batch_size < world.present.size())
            fetch_columns(world, std::span(world.present).subspan(n + batch_size, batch_size));
          surroundings(world, common, batch);
          if (!acting && world.boosts.empty()) continue;
          for (const ParentId i : batch) {
            if (acting || (world.marks[i] & was_reached) != 0) levers(world, i, visits);
          }
        }
      },
      [&](const Visit& visit) { world.year().lever_units[visit.lever] += world.real_per_simulated; });
}

}  // namespace uptake
