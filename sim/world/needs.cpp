// SPDX-License-Identifier: Apache-2.0
// Stage 3: need, and whether this month brings an occasion. The one pass over every active parent: one Philox
// block each.
#include <array>
#include <span>
#include <utility>

#include "sim/pathway/enriching.hpp"
#include "sim/pathway/need.hpp"
#include "sim/pathway/occasion.hpp"
#include "sim/pathway/recognise.hpp"
#include "sim/world/blocks.hpp"
#include "sim/world/meant_for.hpp"
#include "sim/world/occasion_tables.hpp"
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

/// What is the same for everybody in a month.
struct MonthTables {
  const OccasionTables& rate;
  MostContacts contact;     ///< by ages
  double most_shifted = 1;  ///< the highest factor by levers on the occasions of some families
  std::array<std::uint32_t, no_child + 1> likely_contact{};  ///< the last word that may be one

  MonthTables(const OccasionTables& rates, const std::vector<ReachingLever>& occasions,
              const MostContacts& most_contact)
      : rate(rates), contact(most_contact) {
    for (const ReachingLever& lever : occasions)
      most_shifted *= exp_fixed(std::max({0.0F, lever.shift[0], lever.shift[1]}));
    for (std::size_t c = 0; c < contact.size(); ++c) likely_contact[c] = last_word_below(contact[c]);
  }
};

/// What a uniform draw makes of an occasion: the lower part of the occasion's share is a recognised one.
enum class Weighed : std::uint8_t { nothing, unseen, recognised };

Weighed weigh(const PathwaySettings& s, const MonthTables& table, Domain domain, double need, double u,
              double rate, Month last_contact) {
  const double factor = table.rate.by_experience(s.month, last_contact);
  if (u >= rate * factor) return Weighed::nothing;  // the chance is never above the rate
  const double chance = chance_of(rate * factor);
  if (u >= chance) return Weighed::nothing;
  if (!s.has(Mechanism::recognise) || u < chance * p_recognise(*s.parameters, domain, need))
    return Weighed::recognised;
  return Weighed::unseen;
}

/// What the pass says of a block beyond its own columns: the draws of universal contacts, by number, and how
/// many needs were not seen.
struct Noticed {
  std::vector<World::Seen> contacts;
  std::array<std::uint32_t, n_domains> n_unseen{};
};

/// The pass over present parents, a batch at a time. First what happens to everybody, almost without a
/// branch; this also lists whose words may mean an occasion or a contact. Then those few, with the exact
/// chances.
class Pass {
 public:
  Pass(World& world, const MonthTables& table)
      : w_(world), s_(world.plan.pathway), p_(*s_.parameters), table_(table) {
    if (!s_.has(Mechanism::enriching)) return;
    enriching_[par] = last_word_below(table.rate.enriching_most);
    enriching_[rel] = last_word_below(p_.enriching_relationship);
  }

  void operator()(std::span<const ParentId> batch, Noticed& noticed) {
    if (!w_.plan.needs.empty()) shift_needs(batch);
    everybody(batch);
    for (std::size_t k = 0; k < n_likely_[par]; ++k) parenting(batch, likely_[par][k], noticed);
    for (std::size_t k = 0; k < n_likely_[rel]; ++k) relationship(batch, likely_[rel][k], noticed);
    for (std::size_t k = 0; k < n_seen_; ++k) {
      const ParentId i = batch[seen_[k]];
      if (const double u = to_unit(words_[seen_[k]][3]); u < table_.contact[w_.ages[i]])
        noticed.contacts.push_back({i, u});
    }
  }

 private:
  static constexpr auto rel = static_cast<std::size_t>(Domain::relationship);
  static constexpr auto par = static_cast<std::size_t>(Domain::parenting);
  using List = std::array<std::uint16_t, batch_size>;  ///< places in the batch

  /// What levers on the need of some families add to that of each in the batch.
  void shift_needs(std::span<const ParentId> batch) {
    for (std::size_t n = 0; n < batch.size(); ++n) {
      const ParentId i = batch[n];
      if (w_.now >= w_.settled_until[i]) w_.settle(i);
      extra_need_[par][n] = extra_need_[rel][n] = 0;
      for (const ReachingLever& lever : w_.plan.needs) {
        if (!meant_for(w_, lever, i)) continue;
        extra_need_[par][n] += lever.shift[par];
        extra_need_[rel][n] += lever.shift[rel];
      }
    }
  }

  /// What levers on the occasions of some families make of this parent's rate.
  [[nodiscard]] double occasions_shifted(ParentId i, std::size_t domain) const {
    double shift = 0;
    for (const ReachingLever& lever : w_.plan.occasions)
      if (meant_for(w_, lever, i)) shift += lever.shift[domain];
    return shift == 0 ? 1.0 : exp_fixed(shift);
  }

  /// Moves need, and lists likely occasions and contacts.
  void everybody(std::span<const ParentId> batch) {
    std::array<std::uint32_t, batch_size> ids;
    const std::uint32_t* const id = w_.in.population->id.data();
    const Month* const settled_until = w_.settled_until.data();
    for (std::size_t n = 0; n < batch.size(); ++n) {
      ids[n] = id[batch[n]];
      if (w_.now >= settled_until[batch[n]]) w_.settle(batch[n]);
    }
    random_words_of(w_.in.key, std::span(ids).first(batch.size()), w_.now, Purpose::monthly, words_);
    move_worry(batch.data(), batch.size());
    move_strain(batch.data(), batch.size());
    list_likely(batch.data(), batch.size());
  }

  // Below, columns are bare pointers: a store of bytes might else change where a column begins, for all that
  // the compiler knows.

  static std::uint8_t counted(std::uint8_t months, bool in_need) {
    return in_need ? static_cast<std::uint8_t>(months + (months < 255 ? 1 : 0)) : std::uint8_t{0};
  }

  void move_worry(const ParentId* batch, std::size_t size) {
    const float* const shock = shocks().data();
    const NeedStep step(p_);
    const auto ar_weight = static_cast<float>(p_.need_ar_weight);
    const auto cut = static_cast<float>(p_.need_worry_fairly);
    const auto shift = static_cast<float>(s_.need_shift[par]);
    const float* const base = w_.base[par].data();
    float* const ar = w_.ar[par].data();
    float* const need = w_.need[par].data();
    std::uint8_t* const months = w_.months_in_need[par].data();
    for (std::size_t n = 0; n < size; ++n) {
      const ParentId i = batch[n];
      const float moved = step.next(ar[i], shock[words_[n][0] & 0xfff]);
      const float worry = base[i] + shift + extra_need_[par][n] + ar_weight * moved;
      ar[i] = moved;
      need[i] = worry;
      months[i] = counted(months[i], worry >= cut);
    }
  }

  void move_strain(const ParentId* batch, std::size_t size) {
    const Month now = w_.now;
    const float* const shock = shocks().data();
    const NeedStep step(p_);
    const auto ar_weight = static_cast<float>(p_.need_ar_weight);
    const auto cut = static_cast<float>(p_.need_strain_fairly);
    const auto shift = static_cast<float>(s_.need_shift[rel]);
    const float* const base = w_.base[rel].data();
    const Month* const union_since = w_.union_since.data();
    const Month* const next_separation = w_.next_separation.data();
    float* const ar = w_.ar[rel].data();
    float* const need = w_.need[rel].data();
    std::uint8_t* const months = w_.months_in_need[rel].data();
    for (std::size_t n = 0; n < size; ++n) {
      const ParentId i = batch[n];
      const float moved = step.next(ar[i], shock[(words_[n][0] >> 12) & 0xfff]);
      const auto to_go = static_cast<std::size_t>(std::clamp(next_separation[i] - now, 0, crisis_horizon));
      const float strain =
          base[i] + shift + extra_need_[rel][n] + ar_weight * moved + table_.rate.crisis[to_go];
      const bool couple = union_since[i] != never;
      ar[i] = moved;
      // the strain of an ended union fades within months
      need[i] = couple ? strain : need[i] * 0.8F;
      months[i] = counted(months[i], couple && strain >= cut);
    }
  }

  /// Whose words may mean an occasion or a contact; as numbers, so that nothing is skipped by a branch.
  void list_likely(const ParentId* batch, std::size_t size) {
    const auto one = [](bool is) { return static_cast<std::size_t>(is); };
    const auto either = [one](bool a, bool b) { return one(a) | one(b); };
    const Month now = w_.now;
    const double all = 0x1p32 * table_.most_shifted;  // what a rate covers of the words
    const std::uint8_t* const readers = w_.reader.data();
    const std::uint8_t* const ages = w_.ages.data();
    const Month* const union_since = w_.union_since.data();
    const Month* const contact_par = w_.last_contact[par].data();
    const Month* const contact_rel = w_.last_contact[rel].data();
    std::uint8_t* const occasion = w_.occasion.data();
    std::size_t n_par = 0, n_rel = 0, n_seen = 0;
    for (std::size_t n = 0; n < size; ++n) {
      const ParentId i = batch[n];
      const std::array<std::uint32_t, 4>& words = words_[n];
      const std::size_t reader = readers[i];
      const std::size_t age = ages[i];
      occasion[i] = 0;
      const double below_worry =
          table_.rate.parenting[age][reader] * table_.rate.by_experience(now, contact_par[i]) * all + 1;
      likely_[par][n_par] = static_cast<std::uint16_t>(n);
      n_par += either(words[1] < below_worry, ~words[1] <= enriching_[par]);
      const Month together = union_since[i];
      const auto length = static_cast<std::size_t>(std::clamp(now - together, 0, 480));
      const double below_strain = table_.rate.relationship[length] * table_.rate.kin[reader & 1U] *
                                      table_.rate.by_experience(now, contact_rel[i]) * all +
                                  1;
      likely_[rel][n_rel] = static_cast<std::uint16_t>(n);
      n_rel += one(together != never) & either(words[2] < below_strain, ~words[2] <= enriching_[rel]);
      seen_[n_seen] = static_cast<std::uint16_t>(n);
      n_seen += one(words[3] <= table_.likely_contact[age]);
    }
    n_likely_[par] = n_par;
    n_likely_[rel] = n_rel;
    n_seen_ = n_seen;
  }

  void parenting(std::span<const ParentId> batch, std::size_t n, Noticed& noticed) {
    const ParentId i = batch[n];
    if (w_.ages[i] == no_child) return;
    const double u = to_unit(words_[n][1]);
    const double shifted = occasions_shifted(i, par);
    const double rate = table_.rate.parenting[w_.ages[i]][w_.reader[i]] * shifted;
    if (u < rate * table_.rate.most) {
      const Month last = w_.last_contact[par][i];
      if (last == long_ago && shifted == 1 && u >= table_.rate.chance_parenting[w_.ages[i]][w_.reader[i]])
        return;
      const Weighed weighed = weigh(s_, table_, Domain::parenting, w_.need[par][i], u, rate, last);
      take(i, Domain::parenting, weighed, noticed);
    } else if (s_.has(Mechanism::enriching) && u > 1 - table_.rate.enriching_most) {
      const double youngest = (w_.now - w_.spell_of(i).youngest_birth) / 12.0;
      if (u > 1 - p_enriching(p_, Domain::parenting, youngest))
        w_.occasion[i] |= enriching_bit(Domain::parenting);
    }
  }

  void relationship(std::span<const ParentId> batch, std::size_t n, Noticed& noticed) {
    const ParentId i = batch[n];
    const double u = to_unit(words_[n][2]);
    const auto length = static_cast<std::size_t>(std::clamp(w_.now - w_.union_since[i], 0, 480));
    const double rate =
        table_.rate.relationship[length] * table_.rate.kin[w_.reader[i] & 1U] * occasions_shifted(i, rel);
    if (u < rate * table_.rate.most) {
      const Weighed weighed =
          weigh(s_, table_, Domain::relationship, w_.need[rel][i], u, rate, w_.last_contact[rel][i]);
      take(i, Domain::relationship, weighed, noticed);
    } else if (s_.has(Mechanism::enriching) && u > 1 - p_.enriching_relationship) {
      w_.occasion[i] |= enriching_bit(Domain::relationship);
    }
  }

  /// A need that was not seen stops the journey at once: its reason is this parent's own, its count the
  /// year's.
  void take(ParentId i, Domain domain, Weighed weighed, Noticed& noticed) {
    if (weighed == Weighed::recognised) w_.occasion[i] |= occasion_bit(domain);
    if (weighed != Weighed::unseen) return;
    const auto d = static_cast<std::size_t>(domain);
    w_.lived[i][d].last_stop = Gate::recognise;
    w_.lived[i][d].stopped_in = w_.now;
    w_.lived[i][d].last_reasons = static_cast<std::uint16_t>(
        1U << static_cast<unsigned>(reason_recognise(need_level(p_, domain, w_.need[d][i]))));
    ++noticed.n_unseen[d];
  }

  World& w_;
  const PathwaySettings& s_;
  const Parameters& p_;
  const MonthTables& table_;
  std::array<std::uint32_t, n_domains> enriching_{};  ///< the same, from the top, for use without need
  std::array<std::array<float, batch_size>, n_domains> extra_need_{};
  std::array<std::array<std::uint32_t, 4>, batch_size> words_;
  std::array<List, n_domains> likely_;
  std::array<std::size_t, n_domains> n_likely_{};
  List seen_;
  std::size_t n_seen_ = 0;
};

}  // namespace

void needs(World& world) {
  world.occasion_tables = occasion_tables(world.plan.pathway, std::move(world.occasion_tables));
  const MonthTables table(*world.occasion_tables, world.plan.occasions, most_contacts(world));
  world.seen.clear();
  by_blocks<Noticed>(
      world.in.parallel, world.present.size(), parents_at_a_time,
      [&](std::size_t first, std::size_t end, Noticed& noticed) {
        Pass pass(world, table);
        for (std::size_t n = first; n < end; n += batch_size) {
          pass(std::span(world.present).subspan(n, std::min(batch_size, end - n)), noticed);
        }
      },
      [&](const Noticed& noticed) {
        world.seen.insert(world.seen.end(), noticed.contacts.begin(), noticed.contacts.end());
        for (std::size_t d = 0; d < n_domains; ++d)
          world.year().journeys[d][static_cast<std::size_t>(Gate::recognise)] += noticed.n_unseen[d];
      });
}

}  // namespace uptake
