// SPDX-License-Identifier: Apache-2.0
#include "analysis/compare/document.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <set>

#include "analysis/report/regional.hpp"
#include "sim/evidence/variables.hpp"
#include "sim/pathway/gates.hpp"
#include "sim/policy/limits.hpp"
#include "sim/policy/mechanisms.hpp"
#include "sim/services/payers.hpp"
#include "sim/store/json.hpp"
#include "sim/survey/measures.hpp"

namespace uptake {
namespace {

using nlohmann::json;

json number(double value) { return std::isfinite(value) ? json(value) : json(nullptr); }

bool shown(const Results& r, const Series& series, int year) {
  return series.variable == "total" || year == r.last_year;
}

const std::string& name_of(const Results& r, int scenario) {
  return r.scenarios[static_cast<std::size_t>(scenario)].name;
}

json series_row(const Results& r, int scenario, const Series& s, int year) {
  return {{"scenario", name_of(r, scenario)}, {"measure", s.measure},  {"domain", s.domain}, {"year", year},
          {"variable", s.variable},           {"category", s.category}};
}

/// What the number of runs could see, and what more of them could.
void add_precision(json& row, const PairedEffect& e) {
  row["mean_low"] = number(e.mean_low);
  row["mean_high"] = number(e.mean_high);
  row["detectable"] = number(e.detectable);
  row["pairs_to_decide"] = number(e.pairs_to_decide);
}

bool of_everybody(const Results& r, const Series& series, int year) {
  return series.variable == "total" && year == r.last_year;
}

json effects_json(const Results& r) {
  json rows = json::array();
  for (const Effect& e : r.effects) {
    const Series& series = r.series[e.series];
    if (!shown(r, series, e.year)) continue;
    json row = series_row(r, e.scenario, series, e.year);
    row["baseline"] = number(e.baseline);
    row["value"] = number(e.value);
    row["difference"] = number(e.effect.mean);
    row["low"] = number(e.effect.low);
    row["high"] = number(e.effect.high);
    row["spread_low"] = number(e.effect.spread_low);
    row["spread_high"] = number(e.effect.spread_high);
    row["p_positive"] = number(e.effect.p_positive);
    if (of_everybody(r, series, e.year)) add_precision(row, e.effect);
    row["verdict"] = code(verdict_of(e.effect));
    row["n"] = e.effect.n;
    rows.push_back(std::move(row));
  }
  return rows;
}

json levels_json(const Results& r) {
  json rows = json::array();
  for (const Level& l : r.levels) {
    const Series& series = r.series[l.series];
    if (!shown(r, series, l.year)) continue;
    json row = series_row(r, l.scenario, series, l.year);
    row["mean"] = number(l.summary.mean);
    row["low"] = number(l.summary.low);
    row["high"] = number(l.summary.high);
    row["n"] = l.summary.n;
    rows.push_back(std::move(row));
  }
  return rows;
}

json scenarios_json(const Results& r) {
  json rows = json::array();
  for (const StoredScenario& s : r.scenarios) {
    json row = json_of(s.description);
    row["name"] = s.name;
    row["baseline"] = s.baseline;
    rows.push_back(std::move(row));
  }
  return rows;
}

json reached_json(const Results& r) {
  json rows = json::array();
  for (const ReachedRow& x : r.reached) {
    rows.push_back({{"scenario", name_of(r, x.scenario)},
                    {"domain", x.domain},
                    {"year", x.year},
                    {"reached", number(x.reached)},
                    {"lost", number(x.lost)},
                    {"net", number(x.net.mean)},
                    {"low", number(x.net.low)},
                    {"high", number(x.net.high)},
                    {"helped_before", number(x.helped_before)},
                    {"helped", number(x.helped.mean)},
                    {"helped_low", number(x.helped.low)},
                    {"helped_high", number(x.helped.high)},
                    {"n", x.net.n}});
  }
  return rows;
}

json standing_json(const Results& r) {
  json rows = json::array();
  for (const StandingRow& x : r.standing) {
    rows.push_back({{"scenario", name_of(r, x.scenario)},
                    {"domain", x.domain},
                    {"change", x.reached ? "reached" : "lost"},
                    {"standing", x.standing},
                    {"families", number(x.families)}});
  }
  return rows;
}

json expectations_json(const Results& r) {
  json rows = json::array();
  for (const ExpectationRow& x : r.expectations) {
    json row = series_row(r, x.scenario, x.series, x.year);
    row["change"] = x.change;
    row["baseline"] = number(x.baseline);
    row["difference"] = number(x.effect.mean);
    row["low"] = number(x.effect.spread_low);
    row["high"] = number(x.effect.spread_high);
    row["agree"] = number(x.agree);
    row["found"] = code(x.found);
    row["n"] = x.effect.n;
    rows.push_back(std::move(row));
  }
  return rows;
}

json gaps_json(const Results& r) {
  json rows = json::array();
  for (const GapRow& g : r.gaps) {
    rows.push_back({{"scenario", name_of(r, g.scenario)},
                    {"domain", g.domain},
                    {"variable", g.variable},
                    {"most", g.most},
                    {"least", g.least},
                    {"before", number(g.before)},
                    {"after", number(g.after)},
                    {"change", number(g.change.mean)},
                    {"low", number(g.change.low)},
                    {"high", number(g.change.high)},
                    {"verdict", code(verdict_of(g.change))}});
  }
  return rows;
}

json ranks_json(const Results& r) {
  json rows = json::array();
  for (const RankRow& x : r.ranks) {
    rows.push_back({{"scenario", name_of(r, x.scenario)},
                    {"domain", x.domain},
                    {"n_draws", x.n_draws},
                    {"best", x.best},
                    {"low", x.low},
                    {"middle", x.middle},
                    {"high", x.high}});
  }
  return rows;
}

json parts_json(const Results& r) {
  json rows = json::array();
  for (const PartRow& p : r.parts) {
    rows.push_back({{"scenario", name_of(r, p.scenario)},
                    {"lever", p.lever},
                    {"domain", p.domain},
                    {"adds", number(p.adds.mean)},
                    {"low", number(p.adds.low)},
                    {"high", number(p.adds.high)},
                    {"verdict", code(verdict_of(p.adds))},
                    {"cost", number(p.cost.mean)},
                    {"cost_low", number(p.cost.low)},
                    {"cost_high", number(p.cost.high)}});
  }
  return rows;
}

json hangs_on_json(const Results& r, const json& drawn) {
  const HangsOn& h = r.hangs_on;
  json out{{"n_draws", h.n_draws},
           {"fewest_draws", fewest_draws},
           {"n_parameters", h.n_parameters},
           {"threshold", number(h.threshold)},
           {"rows", json::array()}};
  for (const HangsOnRow& x : h.rows) {
    json row{{"scenario", name_of(r, x.scenario)},
             {"domain", x.domain},
             {"parameter", x.parameter},
             {"rho", x.rho}};
    for (const json& p : drawn.at("parameters")) {
      if (p.at("parameter") == x.parameter) row.update(p);
    }
    for (const json& p : drawn.value("sizes", json::array())) {
      if (p.at("scenario") != name_of(r, x.scenario) || p.at("parameter") != x.parameter) continue;
      row["meaning_en"] = p.at("meaning_en");
      row["meaning_nl"] = p.at("meaning_nl");
    }
    out["rows"].push_back(std::move(row));
  }
  return out;
}

json break_even_json(const Results& r) {
  json rows = json::array();
  for (const BreakEven& b : r.break_even) {
    rows.push_back({{"scenario", name_of(r, b.scenario)},
                    {"lever", b.lever},
                    {"per_unit", b.per_unit},
                    {"assumed", number(b.assumed)},
                    {"units", number(b.units)},
                    {"value", number(b.value)},
                    {"low", number(b.low)},
                    {"high", number(b.high)},
                    {"yardstick", number(b.yardstick)}});
  }
  return rows;
}

json unreached_json(const Results& r) {
  json rows = json::array();
  for (const UnreachedRow& u : r.unreached)
    rows.push_back({{"scenario", name_of(r, u.scenario)}, {"lever", u.lever}, {"n_runs", u.n_runs}});
  return rows;
}

json costs_json(const Results& r) {
  json rows = json::array();
  for (const CostRow& c : r.costs) {
    rows.push_back({{"scenario", name_of(r, c.scenario)},
                    {"payer", c.payer},
                    {"year", c.year},
                    {"baseline", number(c.baseline)},
                    {"value", number(c.value)},
                    {"difference", number(c.effect.mean)},
                    {"low", number(c.effect.low)},
                    {"high", number(c.effect.high)},
                    {"grade", c.grade}});
  }
  return rows;
}

json cost_per_json(const Results& r) {
  json rows = json::array();
  for (const CostPerFamily& c : r.cost_per) {
    rows.push_back({{"scenario", name_of(r, c.scenario)},
                    {"year", c.year},
                    {"extra_cost", number(c.cost.mean)},
                    {"low", number(c.cost.low)},
                    {"high", number(c.cost.high)},
                    {"extra_families", number(c.families)},
                    {"extra_helped", number(c.helped)},
                    {"per_family", number(c.per_family.value)},
                    {"per_family_low", number(c.per_family.low)},
                    {"per_family_high", number(c.per_family.high)},
                    {"per_helped", number(c.per_helped.value)},
                    {"per_helped_low", number(c.per_helped.low)},
                    {"per_helped_high", number(c.per_helped.high)},
                    {"grade", c.grade}});
  }
  return rows;
}

json fit_json(const Results& r) {
  json rows = json::array();
  for (const FitRow& f : r.fit) {
    if (!f.target.is_percentage()) continue;
    rows.push_back({{"table", f.target.table},
                    {"domain", f.target.domain},
                    {"year", f.target.year},
                    {"sample", f.target.sample},
                    {"measure", f.target.measure},
                    {"variable", f.target.variable},
                    {"category", f.target.category},
                    {"published", f.target.published / 100},
                    {"simulated", number(f.simulated.mean / 100)},
                    {"low", number(f.simulated.low / 100)},
                    {"high", number(f.simulated.high / 100)},
                    {"n", f.target.n ? json(*f.target.n) : json(nullptr)},
                    {"standard_error", number(f.standard_error / 100)}});
  }
  return rows;
}

}  // namespace

nlohmann::ordered_json number_json(double value) {
  return std::isfinite(value) ? nlohmann::ordered_json(value) : nlohmann::ordered_json();
}

void add_registries(json& out, const json& region) {
  for (const char* key : {"limits", "measures", "gates", "payers", "variables"}) out[key] = json::array();
  for (const Limit& l : limit_registry()) {
    if (!region.is_null() && is_of_the_flemish_data(l.code)) continue;
    out["limits"].push_back({{"code", l.code}, {"text_en", l.text_en}, {"text_nl", l.text_nl}});
  }
  if (!region.is_null())
    for (const json& own : region.at("limits")) out["limits"].push_back(own);
  constexpr std::array dimensions{"group", "gate", "service", "payer", "lever", "domain"};
  for (const MeasureInfo& m : measure_registry()) {
    out["measures"].push_back({{"code", m.code},
                               {"unit", m.unit},
                               {"dimension", dimensions[static_cast<std::size_t>(m.dimension)]},
                               {"is_share", m.is_share},
                               {"label_en", m.label_en},
                               {"label_nl", m.label_nl},
                               {"definition_en", m.definition_en},
                               {"definition_nl", m.definition_nl}});
  }
  for (const GateInfo& g : gate_registry) {
    out["gates"].push_back({{"code", g.code}, {"label_en", g.label_en}, {"label_nl", g.label_nl}});
  }
  for (const PayerInfo& p : payer_registry)
    out["payers"].push_back({{"code", p.code}, {"label_en", p.label_en}, {"label_nl", p.label_nl}});
  for (const Variable& v : variables()) {
    json variable{
        {"code", v.code}, {"label_en", v.label_en}, {"label_nl", v.label_nl}, {"categories", json::array()}};
    for (const Category& c : v.categories) {
      variable["categories"].push_back(
          {{"code", c.code}, {"label_en", c.label_en}, {"label_nl", c.label_nl}});
    }
    out["variables"].push_back(std::move(variable));
  }
}

json document(const Store& store, const Results& r) {
  const json plan = json_of(store.meta("plan"));
  json out{{"kind", store.meta("kind")},
           {"version", store.meta("model")},
           {"fingerprint", store.meta("fingerprint")},
           {"families", plan.at("families")},
           {"runs", r.runs.size()},
           {"draws", plan.at("draws")},
           {"replicates", plan.at("replicates")},
           {"populations", plan.at("populations")},
           {"seed", plan.at("seed")},
           {"posterior", store.meta("posterior")},
           {"command", store.meta("command")},
           {"last_year", r.last_year},
           {"first_policy_year", r.first_policy_year}};
  if (r.precision_wanted > 0) {  // the plan holds the most that there may be: told is what there is
    int draws = 0, replicates = 0;
    for (const StoredRun& run : r.runs) {
      draws = std::max(draws, run.run.draw + 1);
      replicates = std::max(replicates, run.run.replicate + 1);
    }
    out["draws"] = draws;
    out["replicates"] = replicates;
    out["until_precision"] = {{"wanted", r.precision_wanted}, {"got", number(r.precision)}};
  }
  const std::string prices_of = store.meta("prices_of");  // none in results of before 0.7.0
  if (!prices_of.empty()) out["prices_of"] = json_of(prices_of).get<int>();
  const std::string weak = store.meta("weakly_informed");  // none in results of before 0.4.0
  out["weakly_informed"] = weak.empty() ? json::array() : json_of(weak);
  out["scenarios"] = scenarios_json(r);
  out["effects"] = effects_json(r);
  out["reached"] = reached_json(r);
  out["levels"] = levels_json(r);
  out["cost_per"] = cost_per_json(r);
  out["break_even"] = break_even_json(r);
  out["unreached"] = unreached_json(r);
  out["standing"] = standing_json(r);
  out["gaps"] = gaps_json(r);
  out["expectations"] = expectations_json(r);
  out["ranks"] = ranks_json(r);
  out["parts"] = parts_json(r);
  const std::string drawn = store.meta("drawn");  // none in results of before 0.6.0
  out["hangs_on"] = hangs_on_json(r, drawn.empty() ? json() : json_of(drawn));
  out["verdict_rules"] = {{"likely", likely}, {"negligible", negligible}};
  out["costs"] = costs_json(r);
  out["fit"] = fit_json(r);
  out["services"] = json_of(store.meta("services"));
  const std::string region = store.meta("region");  // none for Flanders
  const json told = region.empty() ? json() : json_of(region);
  add_registries(out, told);
  tell_region(told, out);
  return out;
}

namespace {

/// Percentage points and the like, with a sign; nothing is "-0.00".
std::string signed_text(double value, int digits) {
  if (!std::isfinite(value)) return "?";
  const std::string text = fmt::format("{:+.{}f}", value, digits);
  const bool zero = text.find_first_of("123456789") == std::string::npos;
  return zero ? text.substr(1) : text;
}

/// 12345678 as "12.3 million", 12345 as "12 345".
std::string amount(double value) {
  if (!std::isfinite(value)) return "?";
  const double size = std::fabs(value);
  if (size >= 999'500) return fmt::format("{:+.1f} million", value / 1e6);
  const auto whole = static_cast<long>(std::lround(size));
  const char* sign = whole == 0 ? "" : value < 0 ? "-" : "+";
  if (whole >= 1000) return fmt::format("{}{} {:03}", sign, whole / 1000, whole % 1000);
  return fmt::format("{}{}", sign, whole);
}

std::string interval(const PairedEffect& e, double factor, int digits) {
  if (!std::isfinite(e.low)) return {};
  return fmt::format(" [{}; {}]", signed_text(e.low * factor, digits), signed_text(e.high * factor, digits));
}

std::string per_family_text(const Ratio& each) {
  if (!std::isfinite(each.value)) return "-";
  const std::string range =
      std::isfinite(each.low) ? fmt::format(" ({:.0f} to {:.0f})", each.low, each.high) : std::string();
  return fmt::format("{:.0f} EUR{}", each.value, range);
}

/// The overall rates of both waves, beside what the survey printed.
std::string overall_fit(const Results& r) {
  std::string text;
  std::set<std::pair<std::string, int>> told;  // two tables print the same total
  for (const FitRow& f : r.fit) {
    const StoredTarget& t = f.target;
    if (t.variable != "total" || t.measure != "rate" || t.sample != "resident" || t.table == "text") continue;
    if (!told.emplace(t.domain, t.year).second) continue;
    text += fmt::format("  {:<12}  {}  survey {:5.1f} %  model {:5.1f} %\n", t.domain, t.year, t.published,
                        f.simulated.mean);
  }
  return text.empty() ? text : "\nEver used, by the survey's questions:\n" + text;
}

}  // namespace

std::string short_table(const Results& r) {
  std::size_t width = 10;
  for (const StoredScenario& s : r.scenarios) width = std::max(width, s.name.size());
  std::string text = fmt::format(
      "Families with a formal contact in the last 12 months, December {}, {} run{} a scenario\n\n",
      r.last_year, r.runs.size() / std::max<std::size_t>(1, r.scenarios.size()),
      r.runs.size() == r.scenarios.size() ? "" : "s");
  text += fmt::format("{:<{}}  {:<30}  {:<30}\n", "", width, "relationship support", "parenting support");
  for (std::size_t s = 0; s < r.scenarios.size(); ++s) {
    std::string line = fmt::format("{:<{}}", r.scenarios[s].name, width);
    for (const std::string_view domain : domain_codes) {
      const Series total{"contact", std::string(domain), "total", "total"};
      std::string cell = "?";
      if (s == 0) {
        if (const Level* l = r.level(0, total, r.last_year))
          cell = fmt::format("{:.2f} %", 100 * l->summary.mean);
      } else if (const Effect* e = r.effect(static_cast<int>(s), total, r.last_year)) {
        cell = signed_text(100 * e->effect.mean, 2) + interval(e->effect, 100, 2) + (s == 1 ? " points" : "");
      }
      line += fmt::format("  {:<30}", cell);
    }
    text += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
  }
  if (r.scenarios.size() < 2) return text + overall_fit(r);
  text += fmt::format("\n{:<{}}  {:<24}  {:<30}  {}\n", "", width, "families reached, net",
                      "extra cost a year, EUR", "for each extra family");
  for (const CostPerFamily& c : r.cost_per) {
    text += fmt::format("{:<{}}  {:<24}  {:<30}  {}\n",
                        r.scenarios[static_cast<std::size_t>(c.scenario)].name, width, amount(c.families),
                        fmt::format("{} ({})", amount(c.cost.mean), c.grade), per_family_text(c.per_family));
  }
  if (r.precision_wanted > 0) {
    text += fmt::format("\nInterval of the average effects: +-{:.3f} points or less; asked were +-{:.3f}{}\n",
                        100 * r.precision, 100 * r.precision_wanted,
                        r.precision <= r.precision_wanted ? "" : ", not reached with the most runs allowed");
  }
  if (r.runs.size() == r.scenarios.size()) {
    text += "\nOne run a scenario: there is no interval. --replicates 5 gives one.\n";
  }
  return text;
}

std::string expectations_table(const Results& r) {
  const auto group = [](const Series& s) {
    const Variable* variable = find_variable(s.variable);
    if (s.variable == "total" || variable == nullptr) return std::string("all families");
    const int at = find_category(*variable, s.category);
    return fmt::format("{}: {}", variable->label_en,
                       at < 0 ? s.category : variable->categories[static_cast<std::size_t>(at)].label_en);
  };
  const auto words = [](ExpectationRow::Found found) {
    constexpr std::array<std::string_view, 5> all{"as expected", "not shown", "**the other way**", "open",
                                                  "one run"};
    return all[static_cast<std::size_t>(found)];
  };
  std::string text =
      "| Scenario | Of whom | Source | Without, % | Change, points (90 % of the runs) | Agree, % | The model "
      "says |\n"
      "|---|---|---|---:|---:|---:|---|\n";
  int last = -1;
  for (const ExpectationRow& x : r.expectations) {
    text += fmt::format(
        "| {} | {}, {} | {}{} | {:.1f} | {} ({} to {}) | {:.0f} | {} |\n",
        x.scenario == last ? std::string() : fmt::format("`{}`", name_of(r, x.scenario)), x.series.domain,
        group(x.series), x.series.measure == "contact" ? "" : x.series.measure + " ", x.change,
        100 * x.baseline, signed_text(100 * x.effect.mean, 2), signed_text(100 * x.effect.spread_low, 2),
        signed_text(100 * x.effect.spread_high, 2), 100 * x.agree, words(x.found));
    last = x.scenario;
  }
  return text;
}

}  // namespace uptake
