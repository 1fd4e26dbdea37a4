// SPDX-License-Identifier: Apache-2.0
#include "analysis/compare/parts.hpp"
#include "sim/survey/contact_set.hpp"

namespace uptake {
namespace {

ContactSet contacts(const Store& store, std::int64_t run) {
  const std::string bytes = store.contacts(run);
  return ContactSet::unpack(std::span(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()));
}

/// A domain's set, or of both: in either.
HouseholdSet of_domain(const std::array<HouseholdSet, n_domains>& sets, std::size_t d) {
  if (d < n_domains) return sets[d];
  HouseholdSet both = sets[0];
  for (HouseholdId h = 0; h < both.n_households(); ++h) {
    if (sets[1].contains(h)) both.insert(h);
  }
  return both;
}

using Standings = std::array<double, n_standings>;

/// Adds a weight for each household that is in a set and not in the other, by where it stands there.
void add_standing(const HouseholdSet& in, const HouseholdSet& not_in, const std::vector<Standing>& standing,
                  double weight, Standings& counts) {
  for (HouseholdId h = 0; h < in.n_households(); ++h) {
    if (in.contains(h) && !not_in.contains(h)) counts[standing[h]] += weight;
  }
}

/// Of one scenario, by domain.
struct Counts {
  std::vector<double> reached, lost, net, helped_before, helped;
  Standings before{}, after{};  ///< summed over the pairs: of the reached, of those that lost their contact
};

void add_pair(const ContactSet& baseline, const ContactSet& scenario, double scale,
              std::array<Counts, domain_or_both_codes.size()>& all) {
  for (std::size_t d = 0; d < domain_or_both_codes.size(); ++d) {
    Counts& counts = all[d];
    const HouseholdSet before = of_domain(baseline.contact, d), after = of_domain(scenario.contact, d);
    const Reached r = reached(before, after);
    counts.reached.push_back(static_cast<double>(r.reached) * scale);
    counts.lost.push_back(static_cast<double>(r.lost) * scale);
    counts.net.push_back(counts.reached.back() - counts.lost.back());
    const auto helped_before = static_cast<double>(of_domain(baseline.helped, d).size());
    const auto helped_after = static_cast<double>(of_domain(scenario.helped, d).size());
    counts.helped_before.push_back(helped_before * scale);
    counts.helped.push_back((helped_after - helped_before) * scale);
    if (d == n_domains) continue;  // a family stands somewhere in each domain
    add_standing(after, before, baseline.standing[d], scale, counts.before);
    add_standing(before, after, scenario.standing[d], scale, counts.after);
  }
}

}  // namespace

void compare_families(const Store& store, const Pairing& pairing, Results& out) {
  for (int s = 1; s < static_cast<int>(out.scenarios.size()); ++s) {
    std::array<Counts, domain_or_both_codes.size()> all;
    std::vector<int> draws;
    std::vector<std::int64_t> runs;
    for (const StoredRun& r : out.runs) {
      const std::int64_t base = pairing.baseline_of(r.run.id);
      if (r.run.scenario != s || base < 0) continue;
      draws.push_back(r.run.draw);
      runs.push_back(r.run.id);
      add_pair(contacts(store, base), contacts(store, r.run.id), r.real_per_simulated, all);
    }
    if (draws.empty()) continue;
    for (std::size_t d = 0; d < domain_or_both_codes.size(); ++d) {
      const Counts& c = all[d];
      out.reached.push_back({s, std::string(domain_or_both_codes[d]), out.last_year,
                             summary_of(c.reached).mean, summary_of(c.lost).mean, effect_of(c.net, draws),
                             summary_of(c.helped_before).mean, effect_of(c.helped, draws), runs, c.net,
                             c.helped});
      for (const bool reached : {true, false}) {
        const Standings& counts = reached ? c.before : c.after;
        for (std::size_t k = 0; k < counts.size(); ++k) {
          if (counts[k] == 0) continue;
          out.standing.push_back({s, std::string(domain_or_both_codes[d]), reached,
                                  std::string(standing_code(static_cast<Standing>(k))),
                                  counts[k] / static_cast<double>(draws.size())});
        }
      }
    }
  }
}

}  // namespace uptake
