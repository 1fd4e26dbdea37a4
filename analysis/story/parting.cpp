// SPDX-License-Identifier: Apache-2.0
#include "analysis/story/parting.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace uptake::story {
namespace {

constexpr double little = 0.005;  ///< logit, months or worry units: less than this is not told as a cause

using Course = std::vector<const Happening*>;

/// What a month brings one adult in one domain, in one life.
Course course_of(const Trace& trace, Month month, std::uint16_t adult, Domain domain) {
  Course course;
  const auto first = std::lower_bound(trace.events.begin(), trace.events.end(), month,
                                      [](const Happening& one, Month m) { return one.month < m; });
  for (auto one = first; one != trace.events.end() && one->month == month; ++one) {
    if (one->adult == adult && one->domain == domain && is_course(*one)) course.push_back(&*one);
  }
  return course;
}

/// What makes two courses the same. How much help will help counts where it is told: at the end.
auto key(const Trace& trace, const Happening& one) {
  const Walk* walk = one.what == Happens::journey ? &trace.walks[one.walk] : nullptr;
  return std::tuple(one.what, one.service, one.what == Happens::ends ? one.helped : Helped::fairly,
                    one.written, walk ? walk->start : Start::occasion,
                    walk ? walk->journey.stopped : Gate::served, walk != nullptr && walk->joined);
}

bool same_course(const Trace& a, Course in_a, const Trace& b, Course in_b) {
  const auto weighed_only = [](const Happening* one) { return one->what == Happens::unseen; };
  std::erase_if(in_a, weighed_only);  // nothing comes of it by itself
  std::erase_if(in_b, weighed_only);
  return std::equal(in_a.begin(), in_a.end(), in_b.begin(), in_b.end(),
                    [&](const Happening* x, const Happening* y) { return key(a, *x) == key(b, *y); });
}

const Happening* find(const Course& course, Happens what) {
  const auto at =
      std::find_if(course.begin(), course.end(), [&](const Happening* one) { return one->what == what; });
  return at == course.end() ? nullptr : *at;
}

class Comparison {
 public:
  Comparison(const Trace& baseline, const Trace& scenario) : b_(baseline), s_(scenario) {}

  Difference difference(Month month, std::uint16_t adult, Domain domain, const Course& in_b,
                        const Course& in_s) {
    now_ = {};
    now_.month = month;
    now_.adult = adult;
    now_.domain = domain;
    const Happening *jb = find(in_b, Happens::journey), *js = find(in_s, Happens::journey);
    if (jb != nullptr && js != nullptr) {
      both_walked(b_.walks[jb->walk], s_.walks[js->walk]);
    } else if (jb != nullptr || js != nullptr) {
      one_walked(in_b, in_s, js != nullptr);
    } else if (find(in_b, Happens::advised) != nullptr || find(in_s, Happens::advised) != nullptr) {
      now_.because.push_back(
          {.cause = Cause::raised, .in_scenario = find(in_s, Happens::advised) != nullptr});
    } else {
      queued();
    }
    if (now_.because.empty()) now_.because.push_back({});
    return now_;
  }

 private:
  [[nodiscard]] const AdultMonth& at(const Trace& trace, Month month) const {
    return trace.months[static_cast<std::size_t>(month - trace.from)][now_.adult];
  }

  void number(Cause cause, double baseline, double scenario, ServiceId service = no_service) {
    if (std::abs(baseline - scenario) < little) return;
    now_.because.push_back({.cause = cause, .service = service, .baseline = baseline, .scenario = scenario});
  }

  /// Since when a life knows services that the other does not know, and by what it learnt the last of them.
  void knowledge(const Sight& b, const Sight& s) {
    for (const bool in_scenario : {true, false}) {
      const Sight &has = in_scenario ? s : b, &lacks = in_scenario ? b : s;
      const ServiceMask sent = has.referred & ~lacks.referred;
      if (sent != 0)
        now_.because.push_back({.cause = Cause::referral, .in_scenario = in_scenario, .services = sent});
      const ServiceMask more = has.known & ~lacks.known & has.fits & ~sent;
      if (more == 0) continue;
      Because one{.cause = Cause::knows, .in_scenario = in_scenario, .services = more};
      const Trace& life = in_scenario ? s_ : b_;
      for (const Happening& event : life.events) {
        const bool taught =
            event.what == Happens::learns || event.what == Happens::raised || event.what == Happens::sent_on;
        if (event.month > now_.month || event.adult != now_.adult || !taught || (event.services & more) == 0)
          continue;
        one.since = event.month;
        one.via = event.what == Happens::learns   ? event.via
                  : event.what == Happens::raised ? Via::contact
                                                  : Via::help;
      }
      // known in both lives then: the other has forgotten it since
      if (one.since != never && (at(in_scenario ? b_ : s_, one.since).known & more) != 0) one.since = never;
      now_.because.push_back(one);
    }
  }

  void by_service(Cause cause, const std::vector<float>& b, const std::vector<float>& s,
                  ServiceMask candidates) {
    for_each_service(candidates, [&](ServiceId k) { number(cause, b[k], s[k], k); });
  }

  /// What the gate sees, and sees otherwise in the other life.
  void gate(Gate which, const Sight& b, const Sight& s) {
    const ServiceMask candidates = b.candidates | s.candidates;
    switch (which) {
      case Gate::informal:
        number(Cause::support, b.support, s.support);
        [[fallthrough]];
      case Gate::recognise:
      case Gate::self_help:
        number(Cause::need, b.need, s.need);
        break;
      case Gate::know:
        break;
      case Gate::dare:
        number(Cause::lever_dare, b.lever_dare, s.lever_dare);
        number(Cause::guilt, b.guilt, s.guilt);
        number(Cause::trust, b.trust, s.trust);
        number(Cause::norm, b.norm, s.norm);
        number(Cause::norm_shift, b.norm_shift, s.norm_shift);
        number(Cause::welcome, b.huis_welcome, s.huis_welcome);
        by_service(Cause::door, b.door_dare, s.door_dare, candidates);
        if (b.partner_at_home && s.partner_at_home)
          number(Cause::partner, b.partner_daring, s.partner_daring);
        break;
      case Gate::afford:
        by_service(Cause::fee, b.fee, s.fee, candidates);
        break;
      case Gate::reach:
        number(Cause::lever_reach, b.lever_reach, s.lever_reach);
        by_service(Cause::reach_shift, b.reach_shift, s.reach_shift, candidates);
        if (b.huis_physical != s.huis_physical)
          now_.because.push_back({.cause = Cause::house, .in_scenario = s.huis_physical});
        break;
      case Gate::wait:
        by_service(Cause::wait, b.wait, s.wait, candidates);
        break;
      case Gate::served:
        break;
    }
  }

  void both_walked(const Walk& b, const Walk& s) {
    const Gate in_b = b.journey.stopped, in_s = s.journey.stopped;
    if (in_b != in_s) {
      now_.gate = std::min(in_b, in_s);
      now_.scenario_further = in_s > in_b;
      gate(*now_.gate, b.sight, s.sight);
      if (*now_.gate >= Gate::know) knowledge(b.sight, s.sight);  // another offer in mind is another question
    } else if (in_b == Gate::served) {  // another service, or the partner went first in one life
      for (const Gate which : {Gate::dare, Gate::afford, Gate::reach, Gate::wait})
        gate(which, b.sight, s.sight);
      knowledge(b.sight, s.sight);
    }
    if (b.start != s.start && (b.start == Start::raised_by_contact || s.start == Start::raised_by_contact)) {
      now_.because.push_back({.cause = Cause::raised, .in_scenario = s.start == Start::raised_by_contact});
    }
  }

  /// A journey in one life only: the subject was raised, the need was seen, or the family was already on its
  /// way.
  void one_walked(const Course& in_b, const Course& in_s, bool in_scenario) {
    const Course &walked = in_scenario ? in_s : in_b, &other = in_scenario ? in_b : in_s;
    const Trace &life = in_scenario ? s_ : b_, &its = in_scenario ? b_ : s_;
    const Walk& walk = life.walks[find(walked, Happens::journey)->walk];
    now_.scenario_further = in_scenario;
    if (walk.start == Start::raised_by_contact) {
      now_.because.push_back({.cause = Cause::raised, .in_scenario = in_scenario});
    } else if (find(other, Happens::unseen) != nullptr) {
      now_.gate = Gate::recognise;
      number(Cause::need, need(b_), need(s_));
    }
    if (occupied(its)) now_.because.push_back({.cause = Cause::occupied, .in_scenario = !in_scenario});
  }

  /// Whether this adult was on its way or being helped last month; for the relationship, any of the couple.
  [[nodiscard]] bool occupied(const Trace& life) const {
    if (now_.month == life.from) return false;
    const auto& adults = life.months[static_cast<std::size_t>(now_.month - 1 - life.from)];
    for (std::size_t a = 0; a < adults.size(); ++a) {
      const bool counts = a == now_.adult || now_.domain == Domain::relationship;
      if (counts && adults[a].stage[static_cast<std::size_t>(now_.domain)] != Stage::idle) return true;
    }
    return false;
  }

  [[nodiscard]] double need(const Trace& trace) const {
    return at(trace, now_.month).need[static_cast<std::size_t>(now_.domain)];
  }

  /// A place, help or an end in one life only, after the same asking: the queue.
  void queued() {
    const auto d = static_cast<std::size_t>(now_.domain);
    if (now_.month == b_.from) return;
    const auto last = static_cast<Month>(now_.month - 1);
    const AdultMonth &b = at(b_, last), &s = at(s_, last);
    if (b.service[d] != no_service && b.service[d] == s.service[d] && b.stage[d] == Stage::waiting &&
        s.stage[d] == Stage::waiting) {
      number(Cause::wait, b.expected_wait[d], s.expected_wait[d], b.service[d]);
    }
  }

  const Trace &b_, &s_;
  Difference now_;
};

}  // namespace

bool is_course(const Happening& one) {
  switch (one.what) {
    case Happens::unseen:
    case Happens::advised:
    case Happens::journey:
    case Happens::place:
    case Happens::gives_up:
    case Happens::begins:
    case Happens::came_along:
    case Happens::second:
    case Happens::ends:
    case Happens::breaks_off:
      return true;
    default:
      return false;
  }
}

Parting compare_lives(const Trace& baseline, const Trace& scenario) {
  Parting parting;
  Comparison comparison(baseline, scenario);
  const auto n_adults = static_cast<std::uint16_t>(baseline.adults.size());
  for (Month month = baseline.from; month < std::min(baseline.until(), scenario.until()); ++month) {
    const auto at = static_cast<std::size_t>(month - baseline.from);
    if (!parting.first_touch && baseline.months[at] != scenario.months[at]) parting.first_touch = month;
    for (std::uint16_t adult = 0; adult < n_adults; ++adult) {
      for (const Domain domain : both_domains) {
        const Course in_b = course_of(baseline, month, adult, domain),
                     in_s = course_of(scenario, month, adult, domain);
        if (same_course(baseline, in_b, scenario, in_s)) continue;
        parting.differences.push_back(comparison.difference(month, adult, domain, in_b, in_s));
      }
    }
  }
  if (!parting.differences.empty()) {
    parting.parts = parting.differences.front().month;
    if (!parting.first_touch || *parting.first_touch > *parting.parts) parting.first_touch = parting.parts;
  }
  return parting;
}

}  // namespace uptake::story
