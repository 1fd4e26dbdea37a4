// SPDX-License-Identifier: Apache-2.0
// Why two lives differ, in words.
#include <fmt/format.h>

#include <algorithm>

#include "analysis/story/sentences.hpp"

namespace uptake::story {

void Sentences::explain(const Difference& difference, std::vector<Both>& because) const {
  const auto add = [&](const Both& words) {
    if (std::find(because.begin(), because.end(), words) == because.end()) because.push_back(words);
  };
  if (difference.gate) {
    const Both stops = with_policy(!difference.scenario_further),
               passes = with_policy(difference.scenario_further);
    const Both g = gate_label(*difference.gate);
    add({fmt::format("{} {} is stopped here: {}. {} this gate is passed.", capital(stops).en,
                     who(difference.adult).en, g.en, capital(passes).en),
         fmt::format("{} wordt {} hier tegengehouden: {}. {} lukt deze stap wel.", capital(stops).nl,
                     who(difference.adult).nl, g.nl, capital(passes).nl)});
  }
  // that it follows from what went before goes without saying, unless a gate asks for a reason
  for (const Because& one : difference.because) {
    if (one.cause != Cause::before || difference.gate) add(cause(difference, one));
  }
}

Both Sentences::cause(const Difference& difference, const Because& one) const {
  const Both W = capital_who(difference.adult), life = with_policy(one.in_scenario), has = capital(life);
  const auto figures = [&](const Both& b, const Both& s) {
    return Both{fmt::format("{} without the policy, {} with it.", b.en, s.en),
                fmt::format("{} zonder het beleid, {} met het beleid.", b.nl, s.nl)};
  };
  const auto logit_of = [&](const char* en, const char* nl) {
    return Both{en, nl} + ": " + figures(logits(one.baseline), logits(one.scenario));
  };
  switch (one.cause) {
    case Cause::knows: {
      const Both s = services(one.services, 3), when = one.since != never ? since(difference, one) : Both{};
      return {fmt::format("{} knows {} {} only{}.", W.en, s.en, life.en, when.en),
              fmt::format("{} kent {} alleen {}{}.", W.nl, s.nl, life.nl, when.nl)};
    }
    case Cause::referral: {
      const Both s = services(one.services, 3);
      return {fmt::format("The family has a referral to {} in hand {} only.", s.en, life.en),
              fmt::format("Het gezin heeft alleen {} een doorverwijzing naar {} op zak.", life.nl, s.nl)};
    }
    case Cause::lever_dare:
      return logit_of("Daring, by what reached the family", "Durf, door maatregelen die het gezin bereikten");
    case Cause::guilt:
      return logit_of("Taken off daring by guilt", "Verlies aan durf door schuldgevoel");
    case Cause::trust:
      return logit_of("Trust from own experience with help", "Vertrouwen uit eigen ervaring met hulp");
    case Cause::norm:
      return logit_of("Daring, by what others told", "Durf, door wat anderen vertelden");
    case Cause::norm_shift:
      return logit_of("Everybody’s daring", "De durf van iedereen");
    case Cause::welcome:
      return logit_of("The welcome of the Huis van het Kind", "Het onthaal van het Huis van het Kind");
    case Cause::partner:
      return logit_of("The partner’s daring", "De durf van de partner");
    case Cause::fee:
      return Both{fmt::format("A contact at {} costs the family: ", service(one.service).en),
                  fmt::format("Een contact bij {} kost het gezin: ", service(one.service).nl)} +
             figures(euros(one.baseline), euros(one.scenario));
    case Cause::lever_reach:
      return logit_of("Somebody goes along, which makes services easier to reach",
                      "Iemand gaat mee, waardoor diensten makkelijker bereikbaar zijn");
    case Cause::reach_shift:
      return Both{fmt::format("How well {} can be reached: ", service(one.service).en),
                  fmt::format("Bereikbaarheid van {}: ", service(one.service).nl)} +
             figures(logits(one.baseline), logits(one.scenario));
    case Cause::house:
      return {fmt::format("{} its municipality has a Huis van het Kind with a door of its own, else not.",
                          has.en),
              fmt::format("Alleen {} heeft de gemeente een fysiek Huis van het Kind.", life.nl)};
    case Cause::wait:
      return Both{fmt::format("The expected wait at {}: ", service(one.service).en),
                  fmt::format("De verwachte wachttijd bij {}: ", service(one.service).nl)} +
             figures(months(one.baseline), months(one.scenario));
    case Cause::need:
      return Both{difference.domain == Domain::parenting ? "Worry" : "Strain",
                  difference.domain == Domain::parenting ? "Zorgen" : "Spanning"} +
             ": " + figures(number(one.baseline, 2), number(one.scenario, 2));
    case Cause::raised:
      return {fmt::format("A contact point raises the subject {} only.", life.en),
              fmt::format("Alleen {} brengt een contactpunt het onderwerp ter sprake.", life.nl)};
    case Cause::occupied:
      return {fmt::format("{} the family is already waiting for help or being helped.", has.en),
              fmt::format("{} wacht het gezin al op hulp of wordt het al geholpen.", has.nl)};
    case Cause::door:
      return Both{fmt::format("Daring to go in at {}: ", service(one.service).en),
                  fmt::format("Durf om binnen te stappen bij {}: ", service(one.service).nl)} +
             figures(logits(one.baseline), logits(one.scenario));
    case Cause::support:
      return Both{"Support from the network: ", "Steun van het netwerk: "} +
             figures(number(one.baseline, 2), number(one.scenario, 2));
    case Cause::before:
      return {"Nothing that this gate sees differs by itself: it follows from what went before.",
              "Niets wat bij deze drempel meetelt, verschilt op zich: het volgt uit wat voorafging."};
  }
  return {};
}

Both Sentences::since(const Difference& difference, const Because& one) const {
  const Both m = month_words(one.since);
  const Trace &life = one.in_scenario ? story_.scenario : story_.baseline,
              &other = one.in_scenario ? story_.baseline : story_.scenario;
  const auto reached_by = [&](const Trace& trace) {
    std::vector<std::string> names;
    for (const Happening& event : trace.events) {
      if (event.what == Happens::lever_reaches && event.month == one.since && event.adult == difference.adult)
        names.insert(names.end(), event.levers.begin(), event.levers.end());
    }
    return names;
  };
  Both how;
  if (one.via == Via::surroundings) {
    std::vector<std::string> names = reached_by(life);
    for (const std::string& also : reached_by(other)) std::erase(names, also);
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    if (!names.empty()) how = levers(names);
  } else if (one.via == Via::contact) {
    how = {"told where the family comes anyway", "verteld op een plek waar het gezin toch al komt"};
  } else if (one.via == Via::help) {
    how = {"told by a service that helped", "verteld door een dienst die hielp"};
  } else {
    how = {"told by others whom it helped", "verteld door anderen die er geholpen werden"};
  }
  const Both text{", since " + m.en, ", sinds " + m.nl};
  return how.en.empty() ? text : text + " (" + how + ")";
}

}  // namespace uptake::story
