// SPDX-License-Identifier: Apache-2.0
// How does a folder of results open elsewhere, and how is it cited? What it is made from, and
// datapackage.json: a tabular data package of Frictionless Data (v1), which R, Python and others read, made
// from the columns of the tables themselves.
#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "sim/store/files.hpp"
#include "sim/store/store.hpp"

namespace uptake {

inline constexpr const char* package_file = "datapackage.json";

/// Something that results were made from, and that is no file beside them.
struct MadeFrom {
  std::string id;    ///< short, of letters, digits and dashes: "scenario-campaign"
  std::string name;  ///< for people
  std::string sha256;
  std::string about;  ///< a sentence
};

/// Where results come from. The same inputs give the same, whenever and wherever.
struct Provenance {
  std::string kind;  ///< run, compare, fit, calibrate, sensitivity, sweep-export, held-out, recover
  std::string title;
  std::string model;        ///< the program's version
  std::string command;      ///< that makes them again
  std::string fingerprint;  ///< 64 hexadecimal digits: of version, scenarios, parameters, data, seed
  std::vector<MadeFrom> made_from;
  std::vector<std::pair<std::string, std::string>> settings;  ///< families, seed, ...: name and value
};

/// The first 16 digits: short enough to cite, long enough that no two studies share it by chance.
std::string short_fingerprint(const std::string& fingerprint);
/// "Uptake 0.7.0, fingerprint 0123456789abcdef"
std::string cited(const Provenance& from);

/// Of the results of run, compare, or a design of calibrate.
Provenance provenance_of(const Store& store);

/// datapackage.json and data-dictionary.csv of tables that are written. A file may be compressed
/// (NAME.csv.zst). Throws std::runtime_error where a table's file cannot be read. `notes`: what the
/// dictionary says beside its tables.
void write_package(const std::filesystem::path& folder, const Provenance& from,
                   const std::vector<const CsvExport*>& tables, std::vector<const CsvExport*> notes = {});

}  // namespace uptake
