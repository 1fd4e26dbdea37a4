// SPDX-License-Identifier: Apache-2.0
// Stage 3: need, and whether this month brings an occasion. The one pass over every active parent: one Philox
// block each (and for those in between who are not here).
#include <algorithm>
#include <array>
#include <span>
#include <utility>

#include "sim/base/cpu.hpp"
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

  MonthTables(const OccasionTables& rates, const std::vector<ReachingLever>& occasions,
              const MostContacts& most_contact)
      : rate(rates), contact(most_contact) {
    for (const ReachingLever& lever : occasions)
      most_shifted *= exp_fixed(std::max({0.0F, lever.shift[0], lever.shift[1]}));
  }
};

/// No draw from here up can be below a share: of the upper half of a word, as the pass compares it.
constexpr std::uint16_t half_word_below(double share) {
  return static_cast<std::uint16_t>(std::clamp(share * 0x1p16 + 1, 0.0, 65'535.0));
}

/// What a uniform draw makes of an occasion: the lower part of the occasion's share is a recognised one.
enum class Weighed : std::uint8_t { nothing, unseen, recognised };

Weighed weigh(const PathwaySettings& s, const MonthTables& table, Domain domain, double need, double u,
              double rate, Month last_contact) {
  const double often = rate * table.rate.by_experience(s.month, last_contact);
  if (u >= often) return Weighed::nothing;  // the chance is never above the rate
  const bool sees = s.has(Mechanism::recognise);
  // Between what neither can be outside of: 1 - exp(-r) and its series, the response at the ends of a step of
  // need. Few draws fall so close that the exact ones decide.
  const double most = often * (1 - often * (0.5 - often / 6));
  const double least = most - often * often * often * often / 24;
  const auto [lowest, highest] = sees ? table.rate.seen_between(domain, need) : std::pair{1.0, 1.0};
  constexpr double rounding = 1e-12;
  if (u < least * lowest * (1 - rounding)) return Weighed::recognised;
  if (u >= most * (1 + rounding)) return Weighed::nothing;
  if (u >= most * highest * (1 + rounding) && u < least * (1 - rounding)) return Weighed::unseen;
  const double chance = chance_of(often);
  if (u >= chance) return Weighed::nothing;
  if (!sees || u < chance * p_recognise(*s.parameters, domain, need)) return Weighed::recognised;
  return Weighed::unseen;
}

/// What the pass says of a block beyond its own columns: the draws of universal contacts, by number, and how
/// many needs were not seen.
struct Noticed {
  std::vector<World::Seen> contacts;
  std::array<std::uint32_t, n_domains> n_unseen{};
  void clear() {
    contacts.clear();
    n_unseen = {};
  }
};

/// Parents by number, one after another; some are not here.
struct InARow {
  std::size_t first;
  const std::uint8_t* active;  ///< of the first
  [[nodiscard]] std::size_t operator()(std::size_t n) const { return first + n; }
  [[nodiscard]] bool here(std::size_t n) const { return active[n] != 0; }
};
/// Parents of a list, who are all here.
struct Listed {
  const ParentId* list;
  [[nodiscard]] std::size_t operator()(std::size_t n) const { return list[n]; }
  [[nodiscard]] static bool here(std::size_t /*n*/) { return true; }
};

/// The pass over present parents, a batch at a time. First what happens to everybody, without a branch; this
/// also marks whose words may mean an occasion or a contact. Then those few, with the exact chances. Parents
/// who came together stand together, and while most of them are here they are gone through in a row, which
/// the processor does several at a time; whoever is not here keeps its need. The outcome is the same
/// either way.
class Pass {
 public:
  Pass(World& world, const MonthTables& table)
      : w_(world), s_(world.plan.pathway), p_(*s_.parameters), table_(table) {
    if (!s_.has(Mechanism::enriching)) return;
    enriching_from_[par] = 65'535 - half_word_below(table.rate.enriching_most);
    enriching_from_[rel] = 65'535 - half_word_below(p_.enriching_relationship);
  }

  /// Asks for what is read of the parents from `first` on: some twenty columns, more than the processor
  /// foresees.
  void fetch_columns(std::size_t first, std::size_t size) const {
    const auto some = [&](const auto& column) { fetch_some(column.data() + first, size); };
    some(w_.in.population->id);
    some(w_.active);
    some(w_.bounded_until);
    some(w_.next_separation);
    some(w_.union_since);
    some(w_.occasion);
    for (std::size_t d = 0; d < n_domains; ++d) {
      some(w_.base[d]);
      some(w_.ar[d]);
      some(w_.need[d]);
      some(w_.months_in_need[d]);
    }
    for (const auto& column : w_.may_mean) some(column);
  }

  /// `here`: those of the parents from `first` on, `size` by number, who are present.
  void operator()(ParentId first, std::size_t size, std::span<const ParentId> here, Noticed& noticed) {
    const Month* const bounded_until = w_.bounded_until.data();
    const Month* const settled_until = w_.settled_until.data();
    Some due;
    due.of(here.size(), [&](std::size_t n) { return w_.now >= bounded_until[here[n]]; });
    Some changed;
    changed.of(due, [&](std::size_t n) { return w_.now >= settled_until[here[n]]; });
    for (const std::size_t n : changed.all()) w_.fetch_place(here[n]);
    for (const std::size_t n : changed.all()) w_.fetch_settling(here[n]);
    for (const std::size_t n : due.all()) bound(here[n]);
    const std::uint32_t* const id = w_.in.population->id.data();
    if (2 * here.size() >= size) {
      random_columns_of(w_.in.key, {id + first, size}, w_.now, Purpose::monthly, words_);
      everybody(InARow{first, w_.active.data() + first}, size, noticed);
    } else {
      std::array<std::uint32_t, batch_size> ids;
      for (std::size_t n = 0; n < here.size(); ++n) ids[n] = id[here[n]];
      random_columns_of(w_.in.key, {ids.data(), here.size()}, w_.now, Purpose::monthly, words_);
      everybody(Listed{here.data()}, here.size(), noticed);
    }
  }

 private:
  static constexpr auto rel = static_cast<std::size_t>(Domain::relationship);
  static constexpr auto par = static_cast<std::size_t>(Domain::parenting);
  static constexpr std::size_t contact = n_domains;  ///< after the occasions of both domains
  static constexpr int bound_months = 24;

  /// Until when and below what a parent's words may mean something, from the rates that `world.most` bounds.
  void bound(ParentId i) {
    if (w_.now >= w_.settled_until[i]) w_.settle(i);
    const MostOccasions& most = w_.most;
    const auto later = static_cast<Month>(w_.now + bound_months);
    const auto experience = [&](std::size_t d) {  // it fades or grows, one way
      const Month last = w_.last_contact[d][i];
      return std::max(table_.rate.by_experience(w_.now, last), table_.rate.by_experience(later, last));
    };
    const auto length = [&](Month month) {
      return static_cast<std::size_t>(std::clamp(month - w_.union_since[i], 0, 480));
    };
    w_.may_mean[par][i] = half_word_below(most.parenting[w_.ages[i]][w_.reader[i]] * experience(par));
    const float alone = std::max(most.relationship[length(w_.now)], most.relationship[length(later)]);
    w_.may_mean[rel][i] = w_.union_since[i] == never
                              ? std::uint16_t{0}
                              : half_word_below(alone * table_.rate.kin[w_.reader[i] & 1U] * experience(rel));
    w_.may_mean[contact][i] = half_word_below(most.contact[w_.ages[i]]);
    w_.bounded_until[i] = std::min(later, w_.settled_until[i]);
  }

  template <class At>
  void everybody(At at, std::size_t size, Noticed& noticed) {
    if (!w_.plan.needs.empty()) shift_needs(at, size);
    if (has_avx2()) {
      move_wide(at, size);
    } else {
      move(at, size);
    }
    Some marked, of_one;
    marked.of(size, [&](std::size_t n) { return marks_[n] != 0; });
    const auto each = [&](std::size_t kind, auto use) {
      of_one.of(marked, [&](std::size_t n) { return (marks_[n] >> kind & 1) != 0; });
      for (const std::size_t n : of_one.all()) use(static_cast<ParentId>(at(n)), n);
    };
    each(par, [&](ParentId i, std::size_t n) { parenting(i, n, noticed); });
    each(rel, [&](ParentId i, std::size_t n) { relationship(i, n, noticed); });
    each(contact, [&](ParentId i, std::size_t n) {
      if (const double u = to_unit(words_[3][n]); u < table_.contact[w_.ages[i]])
        noticed.contacts.push_back({i, u});
    });
  }

  /// Worry and strain of the batch, and whose words may mean something: the same for all, without a branch.
  template <class At>
  [[gnu::always_inline]] void move(At at, std::size_t size) {
    for (std::size_t n = 0; n < size; ++n) here_[n] = at.here(n) ? -1 : 0;
    move_worry(at, size);
    move_strain(at, size);
    mark(at, size);
  }
  /// The same, twice as many at once.
  template <class At>
  UPTAKE_AVX2 void move_wide(At at, std::size_t size) {
    move(at, size);
  }

  /// What levers on the need of some families add to that of each in the batch.
  template <class At>
  void shift_needs(At at, std::size_t size) {
    for (std::size_t n = 0; n < size; ++n) {
      extra_need_[par][n] = extra_need_[rel][n] = 0;
      if (!at.here(n)) continue;
      for (const ReachingLever& lever : w_.plan.needs) {
        if (!meant_for(w_, lever, static_cast<ParentId>(at(n)))) continue;
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

  // Below, columns are bare pointers: a store of bytes might else change where a column begins, for all that
  // the compiler knows.

  /// One month more in need, at most 255, or none.
  template <class At>
  [[gnu::always_inline]] void count_months(At at, std::size_t size, std::uint8_t* months) {
    std::array<std::uint8_t, batch_size> in_need, here;
    for (std::size_t n = 0; n < size; ++n) in_need[n] = static_cast<std::uint8_t>(in_need_[n]);
    for (std::size_t n = 0; n < size; ++n) here[n] = static_cast<std::uint8_t>(here_[n]);
#pragma GCC ivdep
    for (std::size_t n = 0; n < size; ++n) {
      const std::size_t i = at(n);
      const std::uint8_t before = months[i];
      const auto more = static_cast<std::uint8_t>(before + (before < 255));
      const auto now = static_cast<std::uint8_t>(more & in_need[n]);
      months[i] = here[n] != 0 ? now : before;
    }
  }

  /// What a table has at `index_`.
  [[gnu::always_inline]] void look_up(const float* table, std::size_t size, float* found) const {
#pragma GCC unroll 8
    for (std::size_t n = 0; n < size; ++n) found[n] = table[index_[n]];
  }

  template <class At>
  [[gnu::always_inline]] void move_worry(At at, std::size_t size) {
    for (std::size_t n = 0; n < size; ++n) index_[n] = static_cast<std::int32_t>(words_[0][n] & 0xfff);
    look_up(shocks().data(), size, shock_.data());
    const NeedStep step(p_);
    const auto ar_weight = static_cast<float>(p_.need_ar_weight);
    const auto cut = static_cast<float>(p_.need_worry_fairly);
    const auto shift = static_cast<float>(s_.need_shift[par]);
    const float* const base = w_.base[par].data();
    float* const ar = w_.ar[par].data();
    float* const need = w_.need[par].data();
#pragma GCC ivdep
    for (std::size_t n = 0; n < size; ++n) {
      const std::size_t i = at(n);
      const float before = ar[i], felt = need[i];
      const float moved = step.next(before, shock_[n]);
      const float worry = base[i] + shift + extra_need_[par][n] + ar_weight * moved;
      ar[i] = here_[n] != 0 ? moved : before;
      need[i] = here_[n] != 0 ? worry : felt;
      in_need_[n] = worry >= cut ? -1 : 0;
    }
    count_months(at, size, w_.months_in_need[par].data());
  }

  template <class At>
  [[gnu::always_inline]] void move_strain(At at, std::size_t size) {
    const int now = w_.now;
    const Month* const next_separation = w_.next_separation.data();
    const Month* const union_since = w_.union_since.data();
    for (std::size_t n = 0; n < size; ++n) index_[n] = static_cast<std::int32_t>(words_[0][n] >> 12 & 0xfff);
    look_up(shocks().data(), size, shock_.data());
    for (std::size_t n = 0; n < size; ++n)
      index_[n] = std::clamp(next_separation[at(n)] - now, 0, crisis_horizon);
    look_up(table_.rate.crisis.data(), size, crisis_.data());
#pragma GCC ivdep
    for (std::size_t n = 0; n < size; ++n) couple_[n] = union_since[at(n)] != never ? -1 : 0;
    const NeedStep step(p_);
    const auto ar_weight = static_cast<float>(p_.need_ar_weight);
    const auto cut = static_cast<float>(p_.need_strain_fairly);
    const auto shift = static_cast<float>(s_.need_shift[rel]);
    const float* const base = w_.base[rel].data();
    float* const ar = w_.ar[rel].data();
    float* const need = w_.need[rel].data();
#pragma GCC ivdep
    for (std::size_t n = 0; n < size; ++n) {
      const std::size_t i = at(n);
      const float before = ar[i], felt = need[i];
      const float moved = step.next(before, shock_[n]);
      const float strain = base[i] + shift + extra_need_[rel][n] + ar_weight * moved + crisis_[n];
      const float fading = felt * 0.8F;  // the strain of an ended union fades within months
      const float feels = couple_[n] != 0 ? strain : fading;
      ar[i] = here_[n] != 0 ? moved : before;
      need[i] = here_[n] != 0 ? feels : felt;
      in_need_[n] = (strain >= cut ? -1 : 0) & couple_[n];
    }
    count_months(at, size, w_.months_in_need[rel].data());
  }

  /// Whose words may mean an occasion (a bit a domain) or a contact (the next).
  template <class At>
  [[gnu::always_inline]] void mark(At at, std::size_t size) {
    std::array<std::array<std::int32_t, batch_size>, n_domains + 1> may_mean;
    for (std::size_t k = 0; k < may_mean.size(); ++k) {
      const std::uint16_t* const column = w_.may_mean[k].data();
#pragma GCC ivdep
      for (std::size_t n = 0; n < size; ++n) may_mean[k][n] = column[at(n)];
    }
    const std::int32_t from_par = enriching_from_[par], from_rel = enriching_from_[rel];
    for (std::size_t n = 0; n < size; ++n) {
      const auto worried = static_cast<std::int32_t>(words_[1][n] >> 16);
      const auto strained = static_cast<std::int32_t>(words_[2][n] >> 16);
      const auto seen = static_cast<std::int32_t>(words_[3][n] >> 16);
      const std::int32_t for_par = (worried <= may_mean[par][n] ? -1 : 0) | (worried >= from_par ? -1 : 0);
      const std::int32_t for_rel = (strained <= may_mean[rel][n] ? -1 : 0) | (strained >= from_rel ? -1 : 0);
      const std::int32_t for_contact = seen <= may_mean[contact][n] ? -1 : 0;
      marks_[n] =
          here_[n] & ((for_par & (1 << par)) | (for_rel & (1 << rel)) | (for_contact & (1 << contact)));
    }
    std::uint8_t* const occasion = w_.occasion.data();
    for (std::size_t n = 0; n < size; ++n) occasion[at(n)] = 0;
  }

  void parenting(ParentId i, std::size_t n, Noticed& noticed) {
    if (w_.ages[i] == no_child) return;
    const double u = to_unit(words_[1][n]);
    const double rate = table_.rate.parenting[w_.ages[i]][w_.reader[i]] * occasions_shifted(i, par);
    if (u < rate * table_.rate.most) {
      const Weighed weighed =
          weigh(s_, table_, Domain::parenting, w_.need[par][i], u, rate, w_.last_contact[par][i]);
      take(i, Domain::parenting, weighed, noticed);
    } else if (s_.has(Mechanism::enriching) && u > 1 - table_.rate.enriching_most) {
      constexpr double past_the_first = 3;  // as good as any later year: only then is no spell looked up
      const double youngest =
          w_.ages[i] >= 5 ? past_the_first : (w_.now - w_.spell_of(i).youngest_birth) / 12.0;
      if (u > 1 - p_enriching(p_, Domain::parenting, youngest))
        w_.occasion[i] |= enriching_bit(Domain::parenting);
    }
  }

  void relationship(ParentId i, std::size_t n, Noticed& noticed) {
    if (w_.union_since[i] == never) return;
    const double u = to_unit(words_[2][n]);
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

  /// A need that was not seen stops the journey at once: that is this parent's own, its count the year's.
  void take(ParentId i, Domain domain, Weighed weighed, Noticed& noticed) {
    if (weighed == Weighed::recognised) w_.occasion[i] |= occasion_bit(domain);
    if (weighed != Weighed::unseen) return;
    const auto d = static_cast<std::size_t>(domain);
    w_.stop(i, domain, Gate::recognise, need_level(p_, domain, w_.need[d][i]));
    ++noticed.n_unseen[d];
  }

  World& w_;
  const PathwaySettings& s_;
  const Parameters& p_;
  const MonthTables& table_;
  std::array<std::int32_t, n_domains> enriching_from_{65'536,
                                                      65'536};  ///< half words that may be use without need
  std::array<std::array<float, batch_size>, n_domains> extra_need_{};
  std::array<std::array<std::uint32_t, batch_size>, 4> words_;
  std::array<float, batch_size> shock_, crisis_;
  std::array<std::int32_t, batch_size> index_;                    ///< in a table
  std::array<std::int32_t, batch_size> here_, couple_, in_need_;  ///< all bits or none
  std::array<std::int32_t, batch_size> marks_;
};

/// Whether bounds hold for these rates, and not by too much.
bool bounds(const MostOccasions& most, const MonthTables& table) {
  constexpr double loose = 1.3;
  const auto holds = [&](double bound, double value) { return value <= bound && bound <= loose * value; };
  const double shifted = table.most_shifted;
  for (std::size_t c = 0; c < table.contact.size(); ++c) {
    if (!holds(most.contact[c], table.contact[c])) return false;
    for (std::size_t r = 0; r < n_readers; ++r) {
      if (!holds(most.parenting[c][r], table.rate.parenting[c][r] * shifted)) return false;
    }
  }
  for (std::size_t m = 0; m < most.relationship.size(); ++m) {
    if (!holds(most.relationship[m], table.rate.relationship[m] * shifted)) return false;
  }
  return true;
}

MostOccasions bounds_of(const MonthTables& table) {
  constexpr double above = 1.1;
  const auto bound = [&](double value) { return static_cast<float>(above * value); };
  MostOccasions most;
  for (std::size_t c = 0; c < table.contact.size(); ++c) {
    most.contact[c] = bound(table.contact[c]);
    for (std::size_t r = 0; r < n_readers; ++r)
      most.parenting[c][r] = bound(table.rate.parenting[c][r] * table.most_shifted);
  }
  for (std::size_t m = 0; m < most.relationship.size(); ++m)
    most.relationship[m] = bound(table.rate.relationship[m] * table.most_shifted);
  return most;
}

}  // namespace

void needs(World& world) {
  world.occasion_tables = occasion_tables(world.plan.pathway, std::move(world.occasion_tables));
  const MonthTables table(*world.occasion_tables, world.plan.occasions, most_contacts(world));
  if (!bounds(world.most, table)) {
    world.most = bounds_of(table);
    std::fill(world.bounded_until.begin(), world.bounded_until.end(), first_month);
  }
  world.seen.clear();
  const std::vector<ParentId>& present = world.present;
  by_blocks<Noticed>(
      world, present.size(), parents_at_a_time,
      [&](std::size_t first, std::size_t end, Noticed& noticed) {
        Pass pass(world, table);
        const ParentId last = present[end - 1];
        for (std::size_t here = first; here < end;) {
          const ParentId from = present[here];
          const std::size_t size = std::min(batch_size, last - from + std::size_t{1});
          const auto next = static_cast<std::size_t>(
              std::lower_bound(&present[here], present.data() + std::min(end, here + size), from + size) -
              present.data());
          if (next < present.size())
            pass.fetch_columns(present[next],
                               std::min(batch_size, present.back() - present[next] + std::size_t{1}));
          pass(from, size, {&present[here], next - here}, noticed);
          here = next;
        }
      },
      [&](const Noticed& noticed) {
        world.seen.insert(world.seen.end(), noticed.contacts.begin(), noticed.contacts.end());
        for (std::size_t d = 0; d < n_domains; ++d)
          world.year().journeys[d][static_cast<std::size_t>(Gate::recognise)] += noticed.n_unseen[d];
      });
}

}  // namespace uptake
