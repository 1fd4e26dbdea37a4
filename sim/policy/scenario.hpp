// SPDX-License-Identifier: Apache-2.0
// A scenario file, loaded and resolved: every default written out, every lever in force, every problem told
// at once.
#pragma once

#include <array>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sim/evidence/parameters.hpp"
#include "sim/policy/levers.hpp"
#include "sim/policy/mechanisms.hpp"
#include "sim/policy/structures.hpp"
#include "sim/services/catalogue.hpp"
#include "sim/services/municipalities.hpp"
#include "sim/services/referral_graph.hpp"

namespace uptake {

/// All data that scenarios share: read once, never changed.
struct Evidence {
  std::filesystem::path folder;  ///< scenarios/data
  ParameterSet parameters;
  Catalogue catalogue;
  ReferralGraph referrals;
  Municipalities municipalities;
  std::string hash;  ///< of every file read: part of a result's fingerprint
};
Evidence load_evidence(const std::filesystem::path& data_folder);

/// A measure file that a scenario names, by which its levers came in.
struct MeasureFile {
  std::string name;  ///< the file's name without .yaml
  std::string title_en, title_nl, source, file;
};

/// A change of contact or help that the source expects, of all families or of a group: what a result can
/// show.
struct Expectation {
  enum class Change : std::uint8_t { more, fewer, open };  ///< open: the source says nothing, or both ways
  std::string measure;                                     ///< one of `expected_measures`
  std::string domain, variable = "total", category = "total";  ///< codes of variables()
  Change change = Change::open;
};
inline constexpr std::array<std::string_view, 2> expected_measures{"contact", "helped"};
inline constexpr std::array<std::string_view, 3> change_codes{"more", "fewer", "open"};

struct Scenario {
  std::string name;  ///< the file's name without .yaml
  std::string title_en, title_nl, question_en, question_nl, source;
  std::string expects_en, expects_nl;  ///< what the source expects of it, and what may go wrong
  std::vector<Expectation> expected;   ///< of that, what the runs can show
  std::filesystem::path file;
  std::vector<std::string> files;  ///< this file and all it extends, nearest first; then the measures
  std::vector<MeasureFile> measures;
  Month until = end_month;  ///< the run stops before this month
  std::vector<Lever>
      levers;               ///< history and policy, in file order; same name in a child replaces the parent's
  ParameterSet parameters;  ///< with the scenario's own values set
  MechanismSet mechanisms;  ///< which are switched on
  Structure structure;      ///< rules in a form that is not the model's own
  std::map<std::string, WrittenAt, std::less<>>
      origins;  ///< of what the files say beside levers: "title", "until", "parameters.KEY", "switches.CODE",
                ///< "structure.CODE"
};

/// Reads a scenario, everything it extends and the measures it names. Throws BadInput with every problem of
/// every file at once.
Scenario load_scenario(const std::filesystem::path& file, const Evidence& evidence);

/// What could be read of a file with problems, so that what is right of it can be looked at beside them.
struct ScenarioReading {
  Scenario scenario;  ///< without the levers that have a problem of their own
  Problems problems;
  bool can_be_judged = true;  ///< the problems leave what other levers are judged by as it is
};
ScenarioReading read_scenario(const std::filesystem::path& file, const Evidence& evidence);

/// One value in force, and where it was written.
struct Setting {
  enum class Of : std::uint8_t { scenario, lever, parameter, mechanism, structure };
  Of of = Of::scenario;
  std::string lever{};  ///< the name of the lever, if it belongs to one
  std::string key{};  ///< as in the file; what stands in a mapping with a dot: "who.origin", "cost.per_unit"
  std::string value{};               ///< as YAML
  std::optional<Quantity> number{};  ///< the same, where it is one
  std::string_view unit{};           ///< of the number
  WrittenAt origin{};
};
/// Every value in force, in the order of a file: the words, the end, levers by place, parameters, switches,
/// structure.
std::vector<Setting> settings_in_force(const Scenario& scenario, const Evidence& evidence);

/// The same as YAML that loads again to the same scenario: what the manifest keeps. Without the model's own
/// structure.
std::string resolved_text(const Scenario& scenario, const Evidence& evidence);

}  // namespace uptake
