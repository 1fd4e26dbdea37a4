// SPDX-License-Identifier: Apache-2.0
#include "sim/survey/register.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <utility>

#include "sim/base/math.hpp"
#include "sim/services/payers.hpp"
#include "sim/survey/contact_set.hpp"
#include "sim/survey/items.hpp"
#include "sim/world/blocks.hpp"

namespace uptake {
namespace {

constexpr std::array group_items{Item::total,
                                 Item::gender,
                                 Item::age,
                                 Item::origin,
                                 Item::education,
                                 Item::holiday,
                                 Item::unexpected_expense,
                                 Item::family_form,
                                 Item::children,
                                 Item::youngest_age};
/// Of the municipality where the family lives: kind and size, in this order after the items.
constexpr std::array<std::string_view, 2> town_variables{"place", "size_class"};
constexpr std::size_t n_groupings = group_items.size() + town_variables.size();
constexpr std::size_t n_classes = 8;         ///< at least as many as any grouping has
constexpr std::size_t blocks_at_a_time = 4;  ///< whose additions are many more than their sums

/// Weights of one group, by the state of the family.
struct Group {
  std::array<double, n_family_states> by_state{};

  /// Of the families for whose state `holds`.
  template <class Holds>
  [[nodiscard]] double families(Holds holds) const {
    double sum = 0;
    for (std::size_t state = 0; state < by_state.size(); ++state) {
      if (holds(static_cast<std::uint8_t>(state))) sum += by_state[state];
    }
    return sum;
  }
};
using Groups = std::array<std::array<Group, n_classes>, n_groupings>;

/// Whether a family with this state is one of those whose share a measure is.
bool is_of(Measure share, Domain domain, std::uint8_t state) {
  const bool contact = (state & contact_bit(domain)) != 0, need = (state & need_bit(domain)) != 0;
  switch (share) {
    case Measure::contact:
      return contact;
    case Measure::unmet_need:
      return need && !contact;
    case Measure::helped:
      return (state & helped_bit(domain)) != 0;
    default:
      return need;
  }
}

/// What the year's shares need of one who is present.
struct Adult {
  static constexpr std::uint8_t in_none = n_classes;
  HouseholdId household;
  std::uint8_t state;                           ///< of the family, as this adult tells it
  bool resident;                                ///< its answer counts
  std::array<std::uint8_t, n_groupings> group;  ///< the class in each grouping, or `in_none`
};

Adult adult_of(const World& world, ParentId i, const Spell& life) {
  Adult adult{life.household, state_of(world, i), (life.flags & respondent) != 0, {}};
  const auto class_of = [](Ticks ticks) {
    return ticks == 0 ? Adult::in_none : static_cast<std::uint8_t>(std::countr_zero(ticks));
  };
  [&]<std::size_t... g>(std::index_sequence<g...>) {  // each item known beforehand
    ((adult.group[g] = class_of(situation(world, i, group_items[g]))), ...);
  }(std::make_index_sequence<group_items.size()>{});
  const Municipality& town = world.in.evidence->municipalities.list[world.town[i]];
  adult.group[group_items.size()] = static_cast<std::uint8_t>(town.urbanity);
  adult.group[group_items.size() + 1] = static_cast<std::uint8_t>(town.size_class);
  return adult;
}

Groups count_groups(const World& world) {
  Kept once;
  using Adults = std::vector<Adult>;
  const auto blocks = find_in_each_present<Adults>(
      world, once,
      [&](ParentId i, const Spell& life, Adults& adults) { adults.push_back(adult_of(world, i, life)); });
  std::vector<std::uint8_t> states(world.in.population->n_households(), 0), n_residents(states);
  for (const auto& block : blocks) {
    for (const Adult& adult : block.found) {
      states[adult.household] |= adult.state;
      if (adult.resident) ++n_residents[adult.household];
    }
  }
  std::vector<Groups> sums((blocks.size() + blocks_at_a_time - 1) / blocks_at_a_time);
  in_blocks(world.in.parallel, blocks.size(), blocks_at_a_time, [&](std::size_t first, std::size_t end) {
    Groups& groups = sums[first / blocks_at_a_time];
    for (const auto& block : blocks.subspan(first, end - first)) {
      for (const Adult& adult : block.found) {
        if (!adult.resident) continue;
        const double weight = 1.0 / n_residents[adult.household];
        for (std::size_t g = 0; g < n_groupings; ++g) {
          if (adult.group[g] != Adult::in_none)
            groups[g][adult.group[g]].by_state[states[adult.household]] += weight;
        }
      }
    }
  });
  Groups all{};
  for (const Groups& some : sums) {
    for (std::size_t g = 0; g < n_groupings; ++g) {
      for (std::size_t c = 0; c < n_classes; ++c) {
        for (std::size_t state = 0; state < n_family_states; ++state)
          all[g][c].by_state[state] += some[g][c].by_state[state];
      }
    }
  }
  return all;
}

/// The median of whole months, of so many families each: who waited m is anywhere from half a month before it
/// to half a month after.
template <std::size_t n>
double median_months(const std::array<double, n>& families) {
  double all = 0, before = 0;
  for (const double some : families) all += some;
  for (std::size_t m = 0; m < n; ++m) {
    if (families[m] > 0 && before + families[m] >= all / 2) {
      const double from = m == 0 ? 0 : static_cast<double>(m) - 0.5, to = static_cast<double>(m) + 0.5;
      return from + (to - from) * (all / 2 - before) / families[m];
    }
    before += families[m];
  }
  return not_known;
}

/// Writes rows of one year.
class Ledger {
 public:
  Ledger(const World& world, std::vector<MeasureRow>& rows)
      : world_(world), year_(world.years.back()), scale_(world.real_per_simulated), rows_(rows) {}

  void groups() {
    const Groups counted = count_groups(world_);
    for (std::size_t g = 0; g < n_groupings; ++g) {
      const Variable& variable = g < group_items.size()
                                     ? variables()[index(group_items[g])]
                                     : *find_variable(town_variables[g - group_items.size()]);
      for (std::size_t c = 0; c < variable.categories.size(); ++c) {
        const Group& group = counted[g][c];
        const std::string_view category = variable.categories[c].code;
        const double families = group.families([](std::uint8_t) { return true; });
        add(Measure::families, "both", variable.code, category, families * scale_);
        if (families <= 0) continue;
        for (const Domain d : both_domains) {
          for (const Measure share :
               {Measure::contact, Measure::unmet_need, Measure::helped, Measure::need}) {
            const double with = group.families([&](std::uint8_t state) { return is_of(share, d, state); });
            add(share, code(d), variable.code, category, with / families);
          }
        }
      }
    }
  }

  void journeys() {
    for (std::size_t d = 0; d < n_domains; ++d) {
      for (std::size_t g = 0; g <= n_gates; ++g) {
        add(Measure::journeys, code(static_cast<Domain>(d)), "gate", gate_registry[g].code,
            year_.journeys[d][g] * scale_);
      }
    }
  }

  void waits() {
    for (const Domain d : both_domains) {
      const double median = median_months(year_.waited[static_cast<std::size_t>(d)]);
      if (!std::isnan(median)) add(Measure::median_wait, code(d), "total", "total", median);
    }
  }

  void services() {
    const Catalogue& catalogue = world_.in.evidence->catalogue;
    for (std::size_t k = 0; k < catalogue.types.size(); ++k) {
      const std::string_view domain = code(catalogue.types[k].domain), name = catalogue.types[k].code;
      double waiting = 0;
      for (std::size_t r = 0; r < world_.n_regions(); ++r) {
        waiting += static_cast<double>(world_.queues[k * world_.n_regions() + r].tickets.size());
      }
      add(Measure::started, domain, "service", name, year_.started[k] * scale_);
      add(Measure::waiting, domain, "service", name, waiting * scale_);
      add(Measure::gave_up, domain, "service", name, year_.reneged[k] * scale_);
      if (year_.started[k] > 0)
        add(Measure::mean_wait, domain, "service", name, year_.wait_months[k] / year_.started[k]);
      add(Measure::places, domain, "service", name, year_.places[k] * scale_);
      add(Measure::advice, domain, "service", name, year_.advice[k] * scale_);
    }
  }

  /// Trajectories that began on usual places cost their payer; fees come from families; what they paid less
  /// than usual comes from the payer of the lever that lowered the fee; levers cost their own. Costs in
  /// prices of one year, fees as they are.
  void costs() {
    std::array<double, payer_codes.size()> paid{};
    const auto& types = world_.in.evidence->catalogue.types;
    const Prices& prices = world_.in.evidence->catalogue.prices;
    for (std::size_t k = 0; k < types.size(); ++k) {
      if (types[k].payer != Payer::family) {  // a family that pays all pays it as the fee
        paid[static_cast<std::size_t>(types[k].payer)] +=
            at_usual_cost(k) * scale_ * types[k].cost_per_family.value * prices.factor(types[k].price_year);
      }
      paid[static_cast<std::size_t>(Payer::family)] += year_.family_fees[k] * scale_;
      paid[static_cast<std::size_t>(relief_payer(static_cast<ServiceId>(k)))] += year_.fee_relief[k] * scale_;
    }
    const auto& levers = world_.in.scenario->levers;
    for (std::size_t l = 0; l < levers.size(); ++l) {
      if (year_.lever_years[l] <= 0 && year_.lever_units[l] <= 0) continue;  // not in force
      const double units = year_.lever_units[l];
      const double nominal =
          levers[l].cost.fixed_per_year * year_.lever_years[l] + levers[l].cost.per_unit * units;
      const double cost = nominal * prices.factor(levers[l].cost.price_year);
      if (is_history(levers[l].kind) && cost == 0)
        continue;  // changes the world at nobody's bill: nothing to tell
      add(Measure::lever_cost, "both", "lever", levers[l].name, cost);
      add(Measure::lever_units, "both", "lever", levers[l].name, units);
      paid[static_cast<std::size_t>(levers[l].cost.payer)] += cost;
    }
    for (std::size_t p = 0; p < paid.size(); ++p)
      add(Measure::cost, "both", "payer", payer_codes[p], paid[p]);
  }

 private:
  static bool is_history(LeverKind kind) { return kind >= LeverKind::supply; }
  static bool changes_fees(LeverKind kind) {
    return kind == LeverKind::fee || kind == LeverKind::therapy_refund ||
           kind == LeverKind::automatic_granting;
  }

  /// Those who began and cost their service's payer: not who began on a place that a lever pays for, filled
  /// or not; usual places fill first. A lever that took places away is credited with them, so that they cost
  /// here.
  [[nodiscard]] double at_usual_cost(std::size_t k) const {
    const double paid = year_.paid_places[k];
    const double on_paid =
        paid > 0 ? std::clamp(year_.started[k] - (year_.places[k] - paid), 0.0, paid) : paid;
    return year_.started[k] - on_paid;
  }

  [[nodiscard]] Payer relief_payer(ServiceId k) const {
    for (const Lever& lever : world_.in.scenario->levers) {
      if (changes_fees(lever.kind) && (lever.services & bit(k)) != 0 && lever.strength(world_.now) > 0)
        return lever.cost.payer;
    }
    const Payer usual = world_.in.evidence->catalogue.types[k].payer;
    return usual == Payer::family ? Payer::flemish : usual;
  }

  void add(Measure measure, std::string_view domain, std::string_view variable, std::string_view category,
           double value) {
    rows_.push_back(
        {measure, std::string(domain), year_.year, std::string(variable), std::string(category), value});
  }

  const World& world_;
  const YearCounts& year_;
  double scale_;
  std::vector<MeasureRow>& rows_;
};

}  // namespace

void count_year(const World& world, std::vector<MeasureRow>& rows) {
  Ledger ledger(world, rows);
  ledger.groups();
  ledger.journeys();
  ledger.waits();
  ledger.services();
  ledger.costs();
}

std::array<FunnelStep, n_gates + 1> funnel(const YearCounts& year, Domain domain) {
  const auto& stopped = year.journeys[static_cast<std::size_t>(domain)];
  std::array<FunnelStep, n_gates + 1> steps{};
  double came = 0;
  for (std::size_t g = n_gates + 1; g-- > 0;) {
    came += stopped[g];
    steps[g] = {static_cast<Gate>(g), came, g == n_gates ? 0 : stopped[g]};
  }
  return steps;
}

}  // namespace uptake
