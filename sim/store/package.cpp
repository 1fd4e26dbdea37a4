// SPDX-License-Identifier: Apache-2.0
#include "sim/store/package.hpp"

#include <fmt/format.h>

#include <stdexcept>

#include "sim/base/file_hash.hpp"
#include "sim/base/hash.hpp"
#include "sim/store/citation.hpp"
#include "sim/store/json.hpp"

namespace uptake {
namespace {

using nlohmann::ordered_json;

/// The name of a table's resource: its file's without endings, of which the standard wants small letters.
std::string resource_name(const std::string& file) { return file.substr(0, file.find('.')); }

ordered_json field_json(const Column& column) {
  ordered_json field{{"name", column.name},
                     {"type", column.type == "text" ? "string" : std::string(column.type)},
                     {"description", column.meaning}};
  if (!column.unit.empty()) field["unit"] = column.unit;
  return field;
}

ordered_json schema_json(const CsvExport& table) {
  ordered_json schema{{"fields", ordered_json::array()}, {"missingValues", ordered_json::array({""})}};
  for (const Column& column : table.columns()) schema["fields"].push_back(field_json(column));
  const TableInfo& info = table.info();
  if (!info.primary.empty()) schema["primaryKey"] = info.primary;
  for (const ForeignKey& key : info.foreign) {
    schema["foreignKeys"].push_back(
        {{"fields", key.columns},
         {"reference", {{"resource", resource_name(key.file)}, {"fields", key.of}}}});
  }
  return schema;
}

ordered_json resource_json(const std::filesystem::path& folder, const CsvExport& table) {
  const std::string& file = table.name();
  const auto digest = digest_of(folder / file);
  if (!digest) throw std::runtime_error((folder / file).string() + ": cannot be read");
  ordered_json resource{{"name", resource_name(file)}, {"path", file}, {"profile", "tabular-data-resource"}};
  if (!table.info().about.empty()) resource["description"] = table.info().about;
  resource["format"] = "csv";
  resource["mediatype"] = "text/csv";
  if (file.ends_with(".zst")) resource["compression"] = "zst";
  resource["encoding"] = "utf-8";
  resource["dialect"] = {{"delimiter", ","}};  // or some readers guess
  resource["bytes"] = digest->bytes;
  resource["hash"] = "sha256:" + digest->sha256;
  resource["schema"] = schema_json(table);
  return resource;
}

}  // namespace

std::string short_fingerprint(const std::string& fingerprint) { return fingerprint.substr(0, 16); }

std::string cited(const Provenance& from) {
  return fmt::format("Uptake {}, fingerprint {}", from.model, short_fingerprint(from.fingerprint));
}

Provenance provenance_of(const Store& store) {
  Provenance from;
  from.kind = store.meta("kind");
  from.model = store.meta("model");
  from.command = store.meta("command");
  from.fingerprint = store.meta("fingerprint");
  for (const StoredScenario& s : store.scenarios()) {
    from.title += fmt::format("{}{}", from.title.empty() ? "Uptake " + from.kind + ": " : ", ", s.name);
    from.made_from.push_back({"scenario-" + s.name, s.name, sha256(s.resolved),
                              "The scenario with every default and parameter written out; its text stands in "
                              "manifest.json and results.sqlite."});
  }
  const std::string posterior = store.meta("posterior_sha256");
  if (!posterior.empty())
    from.made_from.push_back({"posterior", store.meta("posterior"), posterior,
                              "The draws of the parameters; those that were used stand in results.sqlite."});
  const std::string evidence = store.meta("evidence_sha256");  // none in results of before 0.8.0
  from.made_from.push_back({"evidence", "Evidence", evidence.empty() ? store.meta("data") : evidence,
                            "The folder of data that the program read: survey, parameters, services, "
                            "municipalities, population, history."});
  const auto plan = json_of<ordered_json>(store.meta("plan"));
  for (const char* key : {"families", "draws", "replicates", "populations", "seed"}) {
    if (plan.contains(key)) from.settings.emplace_back(key, plan.at(key).dump());
  }
  return from;
}

void write_package(const std::filesystem::path& folder, const Provenance& from,
                   const std::vector<const CsvExport*>& tables, std::vector<const CsvExport*> notes) {
  const Citation program = citation();
  ordered_json package{
      {"profile", "tabular-data-package"},
      {"name", fmt::format("uptake-{}-{}", from.kind, short_fingerprint(from.fingerprint))},
      {"id", from.fingerprint},
      {"title", from.title},
      {"description", fmt::format("Results of `{}`. Cite as: {}.", from.command, cited(from))},
      {"version", from.model}};
  package["licenses"] = ordered_json::array();
  package["licenses"].push_back({{"name", program.license}, {"path", licence_address(program)}});
  for (const Author& author : program.authors)
    package["contributors"].push_back({{"title", author.name}, {"role", "author"}});
  package["resources"] = ordered_json::array();
  for (const CsvExport* table : tables) package["resources"].push_back(resource_json(folder, *table));
  notes.insert(notes.end(), tables.begin(), tables.end());
  package["resources"].push_back(resource_json(folder, write_dictionary(folder, notes)));
  write_whole(folder / package_file, package.dump(1) + "\n");
}

}  // namespace uptake
