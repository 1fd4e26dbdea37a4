// SPDX-License-Identifier: Apache-2.0
#include "sim/services/referral_graph.hpp"

#include <fmt/format.h>

#include <map>
#include <vector>

#include "sim/base/text.hpp"
#include "sim/base/yaml.hpp"
#include "sim/services/figure.hpp"

namespace uptake {
namespace {

/// The type named under a key, or no_service and a problem.
ServiceId read_end(yaml::Fields& fields, std::string_view key, const Catalogue& catalogue) {
  const bool there = fields.has(key);
  const std::string wanted = fields.text(key, {}, true);
  if (!there) return no_service;
  const ServiceId found = catalogue.find(wanted);
  if (found == no_service) {
    std::vector<std::string> codes;
    for (const ServiceType& type : catalogue.types) codes.push_back(type.code);
    fields.problem(key,
                   fmt::format("'{}': there is no service '{}'{}", key, wanted, did_you_mean(wanted, codes)));
  }
  return found;
}

}  // namespace

ReferralGraph load_referrals(const std::filesystem::path& file, const Catalogue& catalogue) {
  Problems problems;
  const std::string name = file.string();
  const yaml::Node root = yaml::parse_file(file, problems);
  yaml::Fields top(root, name, "the referral graph", problems);
  ReferralGraph graph(catalogue.types.size());
  if (root.kind == yaml::Kind::map) {
    std::map<std::pair<ServiceId, ServiceId>, int> line_of;
    std::vector<double> sent_on(catalogue.types.size(), 0);
    top.node("edges", true);
    for (const yaml::Node* node : top.maps("edges")) {
      yaml::Fields fields(*node, name, "a referral", problems);
      Referral referral;
      const ServiceId from = read_end(fields, "from", catalogue);
      const ServiceId to = read_end(fields, "to", catalogue);
      referral.grade = read_grade(fields);
      referral.source = fields.text("source", {}, true);
      referral.probability = read_figure(fields, "probability", name, {0, 1}, problems);
      referral.warm = read_figure(fields, "warm", name, {0, 1}, problems);
      fields.finish();
      if (from == no_service || to == no_service) continue;
      if (from == to) {
        fields.problem(
            "to", fmt::format("{} refers to itself, expected another service", catalogue.types[to].code));
        continue;
      }
      const auto [first, is_new] = line_of.try_emplace({from, to}, node->line);
      if (!is_new) {
        fields.problem("from",
                       fmt::format("the referral from {} to {} stands twice, first on line {}",
                                   catalogue.types[from].code, catalogue.types[to].code, first->second));
        continue;
      }
      // One ending contact leads to at most one referral, so the chances of a service may not exceed 1
      // together.
      const bool fitted = sent_on[from] <= 1;
      sent_on[from] += referral.probability.value;
      if (fitted && sent_on[from] > 1) {
        fields.problem("probability",
                       fmt::format("the probabilities of the referrals from {} sum to more than 1",
                                   catalogue.types[from].code));
      }
      boost::add_edge(from, to, referral, graph);
    }
    top.finish();
  }
  problems.throw_if_any();
  return graph;
}

}  // namespace uptake
