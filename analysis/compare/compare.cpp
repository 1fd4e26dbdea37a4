// SPDX-License-Identifier: Apache-2.0
#include "analysis/compare/compare.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <tuple>

#include "sim/evidence/variables.hpp"
#include "sim/pathway/gates.hpp"
#include "sim/survey/contact_set.hpp"
#include "sim/survey/measures.hpp"

namespace uptake {
namespace {

const std::array<std::string_view, 5> payer_order{"flemish", "federal", "local", "family", "total"};

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
  const std::array<std::string_view, 3> domains{"relationship", "parenting", "both"};
  std::size_t category = 0;
  if (const Variable* variable = find_variable(s.variable))
    category = place_in(variable->categories, s.category, plain);
  if (s.variable == "gate") category = place_in(gate_registry, s.category, plain);
  if (s.variable == "payer")
    category = place_in(payer_order, s.category, [](std::string_view c) { return c; });
  return std::tuple(place_in(measure_registry(), s.measure, plain),
                    place_in(domains, s.domain, [](std::string_view c) { return c; }),
                    place_in(variables(), s.variable, plain), s.variable, category, s.category);
}

/// Which runs are compared with which.
class Pairing {
 public:
  explicit Pairing(const std::vector<StoredRun>& runs) {
    for (const StoredRun& r : runs) {
      const auto pair = std::pair(r.run.draw, r.run.replicate);
      at_[{r.run.scenario, pair}] = r.run.id;
      scenario_[r.run.id] = r.run.scenario;
      pairs_.emplace(r.run.id, pair);
    }
  }
  [[nodiscard]] int scenario(std::int64_t run) const { return scenario_.at(run); }
  [[nodiscard]] int draw(std::int64_t run) const { return pairs_.at(run).first; }
  /// The baseline's run of the same draw and replicate, or -1.
  [[nodiscard]] std::int64_t baseline_of(std::int64_t run) const {
    const auto found = at_.find({0, pairs_.at(run)});
    return found == at_.end() ? -1 : found->second;
  }

 private:
  std::map<std::pair<int, std::pair<int, int>>, std::int64_t> at_;
  std::map<std::int64_t, int> scenario_;
  std::map<std::int64_t, std::pair<int, int>> pairs_;
};

using ByRun = std::map<std::int64_t, double>;

struct Paired {
  std::vector<double> baseline, value, difference;
  std::vector<int> draw;
};

/// The pairs of a scenario of which both runs have a value, by rising run.
Paired pairs_of(const ByRun& values, const Pairing& pairing, int scenario) {
  Paired p;
  for (const auto& [run, value] : values) {
    if (pairing.scenario(run) != scenario) continue;
    const auto base = values.find(pairing.baseline_of(run));
    if (base == values.end()) continue;
    p.baseline.push_back(base->second);
    p.value.push_back(value);
    p.difference.push_back(value - base->second);
    p.draw.push_back(pairing.draw(run));
  }
  return p;
}

std::map<int, ByRun> by_year(const std::vector<SeriesValue>& values) {
  std::map<int, ByRun> years;
  for (const SeriesValue& v : values) years[v.year][v.run] = v.value;
  return years;
}

class Maker {
 public:
  explicit Maker(const Store& store) : store_(store) {
    out_.scenarios = store.scenarios();
    out_.runs = store.runs();
    out_.series = store.series();
    std::stable_sort(out_.series.begin(), out_.series.end(),
                     [](const Series& a, const Series& b) { return order_key(a) < order_key(b); });
    out_.last_year = std::stoi(store.meta("last_year"));
    out_.first_policy_year = std::stoi(store.meta("first_policy_year"));
    pairing_ = Pairing(out_.runs);
  }

  Results make() {
    levels_and_effects();
    reached();
    costs();
    fit();
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

  struct Pair {
    double reached = 0, lost = 0;
  };
  /// Real families by domain (relationship, parenting, either).
  static std::array<Pair, 3> compare_families(const ContactSet& baseline, const ContactSet& scenario,
                                              double scale) {
    std::array<Pair, 3> all;
    for (std::size_t d = 0; d < n_domains; ++d) {
      const Reached r = uptake::reached(baseline.contact[d], scenario.contact[d]);
      all[d] = {static_cast<double>(r.reached) * scale, static_cast<double>(r.lost) * scale};
    }
    const auto either = [](const ContactSet& set) {
      HouseholdSet both = set.contact[0];
      for (HouseholdId h = 0; h < both.n_households(); ++h) {
        if (set.contact[1].contains(h)) both.insert(h);
      }
      return both;
    };
    const Reached r = uptake::reached(either(baseline), either(scenario));
    all[2] = {static_cast<double>(r.reached) * scale, static_cast<double>(r.lost) * scale};
    return all;
  }

  ContactSet contacts(std::int64_t run) {
    const std::string bytes = store_.contacts(run);
    return ContactSet::unpack(std::span(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()));
  }

  void reached() {
    constexpr std::array domains{"relationship", "parenting", "both"};
    for (int s = 1; s < n_scenarios(); ++s) {
      std::array<std::vector<double>, 3> reached, lost, net;
      std::vector<int> draws;
      for (const StoredRun& r : out_.runs) {
        const std::int64_t base = pairing_.baseline_of(r.run.id);
        if (r.run.scenario != s || base < 0) continue;
        draws.push_back(r.run.draw);
        const auto families = compare_families(contacts(base), contacts(r.run.id), r.real_per_simulated);
        for (std::size_t d = 0; d < domains.size(); ++d) {
          reached[d].push_back(families[d].reached);
          lost[d].push_back(families[d].lost);
          net[d].push_back(families[d].reached - families[d].lost);
        }
      }
      if (net[0].empty()) continue;
      for (std::size_t d = 0; d < domains.size(); ++d) {
        out_.reached.push_back({s, domains[d], out_.last_year, summary_of(reached[d]).mean,
                                summary_of(lost[d]).mean, effect_of(net[d], draws)});
      }
    }
  }

  [[nodiscard]] std::string grade(int scenario, const std::string& payer) const {
    const auto of = [&](int s) {
      const auto description = nlohmann::json::parse(out_.scenarios[static_cast<std::size_t>(s)].description);
      return description.at("payer_grades").value(payer, std::string("assumption"));
    };
    const auto rank = [](const std::string& g) { return g == "data" ? 0 : g == "literature" ? 1 : 2; };
    const std::string a = of(0), b = of(scenario);
    return rank(a) > rank(b) ? a : b;
  }

  void costs() {
    std::map<std::string, std::map<int, ByRun>> paid;
    for (const Series& s : out_.series) {
      if (s.measure != "cost") continue;
      paid[s.category] = by_year(store_.values(s));
      for (const auto& [year, values] : paid[s.category]) {
        for (const auto& [run, value] : values) paid["total"][year][run] += value;
      }
    }
    for (int s = 1; s < n_scenarios(); ++s) {
      for (const std::string_view payer : payer_order) {
        const std::string name(payer);
        for (const auto& [year, values] : paid[name]) {
          if (year < out_.first_policy_year) continue;
          const Paired p = pairs_of(values, pairing_, s);
          if (p.difference.empty()) continue;
          out_.costs.push_back({s, name, year, summary_of(p.baseline).mean, summary_of(p.value).mean,
                                effect_of(p.difference, p.draw), grade(s, name)});
        }
      }
      cost_per_family(s);
    }
  }

  void cost_per_family(int s) {
    const auto cost = std::find_if(out_.costs.begin(), out_.costs.end(), [&](const CostRow& c) {
      return c.scenario == s && c.payer == "total" && c.year == out_.last_year;
    });
    const auto net = std::find_if(out_.reached.begin(), out_.reached.end(),
                                  [&](const ReachedRow& r) { return r.scenario == s && r.domain == "both"; });
    if (cost == out_.costs.end() || net == out_.reached.end()) return;
    CostPerFamily row{s, out_.last_year, cost->effect, net->net.mean, not_known, cost->grade};
    // A quotient says something only when the number of families is surely above zero.
    if (net->net.n == 1 ? net->net.mean > 0 : net->net.low > 0)
      row.per_family = cost->effect.mean / net->net.mean;
    out_.cost_per.push_back(row);
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

Results compare_runs(const Store& store) { return Maker(store).make(); }

}  // namespace uptake
