// SPDX-License-Identifier: Apache-2.0
// Stage 3: need, and whether this month brings an occasion. The one pass over every active parent: one Philox
// block each.
#include <array>

#include "sim/pathway/enriching.hpp"
#include "sim/pathway/need.hpp"
#include "sim/pathway/occasion.hpp"
#include "sim/pathway/recognise.hpp"
#include "sim/world/blocks.hpp"
#include "sim/world/step_order.hpp"
#include "sim/world/universal_contacts.hpp"

namespace uptake {
namespace {

/// Standard normal quantiles at the middles of 4096 equal parts: a shock from 12 random bits.
const std::array<float, 4096>& shocks() {
  static const std::array<float, 4096> table = [] {
    std::array<float, 4096> values{};
    for (std::size_t i = 0; i < values.size(); ++i) {
      values[i] = static_cast<float>(normal_quantile((static_cast<double>(i) + 0.5) / 4096.0));
    }
    return values;
  }();
  return table;
}

/// What is the same for everybody in a month: rates by class, so that the pass over parents looks up and
/// adds.
struct MonthTables {
  using ByReader = std::array<float, n_readers>;
  std::array<ByReader, no_child + 1> parenting{};         ///< rate by ages and reader
  std::array<ByReader, no_child + 1> chance_parenting{};  ///< of one without earlier contact
  std::array<float, 481> relationship{};                  ///< rate by months in the union, at most 40 years
  std::array<float, 2> kin{};                             ///< factor on it: kin near, kin far
  std::array<float, crisis_horizon + 1> crisis{};         ///< strain by months to the separation
  std::array<double, 601> experience{};                   ///< factor by months since the last contact
  double enriching_most = 0;                              ///< the highest chance of a parenting one

  explicit MonthTables(const PathwaySettings& s) {
    constexpr double age_of[] = {1, 4, 8, 15, 20};
    const Parameters& p = *s.parameters;
    for (std::size_t r = 0; r < n_readers; ++r) {
      const double f = fluency((r & 2U) != 0, static_cast<Education>(r / 8), static_cast<Gender>(r / 4 % 2));
      for (std::size_t ages = 0; ages < no_child; ++ages) {
        const double rate = parenting_rate(s, age_of[ages / 5], age_of[ages % 5], f, (r & 1U) != 0);
        parenting[ages][r] = static_cast<float>(rate);
        chance_parenting[ages][r] = static_cast<float>(chance_of(rate));
      }
    }
    kin = {1.0F, static_cast<float>(exp_fixed(0.5 * p.occasion_kin_far))};
    for (std::size_t m = 0; m < relationship.size(); ++m) {
      relationship[m] = static_cast<float>(relationship_rate(s, static_cast<int>(m), false));
    }
    if (s.has(Mechanism::crisis)) {
      for (std::size_t m = 0; m < crisis.size(); ++m)
        crisis[m] = static_cast<float>(crisis_strain(p, static_cast<int>(m)));
    }
    for (std::size_t m = 0; m < experience.size(); ++m)
      experience[m] = experience_factor(p, static_cast<int>(m));
    if (s.has(Mechanism::enriching))
      enriching_most = std::max(p_enriching(p, Domain::parenting, 0), p_enriching(p, Domain::parenting, 9));
  }
};

/// What a uniform draw makes of an occasion: the lower part of the occasion's share is a recognised one.
enum class Weighed : std::uint8_t { nothing, unseen, recognised };

Weighed weigh(const PathwaySettings& s, const MonthTables& table, Domain domain, double need, double u,
              double rate, Month last_contact) {
  const double factor =
      last_contact == long_ago
          ? 1.0
          : table.experience[static_cast<std::size_t>(std::min(s.month - last_contact, 600))];
  const double chance = chance_of(rate * factor);
  if (u >= chance) return Weighed::nothing;
  if (!s.has(Mechanism::recognise) || u < chance * p_recognise(*s.parameters, domain, need))
    return Weighed::recognised;
  return Weighed::unseen;
}

/// What the pass says of the month beyond its own columns: a need not seen, or a universal contact's draw.
struct Noticed {
  ParentId parent;
  bool contact;   ///< else: an unseen need
  Domain domain;  ///< of the unseen need
  double place;   ///< of the contact
};

}  // namespace

void needs(World& world) {
  const Population& all = *world.in.population;
  const PathwaySettings& s = world.plan.pathway;
  const Parameters& p = *s.parameters;
  const auto& shock = shocks();
  const MonthTables table(s);
  const double most = std::max(1.0, exp_fixed(p.occasion_experience));
  const bool enriching_on = s.has(Mechanism::enriching);
  constexpr auto rel = static_cast<std::size_t>(Domain::relationship);
  constexpr auto par = static_cast<std::size_t>(Domain::parenting);
  const Month now = world.now;
  const auto rho = static_cast<float>(p.need_persistence);
  const float spread = std::sqrt(1.0F - rho * rho);
  const auto ar_weight = static_cast<float>(p.need_ar_weight);
  const std::array shift{static_cast<float>(s.need_shift[rel]), static_cast<float>(s.need_shift[par])};
  const auto cut_worry = static_cast<float>(p.need_worry_fairly);
  const auto cut_strain = static_cast<float>(p.need_strain_fairly);
  world.contact_most = most_contacts(world);

  // A need that was not seen stops the journey at once: its reason is this parent's own, its count the
  // year's.
  const auto take = [&](ParentId i, Domain domain, Weighed weighed, std::uint8_t& occasions,
                        std::vector<Noticed>& noticed) {
    if (weighed == Weighed::recognised) occasions |= occasion_bit(domain);
    if (weighed != Weighed::unseen) return;
    const auto d = static_cast<std::size_t>(domain);
    world.last_stop[d][i] = Gate::recognise;
    world.last_reasons[d][i] = static_cast<std::uint16_t>(
        1U << static_cast<unsigned>(reason_recognise(need_level(p, domain, world.need[d][i]))));
    noticed.push_back({i, false, domain, 0});
  };
  const auto count_months = [](std::uint8_t& months, bool in_need) {
    months = in_need ? static_cast<std::uint8_t>(months + (months < 255 ? 1 : 0)) : std::uint8_t{0};
  };
  const auto parenting = [&](ParentId i, std::uint32_t word, std::uint8_t& occasions,
                             std::vector<Noticed>& noticed) {
    const float worry = world.base[par][i] + shift[par] + ar_weight * world.ar[par][i];
    world.need[par][i] = worry;
    count_months(world.months_in_need[par][i], worry >= cut_worry);
    if (world.ages[i] == no_child) return;
    const double u = to_unit(word);
    const double rate = table.parenting[world.ages[i]][world.reader[i]];
    if (u < rate * most) {
      const Month last = world.last_contact[par][i];
      if (last == long_ago && u >= table.chance_parenting[world.ages[i]][world.reader[i]]) return;
      take(i, Domain::parenting, weigh(s, table, Domain::parenting, worry, u, rate, last), occasions,
           noticed);
    } else if (enriching_on && u > 1 - table.enriching_most) {
      const double youngest = (now - world.spell_of(i).youngest_birth) / 12.0;
      if (u > 1 - p_enriching(p, Domain::parenting, youngest)) occasions |= enriching_bit(Domain::parenting);
    }
  };
  const auto relationship = [&](ParentId i, std::uint32_t word, std::uint8_t& occasions,
                                std::vector<Noticed>& noticed) {
    const Month together = world.union_since[i];
    if (together == never) {
      world.need[rel][i] *= 0.8F;  // the strain of an ended union fades within months
      world.months_in_need[rel][i] = 0;
      return;
    }
    const auto to_go =
        static_cast<std::size_t>(std::clamp(world.next_separation[i] - now, 0, crisis_horizon));
    const float strain = world.base[rel][i] + shift[rel] + ar_weight * world.ar[rel][i] + table.crisis[to_go];
    world.need[rel][i] = strain;
    count_months(world.months_in_need[rel][i], strain >= cut_strain);
    const double u = to_unit(word);
    const auto length = static_cast<std::size_t>(std::clamp(now - together, 0, 480));
    const double rate = table.relationship[length] * table.kin[world.reader[i] & 1U];
    if (u < rate * most) {
      take(i, Domain::relationship,
           weigh(s, table, Domain::relationship, strain, u, rate, world.last_contact[rel][i]), occasions,
           noticed);
    } else if (enriching_on && u > 1 - p.enriching_relationship) {
      occasions |= enriching_bit(Domain::relationship);
    }
  };

  world.seen.clear();
  propose_then_commit<Noticed>(
      world,
      [&](ParentId first, ParentId end, std::vector<Noticed>& noticed) {
        for (ParentId i = first; i < end; ++i) {
          if (!world.active[i]) continue;
          if (now >= world.settled_until[i]) world.settle(i);
          const auto words = random_words(world.in.key, all.id[i], now, Purpose::monthly);
          world.ar[par][i] = rho * world.ar[par][i] + spread * shock[words[0] & 0xfff];
          world.ar[rel][i] = rho * world.ar[rel][i] + spread * shock[(words[0] >> 12) & 0xfff];
          std::uint8_t occasions = 0;
          parenting(i, words[1], occasions, noticed);
          relationship(i, words[2], occasions, noticed);
          world.occasion[i] = occasions;
          if (const double u = to_unit(words[3]); u < world.contact_most)
            noticed.push_back({i, true, Domain::parenting, u});
        }
      },
      [&](const Noticed& one) {
        if (one.contact) {
          world.seen.push_back({one.parent, one.place});
        } else {
          world.year()
              .journeys[static_cast<std::size_t>(one.domain)][static_cast<std::size_t>(Gate::recognise)] += 1;
        }
      });
}

}  // namespace uptake
