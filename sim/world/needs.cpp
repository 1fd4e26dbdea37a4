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

/// Parenting rates of this month by the children's ages in years and the parent's reading and origin.
struct RateTable {
  std::array<float, 25> profile{};
  std::array<float, 12> offer_young{}, offer_old{};
  std::array<float, 481> relationship{};  ///< by months in the union, at most 40 years
  float kin = 1, kin_relationship = 1;

  explicit RateTable(const PathwaySettings& s) {
    constexpr double age_of[] = {1, 4, 8, 15, 20};
    for (std::size_t y = 0; y < 5; ++y) {
      for (std::size_t e = 0; e < 5; ++e) {
        profile[(y * 5) + e] = static_cast<float>(parenting_rate(s, age_of[y], age_of[e], 0.15, false));
      }
    }
    const Parameters& p = *s.parameters;
    for (std::size_t i = 0; i < 12; ++i) {
      const double f = fluency(i % 2 == 1, static_cast<Education>(i / 4), static_cast<Gender>(i / 2 % 2));
      const double log_offer = p.occasion_early_offer * s.early_offer * 2 * (f - 0.15);
      offer_young[i] = static_cast<float>(exp_fixed(log_offer));
      offer_old[i] = static_cast<float>(exp_fixed(0.35 * log_offer));
    }
    kin = static_cast<float>(exp_fixed(p.occasion_kin_far));
    kin_relationship = static_cast<float>(exp_fixed(0.5 * p.occasion_kin_far));
    for (std::size_t m = 0; m < relationship.size(); ++m) {
      relationship[m] = static_cast<float>(relationship_rate(s, static_cast<int>(m), false));
    }
  }

  [[nodiscard]] double rate(const Spell& life, Month now, std::size_t reader, bool kin_far) const {
    const auto y = static_cast<std::size_t>(youngest_class(life.youngest_birth, now));
    const auto e = static_cast<std::size_t>(youngest_class(life.eldest_birth, now));
    return profile[y * 5 + e] * (y < 2 ? offer_young[reader] : offer_old[reader]) * (kin_far ? kin : 1.0F);
  }
};

/// What a uniform draw makes of an occasion: the lower part of the occasion's share is a recognised one.
enum class Weighed : std::uint8_t { nothing, unseen, recognised };

Weighed weigh(const PathwaySettings& s, Domain domain, double need, double u, double rate,
              Month last_contact) {
  const double factor =
      last_contact == long_ago ? 1.0 : experience_factor(*s.parameters, s.month - last_contact);
  const double chance = chance_of(rate * factor);
  if (u >= chance) return Weighed::nothing;
  if (!s.has(Mechanism::recognise) || u < chance * p_recognise(*s.parameters, domain, need))
    return Weighed::recognised;
  return Weighed::unseen;
}

}  // namespace

void needs(World& world) {
  const Population& all = *world.in.population;
  const PathwaySettings& s = world.plan.pathway;
  const Parameters& p = *s.parameters;
  const auto& shock = shocks();
  const RateTable table(s);
  const double most = std::max(1.0, exp_fixed(p.occasion_experience));
  const bool crisis_on = s.has(Mechanism::crisis);
  const bool enriching_on = s.has(Mechanism::enriching);
  constexpr auto rel = static_cast<std::size_t>(Domain::relationship);
  constexpr auto par = static_cast<std::size_t>(Domain::parenting);
  const Month now = world.now;
  const auto rho = static_cast<float>(p.need_persistence);
  const float spread = std::sqrt(1.0F - rho * rho);
  const double cut_worry = p.need_worry_fairly;
  const double cut_strain = p.need_strain_fairly;

  // A need that was not seen stops the journey at once: its reason is this parent's own, its count the
  // year's.
  const auto take = [&](ParentId i, Domain domain, Weighed weighed, std::uint8_t& occasions,
                        std::vector<Domain>& unseen) {
    if (weighed == Weighed::recognised) occasions |= occasion_bit(domain);
    if (weighed != Weighed::unseen) return;
    const auto d = static_cast<std::size_t>(domain);
    world.last_stop[d][i] = Gate::recognise;
    world.last_reasons[d][i] = static_cast<std::uint16_t>(
        1U << static_cast<unsigned>(reason_recognise(need_level(p, domain, world.need[d][i]))));
    unseen.push_back(domain);
  };
  propose_then_commit<Domain>(
      world,
      [&](ParentId first, ParentId end, std::vector<Domain>& unseen) {
        for (ParentId i = first; i < end; ++i) {
          if (!world.active[i]) continue;
          const Spell& life = all.spells[world.spell[i]];
          const auto words = random_words(world.in.key, all.id[i], now, Purpose::monthly);
          world.contact_word[i] = words[3];
          float& ar_p = world.ar[par][i];
          float& ar_r = world.ar[rel][i];
          ar_p = rho * ar_p + spread * shock[words[0] & 0xfff];
          ar_r = rho * ar_r + spread * shock[(words[0] >> 12) & 0xfff];
          std::uint8_t occasions = 0;

          const bool has_child = life.youngest_birth != never;
          const bool kin_far = all.origin[i] != Origin::belgium;
          const double worry = worry_situation(p, all.gender[i], life, now) + s.need_shift[par] +
                               p.need_trait_weight * all.need_trait[par][i] + p.need_ar_weight * ar_p;
          world.need[par][i] = static_cast<float>(worry);
          std::uint8_t& months = world.months_in_need[par][i];
          months =
              worry >= cut_worry ? static_cast<std::uint8_t>(std::min(months + 1, 255)) : std::uint8_t{0};
          if (has_child) {
            const double u = to_unit(words[1]);
            const std::size_t reader = static_cast<std::size_t>(all.education[i]) * 4 +
                                       static_cast<std::size_t>(all.gender[i]) * 2 +
                                       (all.dutch_at_home[i] ? 1 : 0);
            const double rate = table.rate(life, now, reader, kin_far);
            if (u < rate * most) {
              take(i, Domain::parenting,
                   weigh(s, Domain::parenting, worry, u, rate, world.last_contact[par][i]), occasions,
                   unseen);
            } else if (enriching_on &&
                       u > 1 - p_enriching(p, Domain::parenting, (now - life.youngest_birth) / 12.0)) {
              occasions |= enriching_bit(Domain::parenting);
            }
          }

          std::uint8_t& strained = world.months_in_need[rel][i];
          if (life.union_status != UnionStatus::no_partner) {
            const int to_go = world.next_separation[i] == never ? 1000 : world.next_separation[i] - now;
            const double strain = strain_situation(p, life, to_go, crisis_on) + s.need_shift[rel] +
                                  p.need_trait_weight * all.need_trait[rel][i] + p.need_ar_weight * ar_r;
            world.need[rel][i] = static_cast<float>(strain);
            strained = strain >= cut_strain ? static_cast<std::uint8_t>(std::min(strained + 1, 255))
                                            : std::uint8_t{0};
            const double u = to_unit(words[2]);
            const int length =
                life.union_start == never ? 0 : std::clamp<int>(now - life.union_start, 0, 480);
            const double rate = table.relationship[static_cast<std::size_t>(length)] *
                                (kin_far ? table.kin_relationship : 1.0F);
            if (u < rate * most) {
              take(i, Domain::relationship,
                   weigh(s, Domain::relationship, strain, u, rate, world.last_contact[rel][i]), occasions,
                   unseen);
            } else if (enriching_on && u > 1 - p.enriching_relationship) {
              occasions |= enriching_bit(Domain::relationship);
            }
          } else {
            world.need[rel][i] *= 0.8F;  // the strain of an ended union fades within months
            strained = 0;
          }
          world.occasion[i] = occasions;
        }
      },
      [&](Domain domain) {
        world.year().journeys[static_cast<std::size_t>(domain)][static_cast<std::size_t>(Gate::recognise)] +=
            1;
      });
}

}  // namespace uptake
