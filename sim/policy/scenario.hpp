// SPDX-License-Identifier: Apache-2.0
// A scenario file, loaded and resolved: every default written out, every lever in force, every problem told
// at once.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sim/evidence/parameters.hpp"
#include "sim/policy/levers.hpp"
#include "sim/policy/mechanisms.hpp"
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

struct Scenario {
  std::string name;  ///< the file's name without .yaml
  std::string title_en, title_nl, question_en, question_nl, source;
  std::filesystem::path file;
  std::vector<std::string> files;  ///< this file and all it extends, nearest first
  Month until = end_month;         ///< the run stops before this month
  std::vector<Lever>
      levers;               ///< history and policy, in file order; same name in a child replaces the parent's
  ParameterSet parameters;  ///< with the scenario's own values set
  MechanismSet mechanisms;  ///< which are switched on
};

/// Reads a scenario and everything it extends. Throws BadInput with every problem of every file at once.
Scenario load_scenario(const std::filesystem::path& file, const Evidence& evidence);

/// The scenario as YAML with every default written out: what the manifest keeps.
std::string resolved_text(const Scenario& scenario, const Evidence& evidence);

}  // namespace uptake
