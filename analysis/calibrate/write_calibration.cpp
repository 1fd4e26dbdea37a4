// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <nlohmann/json.hpp>

#include "analysis/calibrate/calibrate.hpp"
#include "sim/base/hash.hpp"
#include "sim/base/text.hpp"
#include "sim/store/files.hpp"

namespace uptake {

using Eigen::Index;

void write_calibration(const Calibration& c, const CalibrationResult& result,
                       const std::filesystem::path& folder) {
  std::string draws;
  for (const ParameterOutcome& p : result.parameters) draws += (draws.empty() ? "" : ",") + p.key;
  draws += "\n";
  for (Index i = 0; i < result.draws_u.rows(); ++i) {
    for (Index j = 0; j < result.draws_u.cols(); ++j) {
      draws += (j > 0 ? "," : "") + number_text(parameter_of(c, j).at(result.draws_u(i, j)));
    }
    draws += "\n";
  }
  std::filesystem::create_directories(folder);
  write_whole(folder / "posterior.csv", draws);
  nlohmann::ordered_json provenance{{"model", UPTAKE_VERSION},
                                    {"data", c.study.data},
                                    {"draws_sha256", sha256(draws)},
                                    {"calibration", c.settings.file.filename().string()},
                                    {"calibration_sha256", sha256(c.settings.text)},
                                    {"waves", c.settings.waves},
                                    {"targets", c.settings.tables},
                                    {"held_out", c.settings.held_out},
                                    {"seed", c.settings.seed},
                                    {"runs", result.n_runs},
                                    {"families_a_run", c.settings.budget.families},
                                    {"draws", result.draws_u.rows()},
                                    {"weights", "equal"},
                                    {"least_effective_sample_size", std::floor(result.least_effective)},
                                    {"worst_split_r_hat", std::round(result.worst_r_hat * 1e4) / 1e4}};
  write_whole(folder / "posterior.json", provenance.dump(1) + "\n");

  CsvExport parameters(
      "parameters.csv",
      {{"parameter", "text", "", "its key"},
       {"low", "number", "of the parameter", "5 % quantile of the posterior"},
       {"median", "number", "of the parameter", "its median"},
       {"high", "number", "of the parameter", "95 % quantile"},
       {"contraction", "number", "", "1 - posterior / prior variance; below .2 the data say little"},
       {"mean_u", "number", "prior sd", "posterior mean; the prior's is 0"},
       {"sd_u", "number", "prior sd", "posterior sd; the prior's is 1"},
       {"smoother_mean_u", "number", "prior sd", "second opinion: ensemble smoother"},
       {"regression_mean_u", "number", "prior sd", "second opinion: regression on the first design"}});
  for (const ParameterOutcome& p : result.parameters) {
    parameters.row({p.key, number_text(p.low), number_text(p.median), number_text(p.high),
                    number_text(p.contraction), number_text(p.mean_u), number_text(p.sd_u),
                    number_text(p.smoother_mean_u), number_text(p.regression_mean_u)});
  }
  CsvExport targets("targets.csv",
                    {{"table", "text", "", "of the survey report"},
                     {"domain", "text", "", "relationship or parenting"},
                     {"year", "integer", "", "2016 or 2021"},
                     {"sample", "text", "", "resident, all or partnered"},
                     {"measure", "text", "", "rate, share or odds_ratio"},
                     {"variable", "text", "", "code"},
                     {"category", "text", "", "code"},
                     {"role", "text", "",
                      "used (here or by the choice constants), held_out or dropped (its emulator failed)"},
                     {"published", "number", "percent or odds ratio", "as printed"},
                     {"low", "number", "percent or odds ratio", "5 % quantile, emulated"},
                     {"median", "number", "percent or odds ratio", "median, emulated"},
                     {"high", "number", "percent or odds ratio", "95 % quantile, emulated"},
                     {"z", "number", "", "published minus emulated, in sd of all that is unsure"}});
  for (const TargetOutcome& t : result.targets) {
    const Target& is = c.study.targets[t.target];
    targets.row({is.table, is.domain, std::to_string(is.year), is.sample, is.measure, is.variable,
                 is.category,
                 !t.emulated                           ? "dropped"
                 : t.used || fits_choice_constants(is) ? "used"
                                                       : "held_out",
                 number_text(t.published), number_text(t.low), number_text(t.median), number_text(t.high),
                 number_text(t.z)});
  }
  parameters.write(folder);
  targets.write(folder);
  write_dictionary(folder, {&parameters, &targets});
}

}  // namespace uptake
