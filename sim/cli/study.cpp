// SPDX-License-Identifier: Apache-2.0
// What run and compare have in common.
#include <fmt/format.h>

#include <optional>

#include "analysis/compare/document.hpp"
#include "analysis/graphs/funnel_picture.hpp"
#include "analysis/report/report.hpp"
#include "analysis/story/stories.hpp"
#include "sim/base/csv.hpp"
#include "sim/base/hash.hpp"
#include "sim/base/interrupt.hpp"
#include "sim/cli/commands.hpp"
#include "sim/cli/farm.hpp"
#include "sim/store/crate.hpp"
#include "sim/store/files.hpp"
#include "sim/store/json.hpp"
#include "sim/store/lock.hpp"
#include "sim/store/manifest.hpp"
#include "sim/store/result_files.hpp"

namespace uptake::cli {
namespace {

/// Until the first report is made, the manifest knows of no files.
bool is_as_the_manifest_says(const std::filesystem::path& manifest_file, const std::string& stories) {
  Problems problems;
  const auto manifest = parse_json(read_text_file(manifest_file, 1'000'000'000, problems));
  problems.throw_if_any();
  if (!manifest.is_object()) return false;
  const auto files = manifest.find("files");
  return files == manifest.end() ||
         (files->is_object() && files->value(story::stories_file, nlohmann::json()) == sha256(stories));
}

/// The stories of what a file holds: since 0.8.0 with a number that says how they are written; before that
/// they were all of it. None where it is neither.
std::optional<nlohmann::json> told_stories(const nlohmann::json& all, const std::filesystem::path& file) {
  if (all.is_array()) return all;
  if (!all.is_object() || !all.contains("schema") || !all.contains("stories")) return std::nullopt;
  if (all.at("schema") != story::stories_schema)
    refuse(
        fmt::format("{}: was written by another uptake (schema {}, expected {}); remove it to do without the "
                    "stories, or make the results again with `uptake compare`",
                    file.string(), all.at("schema").dump(), story::stories_schema));
  if (!all.at("stories").is_array()) return std::nullopt;
  return all.at("stories");
}

/// What `tell_stories` left in the folder; none where there is no such file.
nlohmann::json stories_in(const std::filesystem::path& folder) {
  const auto file = folder / story::stories_file, manifest = folder / "manifest.json";
  if (!std::filesystem::exists(file)) return nlohmann::json::array();
  Problems problems;
  const std::string text = read_text_file(file, 100'000'000, problems);
  problems.throw_if_any();
  std::optional<nlohmann::json> stories = told_stories(parse_json(text), file);
  if (!std::filesystem::exists(manifest))
    refuse(
        fmt::format("{}: cannot be compared with its checksum, for manifest.json is not there; expected both "
                    "as uptake compare wrote them; remove this file to do without the stories",
                    file.string()));
  if (!stories || !is_as_the_manifest_says(manifest, text))
    refuse(
        fmt::format("{}: damaged (or manifest.json, which has its checksum), expected what uptake compare "
                    "wrote; remove it to do without the stories",
                    file.string()));
  return *std::move(stories);
}

/// Tables, report and manifest; the document of the results.
nlohmann::json write_files(const Store& store, const Results& results, const std::filesystem::path& folder) {
  nlohmann::json data = document(store, results);
  data["stories"] = stories_in(folder);
  export_tables(store, results, folder);
  write_whole(folder / "report.html", render_report(data));
  const StoredScenario& first = results.scenarios.front();
  const auto titles = json_of(first.description);
  for (const bool dutch : {false, true})
    write_whole(folder / (dutch ? "funnel-nl.svg" : "funnel-en.svg"),
                funnel_picture(funnel_counts(results), titles.value("title_en", first.name),
                               titles.value("title_nl", first.name), results.last_year, dutch));
  write_manifest(store, folder, true);
  write_crate(folder, provenance_of(store), results_in(folder));
  return data;
}

}  // namespace

Results write_comparison(const Store& store, const std::filesystem::path& folder) {
  return told_of(folder / store_file, [&] {
    Results results = compare_runs(store);
    write_files(store, results, folder);
    return results;
  });
}

void write_results(const Store& store, const std::filesystem::path& folder, bool as_json) {
  told_of(folder / store_file, [&] {
    const Results results = compare_runs(store);
    const nlohmann::json data = write_files(store, results, folder);
    const Provenance from = provenance_of(store);
    if (as_json) {
      fmt::print("{}\n", data.dump(1));
      return;
    }
    fmt::print("{}\nThe report: {}\nTables and database: {}\nTo cite: {}\n", short_table(results),
               (folder / "report.html").string(), folder.string(), cited(from));
  });
}

namespace {

/// The families' stories, unless they are there from before an interruption.
void add_stories(const Study& study, const Store& store, const StudyFlags& flags) {
  const auto file = flags.output.folder / story::stories_file;
  if (std::filesystem::exists(file)) return;
  const auto stories = story::tell_stories(study, store, Progress::suitable(flags.json || flags.quiet));
  const nlohmann::ordered_json all{{"schema", story::stories_schema}, {"stories", stories}};
  write_whole(file, all.dump(1) + "\n");
}

}  // namespace

LivedStudy live_study(const Study& study, const StudyFlags& flags) {
  Output output = flags.output;
  if (!flags.farm.empty()) {
    const auto ends = bring_runs(study, flags.farm, output, flags.data, flags.json || flags.quiet);
    if (ends) return {{}, *ends};
    output.resume = true;  // from what was brought
    output.force = false;
  }
  Store store = open_results(study, output);
  const FolderLock writing(flags.output.folder);
  catch_interrupts();
  write_manifest(store, flags.output.folder, false);
  const StudyEnd end = compute(study, store, Progress::suitable(flags.json || flags.quiet));
  switch (end.ended) {
    case Ended::interrupted:
      fmt::print(stderr,
                 "uptake: stopped. {} of {} runs are in {}; the same command with --resume goes on.\n",
                 end.n_before + end.n_now, end.n_runs, (flags.output.folder / store_file).string());
      return {{}, interrupted_early};
    case Ended::failed:
      fmt::print(stderr, "uptake: {} of {} runs are in {}, the others failed or were not begun:\n{}\n",
                 end.n_before + end.n_now, end.n_runs, (flags.output.folder / store_file).string(),
                 end.failures);
      return {{}, failed};
    case Ended::all_done:
      break;
  }
  return {std::move(store), done};
}

int do_study(StudyFlags& flags) {
  const Study study = load_study(flags.resolved(), flags.data.folder());
  for (const Problem& w : study.warnings.all()) fmt::print(stderr, "{}\n", w.text());
  const LivedStudy lived = live_study(study, flags);
  if (!lived.store) return lived.code;
  const Store& store = *lived.store;
  const FolderLock writing(flags.output.folder);
  if (study.plan.kind == "compare" && flags.stories) {
    try {
      add_stories(study, store, flags);
    } catch (const Interrupted&) {
      fmt::print(stderr, "uptake: stopped. All runs are in {}; the same command with --resume goes on.\n",
                 (flags.output.folder / store_file).string());
      return interrupted_early;
    } catch (const std::runtime_error& error) {  // the results stand without them
      fmt::print(stderr, "uptake: the families' stories could not be told: {}\n", error.what());
    }
  }
  write_results(store, flags.output.folder, flags.json);
  return done;
}

}  // namespace uptake::cli
