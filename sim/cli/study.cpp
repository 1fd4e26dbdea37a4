// SPDX-License-Identifier: Apache-2.0
// What run and compare have in common.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "analysis/compare/document.hpp"
#include "analysis/report/report.hpp"
#include "sim/base/interrupt.hpp"
#include "sim/cli/commands.hpp"
#include "sim/store/files.hpp"
#include "sim/store/manifest.hpp"

namespace uptake::cli {

void write_results(const Store& store, const std::filesystem::path& folder, bool as_json) {
  const Results results = compare_runs(store);
  const nlohmann::json data = document(store, results);
  export_tables(results, folder);
  write_whole(folder / "report.html", render_report(data));
  write_manifest(store, folder, true);
  if (as_json) {
    fmt::print("{}\n", data.dump(1));
    return;
  }
  fmt::print("{}\nThe report: {}\nTables and database: {}\n", short_table(results),
             (folder / "report.html").string(), folder.string());
}

int do_study(StudyFlags& flags) {
  const Study study = load_study(flags.resolved(), flags.data.folder());
  Store store = open_results(study, flags.output);
  catch_interrupts();
  write_manifest(store, flags.output.folder, false);
  const StudyEnd end = compute(study, store, Progress::suitable(flags.json || flags.quiet));
  switch (end.ended) {
    case Ended::interrupted:
      fmt::print(stderr,
                 "uptake: stopped. {} of {} runs are in {}; the same command with --resume goes on.\n",
                 end.n_before + end.n_now, end.n_runs, (flags.output.folder / store_file).string());
      return interrupted_early;
    case Ended::failed:
      fmt::print(stderr, "uptake: {} of {} runs are in {}, the others failed or were not begun:\n{}\n",
                 end.n_before + end.n_now, end.n_runs, (flags.output.folder / store_file).string(),
                 end.failures);
      return failed;
    case Ended::all_done:
      break;
  }
  write_results(store, flags.output.folder, flags.json);
  return done;
}

}  // namespace uptake::cli
