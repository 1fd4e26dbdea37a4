// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

#include "analysis/compare/parts.hpp"
#include "sim/base/math.hpp"
#include "sim/store/json.hpp"

namespace uptake {
namespace {

/// Mean effects on the primary measure in the last year, by draw.
std::map<int, double> effects_by_draw(const ByRun& values, const Pairing& pairing, int scenario) {
  const Paired p = pairs_of(values, pairing, scenario);
  const std::vector<double> means = means_by_draw(p.difference, p.draw);
  std::map<int, double> by_draw;
  for (const int draw : p.draw) by_draw[draw] = 0;
  std::size_t i = 0;
  for (auto& [draw, mean] : by_draw) mean = means[i++];
  return by_draw;
}

/// Places of equal values are shared: from 1, the mean of those that they take together.
std::vector<double> ranks_of(const std::vector<double>& values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
  std::vector<double> ranks(values.size());
  for (std::size_t first = 0; first < order.size();) {
    std::size_t end = first;
    while (end < order.size() && values[order[end]] == values[order[first]]) ++end;
    for (std::size_t i = first; i < end; ++i) ranks[order[i]] = (static_cast<double>(first + end) + 1) / 2;
    first = end;
  }
  return ranks;
}

/// Nothing where one of the two does not vary.
std::optional<double> rank_correlation(const std::vector<double>& x, const std::vector<double>& y) {
  const std::vector<double> a = ranks_of(x), b = ranks_of(y);
  const double middle = (static_cast<double>(x.size()) + 1) / 2;
  double ab = 0, aa = 0, bb = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    ab += (a[i] - middle) * (b[i] - middle);
    aa += (a[i] - middle) * (a[i] - middle);
    bb += (b[i] - middle) * (b[i] - middle);
  }
  if (aa <= 0 || bb <= 0) return std::nullopt;
  return ab / std::sqrt(aa * bb);
}

/// |rho| that only one study in twenty has by chance for any of `k` parameters: Fisher's z with the variance
/// of Fieller, Hartley & Pearson (1957), Bonferroni.
double threshold(std::size_t n, std::size_t k) {
  const double z = normal_quantile(1 - 0.05 / (2 * static_cast<double>(k)));
  const double of_z = z * std::sqrt(1.06 / (static_cast<double>(n) - 3));
  return 1 - 2 / (exp_fixed(2 * of_z) + 1);  // tanh
}

/// By scenario, parts of packages left out: by draw.
using EffectsByDraw = std::vector<std::pair<int, std::map<int, double>>>;

void add_ranks(std::string_view domain, const EffectsByDraw& effects, Results& out) {
  if (effects.size() < 2) return;
  std::vector<std::vector<double>> places(effects.size());
  std::vector<double> best(effects.size(), 0);
  for (const auto& [draw, unused] : effects.front().second) {
    std::vector<double> falling;  // so that the largest effect is first
    for (const auto& [scenario, e] : effects) {
      const auto found = e.find(draw);
      if (found != e.end()) falling.push_back(-found->second);
    }
    if (falling.size() != effects.size()) continue;
    const std::vector<double> ranks = ranks_of(falling);
    const double top = *std::min_element(falling.begin(), falling.end());
    const auto n_top = static_cast<double>(std::count(falling.begin(), falling.end(), top));
    for (std::size_t s = 0; s < effects.size(); ++s) {
      places[s].push_back(ranks[s]);
      if (falling[s] == top) best[s] += 1 / n_top;
    }
  }
  for (std::size_t s = 0; s < effects.size(); ++s) {
    std::vector<double>& p = places[s];
    if (p.size() < 2) return;  // one draw has one order
    std::sort(p.begin(), p.end());
    out.ranks.push_back({effects[s].first, std::string(domain), p.size(),
                         best[s] / static_cast<double>(p.size()), quantile(p, 0.05), quantile(p, 0.5),
                         quantile(p, 0.95)});
  }
}

/// The drawn numbers of a scenario's own levers; none in results of before 0.6.2.
std::vector<const nlohmann::json*> sizes_of(const nlohmann::json& drawn, const std::string& scenario) {
  std::vector<const nlohmann::json*> sizes;
  if (!drawn.contains("sizes")) return sizes;
  for (const nlohmann::json& size : drawn.at("sizes")) {
    if (size.at("scenario") == scenario) sizes.push_back(&size);
  }
  return sizes;
}

void add_hangs_on(std::string_view domain, const EffectsByDraw& effects, const nlohmann::json& drawn,
                  Results& out) {
  HangsOn& all = out.hangs_on;
  if (!std::isfinite(all.threshold)) return;
  for (const auto& of_scenario : effects) {  // a lambda takes no parts of a pair
    const int scenario = of_scenario.first;
    const std::map<int, double>& by_draw = of_scenario.second;
    if (by_draw.size() < fewest_draws) continue;
    std::vector<HangsOnRow> rows;
    std::vector<double> x, y;
    for (const auto& [draw, effect] : by_draw) y.push_back(effect);
    const auto judge = [&](const std::string& name, const auto& value_of) {
      x.clear();
      for (const auto& [draw, effect] : by_draw) x.push_back(value_of(static_cast<std::size_t>(draw)));
      const std::optional<double> rho = rank_correlation(x, y);
      if (rho && std::fabs(*rho) > all.threshold) rows.push_back({scenario, std::string(domain), name, *rho});
    };
    const nlohmann::json& parameters = drawn.at("parameters");
    for (std::size_t k = 0; k < parameters.size(); ++k) {
      judge(parameters.at(k).at("parameter"),
            [&](std::size_t draw) { return drawn.at("draws").at(draw).at(k).get<double>(); });
    }
    for (const nlohmann::json* size : sizes_of(drawn, out.scenarios[static_cast<std::size_t>(scenario)].name))
      judge(size->at("parameter"),
            [&](std::size_t draw) { return size->at("values").at(draw).get<double>(); });
    std::stable_sort(rows.begin(), rows.end(), [](const HangsOnRow& a, const HangsOnRow& b) {
      return std::fabs(a.rho) > std::fabs(b.rho);
    });
    all.rows.insert(all.rows.end(), rows.begin(), rows.end());
  }
}

}  // namespace

void compare_draws(const Store& store, const Pairing& pairing, Results& out) {
  const std::string text = store.meta("drawn");  // none in results of before 0.6.0
  const nlohmann::json drawn = text.empty() ? nlohmann::json() : json_of(text);
  std::vector<int> draws;
  for (const StoredRun& r : out.runs) draws.push_back(r.run.draw);
  std::sort(draws.begin(), draws.end());
  out.hangs_on.n_draws = static_cast<std::size_t>(std::unique(draws.begin(), draws.end()) - draws.begin());
  if (drawn.is_object()) {
    std::size_t most_sizes = 0;
    for (const StoredScenario& s : out.scenarios)
      most_sizes = std::max(most_sizes, sizes_of(drawn, s.name).size());
    out.hangs_on.n_parameters = drawn.at("parameters").size() + most_sizes;
    if (out.hangs_on.n_draws >= fewest_draws && out.hangs_on.n_parameters > 0)
      out.hangs_on.threshold = threshold(out.hangs_on.n_draws, out.hangs_on.n_parameters);
  }
  for (const std::string_view domain : domain_codes) {
    ByRun values;
    for (const SeriesValue& v : store.values(primary(domain))) {
      if (v.year == out.last_year) values[v.run] = v.value;
    }
    if (values.empty()) continue;
    EffectsByDraw effects;
    for (int s = 1; s < static_cast<int>(out.scenarios.size()); ++s) {
      if (out.part_of[static_cast<std::size_t>(s)].whole < 0)
        effects.emplace_back(s, effects_by_draw(values, pairing, s));
    }
    add_ranks(domain, effects, out);
    add_hangs_on(domain, effects, drawn, out);
  }
}

}  // namespace uptake
