// SPDX-License-Identifier: Apache-2.0
// The draws of a posterior, and after a line `---` what is written beside them. Where that fits the draws, a
// scenario takes one.
#include "analysis/experiment/posterior.hpp"

#include "fuzz.hpp"

int uptake::fuzz::posterior(const std::uint8_t* data, std::size_t size) {
  static const Folder folder;
  static const Scenario scenario = load_scenario(scenarios_folder() / "campaign.yaml", evidence());
  const std::string_view all = text(data, size);
  const std::size_t cut = all.find("\n---\n");
  const auto draws = folder.write("draws.csv", all.substr(0, cut));
  std::filesystem::remove(folder.path() / "draws.json");
  if (cut != std::string_view::npos) folder.write("draws.json", all.substr(cut + 5));
  return taken_or_refused([&] {
    Problems problems;
    const Posterior posterior = load_posterior(draws.string(), 1, evidence(), "data", problems);
    problems.throw_if_any();
    with_draw(scenario, evidence(), posterior, 0);
    weakly_informed(posterior, evidence().parameters);
  });
}
