// SPDX-License-Identifier: Apache-2.0
// uptake scenarios: the scenario files that there are, each with the question that it answers.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "sim/cli/commands.hpp"
#include "sim/cli/language.hpp"
#include "sim/policy/scenario.hpp"

namespace uptake::cli {
namespace {

struct ScenariosFlags {
  std::filesystem::path folder;
  DataFlag data;
  Language language;
  bool json = false;
};

/// The scenario files of a folder, by name; not those of its subfolders, which hold parts.
std::vector<std::filesystem::path> scenario_files(const std::filesystem::path& folder) {
  std::error_code error;
  std::vector<std::filesystem::path> files;
  for (std::filesystem::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    if (it->path().extension() == ".yaml") files.push_back(it->path());
  }
  if (error)
    refuse(fmt::format("'{}': expected a folder with scenario files ({})", folder.string(), error.message()));
  if (files.empty()) refuse(fmt::format("'{}': there is no .yaml file in this folder", folder.string()));
  std::sort(files.begin(), files.end());
  return files;
}

nlohmann::ordered_json as_json(const Scenario& s) {
  return {{"name", s.name},
          {"file", s.file.string()},
          {"title", {{"en", s.title_en}, {"nl", s.title_nl}}},
          {"question", {{"en", s.question_en}, {"nl", s.question_nl}}},
          {"expects", {{"en", s.expects_en}, {"nl", s.expects_nl}}},
          {"source", s.source}};
}

int scenarios(const ScenariosFlags& flags) {
  const Evidence evidence = load_evidence(flags.data.folder());
  const auto folder = flags.folder.empty() ? flags.data.folder().parent_path() : flags.folder;
  std::vector<Scenario> all;
  Problems problems;
  for (const auto& file : scenario_files(folder))
    gather(problems, [&] { all.push_back(load_scenario(file, evidence)); });
  problems.throw_if_any();
  if (flags.json) {
    nlohmann::ordered_json out = nlohmann::ordered_json::array();
    for (const Scenario& s : all) out.push_back(as_json(s));
    fmt::print("{}\n", out.dump(2));
    return done;
  }
  std::size_t width = 0;
  for (const Scenario& s : all) width = std::max(width, s.name.size());
  for (const Scenario& s : all) {
    fmt::print("{:<{}}  {}\n{:<{}}  {}\n", s.name, width, flags.language.of(s.title_en, s.title_nl), "",
               width, flags.language.of(s.question_en, s.question_nl));
  }
  fmt::print("\n{} files in {}\n", all.size(), folder.string());
  return done;
}

}  // namespace

void add_scenarios(CLI::App& program, int& exit_code) {
  add_command<ScenariosFlags>(
      program, exit_code, "scenarios", "List the scenario files that there are, with their questions",
      [](CLI::App& command, ScenariosFlags& flags) {
        command.add_option("folder", flags.folder, "Another folder than the one that comes with the program")
            ->type_name("FOLDER");
        flags.data.add(command);
        flags.language.add(command);
        command.add_flag("--json", flags.json, "As JSON, in both languages, with what each source expects");
        command.footer("Example:\n  uptake scenarios --language nl");
      },
      scenarios);
}

}  // namespace uptake::cli
