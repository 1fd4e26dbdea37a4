// SPDX-License-Identifier: Apache-2.0
// uptake structures: the same comparison in each structure of the model, one rule at a time.
#include "analysis/structures/structures.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "analysis/compare/document.hpp"
#include "analysis/experiment/provenance.hpp"
#include "sim/base/hash.hpp"
#include "sim/base/interrupt.hpp"
#include "sim/cli/commands.hpp"
#include "sim/store/files.hpp"
#include "sim/store/lock.hpp"
#include "sim/store/result_files.hpp"

namespace uptake::cli {
namespace {

/// "--structure" flags that say so.
std::vector<std::string> as_flags(const Structure& structure) {
  std::vector<std::string> flags;
  for (const StructureAxis& axis : structure_registry())
    flags.push_back(fmt::format("{}={}", axis.code, axis.options[axis.of(structure)].code));
  return flags;
}

void add_head(const Study& study, StructureComparison& out) {
  out.posterior = study.posterior.label;
  out.baseline = study.scenarios.front().name;
  out.data = study.evidence.folder;
  out.year = study.last_year;
  out.families = study.plan.families;
  out.seed = study.plan.seed;
  Plan plan = study.plan;
  plan.kind = "structures";
  out.from = provenance_of(study, "structures", "structures of the model", command_text(plan),
                           sha256("structures\n" + study.key.fingerprint()));
  for (const Scenario& s : study.scenarios) out.titles.push_back({s.name, {s.title_en, s.title_nl}});
}

int structures(ComparisonFlags& flags) {
  flags.compare_all();
  flags.stories = false;
  const bool quiet = flags.json || flags.quiet;
  const Study own = load_study(flags.resolved(), flags.data.folder());
  for (const Problem& w : own.warnings.all()) fmt::print(stderr, "{}\n", w.text());
  StructureComparison out;
  add_head(own, out);
  out.structures = one_at_a_time(own.scenarios.front().structure);
  check_results_folder(flags.output, true);
  for (const Structure& structure : out.structures) {  // all that could be refused, before the first is begun
    Output output = flags.output;
    output.folder /= structure_folder(structure, out.structures.front());
    check_results_folder(output, true);
  }
  make_results_folder(flags.output);
  const FolderLock writing(flags.output.folder);
  if (flags.output.force) remove_results(flags.output.folder);
  std::optional<int> ended;
  for (std::size_t i = 0; i < out.structures.size(); ++i) {
    ComparisonFlags here = flags;
    const std::string name = structure_folder(out.structures[i], out.structures.front());
    here.plan.structure = as_flags(out.structures[i]);
    here.output.folder = flags.output.folder / name;
    if (!flags.farm.empty()) here.farm = flags.farm / name;
    if (!quiet) fmt::print(stderr, "structure {} of {}: {}\n", i + 1, out.structures.size(), name);
    const Study study = load_study(here.resolved(), flags.data.folder());
    const LivedStudy lived = live_study(study, here);
    if (!lived.store) {
      // farmed out: the others are planned too, and can be computed meanwhile
      if (flags.farm.empty() || lived.code != interrupted_early || interrupted()) return lived.code;
      ended = lived.code;
      continue;
    }
    const Results results = write_comparison(*lived.store, here.output.folder);
    out.n_runs += results.runs.size();
    add_comparison(results, out.structures[i], out.effects, out.expectations);
  }
  if (ended) return *ended;
  write_structures(out, flags.output.folder);
  if (flags.json) {
    fmt::print("{}\n", structures_json(out).dump(1));
  } else {
    fmt::print("{}\nThe page: {}\nTables, and a report for each structure: {}\nTo cite: {}\n",
               structures_text(out), (flags.output.folder / "structures.html").string(),
               flags.output.folder.string(), cited(out.from));
  }
  return done;
}

}  // namespace

void add_structures(CLI::App& program, int& exit_code) {
  add_command<ComparisonFlags>(
      program, exit_code, "structures",
      "Ask whether a scenario's effect stands whatever form the model's open rules have",
      [](CLI::App& command, ComparisonFlags& flags) {
        flags.add(command);
        command.footer(
            "Compares the scenarios in the model's own structure, then with each rule that the evidence "
            "leaves open in "
            "each of its other forms (`uptake describe --structures`), one at a time: a folder each, and one "
            "page beside "
            "them. Parameters are those of the model's own structure: the level of use differs, and what is "
            "looked at is "
            "whether the effect keeps its direction.\n\n"
            "Examples:\n"
            "  uptake structures scenarios/baseline.yaml scenarios/campaign.yaml --out results/structures\n"
            "  uptake structures scenarios/baseline.yaml scenarios/campaign.yaml --families 5000 --draws 10 "
            "--out "
            "results/quick");
      },
      structures);
}

}  // namespace uptake::cli
