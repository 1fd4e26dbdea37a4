// SPDX-License-Identifier: Apache-2.0
#include "analysis/sweep/plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "sim/base/csv.hpp"
#include "sim/base/hash.hpp"
#include "sim/base/text.hpp"
#include "sim/store/files.hpp"

namespace uptake {
namespace {

namespace fs = std::filesystem;
using nlohmann::ordered_json;

constexpr int plan_format = 1;

/// The values of a point that act on a scenario, as text without loss.
std::string values_text(const Sweep& sweep, const Scenario& scenario, const std::vector<double>& point,
                        bool levers_too) {
  std::string text;
  for (std::size_t a = 0; a < sweep.design.axes.size(); ++a) {
    const SweepAxis& axis = sweep.design.axes[a];
    const bool acts = axis.lever.empty() || (levers_too && has_lever(scenario, axis.lever));
    if (acts) text += fmt::format("{}={:a}\n", axis.path, point[a]);
  }
  return text;
}

/// Cells, and blocks of those whose parameters are the same.
void make_cells(Sweep& sweep) {
  const auto& scenarios = sweep.study.scenarios;
  std::map<std::pair<std::size_t, std::string>, int> known;
  std::map<std::string, std::vector<int>> groups;
  std::vector<std::string> order;
  for (std::size_t p = 0; p < sweep.design.points.size(); ++p) {
    const std::vector<double>& point = sweep.design.points[p];
    for (std::size_t s = 0; s < scenarios.size(); ++s) {
      const std::string values = values_text(sweep, scenarios[s], point, true);
      const auto [at, is_new] = known.try_emplace({s, values}, static_cast<int>(sweep.cells.size()));
      sweep.combinations.push_back(at->second);
      if (!is_new) continue;
      sweep.cells.push_back({static_cast<int>(s), static_cast<int>(p), !values.empty(),
                             sha256(sweep.study.key.scenarios[s] + "\n" + values)});
      const std::string parameters = values_text(sweep, scenarios[s], point, false);
      const auto [group, is_first] = groups.try_emplace(parameters);
      if (is_first) order.push_back(parameters);
      group->second.push_back(at->second);
    }
  }
  for (const std::string& parameters : order) {
    const std::vector<int>& all = groups[parameters];
    for (std::size_t i = 0; i < all.size(); i += largest_block) {
      const auto end = static_cast<std::ptrdiff_t>(std::min(i + largest_block, all.size()));
      sweep.blocks.emplace_back(all.begin() + static_cast<std::ptrdiff_t>(i), all.begin() + end);
    }
  }
}

/// Every block with every draw, so that after any number of steps blocks and draws came about equally often.
std::vector<std::pair<int, int>> in_turn(int n_blocks, int n_draws) {
  std::vector<std::pair<int, int>> order;
  for (int shift = 0; shift < std::min(n_blocks, n_draws); ++shift) {
    for (int i = 0; i < std::max(n_blocks, n_draws); ++i) {
      if (n_blocks >= n_draws) {
        order.emplace_back(i, (i + shift) % n_draws);
      } else {
        order.emplace_back((i + shift) % n_blocks, i);
      }
    }
  }
  return order;
}

void make_runs(Sweep& sweep) {
  const SweepDesign& design = sweep.design;
  const auto order = in_turn(static_cast<int>(sweep.blocks.size()), design.draws);
  for (int r = 0; r < design.replicates; ++r) {
    for (const auto& [block, draw] : order) {
      for (int size = 0; size < static_cast<int>(design.families.size()); ++size) {
        const auto unit = static_cast<std::int64_t>(sweep.units.size());
        sweep.units.push_back({block, size, draw, r, static_cast<std::int64_t>(sweep.runs.size())});
        for (const int cell : sweep.blocks[static_cast<std::size_t>(block)])
          sweep.runs.push_back({cell, size, draw, r, (draw + r) % design.populations, unit});
      }
    }
  }
}

std::string points_text(const SweepDesign& design) {
  std::string text = "point";
  for (const SweepAxis& axis : design.axes) text += "," + csv_field(axis.path);
  text += "\n";
  for (std::size_t p = 0; p < design.points.size(); ++p) {
    text += std::to_string(p);
    for (const double value : design.points[p]) text += fmt::format(",{}", value);
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
    text += fmt::format("{},{},{},{},{},{},{},{},{}\n", i, ids.back(), run.unit,
                        csv_field(sweep.study.scenarios[static_cast<std::size_t>(cell.scenario)].name),
                        cell.is_moved ? std::to_string(cell.point) : std::string(),
                        sweep.design.families[static_cast<std::size_t>(run.size)], run.draw, run.replicate,
                        run.population);
  }
  std::ranges::sort(ids);
  if (std::ranges::adjacent_find(ids) != ids.end())
    throw std::runtime_error("two runs of the sweep have the same id; expected another seed");
  return text;
}

/// All that the figures hang on. Where files lie does not belong to it.
ordered_json core_of(const Sweep& sweep, const std::string& runs) {
  const SweepDesign& d = sweep.design;
  ordered_json core{{"format", plan_format},
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

std::string from_folder(const fs::path& file, const fs::path& folder) {
  std::error_code error;
  const fs::path way = fs::proximate(fs::absolute(file, error), fs::absolute(folder, error), error);
  return (error ? file : way).generic_string();
}

[[noreturn]] void refuse_plan(const fs::path& folder, const std::string& what) {
  refuse(
      fmt::format("{}: {}; nothing was changed. Expected the folder of `uptake sweep plan` as it was "
                  "written: plan anew into another folder",
                  (folder / plan_file).string(), what));
}

ordered_json read_file(const fs::path& folder) {
  Problems problems;
  const fs::path file = folder / plan_file;
  if (!fs::is_regular_file(file))
    refuse(
        fmt::format("{}: holds no plan ({}), expected a folder that `uptake sweep plan DESIGN --out DIR` "
                    "has written",
                    folder.string(), plan_file));
  const std::string text = read_text_file(file, 100'000'000, problems);
  problems.throw_if_any();
  ordered_json json = ordered_json::parse(text, nullptr, false);
  if (!json.is_object() || !json.contains("plan") || !json.contains("hash") || !json.contains("files") ||
      !json["hash"].is_string() || sha256(json["plan"].dump()) != json["hash"].get<std::string>())
    refuse_plan(folder, "was changed or cut short");
  return json;
}

/// The design that a plan was made of. The file's hash has been looked at, so that it is as it was written.
SweepDesign design_of(const ordered_json& json, const fs::path& folder) {
  const ordered_json& core = json["plan"];
  SweepDesign d;
  d.name = core["name"];
  d.title_en = core["title_en"];
  d.title_nl = core["title_nl"];
  for (const auto& file : json["files"]["scenarios"])
    d.scenarios.push_back((folder / file.get<std::string>()).lexically_normal());
  d.families = core["families"].get<std::vector<double>>();
  d.draws = core["draws"];
  d.replicates = core["replicates"];
  d.populations = core["populations"];
  d.seed = core["seed"];
  const std::string posterior = json["files"]["posterior"];
  d.posterior = posterior.ends_with(".csv") ? (folder / posterior).lexically_normal().string() : posterior;
  if (const std::string until = core["until"]; !until.empty()) d.until = parse_month(until).value_or(never);
  d.without = core["without"].get<std::vector<std::string>>();
  const ordered_json& keep = core["keep"];
  d.keep.measures = keep["measures"].get<std::vector<std::string>>();
  d.keep.domains = keep["domains"].get<std::vector<std::string>>();
  d.keep.by = keep["by"].get<std::vector<std::string>>();
  d.keep.years = keep["years"].get<std::vector<int>>();
  d.keep.most_rows = keep["rows"];
  return d;
}

void read_points(SweepDesign& design, const fs::path& folder, const std::string& hash) {
  Problems problems;
  const fs::path file = folder / "points.csv";
  const std::string text = read_text_file(file, 64'000'000, problems);
  problems.throw_if_any();
  if (sha256(text) != hash) refuse_plan(folder, "its points.csv was changed or cut short");
  const CsvTable table = read_csv(file, problems);
  problems.throw_if_any();
  for (std::size_t c = 1; c < table.header.size(); ++c) {
    SweepAxis axis;
    axis.path = table.header[c];
    split_path(axis);
    design.axes.push_back(std::move(axis));
  }
  for (const auto& row : table.rows) {
    std::vector<double> point;
    for (std::size_t c = 1; c < row.size(); ++c) point.push_back(parse_number(row[c]).value_or(0));
    design.points.push_back(std::move(point));
  }
}

}  // namespace

Sweep expand(SweepInput input) {
  Sweep sweep;
  sweep.design = std::move(input.design);
  sweep.study = std::move(input.study);
  make_cells(sweep);
  const double n = static_cast<double>(sweep.cells.size()) * sweep.design.draws * sweep.design.replicates *
                   static_cast<double>(sweep.design.families.size());
  if (n > static_cast<double>(most_runs))
    refuse(fmt::format("{}: {:.0f} runs, expected at most {}", sweep.design.name, n, most_runs));
  make_runs(sweep);
  sweep.hash = sha256(core_of(sweep, runs_text(sweep)).dump());
  return sweep;
}

std::string run_id(const Sweep& sweep, const SweepRun& run) {
  return sha256(fmt::format("{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}\n", sweep.study.key.model, sweep.study.key.data,
                            sweep.cells[static_cast<std::size_t>(run.cell)].hash,
                            sweep.design.families[static_cast<std::size_t>(run.size)], run.draw,
                            run.replicate, run.population, sweep.design.seed))
      .substr(0, 16);
}

std::int64_t find_run(const Sweep& sweep, const std::string& id) {
  for (std::size_t i = 0; i < sweep.runs.size(); ++i) {
    if (run_id(sweep, sweep.runs[i]) == id) return static_cast<std::int64_t>(i);
  }
  return -1;
}

std::string run_text(const Sweep& sweep, std::int64_t number) {
  const SweepRun& run = sweep.runs[static_cast<std::size_t>(number)];
  const SweepCell& cell = sweep.cells[static_cast<std::size_t>(run.cell)];
  return fmt::format("run {} ({}{}, draw {}, replicate {}, {} families)", number,
                     sweep.study.scenarios[static_cast<std::size_t>(cell.scenario)].name,
                     cell.is_moved ? fmt::format(", point {}", cell.point) : std::string(), run.draw,
                     run.replicate, sweep.design.families[static_cast<std::size_t>(run.size)]);
}

Scenario scenario_of(const Sweep& sweep, const SweepCell& cell) {
  return at_point(sweep.study.scenarios[static_cast<std::size_t>(cell.scenario)], sweep.design.axes,
                  sweep.design.points[static_cast<std::size_t>(cell.point)]);
}

void check_plan_folder(const Sweep& sweep, const fs::path& folder) {
  std::error_code error;
  if (fs::exists(folder, error) && !fs::is_directory(folder, error))
    refuse(fmt::format("--out {}: is a file, expected a folder", folder.string()));
  if (fs::exists(folder / plan_file, error) && read_file(folder)["hash"] != sweep.hash)
    refuse(
        fmt::format("--out {}: holds another plan; expected another folder, or the same design, scenarios, "
                    "data and program",
                    folder.string()));
}

void write_plan(const Sweep& sweep, const fs::path& folder) {
  check_plan_folder(sweep, folder);
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) refuse(fmt::format("--out {}: cannot be made: {}", folder.string(), error.message()));
  const std::string runs = runs_text(sweep);
  ordered_json files{{"scenarios", ordered_json::array()}, {"posterior", sweep.design.posterior}};
  for (const fs::path& file : sweep.design.scenarios) files["scenarios"].push_back(from_folder(file, folder));
  if (sweep.design.posterior.ends_with(".csv"))
    files["posterior"] = from_folder(sweep.design.posterior, folder);
  write_whole(folder / "points.csv", points_text(sweep.design));
  write_whole(folder / "runs.csv", runs);
  const ordered_json all{{"plan", core_of(sweep, runs)}, {"hash", sweep.hash}, {"files", std::move(files)}};
  write_whole(folder / plan_file, all.dump(1) + "\n");  // last: what has no plan is not begun
}

Sweep read_plan(const fs::path& folder, const fs::path& data_folder) {
  const ordered_json json = read_file(folder);
  const ordered_json& core = json["plan"];
  if (core["format"] != plan_format)
    refuse_plan(folder, fmt::format("has format {}, expected {}", core["format"].dump(), plan_format));
  SweepInput input;
  input.design = design_of(json, folder);
  read_points(input.design, folder, core["points_sha256"]);
  input.study = study_of(input.design, data_folder);
  const StudyKey& key = input.study.key;
  std::string differs;
  const auto compare = [&](const std::string& what, bool same) {
    if (!same) differs += (differs.empty() ? "" : ", ") + what;
  };
  compare(
      fmt::format("the program (uptake {}, the plan's is {})", key.model, core["model"].get<std::string>()),
      core["model"] == key.model);
  compare("the data or the posterior", core["data"] == key.data);
  for (std::size_t s = 0; s < key.scenarios.size(); ++s)
    compare("scenario " + core["scenarios"][s]["name"].get<std::string>(),
            core["scenarios"][s]["sha256"] == key.scenarios[s]);
  if (!differs.empty()) refuse_plan(folder, "was made with something else: since then changed: " + differs);
  Sweep sweep = expand(std::move(input));
  if (sweep.hash != json["hash"].get<std::string>())
    refuse_plan(folder, "does not lead to its own runs again");
  return sweep;
}

}  // namespace uptake
