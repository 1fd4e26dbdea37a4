// SPDX-License-Identifier: Apache-2.0
#include "analysis/compare/compare.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <set>
#include <tuple>

#include "analysis/compare/parts.hpp"
#include "sim/evidence/variables.hpp"
#include "sim/pathway/gates.hpp"
#include "sim/store/json.hpp"
#include "sim/survey/measures.hpp"

namespace uptake {
namespace {

/// The place of a code in a list; past the end if it is not there.
template <class List, class Code>
std::size_t place_in(const List& list, std::string_view wanted, Code code_of) {
  std::size_t i = 0;
  for (const auto& item : list) {
    if (code_of(item) == wanted) return i;
    ++i;
  }
  return i;
}

/// Measures, variables and categories as their registries have them, then by name.
auto order_key(const Series& s) {
  const auto plain = [](const auto& item) { return item.code; };
  std::size_t category = 0;
  if (const Variable* variable = find_variable(s.variable))
    category = place_in(variable->categories, s.category, plain);
  if (s.variable == "gate") category = place_in(gate_registry, s.category, plain);
  if (s.variable == "payer")
    category = place_in(payer_order, s.category, [](std::string_view c) { return c; });
  return std::tuple(place_in(measure_registry(), s.measure, plain),
                    place_in(domain_or_both_codes, s.domain, [](std::string_view c) { return c; }),
                    place_in(variables(), s.variable, plain), s.variable, category, s.category);
}

class Maker {
 public:
  explicit Maker(const Store& store) : store_(store) {
    out_.scenarios = store.scenarios();
    out_.runs = store.runs();
    out_.series = store.series();
    std::stable_sort(out_.series.begin(), out_.series.end(),
                     [](const Series& a, const Series& b) { return order_key(a) < order_key(b); });
    out_.last_year = json_of(store.meta("last_year"));
    out_.first_policy_year = json_of(store.meta("first_policy_year"));
    pairing_ = Pairing(out_.runs);
    for (const StoredScenario& s : out_.scenarios) {
      const auto description = json_of(s.description);
      PartOf part{-1, description.value("without", std::string())};
      const std::string whole = description.value("part_of", std::string());
      for (std::size_t i = 0; i < out_.scenarios.size(); ++i) {
        if (out_.scenarios[i].name == whole) part.whole = static_cast<int>(i);
      }
      out_.part_of.push_back(std::move(part));
    }
  }

  Results make() {
    levels_and_effects();
    compare_families(store_, pairing_, out_);
    compare_costs(store_, pairing_, out_);
    compare_unreached(store_, pairing_, out_);
    compare_groups(store_, pairing_, out_);
    compare_draws(store_, pairing_, out_);
    compare_parts(store_, pairing_, out_);
    compare_expectations(out_);
    fit();
    const auto plan = json_of(store_.meta("plan"));
    out_.precision_wanted = plan.value("until_precision", 0.0);
    if (out_.precision_wanted > 0) out_.precision = precision_of(store_, out_.runs, out_.last_year);
    return std::move(out_);
  }

 private:
  [[nodiscard]] int n_scenarios() const { return static_cast<int>(out_.scenarios.size()); }

  void levels_and_effects() {
    for (std::size_t k = 0; k < out_.series.size(); ++k) {
      const auto years = by_year(store_.values(out_.series[k]));
      for (int s = 0; s < n_scenarios(); ++s) {
        for (const auto& [year, values] : years) {
          std::vector<double> own;
          for (const auto& [run, value] : values) {
            if (pairing_.scenario(run) == s) own.push_back(value);
          }
          if (own.empty()) continue;
          out_.levels.push_back({s, k, year, summary_of(own)});
          if (s == 0) continue;
          const Paired p = pairs_of(values, pairing_, s);
          if (p.difference.empty()) continue;
          out_.effects.push_back({s, k, year, summary_of(p.baseline).mean, summary_of(p.value).mean,
                                  effect_of(p.difference, p.draw)});
        }
      }
    }
  }

  void fit() {
    const std::vector<StoredTarget> targets = store_.targets();
    for (std::size_t t = 0; t < targets.size(); ++t) {
      std::vector<double> simulated;
      for (const auto& [run, value] : store_.fit(t)) {
        if (pairing_.scenario(run) == 0) simulated.push_back(value);
      }
      if (simulated.empty()) continue;
      const StoredTarget& target = targets[t];
      FitRow row{target, summary_of(simulated), not_known};
      const double p = target.published / 100;
      if (target.is_percentage() && target.n && *target.n > 0)
        row.standard_error = 100 * std::sqrt(p * (1 - p) / *target.n);
      out_.fit.push_back(std::move(row));
    }
  }

  const Store& store_;
  Results out_;
  Pairing pairing_{{}};
};

template <class Row>
const Row* find_row(const std::vector<Row>& rows, const std::vector<Series>& series, int scenario,
                    const Series& wanted, int year) {
  for (const Row& row : rows) {
    if (row.scenario == scenario && row.year == year && series[row.series] == wanted) return &row;
  }
  return nullptr;
}

}  // namespace

const Level* Results::level(int scenario, const Series& wanted, int year) const {
  return find_row(levels, series, scenario, wanted, year);
}
const Effect* Results::effect(int scenario, const Series& wanted, int year) const {
  return find_row(effects, series, scenario, wanted, year);
}

double precision_of(const Store& store, const std::vector<StoredRun>& runs, int year) {
  const Pairing pairing(runs);
  std::set<std::int64_t> among;
  int last_scenario = 0;
  for (const StoredRun& r : runs) {
    among.insert(r.run.id);
    last_scenario = std::max(last_scenario, r.run.scenario);
  }
  double worst = 0;
  for (const std::string_view domain : domain_codes) {
    ByRun values;
    for (const SeriesValue& v : store.values(primary(domain))) {
      if (v.year == year && among.contains(v.run)) values[v.run] = v.value;
    }
    for (int s = 1; s <= last_scenario; ++s) {
      const Paired p = pairs_of(values, pairing, s);
      const PairedEffect e = effect_of(p.difference, p.draw);
      const double half = (e.mean_high - e.mean_low) / 2;
      worst = std::isfinite(half) ? std::max(worst, half) : std::numeric_limits<double>::infinity();
    }
  }
  return worst;
}

Results compare_runs(const Store& store) { return Maker(store).make(); }

}  // namespace uptake
