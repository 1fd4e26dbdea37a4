// SPDX-License-Identifier: Apache-2.0
#include "analysis/sweep/plan_text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/base/csv.hpp"
#include "sim/base/hash.hpp"
#include "sim/store/cell_text.hpp"

namespace uptake {

namespace fs = std::filesystem;
using nlohmann::ordered_json;

std::string points_text(const SweepDesign& design) {
  std::string text = "point";
  for (const SweepAxis& axis : design.axes) text += "," + csv_field(axis.path);
  text += "\n";
  for (std::size_t p = 0; p < design.points.size(); ++p) {
    text += std::to_string(p);
    for (std::size_t a = 0; a < design.axes.size(); ++a)
      text += "," + value_text(design.axes[a], design.points[p][a]);
    text += "\n";
  }
  return text;
}

std::string runs_text(const Sweep& sweep) {
  std::string text = "run,id,unit,scenario,point,families,draw,replicate,population\n";
  std::vector<std::string> ids;
  for (std::size_t i = 0; i < sweep.runs.size(); ++i) {
    const SweepRun& run = sweep.runs[i];
    const SweepCell& cell = sweep.cells[static_cast<std::size_t>(run.cell)];
    ids.push_back(run_id(sweep, run));
    text += fmt::format(
        "{},{},{},{},{},{},{},{},{}\n", i, ids.back(), run.unit,
        csv_field(cell_text(sweep.study.scenarios[static_cast<std::size_t>(cell.scenario)].name)),
        cell.is_moved ? std::to_string(cell.point) : std::string(),
        sweep.design.families[static_cast<std::size_t>(run.size)], run.draw, run.replicate, run.population);
  }
  std::ranges::sort(ids);
  if (std::ranges::adjacent_find(ids) != ids.end())
    throw std::runtime_error("two runs of the sweep have the same id; expected another seed");
  return text;
}

std::string draws_text(const Posterior& draws) {
  std::string text = fmt::format("{}\n", fmt::join(draws.keys, ","));
  for (const std::vector<double>& draw : draws.draws) text += fmt::format("{}\n", fmt::join(draw, ","));
  return text;
}

ordered_json plan_json(const Sweep& sweep, const std::string& runs) {
  const SweepDesign& d = sweep.design;
  ordered_json core{{"format", plan_format},
                    {"kind", d.kind},
                    {"model", sweep.study.key.model},
                    {"data", sweep.study.key.data},
                    {"name", d.name},
                    {"title_en", d.title_en},
                    {"title_nl", d.title_nl},
                    {"scenarios", ordered_json::array()},
                    {"families", d.families},
                    {"draws", d.draws},
                    {"replicates", d.replicates},
                    {"populations", d.populations},
                    {"seed", d.seed},
                    {"posterior", fs::path(d.posterior).filename().string()},
                    {"until", d.until == never ? std::string() : month_text(d.until)},
                    {"without", d.without},
                    {"structure", d.structure},
                    {"take_apart", d.take_apart},
                    {"survey_only", d.survey_only},
                    {"draws_sha256", d.own_draws ? sha256(draws_text(*d.own_draws)) : std::string()},
                    {"points", d.points.size()},
                    {"points_sha256", sha256(points_text(d))},
                    {"keep",
                     {{"measures", d.keep.measures},
                      {"domains", d.keep.domains},
                      {"by", d.keep.by},
                      {"years", d.keep.years},
                      {"rows", d.keep.most_rows}}},
                    {"units", sweep.units.size()},
                    {"runs", sweep.runs.size()},
                    {"runs_sha256", sha256(runs)}};
  for (std::size_t s = 0; s < sweep.study.scenarios.size(); ++s)
    core["scenarios"].push_back(
        {{"name", sweep.study.scenarios[s].name}, {"sha256", sweep.study.key.scenarios[s]}});
  return core;
}

}  // namespace uptake
