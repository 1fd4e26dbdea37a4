// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <nlohmann/json.hpp>

#include "analysis/calibrate/calibrate.hpp"
#include "analysis/compare/cells.hpp"
#include "sim/base/hash.hpp"
#include "sim/base/text.hpp"

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
                                    {"steps", c.settings.budget.steps},
                                    {"draws", result.draws_u.rows()},
                                    {"widened", c.settings.widen},
                                    {"weights", "equal"},
                                    {"least_effective_sample_size", std::floor(result.least_effective)},
                                    {"worst_split_r_hat", std::round(result.worst_r_hat * 1e4) / 1e4}};
  if (const std::string structure = code(c.study.scenarios.front().structure); !structure.empty())
    provenance["structure"] = structure;
  provenance["provenance_sha256"] = sha256(provenance.dump());
  write_whole(folder / "posterior.json", provenance.dump(1) + "\n");

  using P = ParameterOutcome;
  const CsvExport parameters = table_of<P>(
      "parameters.csv", result.parameters,
      {{{"parameter", "text", "", "its key"}, [](const P& p) { return p.key; }},
       number_cell({"low", "number", "of the parameter", "5 % quantile of the posterior"}, &P::low),
       number_cell({"median", "number", "of the parameter", "its median"}, &P::median),
       number_cell({"high", "number", "of the parameter", "95 % quantile"}, &P::high),
       number_cell(
           {"contraction", "number", "", "1 - posterior / prior variance; below .2 the data say little"},
           &P::contraction),
       number_cell({"mean_u", "number", "prior sd", "posterior mean; the prior's is 0"}, &P::mean_u),
       number_cell({"sd_u", "number", "prior sd", "posterior sd; the prior's is 1"}, &P::sd_u),
       number_cell({"smoother_mean_u", "number", "prior sd", "second opinion: ensemble smoother"},
                   &P::smoother_mean_u),
       number_cell(
           {"regression_mean_u", "number", "prior sd", "second opinion: regression on the first design"},
           &P::regression_mean_u)});
  using T = TargetOutcome;
  const auto target_of = [&c](const T& t) -> const Target& { return c.study.targets[t.target]; };
  constexpr const char* unit = "percent or odds ratio";
  const CsvExport targets = table_of(
      "targets.csv", result.targets,
      joined(target_cells<T>(target_of),
             {{{"role", "text", "",
                "used (here or by the choice constants), held_out or dropped (its emulator failed)"},
               [target_of](const T& t) {
                 const bool used = t.used || fits_choice_constants(target_of(t));
                 return std::string(!t.emulated ? "dropped" : used ? "used" : "held_out");
               }},
              number_cell({"published", "number", unit, "as printed"}, &T::published),
              number_cell({"low", "number", unit, "5 % quantile, emulated"}, &T::low),
              number_cell({"median", "number", unit, "median, emulated"}, &T::median),
              number_cell({"high", "number", unit, "95 % quantile, emulated"}, &T::high),
              number_cell({"z", "number", "", "published minus emulated, in sd of all that is unsure"},
                          &T::z)}));
  parameters.write(folder);
  targets.write(folder);
  write_dictionary(folder, {&parameters, &targets});
}

}  // namespace uptake
