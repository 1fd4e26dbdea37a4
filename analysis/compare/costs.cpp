// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "analysis/compare/parts.hpp"
#include "sim/store/json.hpp"

namespace uptake {
namespace {

using nlohmann::json;

class Costs {
 public:
  Costs(const Store& store, const Pairing& pairing, Results& out)
      : store_(store), pairing_(pairing), out_(out) {
    for (const StoredScenario& s : out_.scenarios) description_.push_back(json_of(s.description));
    for (const Series& s : out_.series) {
      if (s.measure != "cost") continue;
      paid_[s.category] = by_year(store_.values(s));
      for (const auto& [year, values] : paid_[s.category]) {
        for (const auto& [run, value] : values) paid_["total"][year][run] += value;
      }
    }
  }

  void add(int s) {
    for (const std::string_view payer : payer_order) {
      const std::string name(payer);
      for (const auto& [year, values] : paid_[name]) {
        if (year < out_.first_policy_year) continue;
        const Paired p = pairs_of(values, pairing_, s);
        if (p.difference.empty()) continue;
        out_.costs.push_back({s, name, year, summary_of(p.baseline).mean, summary_of(p.value).mean,
                              effect_of(p.difference, p.draw), grade(s, name)});
      }
    }
    const auto cost = std::find_if(out_.costs.begin(), out_.costs.end(), [&](const CostRow& c) {
      return c.scenario == s && c.payer == "total" && c.year == out_.last_year;
    });
    const auto net = std::find_if(out_.reached.begin(), out_.reached.end(),
                                  [&](const ReachedRow& r) { return r.scenario == s && r.domain == "both"; });
    if (cost == out_.costs.end() || net == out_.reached.end()) return;
    per_family(*cost, *net);
    break_even(*cost, *net);
  }

 private:
  [[nodiscard]] std::string grade(int scenario, const std::string& payer) const {
    const auto of = [&](int s) {
      return description_[static_cast<std::size_t>(s)]
          .at("payer_grades")
          .value(payer, std::string("assumption"));
    };
    const auto rank = [](const std::string& g) { return g == "data" ? 0 : g == "literature" ? 1 : 2; };
    const std::string a = of(0), b = of(scenario);
    return rank(a) > rank(b) ? a : b;
  }

  static bool surely_more(const PairedEffect& e) { return e.n == 1 ? e.mean > 0 : e.mean_low > 0; }

  void per_family(const CostRow& cost, const ReachedRow& families) {
    const ByRun& paid = paid_.at("total").at(cost.year);
    std::vector<double> extra, net, helped;
    std::vector<int> draws;
    for (std::size_t i = 0; i < families.runs.size(); ++i) {
      const std::int64_t run = families.runs[i];
      const auto with = paid.find(run), without = paid.find(pairing_.baseline_of(run));
      if (with == paid.end() || without == paid.end()) continue;
      extra.push_back(with->second - without->second);
      net.push_back(families.net_of_run[i]);
      helped.push_back(families.helped_of_run[i]);
      draws.push_back(pairing_.draw(run));
    }
    out_.cost_per.push_back({cost.scenario, cost.year, cost.effect, families.net.mean, families.helped.mean,
                             ratio_of(extra, net, draws), ratio_of(extra, helped, draws), cost.grade});
  }

  /// What a lever was or cost in the last year, mean over the scenario's runs; 0 where nothing is told.
  [[nodiscard]] double of_lever(int scenario, const char* measure, const std::string& lever) const {
    const Level* level = out_.level(scenario, {measure, "both", "lever", lever}, out_.last_year);
    return level == nullptr ? 0 : level->summary.mean;
  }

  void break_even(const CostRow& cost, const ReachedRow& families) {
    const int s = cost.scenario;
    if (!surely_more(families.helped) || !(families.helped_before > 0)) return;
    const double yardstick = cost.baseline / families.helped_before;
    double own = 0;
    bool assumed = false;
    std::vector<BreakEven> rows;
    for (const json& lever : description_[static_cast<std::size_t>(s)].at("levers")) {
      if (!lever.contains("cost")) continue;  // results of before 0.6.0
      const std::string name = lever.at("name");
      const double euros = of_lever(s, "lever_cost", name), units = of_lever(s, "lever_units", name);
      const json& cost_of = lever.at("cost");
      const double per_unit = cost_of.at("per_unit").get<double>() * cost_of.value("price_factor", 1.0);
      if (of_lever(0, "lever_cost", name) != 0) continue;  // in the baseline as well: not what is added
      own += euros;
      if (euros == 0 || cost_of.at("grade") != "assumption") continue;
      assumed = true;
      const bool by_unit = per_unit > 0 && units > 0;
      rows.push_back({s, name, by_unit, by_unit ? per_unit : euros, by_unit ? units : not_known, not_known,
                      not_known, not_known, yardstick});
    }
    if (!assumed) return;
    rows.insert(rows.begin(), {s, "", false, own, not_known, not_known, not_known, not_known, yardstick});
    for (BreakEven& row : rows) {
      const double units = row.per_unit ? row.units : 1;
      const double others = cost.effect.mean - row.assumed * units;  // all else as it was reckoned
      const auto at = [&](double helped) { return (yardstick * helped - others) / units; };
      row.value = at(families.helped.mean);
      row.low = at(families.helped.mean_low);
      row.high = at(families.helped.mean_high);
      out_.break_even.push_back(row);
    }
  }

  const Store& store_;
  const Pairing& pairing_;
  Results& out_;
  std::vector<json> description_;
  std::map<std::string, std::map<int, ByRun>> paid_;
};

}  // namespace

void compare_costs(const Store& store, const Pairing& pairing, Results& out) {
  Costs costs(store, pairing, out);
  for (int s = 1; s < static_cast<int>(out.scenarios.size()); ++s) costs.add(s);
}

}  // namespace uptake
