// SPDX-License-Identifier: Apache-2.0
#include "analysis/experiment/posterior.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/base/csv.hpp"
#include "sim/base/hash.hpp"
#include "sim/base/text.hpp"

namespace uptake {
namespace {

const ParameterSlot* find_slot(std::string_view key) {
  const auto slots = parameter_slots();
  const auto found =
      std::find_if(slots.begin(), slots.end(), [&](const ParameterSlot& s) { return s.key == key; });
  return found == slots.end() ? nullptr : &*found;
}

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

}  // namespace

Posterior load_posterior(const std::string& name, int n_draws, const Evidence& evidence, Problems& problems) {
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
    problems.add(
        {}, 0, 0,
        fmt::format(
            "--posterior {}: no posterior ships with these data yet; expected none, or a CSV file whose "
            "header names parameters",
            name));
    return posterior;
  }
  const std::size_t before = problems.size();
  const CsvTable table = read_csv(file, problems);
  if (problems.size() > before) return posterior;
  posterior.hash = sha256(read_text_file(file, 64'000'000, problems));
  read_header(table, file.string(), posterior, problems);
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

Scenario with_draw(const Scenario& scenario, const Evidence& evidence, const Posterior& posterior, int draw) {
  Scenario changed = scenario;
  for (std::size_t k = 0; k < posterior.keys.size(); ++k) {
    const ParameterSlot* slot = find_slot(posterior.keys[k]);
    const bool own = scenario.parameters.values.*(slot->member) != evidence.parameters.values.*(slot->member);
    if (!own) changed.parameters.set(posterior.keys[k], posterior.draws[static_cast<std::size_t>(draw)][k]);
  }
  return changed;
}

}  // namespace uptake
