// SPDX-License-Identifier: Apache-2.0
#include "analysis/experiment/data_folder.hpp"

#include "analysis/experiment/contradictions.hpp"
#include "sim/base/csv.hpp"
#include "sim/evidence/region.hpp"

namespace uptake {

DataFolder read_data(const std::filesystem::path& folder, Problems& problems) {
  DataFolder data;
  gather(problems, [&] {
    data.evidence = load_evidence(folder);
    data.has_evidence = true;
  });
  const std::filesystem::path survey = folder / "survey" / "targets.csv";
  const std::size_t before = problems.size();
  gather(problems, [&] { data.targets = load_targets(survey); });
  const bool can_be_read = problems.size() == before;
  if (can_be_read) {
    Problems lacking;  // told of no file: the targets might be of any
    gather(lacking, [&] { data.survey = survey_settings(data.targets); });
    for (const Problem& p : lacking.all()) problems.add(survey.string(), 0, 0, p.message);
  }
  const std::size_t before_margins = problems.size();
  data.population = read_population_data(folder / "population", problems);
  if (can_be_read && problems.size() == before_margins) {
    Problems read_before;  // its problems were told
    const std::vector<int> lines = read_csv(survey, read_before).lines;
    add_contradictions(data.targets, lines, data.population.margins, survey.string(), problems);
  }
  gather(problems, [&] { data.network = load_network_settings(folder / "network.yaml"); });
  load_region(folder, problems);
  return data;
}

DataFolder load_data(const std::filesystem::path& folder) {
  Problems problems;
  DataFolder data = read_data(folder, problems);
  problems.throw_if_any();
  return data;
}

}  // namespace uptake
