// SPDX-License-Identifier: Apache-2.0
#include "analysis/experiment/posterior.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "analysis/compare/interval.hpp"
#include "sim/base/csv.hpp"
#include "sim/base/hash.hpp"
#include "sim/base/text.hpp"
#include "sim/store/json.hpp"

namespace uptake {
namespace {

/// 0.6 of 0.6.2: the third number of a version moves no run without levers, so draws stay good across it.
std::string model_of(const std::string& version) { return version.substr(0, version.rfind('.')); }

void read_header(const CsvTable& table, const std::string& file, Posterior& posterior, Problems& problems) {
  std::vector<std::string_view> known;
  for (const ParameterSlot& slot : parameter_slots()) known.push_back(slot.key);
  for (const std::string& key : table.header) {
    if (find_slot(key) == nullptr) {
      problems.add(file, 1, 1, fmt::format("there is no parameter '{}'{}", key, did_you_mean(key, known)));
    } else if (std::find(posterior.keys.begin(), posterior.keys.end(), key) != posterior.keys.end()) {
      problems.add(file, 1, 1, fmt::format("the parameter '{}' stands twice in the header", key));
    }
    posterior.keys.push_back(key);
  }
}

/// What the calibration wrote beside the draws. A shipped posterior must have it.
void read_provenance(const std::filesystem::path& draws, const std::string& data, bool shipped,
                     Posterior& posterior, Problems& problems) {
  std::filesystem::path file = draws;
  file.replace_extension(".json");
  std::error_code ignored;
  if (!std::filesystem::exists(file, ignored)) {
    if (shipped)
      problems.add(file.string(), 0, 0,
                   "is not there, so that nobody can tell what these draws are made for");
    return;
  }
  const std::size_t before = problems.size();
  const std::string text = read_text_file(file, 1'000'000, problems);
  if (problems.size() > before) return;
  auto json = parse_json<nlohmann::ordered_json>(text);
  const auto is = [&](const char* key, auto check) { return json.contains(key) && check(json[key]); };
  const auto text_value = [](const nlohmann::ordered_json& v) { return v.is_string(); };
  const auto list = [](const nlohmann::ordered_json& v) { return v.is_array(); };
  const auto number_if_there = [&](const char* key) { return !json.contains(key) || json[key].is_number(); };
  if (!json.is_object() || !is("model", text_value) || !is("data", text_value) ||
      !is("draws_sha256", text_value) || !is("waves", list) || !is("targets", list) ||
      !is("held_out", list) || !number_if_there("least_effective_sample_size") ||
      !number_if_there("widened")) {
    problems.add(file.string(), 0, 0,
                 "is no provenance of a posterior, expected what `uptake calibrate` writes");
    return;
  }
  if (json.contains("provenance_sha256") || shipped) {  // calibrations of 0.7.0 have none
    const nlohmann::ordered_json hash = json.value("provenance_sha256", "");
    json.erase("provenance_sha256");
    if (hash != sha256(json.dump()))
      problems.add(file.string(), 0, 0,
                   "no longer fits its own checksum: it was changed or cut short. Calibrate again into "
                   "another folder, or take the file from a copy");
  }
  if (json["draws_sha256"] != posterior.hash) {
    problems.add(draws.string(), 0, 0,
                 fmt::format("is not the file that {} describes: it was changed or cut short",
                             file.filename().string()));
  }
  if (model_of(json["model"].get<std::string>()) != model_of(UPTAKE_VERSION) || json["data"] != data) {
    problems.add(
        draws.string(), 0, 0,
        fmt::format("was fitted with uptake {} to {}; this is uptake {}. Fit anew: uptake calibrate "
                    "scenarios/calibration/{}.yaml --out DIR, then --posterior DIR/posterior.csv; or go on "
                    "with the parameters set by hand: --posterior none",
                    json["model"].get<std::string>(),
                    json["data"] == data ? "these data" : "other data (parameters, services, margins ...)",
                    UPTAKE_VERSION, shipped ? posterior.name : "both"));
  }
  if (const double size = json.value("least_effective_sample_size", least_effective_size);
      size < least_effective_size) {
    problems.add(
        draws.string(), 0, 0,
        fmt::format("has an effective sample size of {:.0f}, expected at least {:.0f}: its chains have "
                    "not mixed, and its intervals are chance. Fit anew with more steps (`steps` in the "
                    "calibration's budget)",
                    size, least_effective_size));
  }
  posterior.widened = json.value("widened", 1.0);
  if (json.contains("structure") && json["structure"].is_string()) posterior.structure = json["structure"];
  for (const auto& wave : json["waves"]) {
    if (wave.is_number_integer()) posterior.waves.push_back(wave.get<int>());
  }
  for (const auto& table : json["targets"]) {
    if (table.is_string()) posterior.tables.push_back(table.get<std::string>());
  }
  for (const auto& variable : json["held_out"]) {
    if (variable.is_string()) posterior.held_out.push_back(variable.get<std::string>());
  }
}

}  // namespace

bool fits_choice_constants(const Target& target) {
  return (target.table == "T2" || target.table == "T9") && target.variable == "support_type" &&
         target.measure == "share";
}

std::string role_in(const Posterior& posterior, const Target& target) {
  const auto in = [](const auto& list, const auto& x) {
    return std::find(list.begin(), list.end(), x) != list.end();
  };
  if (fits_choice_constants(target)) return "used";
  if (posterior.tables.empty()) return "not_fitted";
  return in(posterior.waves, target.year) && in(posterior.tables, target.table) &&
                 !in(posterior.held_out, target.variable)
             ? "used"
             : "held_out";
}

Posterior load_posterior(const std::string& name, int n_draws, const Evidence& evidence,
                         const std::string& data, Problems& problems) {
  Posterior posterior;
  posterior.name = name;
  if (name == "none") {
    if (n_draws > 1) {
      problems.add(
          {}, 0, 0,
          fmt::format(
              "--draws {}: without a posterior there is one parameter set, so every draw would be the "
              "same; use --replicates {} for more seeds, or give --posterior",
              n_draws, n_draws));
    }
    return posterior;
  }
  const bool shipped = name == "both" || name == "2016";
  const std::filesystem::path file =
      shipped ? evidence.folder / "posterior" / (name + ".csv") : std::filesystem::path(name);
  posterior.label = shipped ? "calibrated on " + std::string(name == "both" ? "2016 and 2021" : "2016")
                            : "draws of one's own";
  std::error_code ignored;
  if (shipped && !std::filesystem::exists(file, ignored)) {
    problems.add({}, 0, 0,
                 fmt::format("--posterior {}: no posterior ships with the data in {}; expected none, or a "
                             "CSV file whose header "
                             "names parameters, as the posterior.csv that `uptake calibrate` writes",
                             name, evidence.folder.string()));
    return posterior;
  }
  const std::size_t before = problems.size();
  const CsvTable table = read_csv(file, problems);
  if (problems.size() > before) return posterior;
  posterior.hash = sha256(read_text_file(file, 64'000'000, problems));
  read_header(table, file.string(), posterior, problems);
  read_provenance(file, data, shipped, posterior, problems);
  for (std::size_t r = 0; r < table.rows.size(); ++r) {
    std::vector<double> draw;
    for (std::size_t c = 0; c < table.rows[r].size(); ++c) {
      const auto value = parse_number(table.rows[r][c]);
      if (!value) {
        problems.add(
            file.string(), table.lines[r], static_cast<int>(c) + 1,
            fmt::format("'{}' is not a number, expected the value of {}", table.rows[r][c], table.header[c]));
      }
      draw.push_back(value.value_or(0));
    }
    posterior.draws.push_back(std::move(draw));
  }
  if (posterior.draws.size() < static_cast<std::size_t>(n_draws)) {
    problems.add(file.string(), 0, 0,
                 fmt::format("holds {} draws, but --draws asks for {}", posterior.draws.size(), n_draws));
  }
  return posterior;
}

std::vector<WeakParameter> weakly_informed(const Posterior& posterior, const ParameterSet& parameters) {
  std::vector<WeakParameter> weak;
  for (std::size_t column = 0; column < posterior.keys.size(); ++column) {
    const ParameterInfo* info = parameters.find(posterior.keys[column]);
    if (info == nullptr || posterior.draws.size() < 2) continue;
    std::vector<double> values;
    double sum = 0, squares = 0;
    for (const std::vector<double>& draw : posterior.draws) {
      values.push_back(draw[column]);
      const double u = info->u_of(draw[column]);
      sum += u;
      squares += u * u;
    }
    const auto n = static_cast<double>(values.size());
    const double variance = (squares - sum * sum / n) / (n - 1);
    if (1 - variance >= says_little) continue;
    std::sort(values.begin(), values.end());
    weak.push_back({info->key, info->unit, quantile(values, 0.05), quantile(values, 0.95)});
  }
  return weak;
}

Scenario with_draw(const Scenario& scenario, const Evidence& evidence, const Posterior& posterior, int draw) {
  Scenario changed = scenario;
  for (std::size_t k = 0; k < posterior.keys.size(); ++k) {
    const ParameterSlot* slot = find_slot(posterior.keys[k]);
    const bool own = scenario.origins.contains("parameters." + posterior.keys[k]) ||
                     scenario.parameters.values.*(slot->member) != evidence.parameters.values.*(slot->member);
    if (!own) changed.parameters.set(posterior.keys[k], posterior.draws[static_cast<std::size_t>(draw)][k]);
  }
  if (!posterior.draws.empty()) {
    for (Lever& lever : changed.levers) lever = drawn(lever, draw);
  }
  return changed;
}

}  // namespace uptake
