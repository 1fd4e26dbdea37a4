// SPDX-License-Identifier: Apache-2.0
#include "analysis/experiment/provenance.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "analysis/report/regional.hpp"

namespace uptake {

Provenance provenance_of(const Study& study, const std::string& kind, const std::string& title,
                         const std::string& command, const std::string& fingerprint) {
  Provenance from;
  from.kind = kind;
  from.title = fmt::format("Uptake {}: {}", kind, title);
  from.model = study.key.model;
  from.command = command + data_text(study.evidence.folder);
  from.fingerprint = fingerprint;
  for (std::size_t s = 0; s < std::min(study.scenarios.size(), study.key.scenarios.size()); ++s) {
    const std::string& name = study.scenarios[s].name;
    from.made_from.push_back({"scenario-" + name, name, study.key.scenarios[s],
                              "The scenario with every default and parameter written out, as `uptake resolve "
                              "--yaml` prints it."});
  }
  if (!study.posterior.hash.empty())
    from.made_from.push_back(
        {"posterior", study.posterior.label, study.posterior.hash, "The draws of the parameters."});
  from.made_from.push_back({"evidence", "Evidence", study.data,
                            "The folder of data that the program read: survey, parameters, services, "
                            "municipalities, population, history."});
  const Plan& plan = study.plan;
  from.settings = {{"families", fmt::format("{}", plan.families)},
                   {"draws", std::to_string(plan.draws)},
                   {"replicates", std::to_string(plan.replicates)},
                   {"populations", std::to_string(plan.populations)},
                   {"seed", std::to_string(plan.seed)}};
  return from;
}

std::vector<OwnLabel> own_labels(const Study& study) {
  std::vector<OwnLabel> own;
  for (const ServiceType& type : study.evidence.catalogue.types)
    own.push_back({"service", type.code, type.name_en, type.name_nl});
  for (const Scenario& scenario : study.scenarios) {
    for (const Lever& lever : scenario.levers) {
      const LeverInfo& info = lever_registry()[static_cast<std::size_t>(lever.kind)];
      own.push_back({"lever", lever.name, std::string(info.label_en), std::string(info.label_nl)});
    }
  }
  return own;
}

}  // namespace uptake
