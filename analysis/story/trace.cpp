// SPDX-License-Identifier: Apache-2.0
#include "analysis/story/trace.hpp"

#include <algorithm>
#include <optional>

#include "sim/pathway/afford.hpp"
#include "sim/pathway/dare.hpp"
#include "sim/pathway/know.hpp"
#include "sim/pathway/need.hpp"
#include "sim/pathway/reach.hpp"
#include "sim/world/journeys.hpp"
#include "sim/world/meant_for.hpp"
#include "sim/world/run.hpp"
#include "sim/world/step_order.hpp"

namespace uptake::story {
namespace {

constexpr int lasting = 3;  ///< months of need, as in the measure of unmet need

/// The columns of one parent that stages write.
struct Column {
  ServiceMask known, referred;
  std::uint8_t pending;
  Boosts boosts;
  struct OfDomain {
    float good, bad;
    Stage stage;
    ServiceId service;
    Month since, until;
    std::uint8_t helped, months_in_need;
  };
  std::array<OfDomain, n_domains> of;

  Column(const World& w, ParentId i)
      : known(w.known[i]), referred(w.referred[i]), pending(w.pending[i]), boosts(w.boosts_of(i)) {
    for (std::size_t d = 0; d < n_domains; ++d) {
      of[d] = {
          w.felt[i][d].good,   w.felt[i][d].bad,    w.lived[i][d].stage,          w.lived[i][d].service,
          w.lived[i][d].since, w.lived[i][d].until, w.lived[i][d].episode_helped, w.months_in_need[d][i]};
    }
  }
};

class Tracer {
 public:
  Tracer(World& world, Trace& trace) : w_(world), t_(trace) {}

  void month() {
    for (const MonthStage& stage : step_order()) {
      before(stage);
      stage.run(w_);
      after(stage);
    }
    close();
  }

 private:
  Happening& add(std::size_t adult, Happens what, Domain domain) {
    Happening one;
    one.month = w_.now;
    one.adult = static_cast<std::uint16_t>(adult);
    one.what = what;
    one.domain = domain;
    return t_.events.emplace_back(one);
  }

  void before(const MonthStage& stage) {
    columns_.clear();
    told_.assign(t_.adults.size(), 0);
    for (const ParentId i : t_.adults) columns_.emplace_back(w_, i);
    n_uses_ = w_.uses.size();
    if (stage.run == journeys) ask();
  }

  void after(const MonthStage& stage) {
    if (stage.run == life_course) own_course();
    if (stage.run == needs) own_needs();
    for (std::size_t a = 0; a < t_.adults.size(); ++a) {
      if (stage.run == exposure) levers(a);
      if (stage.run == universal_contacts) contacts(a);
      if (stage.run == journeys) walked(a);
      if (stage.run == allocation) queues(a);
      if (stage.run == episodes) help(a);
      if (stage.run == word_of_mouth) news(a);
      knowledge(a, stage.run == universal_contacts ? Via::contact
                   : stage.run == episodes         ? Via::help
                   : stage.run == word_of_mouth    ? Via::ties
                                                   : Via::surroundings);
    }
  }

  /// No stage before this one stops a journey, so that what has stopped this month is a need that was not
  /// seen.
  void own_needs() {
    for (std::size_t a = 0; a < t_.adults.size(); ++a) {
      const ParentId i = t_.adults[a];
      for (const Domain domain : both_domains) {
        const auto d = static_cast<std::size_t>(domain);
        if (w_.stopped[d][i].in() == w_.now) add(a, Happens::unseen, domain);
        const int was = columns_[a].of[d].months_in_need, is = w_.months_in_need[d][i];
        if (was < lasting && is >= lasting) add(a, Happens::need_lasts, domain).months = is;
        if (was >= lasting && is < lasting) add(a, Happens::need_over, domain).months = was;
      }
    }
  }

  void own_course() {
    for (std::size_t a = 0; a < t_.adults.size(); ++a) {
      const ParentId i = t_.adults[a];
      for (const Domain domain : both_domains) {
        const auto d = static_cast<std::size_t>(domain);
        const Column::OfDomain& was = columns_[a].of[d];
        if (was.stage != Stage::idle && w_.lived[i][d].stage == Stage::idle)
          add(a, Happens::breaks_off, domain).service = was.service;
      }
      const auto spells = w_.in.population->spells_of(i);
      const auto now =
          std::find_if(spells.begin(), spells.end(), [&](const Spell& s) { return s.start == w_.now; });
      if (now == spells.end() || !w_.active[i]) continue;
      if ((now->flags & begins_by_separation) != 0) add(a, Happens::separation, Domain::relationship);
      if ((now->flags & begins_by_union) != 0) add(a, Happens::new_partner, Domain::relationship);
      if ((now->flags & begins_by_birth) != 0) add(a, Happens::birth, Domain::parenting);
      if (now == spells.begin()) continue;
      const bool was_poor = ((now - 1)->flags & no_expense) != 0, is_poor = (now->flags & no_expense) != 0;
      if (was_poor != is_poor) add(a, is_poor ? Happens::poorer : Happens::better_off, Domain::parenting);
    }
  }

  /// Which levers reached this parent: those in force for it whose mark on daring is the one that stands
  /// there.
  void levers(std::size_t a) {
    const ParentId i = t_.adults[a];
    for (const Domain domain : both_domains) {
      const auto d = static_cast<std::size_t>(domain);
      const Boosts::Daring& was = columns_[a].boosts.of[d];
      const Boosts::Daring& is = w_.boosts_of(i).of[d];
      const bool moved = is.dare != was.dare * was.keep || is.guilt != was.guilt * was.keep;
      if (!moved) continue;
      std::vector<std::string> names;
      for (const auto* reaching : {&w_.plan.campaigns, &w_.plan.bridging}) {
        for (const ReachingLever& lever : *reaching) {
          if (lever.boosts && ((lever.lever->domains >> d) & 1U) != 0 && lever.dare == is.dare &&
              meant_for(w_, lever, i)) {
            names.push_back(lever.lever->name);
          }
        }
      }
      if (names.empty() && !w_.plan.ended.empty()) continue;  // a project's end moved it
      add(a, Happens::lever_reaches, domain).levers = std::move(names);
    }
  }

  /// The uses of this parent that the stage recorded.
  template <class Use>
  void for_each_use(std::size_t a, Use use) const {
    for (std::size_t n = n_uses_; n < w_.uses.size(); ++n) {
      if (w_.uses[n].parent == t_.adults[a]) use(w_.uses[n]);
    }
  }

  void contacts(std::size_t a) {
    const ParentId i = t_.adults[a];
    for_each_use(a, [&](const UseRecord& use) {
      Happening& one = add(a, Happens::advised, use.domain);
      one.service = use.service;
      one.helped = use.helped;
    });
    for (const Domain domain : both_domains) {
      const std::uint8_t is = raised_bit(domain);
      if ((w_.pending[i] & is) == 0 || (columns_[a].pending & is) != 0) continue;
      Happening& one = add(a, Happens::raised, domain);
      one.services = ((w_.known[i] & ~columns_[a].known) | (w_.referred[i] & ~columns_[a].referred)) &
                     w_.plan.pathway.of_domain[static_cast<std::size_t>(domain)];
      one.warm = (w_.referred[i] & ~columns_[a].referred & one.services) != 0;
      told_[a] |= one.services;
    }
  }

  Walk walk_of(std::size_t a, Domain domain, Start start) const {
    const ParentId i = t_.adults[a];
    const auto d = static_cast<std::size_t>(domain);
    const PathwaySettings& s = w_.plan.pathway;
    const ParentView x = w_.person(i, domain);
    Walk walk;
    walk.start = start;
    walk.journey = walk_now(w_, i, domain, start);
    Sight& seen = walk.sight;
    seen.need = x.need;
    seen.trust = x.trust;
    seen.norm = x.norm;
    seen.guilt = x.guilt;
    seen.lever_dare = x.lever_dare;
    seen.lever_reach = x.lever_reach;
    seen.huis_welcome = x.huis_welcome;
    seen.huis_physical = x.huis_physical;
    seen.norm_shift = static_cast<float>(s.norm_shift[d]);
    seen.support = x.network_support;
    seen.daring = daring(s, domain, x);
    const ParentId home = domain == Domain::relationship ? w_.partner_at_home(i) : nobody;
    seen.partner_at_home = home != nobody;
    if (home != nobody) seen.partner_daring = daring(s, domain, w_.person(home, domain));
    const ServiceMask offer = s.of_domain[d] & s.existing & ~s.self_help;
    const ServiceMask of_age = those_that(offer, [&](ServiceId k) {
      return domain == Domain::relationship ||
             takes_ages((*s.services)[k], x.youngest_years, x.eldest_years, at_door(s, x, k).child_to);
    });
    seen.known = (x.known | s.universal) & offer;
    seen.referred = x.referred & of_age;
    seen.fits = suiting(s, ServiceDraws({w_.in.key, w_.now, domain}, x.id, Purpose::know, of_age), of_age);
    const ServiceMask open =
        those_that(seen.fits, [&](ServiceId k) { return (*s.services)[k].entry != Entry::referred; });
    seen.candidates = (start == Start::onward ? 0 : seen.known & open) | seen.referred;
    for (std::size_t k = 0; k < w_.n_services(); ++k) {
      const AtDoor door = at_door(s, x, static_cast<ServiceId>(k));
      const auto reached = [&](const AtDoor& with) {
        return reaching(*s.parameters, (*s.services)[k], s.service[k], x, with);
      };
      seen.fee.push_back(static_cast<float>(fee_of(door.fee, x)));
      seen.wait.push_back(x.expected_wait[k]);
      seen.reach_shift.push_back(s.service[k].reach_shift + static_cast<float>(reached(door) - reached({})));
      seen.door_dare.push_back(static_cast<float>(daring_lift(s, domain, x, door)));
    }
    return walk;
  }

  void ask() {
    due_.assign(t_.adults.size(), {});
    for (std::size_t a = 0; a < t_.adults.size(); ++a) {
      if (!w_.active[t_.adults[a]]) continue;
      for (const Domain domain : both_domains) {
        if (const auto start = journey_due(w_, t_.adults[a], domain))
          due_[a][static_cast<std::size_t>(domain)] = walk_of(a, domain, *start);
      }
    }
  }

  void walked(std::size_t a) {
    const ParentId i = t_.adults[a];
    const auto joined_now = [&](std::size_t d, bool at_ending) {
      return w_.lived[i][d].stage == Stage::waiting && w_.lived[i][d].since == w_.now &&
             ((w_.lived[i][d].episode_flags & use_at_ending) != 0) == at_ending;
    };
    const auto put = [&](Domain domain, Walk walk, bool joined) {
      walk.joined = joined;
      Happening& one = add(a, Happens::journey, domain);
      one.service = walk.journey.service;
      one.walk = t_.walks.size();
      t_.walks.push_back(std::move(walk));
    };
    for (const Domain domain : both_domains) {
      const auto d = static_cast<std::size_t>(domain);
      if (auto& due = due_[a][d]) put(domain, std::move(*due), joined_now(d, false));
    }
    // a journey at an ending is walked after the others; what the gates see has not changed since
    const bool ending = std::find(w_.separating.begin(), w_.separating.end(), i) != w_.separating.end();
    if (!ending || !seeks_at_ending(w_, i)) return;
    const bool joined = joined_now(0, true);
    if (joined || !busy(w_, i, Domain::relationship))
      put(Domain::relationship, walk_of(a, Domain::relationship, Start::ending), joined);
  }

  void queues(std::size_t a) {
    const ParentId i = t_.adults[a];
    for (const Domain domain : both_domains) {
      const auto d = static_cast<std::size_t>(domain);
      const Column::OfDomain& was = columns_[a].of[d];
      if (was.stage != Stage::waiting || w_.lived[i][d].stage == Stage::waiting) continue;
      const bool admitted = w_.lived[i][d].stage == Stage::admitted;
      Happening& one = add(a, admitted ? Happens::place : Happens::gives_up, domain);
      one.service = was.service;
      one.months = admitted ? w_.lived[i][d].until - w_.now : w_.now - was.since;
      one.enriching = (w_.lived[i][d].episode_flags & use_enriching) != 0;
    }
  }

  void help(std::size_t a) {
    const ParentId i = t_.adults[a];
    for (const Domain domain : both_domains) {
      const auto d = static_cast<std::size_t>(domain);
      const Column::OfDomain& was = columns_[a].of[d];
      if (was.stage == Stage::admitted && w_.lived[i][d].stage == Stage::attending) {
        Happening& one = add(a, Happens::begins, domain);
        one.service = was.service;
        one.months = w_.now - was.since;
        one.helped = static_cast<Helped>(w_.lived[i][d].episode_helped);
        one.enriching = (w_.lived[i][d].episode_flags & use_enriching) != 0;
        const ParentView x = w_.person(i, domain);
        one.fee = static_cast<float>(fee_of(at_door(w_.plan.pathway, x, was.service).fee, x));
      } else if (was.stage == Stage::attending && w_.lived[i][d].stage == Stage::idle) {
        Happening& one = add(a, Happens::ends, domain);
        one.service = was.service;
        one.helped = static_cast<Helped>(was.helped);
        const ServiceMask taught = w_.known[i] & ~columns_[a].known;
        const ServiceMask taken = w_.referred[i] & ~columns_[a].referred;
        if ((taught | taken) != 0) {
          Happening& next = add(a, Happens::sent_on, domain);
          next.services = taught | taken;
          next.warm = taken != 0;
          told_[a] |= next.services;
        }
      }
    }
    for_each_use(a, [&](const UseRecord& use) {
      const auto d = static_cast<std::size_t>(use.domain);
      const bool own = columns_[a].of[d].stage == Stage::admitted && w_.lived[i][d].stage == Stage::attending;
      const bool beside = (use.flags & use_second) != 0;
      if (own == !beside)
        return;  // already told: its own beginning, or the second sort that the partner consults
      Happening& one = add(a, own ? Happens::second : Happens::came_along, use.domain);
      one.service = use.service;
      one.helped = use.helped;
      one.written = (use.flags & use_formal) == 0;
    });
  }

  void news(std::size_t a) {
    const ParentId i = t_.adults[a];
    for (const Domain domain : both_domains) {
      const auto d = static_cast<std::size_t>(domain);
      if (w_.felt[i][d].good > columns_[a].of[d].good) add(a, Happens::hears_good, domain);
      if (w_.felt[i][d].bad > columns_[a].of[d].bad) add(a, Happens::hears_bad, domain);
    }
  }

  void knowledge(std::size_t a, Via via) {
    const ServiceMask was = columns_[a].known, is = w_.known[t_.adults[a]];
    for (const Domain domain : both_domains) {
      const ServiceMask here = w_.in.evidence->catalogue.of_domain(domain);
      const ServiceMask learnt = is & ~was & here & ~told_[a];
      if (learnt != 0) {
        Happening& one = add(a, Happens::learns, domain);
        one.services = learnt;
        one.via = via;
      }
      if ((was & ~is & here) != 0) add(a, Happens::forgets, domain).services = was & ~is & here;
    }
  }

  void close() {
    std::vector<AdultMonth> all;
    for (const ParentId i : t_.adults) {
      AdultMonth one;
      one.present = w_.active[i] != 0;
      one.known = w_.known[i];
      for (const Domain domain : both_domains) {
        const auto d = static_cast<std::size_t>(domain);
        one.need[d] = w_.need[d][i];
        one.level[d] =
            static_cast<std::uint8_t>(need_level(*w_.plan.pathway.parameters, domain, w_.need[d][i]));
        one.months_in_need[d] = w_.months_in_need[d][i];
        one.stage[d] = w_.lived[i][d].stage;
        one.service[d] = one.stage[d] == Stage::idle ? no_service : w_.lived[i][d].service;
        if (!one.present) continue;
        one.daring[d] = daring(w_.plan.pathway, domain, w_.person(i, domain));
        if (one.stage[d] == Stage::waiting)
          one.expected_wait[d] = w_.expected_wait[w_.region_of(i) * w_.n_services() + one.service[d]];
      }
      all.push_back(one);
    }
    t_.months.push_back(std::move(all));
  }

  World& w_;
  Trace& t_;
  std::vector<Column> columns_;
  std::vector<ServiceMask> told_;  ///< learnt in this stage, and told with what taught it
  std::vector<std::array<std::optional<Walk>, n_domains>> due_;
  std::size_t n_uses_ = 0;
};

}  // namespace

void live_on_traced(World& world, Month until, Trace& trace, const std::function<void(const World&)>& look) {
  live_on(world, std::min(trace.from, until), look);
  Tracer tracer(world, trace);
  for (; world.now < until; ++world.now) {
    tracer.month();
    if (look) look(world);
  }
}

bool contact_told(const Trace& trace, Domain domain, Month month) {
  std::vector<std::uint8_t> helped(trace.adults.size(), 0);
  for (const Happening& one : trace.events) {
    if (one.month > month) break;
    if (one.domain != domain) continue;
    if (one.what == Happens::begins) helped[one.adult] = 1;
    if (one.what == Happens::ends || one.what == Happens::breaks_off) helped[one.adult] = 0;
    const bool contact = one.what == Happens::advised || one.what == Happens::begins ||
                         one.what == Happens::ends || one.what == Happens::came_along ||
                         (one.what == Happens::second && !one.written);
    if (contact && month - one.month < 12) return true;
  }
  return std::any_of(helped.begin(), helped.end(), [](std::uint8_t h) { return h != 0; });
}

}  // namespace uptake::story
