// SPDX-License-Identifier: Apache-2.0
// The fit for those who read it: a page with pictures, JSON, a tidy table.
#include <nlohmann/json.hpp>

#include "analysis/compare/document.hpp"
#include "analysis/fit/fit.hpp"
#include "analysis/report/report.hpp"
#include "sim/store/files.hpp"

namespace uptake {
namespace {

CsvExport fit_table(const Fit& fit, const std::vector<Target>& targets) {
  constexpr const char* unit = "percent or odds ratio";
  CsvExport rows(
      "fit.csv",
      {{"table", "text", "", "the survey report's table"},
       {"domain", "text", "", "relationship or parenting"},
       {"year", "integer", "year", "the wave, 2016 or 2021"},
       {"sample", "text", "", "resident, all or partnered"},
       {"measure", "text", "", "rate (of parents), share (of users or non-users) or odds_ratio"},
       {"variable", "text", "", "the background variable or question"},
       {"category", "text", "", "its category"},
       {"published", "number", unit, "as printed in the survey report"},
       {"se", "number", "percentage points, or logarithm",
        "of the printed number: of a percentage binomial, no design effect; of an odds ratio from its "
        "interval"},
       {"mean", "number", unit, "simulated, mean over runs"},
       {"median", "number", unit, "simulated, median over runs"},
       {"low", "number", unit, "90 % predictive interval: from (parameters, chance, the survey's sampling)"},
       {"high", "number", unit, "90 % predictive interval: to"},
       {"z", "number", "standard errors", "published minus median; of odds ratios, in logarithms"},
       {"pit", "number", "fraction", "share of the predictive distribution below the published number"},
       {"close", "text", "", "yes: |z| below 1.96; of an odds ratio, the median inside the printed interval"},
       {"role", "text", "",
        "used (in the posterior's own fit, or by the choice constants), held_out, or not_fitted (no "
        "posterior)"}});
  for (const TargetFit& r : fit.rows) {
    const Target& t = targets[r.target];
    rows.row({t.table, t.domain, std::to_string(t.year), t.sample, t.measure, t.variable, t.category,
              number_text(r.published), number_text(r.se), number_text(r.mean), number_text(r.median),
              number_text(r.low), number_text(r.high), number_text(r.z), number_text(r.pit),
              r.close ? "yes" : "no", r.role});
  }
  return rows;
}

}  // namespace

nlohmann::json fit_page(const Fit& fit, const Study& study, const std::string& command) {
  nlohmann::json page = fit_json(fit, study.targets);
  page["kind"] = "fit";
  page["version"] = study.key.model;
  page["fingerprint"] = study.key.fingerprint();
  page["command"] = command;
  if (!study.scenarios.empty()) page["scenario_name"] = study.scenarios.front().name;
  page["replicates"] = study.plan.replicates;
  page["seed"] = study.plan.seed;
  add_registries(page);
  return page;
}

void write_fit(const Fit& fit, const Study& study, const std::string& command,
               const std::filesystem::path& folder) {
  const CsvExport rows = fit_table(fit, study.targets);
  remove_results(folder);
  write_whole(folder / "fit.json", fit_json(fit, study.targets).dump(1) + "\n");
  rows.write(folder);
  write_dictionary(folder, {&rows});
  write_whole(folder / "fit.html", render_report(fit_page(fit, study, command)));
}

}  // namespace uptake
