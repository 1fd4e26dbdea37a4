// SPDX-License-Identifier: Apache-2.0
// Counting ties, likeness, triangles and components in the network of one month.
#include "sim/network/statistics.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/graph/connected_components.hpp>
#include <boost/property_map/property_map.hpp>
#include <cmath>

namespace uptake {
namespace {

constexpr int alike_months = 36;  ///< youngest children at most so far apart

/// The parents of a month, and the network between those present.
struct MonthView {
  const Population& population;
  std::vector<const Spell*> spell;  ///< of who is present, else nullptr
  std::vector<ParentId> respondents, present;
  Network network;
};

MonthView view_of(const Network& network, const Population& population, Month month) {
  MonthView v{population, std::vector<const Spell*>(population.n_parents(), nullptr), {}, {}, {}};
  for (ParentId i = 0; i < population.n_parents(); ++i) {
    const Spell* s = population.spell_at(i, month);
    if (s == nullptr || !is_parenting(*s)) continue;
    v.spell[i] = s;
    v.present.push_back(i);
    if ((s->flags & respondent) != 0) v.respondents.push_back(i);
  }
  std::vector<Tie> ties;
  for (const ParentId i : v.present) {
    network.for_each_tie(i, [&](ParentId j, TieData data) {
      if (i < j && v.spell[j] != nullptr) ties.push_back({i, j, data});
    });
  }
  v.network = Network(population.n_parents(), std::move(ties));
  return v;
}

double ratio(double a, double b) { return b > 0 ? a / b : 0; }

void count_degrees(const MonthView& v, NetworkStatistics& out) {
  std::vector<std::uint32_t> degrees;
  double sum = 0;
  double squares = 0;
  for (const ParentId i : v.respondents) {
    const std::uint32_t degree = v.network.degree(i);
    degrees.push_back(degree);
    sum += degree;
    squares += static_cast<double>(degree) * degree;
    v.network.for_each_tie(i, [&](ParentId, TieData data) {
      ++out.mean_layer[index(data.layer)];
      ++out.strength[static_cast<std::size_t>(data.strength)];
    });
  }
  const auto n = static_cast<double>(degrees.size());
  if (n == 0) return;
  std::sort(degrees.begin(), degrees.end());
  out.mean = sum / n;
  out.sd = std::sqrt(std::max(0.0, squares / n - out.mean * out.mean));
  out.share_without = static_cast<double>(std::count(degrees.begin(), degrees.end(), 0U)) / n;
  constexpr std::array<double, 5> at{0.05, 0.25, 0.5, 0.75, 0.95};
  for (std::size_t q = 0; q < at.size(); ++q) {
    out.quantiles[q] = degrees[std::min(degrees.size() - 1, static_cast<std::size_t>(at[q] * n))];
  }
  for (double& m : out.mean_layer) m /= n;
  for (double& s : out.strength) s = ratio(s, sum);
}

/// Homophily of a class of parents: `class_of(parent)` below `n_classes`.
template <class ClassOf>
Homophily homophily(const MonthView& v, std::size_t n_classes, ClassOf class_of) {
  std::vector<double> egos(n_classes, 0);
  std::vector<double> others(n_classes, 0);
  double n_ties = 0;
  double n_alike = 0;
  for (const ParentId j : v.present) ++others[class_of(j)];
  for (const ParentId i : v.respondents) {
    ++egos[class_of(i)];
    v.network.for_each_tie(i, [&](ParentId j, TieData) {
      ++n_ties;
      n_alike += class_of(i) == class_of(j) ? 1 : 0;
    });
  }
  double pairs = 0;
  for (std::size_t c = 0; c < n_classes; ++c) pairs += egos[c] * others[c];
  const double n_pairs = static_cast<double>(v.respondents.size()) * static_cast<double>(v.present.size());
  return {ratio(n_alike, n_ties), ratio(pairs, n_pairs)};
}

Homophily youngest_alike(const MonthView& v) {
  const auto birth = [&](ParentId i) { return v.spell[i]->youngest_birth; };
  std::vector<Month> others;
  for (const ParentId j : v.present) {
    if (birth(j) != never) others.push_back(birth(j));
  }
  std::sort(others.begin(), others.end());
  double n_egos = 0;
  double n_ties = 0;
  double n_alike = 0;
  double pairs = 0;
  for (const ParentId i : v.respondents) {
    if (birth(i) == never) continue;
    ++n_egos;
    const auto first = std::lower_bound(others.begin(), others.end(), birth(i) - alike_months);
    const auto last = std::upper_bound(others.begin(), others.end(), birth(i) + alike_months);
    pairs += static_cast<double>(last - first);
    v.network.for_each_tie(i, [&](ParentId j, TieData) {
      if (birth(j) == never) return;
      ++n_ties;
      n_alike += std::abs(birth(i) - birth(j)) <= alike_months ? 1 : 0;
    });
  }
  return {ratio(n_alike, n_ties), ratio(pairs, n_egos * static_cast<double>(others.size()))};
}

/// The share of a parent's pairs of ties that are tied themselves; -1 with fewer than two ties.
double local_clustering(const Network& network, ParentId parent) {
  std::vector<ParentId> around;
  network.for_each_tie(parent, [&](ParentId j, TieData) { around.push_back(j); });
  if (around.size() < 2) return -1;
  double n_closed = 0;  // each pair from both sides
  for (const ParentId j : around) {
    network.for_each_tie(j, [&](ParentId k, TieData) {
      n_closed += std::binary_search(around.begin(), around.end(), k) ? 1 : 0;
    });
  }
  const auto n = static_cast<double>(around.size());
  return n_closed / (n * (n - 1));
}

void measure_clustering(const MonthView& v, std::size_t sample, NetworkStatistics& out) {
  const std::size_t step =
      std::max<std::size_t>(1, (v.respondents.size() + sample - 1) / std::max<std::size_t>(1, sample));
  double sum = 0;
  double n = 0;
  for (std::size_t k = 0; k < v.respondents.size(); k += step) {
    const double c = local_clustering(v.network, v.respondents[k]);
    if (c < 0) continue;
    sum += c;
    ++n;
  }
  out.clustering = ratio(sum, n);
  if (v.present.size() > 1) {
    const auto n_present = static_cast<double>(v.present.size());
    out.clustering_at_random = 2.0 * static_cast<double>(v.network.n_ties()) / (n_present * (n_present - 1));
  }
}

void measure_components(const MonthView& v, NetworkStatistics& out) {
  if (v.present.empty()) return;
  // Both directions of a tie are stored, so a search along the arrows finds the undirected components.
  std::vector<std::uint32_t> component(v.network.n_parents());
  const Network::Graph graph = v.network.graph();
  boost::connected_components(
      graph, boost::make_iterator_property_map(component.begin(), get(boost::vertex_index, graph)));
  std::vector<std::size_t> size(v.network.n_parents(), 0);
  for (const ParentId i : v.present) ++size[component[i]];
  out.n_components =
      static_cast<std::size_t>(std::count_if(size.begin(), size.end(), [](auto s) { return s > 0; }));
  out.share_giant = ratio(static_cast<double>(*std::max_element(size.begin(), size.end())),
                          static_cast<double>(v.present.size()));
}

/// Asked and got for the respondents of each category: the means of what each was asked to have and has.
void compare_groups(const MonthView& v, const std::vector<float>& wanted, NetworkStatistics& out) {
  struct Sum {
    double asked = 0, got = 0, n = 0;
  };
  const auto by = [&](std::string_view code, auto class_of) {
    const Variable* variable = find_variable(code);
    std::vector<Sum> sums(variable->categories.size());
    for (const ParentId i : v.respondents) {
      const auto c = static_cast<std::size_t>(class_of(i));
      if (c >= sums.size()) continue;
      sums[c].asked += static_cast<double>(wanted[i]);
      sums[c].got += v.network.degree(i);
      ++sums[c].n;
    }
    for (std::size_t c = 0; c < sums.size(); ++c) {
      out.asked.push_back({fmt::format("ties.{}.{}", code, variable->categories[c].code),
                           ratio(sums[c].asked, sums[c].n), ratio(sums[c].got, sums[c].n)});
    }
  };
  by("gender", [&](ParentId i) { return v.population.traits[i].gender; });
  by("origin", [&](ParentId i) { return v.population.traits[i].origin; });
  by("education", [&](ParentId i) { return v.population.traits[i].education; });
  by("family_form", [&](ParentId i) { return v.spell[i]->form; });
  by("youngest_age", [&](ParentId i) { return youngest_class(v.spell[i]->youngest_birth, out.month); });
}

}  // namespace

NetworkStatistics network_statistics(const Network& network, const Population& population,
                                     const NetworkSettings& settings, Month month,
                                     std::size_t clustering_sample) {
  NetworkStatistics out;
  out.month = month;
  const MonthView v = view_of(network, population, month);
  out.n_respondents = v.respondents.size();
  out.n_present = v.present.size();
  count_degrees(v, out);
  out.origin =
      homophily(v, 3, [&](ParentId i) { return static_cast<std::size_t>(population.traits[i].origin); });
  out.education =
      homophily(v, 3, [&](ParentId i) { return static_cast<std::size_t>(population.traits[i].education); });
  // Nobody without a household is tied to a place: they share a class beyond the last municipality.
  std::size_t n_places = 0;
  for (const std::uint16_t m : population.municipality) n_places = std::max<std::size_t>(n_places, m + 1U);
  out.municipality = homophily(v, n_places + 1, [&](ParentId i) -> std::size_t {
    const HouseholdId home = v.spell[i]->household;
    return home == no_household ? n_places : population.municipality[home];
  });
  out.youngest = youngest_alike(v);
  measure_clustering(v, clustering_sample, out);
  measure_components(v, out);

  const std::vector<float> wanted = wanted_ties(population, settings);
  double asked = 0;
  for (const ParentId i : v.respondents) asked += static_cast<double>(wanted[i]);
  asked = ratio(asked, static_cast<double>(v.respondents.size()));
  out.asked.push_back({"ties", asked, out.mean});
  double all_layers = 0;
  for (std::size_t l = 0; l < n_layers; ++l) all_layers += settings.ties(static_cast<Layer>(l));
  for (std::size_t l = 0; l < n_layers; ++l) {
    const double share = ratio(settings.ties(static_cast<Layer>(l)), all_layers);
    out.asked.push_back({fmt::format("ties.{}", layer_codes[l]), asked * share, out.mean_layer[l]});
  }
  if (!v.respondents.empty()) compare_groups(v, wanted, out);
  return out;
}

}  // namespace uptake
