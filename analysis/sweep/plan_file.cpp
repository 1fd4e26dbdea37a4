// SPDX-License-Identifier: Apache-2.0
// A plan's folder: written to be looked at, read to make the same plan anew.
#include <fmt/format.h>

#include <algorithm>

#include "analysis/sweep/plan_text.hpp"
#include "sim/base/csv.hpp"
#include "sim/base/hash.hpp"
#include "sim/base/text.hpp"
#include "sim/store/files.hpp"
#include "sim/store/json.hpp"

namespace uptake {
namespace {

namespace fs = std::filesystem;
using nlohmann::ordered_json;

constexpr const char* draws_file = "draws.csv";

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

/// A plan of another format is told by its number: of all else in it, and of its checksums, that one decides.
void check_format(const ordered_json& json, const fs::path& folder) {
  if (!json.is_object() || !json.contains("plan") || !json.at("plan").is_object()) return;
  const ordered_json& core = json.at("plan");
  if (!core.contains("format") || core.at("format") == plan_format) return;
  const bool told = core.contains("model") && core.at("model").is_string();
  refuse(
      fmt::format("{}: was made by {} (format {}, expected {}), whose sweeps cannot be gone on with; nothing "
                  "was changed. "
                  "Plan anew into another folder: uptake sweep plan DESIGN --out DIR",
                  (folder / plan_file).string(),
                  told ? "uptake " + core.at("model").get<std::string>() : "another uptake",
                  core.at("format").dump(), plan_format));
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
  ordered_json json = parse_json<ordered_json>(text);
  check_format(json, folder);
  if (!json.is_object() || !json.contains("plan") || !json.contains("hash") || !json.contains("files") ||
      !json["hash"].is_string() || sha256(json["plan"].dump()) != json["hash"].get<std::string>() ||
      !json.contains("files_sha256") || json["files_sha256"] != sha256(json["files"].dump()))
    refuse_plan(folder, "was changed or cut short");
  return json;
}

/// The design that a plan was made of. The file's hash has been looked at, so that it is as it was written.
SweepDesign design_of(const ordered_json& json, const fs::path& folder) {
  const ordered_json& core = json.at("plan");
  SweepDesign d;
  d.kind = core.at("kind");
  d.name = core.at("name");
  d.title_en = core.at("title_en");
  d.title_nl = core.at("title_nl");
  for (const auto& file : json.at("files").at("scenarios"))
    d.scenarios.push_back((folder / file.get<std::string>()).lexically_normal());
  d.families = core.at("families").get<std::vector<double>>();
  d.draws = core.at("draws");
  d.replicates = core.at("replicates");
  d.populations = core.at("populations");
  d.seed = core.at("seed");
  const std::string posterior = json.at("files").at("posterior");
  d.posterior = posterior.ends_with(".csv") ? (folder / posterior).lexically_normal().string() : posterior;
  if (const std::string until = core.at("until"); !until.empty())
    d.until = parse_month(until).value_or(never);
  d.without = core.at("without").get<std::vector<std::string>>();
  d.structure = core.at("structure").get<std::vector<std::string>>();
  d.take_apart = core.at("take_apart");
  d.survey_only = core.at("survey_only");
  const ordered_json& keep = core.at("keep");
  d.keep.measures = keep.at("measures").get<std::vector<std::string>>();
  d.keep.domains = keep.at("domains").get<std::vector<std::string>>();
  d.keep.by = keep.at("by").get<std::vector<std::string>>();
  d.keep.years = keep.at("years").get<std::vector<int>>();
  d.keep.most_rows = keep.at("rows");
  return d;
}

/// The parameter sets of a study that has its own.
void read_draws(SweepDesign& design, const fs::path& folder, const ordered_json& json) {
  const std::string hash = json.at("plan").at("draws_sha256");
  if (hash.empty()) return;
  Problems problems;
  const fs::path file = folder / draws_file;
  const std::string text = read_text_file(file, 1'000'000'000, problems);
  problems.throw_if_any();
  if (sha256(text) != hash) refuse_plan(folder, fmt::format("its {} was changed or cut short", draws_file));
  const CsvTable table = read_csv(file, problems);
  problems.throw_if_any();
  const ordered_json& own = json.at("files").at("own_draws");
  Posterior draws;
  draws.name = own.at("name");
  draws.label = own.at("label");
  draws.hash = own.at("hash");
  draws.keys = table.header;
  for (const std::string& key : draws.keys) {
    if (find_slot(key) == nullptr) refuse_plan(folder, fmt::format("there is no parameter '{}'", key));
  }
  for (const auto& row : table.rows) {
    std::vector<double> draw;
    for (const std::string& value : row) draw.push_back(parse_number(value).value_or(0));
    draws.draws.push_back(std::move(draw));
  }
  design.own_draws = std::move(draws);
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
    for (std::size_t c = 1; c < row.size(); ++c)
      point.push_back(value_of(design.axes[c - 1], row[c]).value_or(0));
    design.points.push_back(std::move(point));
  }
}

/// Of a plan that somebody wrote by hand: what all that follows takes for granted.
void check_asks(const SweepDesign& d, const fs::path& folder) {
  if (d.scenarios.empty() || d.families.empty() || d.points.empty() || d.draws < 1 || d.replicates < 1 ||
      d.populations < 1)
    refuse_plan(folder, "asks for no runs");
}

}  // namespace

void check_plan_folder(const Sweep& sweep, const fs::path& folder) {
  std::error_code error;
  if (fs::exists(folder, error) && !fs::is_directory(folder, error))
    refuse(fmt::format("{}: is a file, expected a folder", folder.string()));
  if (fs::exists(folder / plan_file, error) && read_file(folder).at("hash") != sweep.hash)
    refuse(fmt::format(
        "{}: holds another plan; expected another folder, or the same design, scenarios, data and "
        "program",
        folder.string()));
}

void write_plan(const Sweep& sweep, const fs::path& folder) {
  check_plan_folder(sweep, folder);
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) refuse(fmt::format("{}: cannot be made: {}", folder.string(), error.message()));
  const std::string runs = runs_text(sweep);
  ordered_json files{{"scenarios", ordered_json::array()}, {"posterior", sweep.design.posterior}};
  for (const fs::path& file : sweep.design.scenarios) files["scenarios"].push_back(from_folder(file, folder));
  if (sweep.design.posterior.ends_with(".csv"))
    files["posterior"] = from_folder(sweep.design.posterior, folder);
  write_whole(folder / "points.csv", points_text(sweep.design));
  write_whole(folder / "runs.csv", runs);
  if (const auto& own = sweep.design.own_draws) {
    files["own_draws"] = {{"name", own->name}, {"label", own->label}, {"hash", own->hash}};
    write_whole(folder / draws_file, draws_text(*own));
  }
  const std::string files_hash = sha256(files.dump());
  const ordered_json all{{"plan", plan_json(sweep, runs)},
                         {"hash", sweep.hash},
                         {"files", std::move(files)},
                         {"files_sha256", files_hash}};
  write_whole(folder / plan_file, all.dump(1) + "\n");  // last: what has no plan is not begun
}

namespace {

Sweep sweep_of(const ordered_json& json, const fs::path& folder, const fs::path& data_folder) {
  const ordered_json& core = json.at("plan");
  SweepInput input;
  input.design = design_of(json, folder);
  read_points(input.design, folder, core.at("points_sha256"));
  read_draws(input.design, folder, json);
  check_asks(input.design, folder);
  input.study = study_of(input.design, data_folder);
  const StudyKey& key = input.study.key;
  std::string differs;
  const auto compare = [&](const std::string& what, bool same) {
    if (!same) differs += (differs.empty() ? "" : ", ") + what;
  };
  compare(fmt::format("the program (uptake {}, the plan's is {})", key.model,
                      core.at("model").get<std::string>()),
          core.at("model") == key.model);
  compare("the data or the posterior", core.at("data") == key.data);
  const std::size_t n_scenarios = std::min(key.scenarios.size(), core.at("scenarios").size());
  compare("how many scenarios there are", key.scenarios.size() == core.at("scenarios").size());
  for (std::size_t s = 0; s < n_scenarios; ++s)
    compare("scenario " + core.at("scenarios").at(s).at("name").get<std::string>(),
            core.at("scenarios").at(s).at("sha256") == key.scenarios[s]);
  if (!differs.empty()) refuse_plan(folder, "was made with something else: since then changed: " + differs);
  Sweep sweep = expand(std::move(input));
  if (sweep.hash != json.at("hash").get<std::string>())
    refuse_plan(folder, "does not lead to its own runs again");
  return sweep;
}

}  // namespace

Sweep read_plan(const fs::path& folder, const fs::path& data_folder) {
  const ordered_json json = read_file(folder);
  try {
    return sweep_of(json, folder, data_folder);
  } catch (const ordered_json::exception& error) {
    refuse_plan(folder, fmt::format("is not as this program writes it ({})", reason_of(error)));
  }
}

}  // namespace uptake
