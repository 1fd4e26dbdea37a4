// SPDX-License-Identifier: Apache-2.0
// Gate 4, know: does the family know a service that would take it? Knowledge is a set of service types,
// learnt from exposure, universal contacts, ties and campaigns, and forgotten. Not every type suits every
// problem.
#pragma once

#include <algorithm>

#include "sim/pathway/settings.hpp"

namespace uptake {

/// How fast a parent learns of the offer against the average one, as a factor: education and language
/// (mediation: 80 % of the higher, 45 % of the lower educated knew it, services-in-flanders 1 #6).
inline double learning_factor(const Parameters& p, Domain d, bool dutch, Education education) {
  const int e = static_cast<int>(education);
  double log_factor = d == Domain::parenting           ? p.know_education * (e - 1.3)
                      : education == Education::higher ? p.know_tertiary_relationship
                                                       : 0.0;
  if (!dutch) log_factor -= p.know_language;
  return exp_fixed(log_factor);
}

/// Chance per month of meeting one service type of the domain by ordinary exposure.
inline double p_learn(const Parameters& p, Domain d, double factor) {
  const double rate = (d == Domain::parenting ? p.know_learn_parenting : p.know_learn_relationship) * factor;
  return rate < 1 ? rate : 1;
}

/// The share of parents who know a type in the long run, when they meet it at `meets` and forget it at
/// `forget` a month.
inline double known_in_the_long_run(double meets, double forget) { return meets / (meets + forget); }

/// By type of service, the share of parents of a kind who know it in the long run.
inline std::vector<double> first_knowledge(const Parameters& p, const std::vector<ServiceNumbers>& services,
                                           bool dutch, Education education) {
  std::array<double, n_domains> visible{};
  for (const ServiceNumbers& service : services)
    visible[static_cast<std::size_t>(service.domain)] += service.visibility;
  std::vector<double> share;
  for (const ServiceNumbers& service : services) {
    const double factor = learning_factor(p, service.domain, dutch, education);
    const double meets = p_learn(p, service.domain, factor) /
                         std::max(visible[static_cast<std::size_t>(service.domain)], 1e-9);
    share.push_back(known_in_the_long_run(meets * service.visibility, p.know_forget));
  }
  return share;
}

/// How visible the types of a set are together.
inline double visibility_of(const std::vector<ServiceNumbers>& services, ServiceMask set) {
  double sum = 0;
  for_each_service(set, [&](ServiceId k) { sum += services[k].visibility; });
  return sum;
}

/// The k-th set bit of a mask, k < number of bits.
inline ServiceId nth_service(ServiceMask mask, int k) {
  while (k-- > 0) mask &= mask - 1;
  return static_cast<ServiceId>(std::countr_zero(mask));
}

/// Chance that a type suits a problem of its domain: that of the average type, shifted by its `fit`, logit.
inline double p_suits(const Parameters& p, const ServiceNumbers& service) {
  const bool parenting = service.domain == Domain::parenting;
  return logistic(logit(parenting ? p.know_suits_parenting : p.know_suits_relationship) + service.fit);
}

/// The types that suit this problem: each of `candidates` with its own draw.
inline ServiceMask suiting(const PathwaySettings& s, const ServiceDraws& draw, ServiceMask candidates) {
  return those_that(candidates, [&](ServiceId k) { return draw(k) < s.service[k].suits; });
}

/// Whether a type takes a family with children of these ages; `at_least_to`: to which age a lever has it take
/// them.
inline bool takes_ages(const ServiceNumbers& service, double youngest_years, double eldest_years,
                       float at_least_to = 0) {
  return eldest_years >= service.child_from && youngest_years < std::max(service.child_to, at_least_to) + 1;
}

}  // namespace uptake
