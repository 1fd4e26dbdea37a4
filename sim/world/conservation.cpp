// SPDX-License-Identifier: Apache-2.0
#include "sim/world/conservation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <tuple>

#include "sim/base/math.hpp"
#include "sim/world/meant_for.hpp"
#include "sim/world/occasion_tables.hpp"
#include "sim/world/universal_contacts.hpp"

namespace uptake {
namespace {

std::string of_families(const World& w) {
  std::size_t listed = 0;
  for (ParentId i = 0; i < w.n_parents(); ++i) {
    if (w.active[i] == 0) continue;
    if (listed == w.present.size() || w.present[listed] != i)
      return fmt::format("parent {} is active, but not listed as present in its place", i);
    ++listed;
    if (w.spell[i] == no_spell || w.in.population->spell_at(i, w.now) != &w.spell_of(i))
      return fmt::format("parent {} is active outside the spell in force", i);
  }
  return listed == w.present.size()
             ? ""
             : fmt::format("{} are listed as present, {} are", w.present.size(), listed);
}

bool is_number(double amount) { return std::isfinite(amount) && amount >= 0; }

std::string of_queue(const World& w, std::size_t q, std::vector<std::uint8_t>& tickets) {
  const Queue& queue = w.queues[q];
  const auto k = static_cast<ServiceId>(q / w.n_regions());
  const auto d = static_cast<std::size_t>(w.policy.services()[k].domain);
  if (!is_number(queue.places)) return fmt::format("queue {} has {} places", q, queue.places);
  if (!is_number(queue.credit) || queue.credit > (queue.tickets.empty() ? most_kept(queue.places) : 1.0))
    return fmt::format("queue {} carries over {} places", q, queue.credit);
  for (std::size_t t = 0; t < queue.tickets.size(); ++t) {
    const auto& [parent, entry, priority, tie] = queue.tickets[t];
    if (w.active[parent] == 0 || w.lived[parent][d].stage != Stage::waiting ||
        w.lived[parent][d].service != k || w.lived[parent][d].since != entry || entry > w.now)
      return fmt::format("queue {} has a ticket of parent {}, who does not wait there", q, parent);
    if (++tickets[parent * n_domains + d] > 1) return fmt::format("parent {} has two tickets", parent);
    if (t == 0) continue;
    const Ticket& ahead = queue.tickets[t - 1];
    if (std::tie(priority, entry, tie) < std::tie(ahead.priority, ahead.entry, ahead.tie))
      return fmt::format("queue {} is not in order of service at ticket {}", q, t);
  }
  return "";
}

std::string of_tickets(const World& w) {
  std::vector<std::uint8_t> tickets(w.n_parents() * n_domains, 0);
  for (std::size_t q = 0; q < w.queues.size(); ++q) {
    if (std::string broken = of_queue(w, q, tickets); !broken.empty()) return broken;
  }
  for (ParentId i = 0; i < w.n_parents(); ++i) {
    for (std::size_t d = 0; d < n_domains; ++d) {
      if (w.lived[i][d].stage == Stage::waiting && tickets[i * n_domains + d] == 0)
        return fmt::format("parent {} waits without a ticket", i);
    }
  }
  return "";
}

std::string of_euros(const World& w) {
  for (const YearCounts& year : w.years) {
    for (std::size_t k = 0; k < w.n_services(); ++k) {
      if (!is_number(year.family_fees[k]) || !std::isfinite(year.fee_relief[k]))
        return fmt::format("families paid {} EUR for service {} in {}, and were spared {}",
                           year.family_fees[k], k, year.year, year.fee_relief[k]);
      const ServiceType& type = w.in.evidence->catalogue.types[k];
      const double usual = year.family_fees[k] + year.fee_relief[k];
      const double contacts = w.policy.services()[k].contacts * year.started[k];
      const double least = type.fee_low_income.value * contacts;
      const double most = type.fee_per_contact.value * (contacts + year.advice[k]);
      const double rounding = 1e-6 * (1 + most);  // fees are kept in single precision
      if (usual < least - rounding || usual > most + rounding)
        return fmt::format(
            "paid and spared are {} EUR for service {} in {}: by the catalogue's fees {} to {} for {} that "
            "began and {} talks",
            usual, k, year.year, least, most, year.started[k], year.advice[k]);
    }
  }
  return "";
}

/// Nobody's draw means something of whom the pass over everybody takes it that it does not.
std::string of_bounds(const World& w) {
  if (w.occasion_tables == nullptr) return "";
  const OccasionTables& rate = *w.occasion_tables;
  const MostContacts contact = most_contacts(w);
  for (const ParentId i : w.present) {
    if (w.bounded_until[i] <= w.now) continue;  // bounded again before it is asked again
    const auto length = static_cast<std::size_t>(std::clamp(w.now - w.union_since[i], 0, 480));
    const std::array<double, n_domains> share{
        w.union_since[i] == never ? 0.0
                                  : double{rate.relationship[length]} * double{rate.kin[w.reader[i] & 1U]},
        rate.parenting[w.ages[i]][w.reader[i]]};
    std::array<double, n_domains + 1> most{0, 0, contact[w.ages[i]]};
    for (std::size_t d = 0; d < n_domains; ++d) {
      double shift = 0;  // of levers on the occasions of some families
      for (const ReachingLever& lever : w.plan.occasions)
        if (meant_for(w, lever, i)) shift += double{lever.shift[d]};
      most[d] = share[d] * rate.by_experience(w.now, w.last_contact[d][i]) * exp_fixed(shift);
    }
    for (std::size_t k = 0; k < most.size(); ++k) {
      if (w.may_mean[k][i] != 65'535 && most[k] * 0x1p16 >= w.may_mean[k][i] + 1.0)
        return fmt::format(
            "parent {} has an occasion or contact with {}, but is left out from {} in 65,536 on", i, most[k],
            w.may_mean[k][i] + 1);
    }
  }
  return "";
}

}  // namespace

std::string broken_conservation(const World& world) {
  for (const auto& rule : {of_families, of_tickets, of_euros, of_bounds}) {
    if (std::string broken = rule(world); !broken.empty())
      return fmt::format("{}: {}", month_text(world.now), broken);
  }
  return "";
}

}  // namespace uptake
