// SPDX-License-Identifier: Apache-2.0
// The fit for those who read it: a page with pictures, JSON, a tidy table.
#include <nlohmann/json.hpp>

#include "analysis/compare/cells.hpp"
#include "analysis/compare/document.hpp"
#include "analysis/experiment/provenance.hpp"
#include "analysis/fit/fit.hpp"
#include "analysis/report/regional.hpp"
#include "analysis/report/report.hpp"
#include "sim/store/crate.hpp"
#include "sim/store/result_files.hpp"

namespace uptake {
namespace {

CsvExport fit_table(const Fit& fit, const std::vector<Target>& targets) {
  constexpr const char* unit = "percent or odds ratio";
  const auto number = [](Column column, double TargetFit::* member) { return number_cell(column, member); };
  return table_of(
      "fit.csv", fit.rows,
      joined(
          target_cells<TargetFit>([&](const TargetFit& r) -> const Target& { return targets[r.target]; }),
          {number({"published", "number", unit, "as printed in the survey report"}, &TargetFit::published),
           number({"se", "number", "percentage points, or logarithm",
                   "of the printed number: of a percentage binomial, no design effect; of an odds ratio from "
                   "its interval"},
                  &TargetFit::se),
           number({"mean", "number", unit, "simulated, mean over runs"}, &TargetFit::mean),
           number({"median", "number", unit, "simulated, median over runs"}, &TargetFit::median),
           number({"low", "number", unit,
                   "90 % predictive interval: from (parameters, chance, the survey's sampling)"},
                  &TargetFit::low),
           number({"high", "number", unit, "90 % predictive interval: to"}, &TargetFit::high),
           number({"z", "number", "standard errors", "published minus median; of odds ratios, in logarithms"},
                  &TargetFit::z),
           number({"pit", "number", "fraction",
                   "share of the predictive distribution below the published number"},
                  &TargetFit::pit),
           {{"close", "text", "",
             "yes: |z| below 1.96; of an odds ratio, the median inside the printed interval"},
            [](const TargetFit& r) { return std::string(r.close ? "yes" : "no"); }},
           {{"role", "text", "",
             "used (in the posterior's own fit, or by the choice constants), held_out, or not_fitted (no "
             "posterior)"},
            [](const TargetFit& r) { return r.role; }}}));
}

}  // namespace

nlohmann::json fit_page(const Fit& fit, const Study& study, const std::string& command) {
  nlohmann::json page = fit_json(fit, study.targets);
  page["kind"] = "fit";
  page["version"] = study.key.model;
  const Provenance from = fit_provenance(study, command);
  page["fingerprint"] = from.fingerprint;
  page["command"] = from.command;
  if (!study.scenarios.empty()) page["scenario_name"] = study.scenarios.front().name;
  page["replicates"] = study.plan.replicates;
  page["seed"] = study.plan.seed;
  const nlohmann::json region = region_of(study.evidence.folder);
  add_registries(page, region);
  tell_region(region, page);
  return page;
}

Provenance fit_provenance(const Study& study, const std::string& command) {
  return provenance_of(study, "fit", "the posterior " + study.posterior.name, command,
                       study.key.fingerprint());
}

void write_fit(const Fit& fit, const Study& study, const std::string& command,
               const std::filesystem::path& folder) {
  const CsvExport rows =
      described(fit_table(fit, study.targets),
                {.about = "Every printed number of the survey beside what the posterior makes of it.",
                 .primary = {"table", "domain", "year", "sample", "measure", "variable", "category"},
                 .foreign = {}});
  remove_results(folder);
  write_whole(folder / "fit.json", fit_json(fit, study.targets).dump(1) + "\n");
  rows.write(folder);
  const Provenance from = fit_provenance(study, command);
  write_package(folder, from, {&rows});
  write_whole(folder / "fit.html", render_report(fit_page(fit, study, command)));
  write_crate(folder, from, results_in(folder));
}

}  // namespace uptake
