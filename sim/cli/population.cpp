// SPDX-License-Identifier: Apache-2.0
// uptake population: does the synthetic population meet what was asked, and what do its families and ties
// look like?
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "analysis/report/regional.hpp"
#include "sim/base/csv.hpp"
#include "sim/cli/commands.hpp"
#include "sim/network/network.hpp"
#include "sim/network/statistics.hpp"
#include "sim/population/build.hpp"
#include "sim/population/kept_weights.hpp"
#include "sim/population/report.hpp"
#include "sim/store/files.hpp"

namespace uptake::cli {
namespace {

using nlohmann::ordered_json;

struct PopulationFlags {
  std::filesystem::path scenario;
  DataFlag data;
  Plan plan;
  bool json = false;
  bool keep_weights = false;
};

ordered_json homophily_json(const Homophily& h) {
  return {{"ties", h.ties}, {"at_random", h.at_random}, {"excess", h.excess()}};
}

ordered_json network_json(const NetworkStatistics& n) {
  ordered_json out{{"month", month_text(n.month)},
                   {"respondents", n.n_respondents},
                   {"present", n.n_present},
                   {"mean_degree", n.mean},
                   {"sd_degree", n.sd},
                   {"share_without", n.share_without},
                   {"degree_quantiles", n.quantiles},
                   {"clustering", n.clustering},
                   {"clustering_at_random", n.clustering_at_random},
                   {"components", n.n_components},
                   {"share_giant", n.share_giant}};
  for (std::size_t l = 0; l < n_layers; ++l)
    out["mean_by_layer"][std::string(layer_codes[l])] = n.mean_layer[l];
  out["homophily"] = {{"origin", homophily_json(n.origin)},
                      {"education", homophily_json(n.education)},
                      {"municipality", homophily_json(n.municipality)},
                      {"youngest_age", homophily_json(n.youngest)}};
  out["asked"] = ordered_json::array();
  for (const AskedGot& a : n.asked)
    out["asked"].push_back({{"name", a.name}, {"asked", a.asked}, {"got", a.got}});
  return out;
}

ordered_json population_json(const PopulationReport& r, const NetworkStatistics& network) {
  ordered_json out{{"families", r.families}, {"parents", r.parents}, {"households", r.households}};
  out["margins"] = ordered_json::array();
  for (const MarginFit& m : r.margins) {
    out["margins"].push_back({{"variable", m.variable},
                              {"category", m.category},
                              {"wave", m.year},
                              {"asked", m.asked},
                              {"got", m.got},
                              {"recovered", m.recovered},
                              {"low", m.low},
                              {"high", m.high}});
  }
  out["tae"] = r.tae;
  out["srmse"] = r.srmse;
  out["worst"] = {{"at", r.worst}, {"2016", r.worst_2016}, {"2021", r.worst_2021}};
  out["weights"] = {{"effective_share", r.effective_share}, {"largest", r.largest_weight},
                    {"percentile_99", r.percentile_99},     {"divergence", r.divergence},
                    {"iterations", r.iterations},           {"birth_period", r.birth_period},
                    {"period_weight", r.period_weight}};
  out["years"] = ordered_json::array();
  for (const YearRow& y : r.years) {
    ordered_json row{{"year", y.year},
                     {"size", y.size},
                     {"partnered", y.table.partnered},
                     {"living_apart", y.table.living_apart}};
    for (std::size_t m = 0; m < n_margins; ++m) {
      const Variable& variable = *find_variable(code(static_cast<Margin>(m)));
      for (std::size_t c = 0; c < variable.categories.size(); ++c) {
        row["shares"][std::string(variable.code)][std::string(variable.categories[c].code)] =
            y.table.share[m][c];
      }
    }
    out["years"].push_back(std::move(row));
  }
  out["largest_yearly_change"] = {{"at", r.largest_yearly_change_at}, {"value", r.largest_yearly_change}};
  out["largest_kink"] = {{"at", r.largest_kink_at}, {"value", r.largest_kink}};
  out["known"] = ordered_json::array();
  for (const KnownFit& k : r.known) {
    ordered_json row{{"name", k.name}, {"unit", k.unit}, {"got", k.got}};
    row["low"] = k.low > k.high ? ordered_json(nullptr) : ordered_json(k.low);
    row["high"] = k.low > k.high ? ordered_json(nullptr) : ordered_json(k.high);
    row["source"] = k.source;
    out["known"].push_back(std::move(row));
  }
  out["network"] = network_json(network);
  return out;
}

/// Solves the margins of the data and leaves the weights beside them.
int keep_weights(const std::filesystem::path& data) {
  Problems problems;
  const std::filesystem::path folder = data / "population", file = folder / kept_weights_file;
  const std::string key = weights_key(folder, problems);
  PopulationData read;  // not what is kept there: it may be damaged
  read.margins = read_margins(folder / "margins.yaml", problems);
  read.hazards = read_hazards(folder / "hazards.yaml", problems);
  problems.throw_if_any();
  const WeightsSolution solution = solve_weights(read);
  if (!solution.converged)
    refuse(folder.string() + ": the margins have no solution to keep: it does not converge");
  if (weights_key(folder, problems) != key)
    refuse(folder.string() + ": the margins were changed while they were solved; nothing was written");
  const std::string text = kept_weights_text(solution, key);
  Problems unread;
  const bool same = std::filesystem::exists(file) && read_text_file(file, 64'000'000, unread) == text;
  if (!same) write_whole(file, text);
  fmt::print("{}: {}\n", file.string(), same ? "as it was" : "written");
  return done;
}

int population(const PopulationFlags& flags) {
  if (flags.keep_weights) return keep_weights(flags.data.folder());
  if (flags.scenario.empty()) refuse("SCENARIO is missing, expected a scenario file");
  Plan plan = flags.plan;
  plan.scenarios = {flags.scenario};
  const Study study = load_study(plan, flags.data.folder());
  const WeightsSolution weights = weights_of(study.population);
  const Families families = make_families(study, weights, 0);
  PopulationReport report = report_population(families.population, study.population, weights);
  const nlohmann::json region = region_of(study.evidence.folder);
  if (!region.is_null()) {  // what is known beside the margins is known of Flanders
    for (KnownFit& k : report.known) {
      k.name = in_words_of(region, k.name, "en");
      k.low = 1;
      k.high = 0;
      k.source = "nothing to compare it with";
    }
  }
  const NetworkStatistics network =
      network_statistics(families.network, families.population, study.network, wave_2016);
  if (flags.json) {
    fmt::print("{}\n", population_json(report, network).dump(1));
    return done;
  }
  fmt::print(
      "{}\nNetwork, April 2016: {:.1f} ties a parent ({:.1f} % without), clustering {:.3f} ({:.4f} at "
      "random), "
      "{:.1f} % in the largest component\n",
      text_of(report), network.mean, 100 * network.share_without, network.clustering,
      network.clustering_at_random, 100 * network.share_giant);
  return done;
}

}  // namespace

void add_population(CLI::App& program, int& exit_code) {
  add_command<PopulationFlags>(
      program, exit_code, "population",
      "Make the synthetic population and network, and print how well they fit",
      [](CLI::App& command, PopulationFlags& flags) {
        auto* const scenario = command.add_option("scenario", flags.scenario,
                                                  "A scenario file; its levers do not change the population");
        scenario->type_name("SCENARIO");
        add_families(command, flags.plan.families);
        add_seed(command, flags.plan.seed);
        auto* const json = command.add_flag("--json", flags.json, "Print JSON; shares as fractions");
        command
            .add_flag(
                "--keep-weights", flags.keep_weights,
                "Without SCENARIO: solve the margins of the data and keep the weights beside them "
                "(population/weights.csv), so that commands start sooner; for margins or hazards that change "
                "later they are not used")
            ->excludes(scenario)
            ->excludes(json)
            ->excludes(command.get_option("--families"))
            ->excludes(command.get_option("--seed"));
        flags.data.add(command);
        command.footer(
            "Examples:\n  uptake population scenarios/baseline.yaml --families 20000 --json\n"
            "  uptake population --keep-weights --data scenarios/regions/fableland/data");
      },
      population);
}

}  // namespace uptake::cli
