// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "analysis/calibrate/calibrate.hpp"
#include "analysis/calibrate/provenance.hpp"
#include "analysis/compare/cells.hpp"
#include "sim/base/hash.hpp"
#include "sim/base/text.hpp"
#include "sim/store/crate.hpp"

namespace uptake {

using Eigen::Index;

namespace {

/// The columns of posterior.csv, and of the designs: a parameter each.
CsvExport parameter_columns(const Calibration& c, std::string file, bool on_prior, std::string about) {
  std::vector<Column> columns;
  for (const std::size_t p : c.settings.parameters) {
    const ParameterInfo& info = c.study.evidence.parameters.info[p];
    columns.push_back(
        {info.key, "number", on_prior ? "prior sd" : std::string_view(info.unit), info.meaning});
  }
  return described(CsvExport(std::move(file), std::move(columns)), {std::move(about), {}, {}});
}

}  // namespace

void write_calibration(const Calibration& c, const CalibrationResult& result, const DesignFolder& designs,
                       const std::string& command, const std::filesystem::path& folder) {
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
  CsvExport parameters = table_of<P>(
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
  CsvExport targets = table_of(
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
  parameters.describe({"What the fit says of each parameter.", {"parameter"}, {}});
  targets.describe({"Every printed number beside what the emulators say of it.",
                    {"table", "domain", "year", "sample", "measure", "variable", "category"},
                    {}});
  parameters.write(folder);
  targets.write(folder);
  std::vector<CsvExport> others{parameter_columns(c, "posterior.csv", false,
                                                  "Draws of the posterior, one a row, all of equal weight.")};
  std::vector<std::string> files{"posterior.csv", "posterior.json",      "parameters.csv",
                                 "targets.csv",   "data-dictionary.csv", package_file};
  if (!designs.of_another) {
    for (std::size_t d = 1; d <= c.settings.budget.points.size(); ++d) {
      const std::string name = fmt::format("points-{}/", d);
      others.push_back(parameter_columns(c, name + "design.csv", true,
                                         fmt::format("The points of design {}, one a row: a run each.", d)));
      files.push_back(name + "design.csv");
      files.push_back(name + store_file);
    }
  }
  std::vector<const CsvExport*> tables{&parameters, &targets};
  for (const CsvExport& other : others) tables.push_back(&other);
  const Provenance from = provenance_of(c, designs, command);
  write_package(folder, from, tables);
  write_crate(folder, from, files);
}

}  // namespace uptake
