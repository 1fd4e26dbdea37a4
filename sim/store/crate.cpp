// SPDX-License-Identifier: Apache-2.0
#include "sim/store/crate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <stdexcept>

#include "sim/base/csv.hpp"
#include "sim/base/errors.hpp"
#include "sim/base/file_hash.hpp"
#include "sim/store/citation.hpp"
#include "sim/store/json.hpp"

namespace uptake {
namespace {

using nlohmann::ordered_json;
namespace fs = std::filesystem;

constexpr std::string_view crate_standard = "https://w3id.org/ro/crate/1.1";
constexpr std::string_view run_profile = "https://w3id.org/ro/wfrun/process/0.5";

std::string media_type(const std::string& file) {
  constexpr std::array<std::array<std::string_view, 2>, 7> types{{{".csv", "text/csv"},
                                                                  {".html", "text/html"},
                                                                  {".json", "application/json"},
                                                                  {".sqlite", "application/vnd.sqlite3"},
                                                                  {".svg", "image/svg+xml"},
                                                                  {".graphml", "application/graphml+xml"},
                                                                  {".zst", "application/zstd"}}};
  for (const auto& [ending, type] : types) {
    if (file.ends_with(ending)) return std::string(type);
  }
  return "application/octet-stream";
}

ordered_json reference(std::string_view id) { return {{"@id", id}}; }

ordered_json entity(std::string_view id, std::string_view type, std::string_view name) {
  return {{"@id", id}, {"@type", type}, {"name", name}};
}

ordered_json file_entity(const fs::path& folder, const std::string& file) {
  const auto digest = digest_of(folder / file);
  if (!digest) throw std::runtime_error((folder / file).string() + ": cannot be read");
  ordered_json one = entity(file, "File", file);
  one["encodingFormat"] = media_type(file);
  one["contentSize"] = std::to_string(digest->bytes);
  one["sha256"] = digest->sha256;
  return one;
}

[[noreturn]] void refuse_crate(const fs::path& file, std::string_view why) {
  refuse(fmt::format("{}: {}; expected the one that `uptake` wrote with the results", file.string(), why));
}

}  // namespace

std::vector<std::string> files_within(const fs::path& folder) {
  std::vector<std::string> found;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_directory()) continue;
    const std::string name = entry.path().lexically_relative(folder).generic_string();
    std::error_code ignored;
    const bool empty_journal = name.ends_with("-journal") && fs::file_size(entry.path(), ignored) == 0;
    if (name != crate_file && !name.ends_with(".lock") && !empty_journal) found.push_back(name);
  }
  std::ranges::sort(found);
  return found;
}

void write_crate(const fs::path& folder, const Provenance& from, std::vector<std::string> files) {
  const Citation program = citation();
  std::ranges::sort(files);
  std::erase(files, crate_file);
  const std::string licence = licence_address(program);
  ordered_json graph = ordered_json::array();
  graph.push_back({{"@id", crate_file},
                   {"@type", "CreativeWork"},
                   {"conformsTo", reference(crate_standard)},
                   {"about", reference("./")}});
  ordered_json root = entity("./", "Dataset", from.title);
  root["description"] = fmt::format(
      "Results of `{}`. Cite as: {}. The date is that of the program's version, with which these results are "
      "fixed: the same command gives the same bytes whenever it is run.",
      from.command, cited(from));
  root["datePublished"] = program.released;
  root["identifier"] = from.fingerprint;
  root["license"] = reference(licence);
  root["conformsTo"] = reference(run_profile);
  ordered_json authors = ordered_json::array();
  for (std::size_t i = 0; i < program.authors.size(); ++i) {
    const Author& one = program.authors[i];
    authors.push_back(reference(one.orcid.empty() ? fmt::format("#author-{}", i + 1) : one.orcid));
  }
  root["author"] = authors;
  root["hasPart"] = ordered_json::array();
  root["mentions"] = reference("#run");
  for (const std::string& file : files) root["hasPart"].push_back(reference(file));
  graph.push_back(std::move(root));

  ordered_json run = entity("#run", "CreateAction", "uptake " + from.kind);
  run["description"] = from.command;
  run["instrument"] = reference("#uptake");
  run["object"] = ordered_json::array();
  for (const MadeFrom& one : from.made_from) run["object"].push_back(reference("#" + one.id));
  for (const auto& [name, value] : from.settings) run["object"].push_back(reference("#setting-" + name));
  run["result"] = ordered_json::array();
  for (const std::string& file : files) run["result"].push_back(reference(file));
  graph.push_back(std::move(run));

  ordered_json software = entity("#uptake", "SoftwareApplication", "Uptake");
  software["description"] = program.title;
  software["softwareVersion"] = from.model;
  software["author"] = authors;
  software["license"] = reference(licence);
  graph.push_back(std::move(software));
  graph.push_back(entity(licence, "CreativeWork", program.license));
  graph.push_back(entity(run_profile, "CreativeWork", "Process Run Crate"));
  graph.back()["version"] = "0.5";
  for (std::size_t i = 0; i < program.authors.size(); ++i)
    graph.push_back(entity(authors[i].at("@id").get<std::string>(),
                           program.authors[i].is_person ? "Person" : "Organization",
                           program.authors[i].name));
  for (const MadeFrom& one : from.made_from) {
    ordered_json input = entity("#" + one.id, "CreativeWork", one.name);
    input["description"] = one.about;
    input["sha256"] = one.sha256;
    graph.push_back(std::move(input));
  }
  for (const auto& [name, value] : from.settings) {
    ordered_json setting = entity("#setting-" + name, "PropertyValue", name);
    setting["value"] = value;
    graph.push_back(std::move(setting));
  }
  for (const std::string& file : files) graph.push_back(file_entity(folder, file));
  const ordered_json crate{
      {"@context", ordered_json::array({fmt::format("{}/context", crate_standard),
                                        "https://w3id.org/ro/terms/workflow-run/context"})},
      {"@graph", std::move(graph)}};
  write_whole(folder / crate_file, crate.dump(1) + "\n");
}

CrateCheck check_crate(const fs::path& folder) {
  const fs::path file = folder / crate_file;
  if (!fs::is_directory(folder)) refuse(folder.string() + ": expected a folder of results");
  if (!fs::is_regular_file(file))
    refuse(fmt::format("{}: is not there; expected a folder of finished results", file.string()));
  Problems problems;
  const auto crate = parse_json(read_text_file(file, 1'000'000'000, problems));
  problems.throw_if_any();
  if (!crate.is_object() || !crate.contains("@graph")) refuse_crate(file, "is damaged");
  struct Named {
    std::string sha256, size;
  };
  std::map<std::string, Named> named;
  CrateCheck check;
  try {
    for (const auto& one : crate.at("@graph")) {
      const std::string id = one.at("@id"), type = one.at("@type");
      if (type == "File") {
        const fs::path path(id);
        if (path.is_absolute() || std::ranges::find(path, fs::path("..")) != path.end())
          refuse_crate(file, fmt::format("names '{}', which is not in the folder", id));
        named[id] = {one.at("sha256"), one.at("contentSize")};
      } else if (id == "./") {
        check.says.fingerprint = one.at("identifier");
      } else if (id == "#run") {
        const std::string name = one.at("name");
        check.says.kind = name.substr(name.find(' ') + 1);
        check.says.command = one.at("description");
      } else if (id == "#uptake") {
        check.says.model = one.at("softwareVersion");
      }
    }
  } catch (const nlohmann::json::exception&) {
    refuse_crate(file, "lacks what this program writes of each file");
  }
  if (named.empty() || check.says.command.empty()) refuse_crate(file, "names no file or no command");
  check.n_files = named.size();
  for (const auto& [name, told] : named) {
    const fs::path path = folder / name;
    if (!fs::is_regular_file(path)) {
      check.missing.push_back(name);
      continue;
    }
    const auto digest = digest_of(path);
    if (!digest || digest->sha256 != told.sha256 || std::to_string(digest->bytes) != told.size)
      check.changed.push_back(name);
  }
  for (const std::string& name : files_within(folder)) {
    if (!named.contains(name)) check.extra.push_back(name);
  }
  return check;
}

}  // namespace uptake
