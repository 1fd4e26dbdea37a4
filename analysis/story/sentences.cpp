// SPDX-License-Identifier: Apache-2.0
#include "analysis/story/sentences.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/survey/memory.hpp"

namespace uptake::story {
namespace {

/// The reasons of the gate where it stopped, or of the later ones that would also have stopped it.
std::vector<Both> reasons(const Walk& walk, bool of_the_stop) {
  std::vector<Both> all;
  for (std::size_t r = 0; r < n_nonuse_reasons; ++r) {
    if (((walk.journey.reasons >> r) & 1U) == 0) continue;
    const Gate gate = gate_of(static_cast<NonuseReason>(r));
    if ((gate == walk.journey.stopped) != of_the_stop) continue;
    const Both words = gate == Gate::wait ? gate_label(gate) : label("nonuse_reason", r);
    if (std::find(all.begin(), all.end(), words) == all.end()) all.push_back(words);
  }
  return all;
}

bool told_with_partner(const Trace& life, const Happening& came) {
  return std::any_of(life.events.begin(), life.events.end(), [&](const Happening& one) {
    return one.what == Happens::begins && one.month == came.month && one.domain == came.domain &&
           one.service == came.service && one.adult != came.adult;
  });
}

}  // namespace

Sentences::Sentences(const Study& study, const Population& population, const Story& story)
    : study_(study), all_(population), story_(story) {
  for (std::size_t a = 0; a < story_.adults().size(); ++a) names_.push_back(name(a));
}

Both Sentences::name(std::size_t a) const {
  const auto& adults = story_.adults();
  const Gender gender = all_.traits[adults[a]].gender;
  const bool twice = std::count_if(adults.begin(), adults.end(),
                                   [&](ParentId i) { return all_.traits[i].gender == gender; }) > 1;
  Both plain = gender == Gender::women ? Both{"the mother", "de moeder"} : Both{"the father", "de vader"};
  if (!twice) return plain;
  return plain + fmt::format(" ({})", a + 1).c_str();
}

Both Sentences::service(ServiceId k) const {
  const ServiceType& type = study_.evidence.catalogue.types[k];
  return {"“" + type.name_en + "”", "“" + type.name_nl + "”"};
}
Both Sentences::services(ServiceMask set, std::size_t most) const {
  std::vector<Both> all;
  for_each_service(set, [&](ServiceId k) { all.push_back(service(k)); });
  if (all.size() > most) {
    const auto more = all.size() - most;
    all.resize(most);
    all.push_back({fmt::format("{} more", more), fmt::format("nog {} andere", more)});
  }
  return listed(all);
}

Both Sentences::lever(const std::string& wanted) const {
  for (const Scenario& scenario : study_.scenarios) {
    for (const Lever& one : scenario.levers) {
      if (one.name != wanted) continue;
      const LeverInfo& info = lever_registry()[static_cast<std::size_t>(one.kind)];
      std::string plain = wanted;
      std::replace(plain.begin(), plain.end(), '_', ' ');
      return {fmt::format("{} ‘{}’", info.label_en, plain), fmt::format("{} ‘{}’", info.label_nl, plain)};
    }
  }
  return {wanted, wanted};
}
Both Sentences::levers(const std::vector<std::string>& all) const {
  if (all.empty()) return {"A campaign or visit", "een campagne of een bezoek"};
  Both text;
  for (const std::string& one : all)
    text = text + (text.en.empty() ? Both{} : Both{" or ", " of "}) + lever(one);
  return text;
}

Both Sentences::journey(const Trace& life, const Happening& one) const {
  const Walk& walk = life.walks[one.walk];
  const Both w = who(one.adult), W = capital_who(one.adult), d = support(one.domain);
  Both text;
  switch (walk.start) {
    case Start::occasion:
      text = {fmt::format("{} looks for {}", W.en, d.en), fmt::format("{} zoekt {}", W.nl, d.nl)};
      break;
    case Start::raised_by_contact:
      text = {fmt::format("{} takes this up and looks for {}", W.en, d.en),
              fmt::format("{} gaat daarop in en zoekt {}", W.nl, d.nl)};
      break;
    case Start::ending:
      text = {fmt::format("At the end of the union {} looks for {}", w.en, d.en),
              fmt::format("{} zoekt {} bij het einde van de relatie", W.nl, d.nl)};
      break;
    case Start::onward:
      text = {fmt::format("{} follows the referral to {}", W.en, d.en),
              fmt::format("{} gaat in op de doorverwijzing naar {}", W.nl, d.nl)};
      break;
    case Start::enriching:
      text = {
          fmt::format("Without a need, to enrich family life, {} looks for {}", w.en, d.en),
          fmt::format("{} heeft geen nood, maar zoekt {} als verrijking van het gezinsleven", W.nl, d.nl)};
      break;
  }
  if (walk.journey.looked_self_help) {
    text = text + Both{" and first looks at books, folders or websites",
                       " en kijkt eerst naar boeken, folders of websites"};
  }
  const Gate stopped = walk.journey.stopped;
  if (stopped != Gate::served) {
    text = text + Both{". It stops there: ", ". Daar stopt het: "} + gate_label(stopped);
    if (stopped == Gate::dare) {
      const std::vector<Both> why = reasons(walk, true);
      if (!why.empty()) text = text + " (" + listed(why) + ")";
    }
    text = text + ".";
    if (const std::vector<Both> later = reasons(walk, false); !later.empty()) {
      text = text + Both{" What would also have stopped it: ", " Wat de zoektocht ook had gestopt: "} +
             listed(later) + ".";
    }
    return text;
  }
  if (!walk.joined) {
    return text + Both{", but the partner has asked for help already this month.",
                       ", maar de partner heeft deze maand al hulp gevraagd."};
  }
  const ServiceId k = walk.journey.service;
  text =
      text +
      Both{", passes every gate and asks for help at ", ", komt over alle drempels en meldt zich aan bij "} +
      service(k);
  if (const double wait = walk.sight.wait[k]; wait >= 0.1) {
    text = text + Both{" (expected wait: about ", " (verwachte wachttijd: ongeveer "} + months(wait) + ")";
  }
  return text + ".";
}

Both Sentences::along(const Trace& life, const Happening& begins) const {
  for (const Happening& one : life.events) {
    if (one.what == Happens::came_along && one.month == begins.month && one.domain == begins.domain &&
        one.service == begins.service && one.adult != begins.adult) {
      return Both{fmt::format(" {} comes along.", capital_who(one.adult).en),
                  fmt::format(" {} gaat mee.", capital_who(one.adult).nl)};
    }
  }
  return {};
}

Both Sentences::of(const Trace& life, const Happening& one) const {
  const Both w = who(one.adult), W = capital_who(one.adult);
  const bool parenting = one.domain == Domain::parenting;
  const auto k = [&] { return service(one.service); };
  switch (one.what) {
    case Happens::birth:
      return {"A child is born.", "Er wordt een kind geboren."};
    case Happens::separation:
      return {fmt::format("The union of {} ends.", w.en), fmt::format("De relatie van {} eindigt.", w.nl)};
    case Happens::new_partner:
      return {fmt::format("{} begins a life with a partner.", W.en),
              fmt::format("{} krijgt een partner.", W.nl)};
    case Happens::poorer:
      return {"From now on the family cannot pay an unexpected expense.",
              "Vanaf nu kan het gezin geen onverwachte uitgave meer betalen."};
    case Happens::better_off:
      return {"From now on the family can pay an unexpected expense again.",
              "Vanaf nu kan het gezin weer een onverwachte uitgave betalen."};
    case Happens::need_lasts:
      return parenting
                 ? Both{fmt::format("{} has had serious worries about the children for three months.", W.en),
                        fmt::format("{} maakt zich al drie maanden ernstig zorgen over de opvoeding.", W.nl)}
                 : Both{fmt::format("{} has felt serious strain in the relationship for three months.", W.en),
                        fmt::format("{} ervaart al drie maanden ernstige spanningen in de relatie.", W.nl)};
    case Happens::need_over:
      return parenting ? Both{fmt::format("The serious worries of {} are over, for now.", w.en),
                              fmt::format("De ernstige zorgen van {} zijn voorlopig voorbij.", w.nl)}
                       : Both{fmt::format("The serious strain that {} felt is over, for now.", w.en),
                              fmt::format("De ernstige spanningen zijn voor {} voorlopig voorbij.", w.nl)};
    case Happens::raised: {
      const Both s = subject(one.domain);
      Both text{
          fmt::format("Where the family comes anyway, or is called on, {} comes up with {}", s.en, w.en),
          fmt::format("Waar het gezin toch al komt of gecontacteerd wordt, komt {} ter sprake met {}", s.nl,
                      w.nl)};
      if (one.services != 0) {
        const Both to = services(one.services);
        text = text + (one.warm ? Both{fmt::format("; somebody takes the family along to {}", to.en),
                                       fmt::format("; iemand gaat mee naar {}", to.nl)}
                                : Both{fmt::format("; the family hears of {}", to.en),
                                       fmt::format("; het gezin hoort over {}", to.nl)});
      }
      return text + ".";
    }
    case Happens::advised: {
      const Both s = subject(one.domain), h = helped_words(one.helped);
      return {fmt::format("{} comes up at {}, which advises {} on the spot: a formal contact. It helped: {}.",
                          capital(s).en, k().en, w.en, h.en),
              fmt::format("{} komt ter sprake bij {}; {} krijgt er ter plekke advies: een formeel contact. "
                          "Dat heeft {} geholpen.",
                          capital(s).nl, k().nl, w.nl, h.nl)};
    }
    case Happens::journey: {
      const Walk& walk = life.walks[one.walk];
      const bool nothing = walk.start == Start::enriching && walk.journey.stopped != Gate::served;
      return nothing ? Both{} : journey(life, one);
    }
    case Happens::place:
      if (one.months == 0) return {};  // help begins this month
      return {fmt::format("There is a place at {}: help begins in {}.", k().en,
                          month_words(static_cast<Month>(one.month + one.months)).en),
              fmt::format("Er is plaats bij {}: de hulp begint in {}.", k().nl,
                          month_words(static_cast<Month>(one.month + one.months)).nl)};
    case Happens::gives_up:
      return {fmt::format("{} gives up waiting for {} after {}.", W.en, k().en, months(one.months).en),
              fmt::format("{} haakt af bij {}, na {} wachten.", W.nl, k().nl, months(one.months).nl)};
    case Happens::begins: {
      Both text = Both{"Help by ", "De hulp van "} + k();
      text = text + (one.months == 0 ? Both{" begins at once", " begint meteen"}
                                     : Both{" begins, " + months(one.months).en + " after the asking",
                                            " begint " + months(one.months).nl + " na de aanmelding"});
      text = text + (one.fee > 0 ? Both{"; a contact costs the family " + euros(one.fee).en + ".",
                                        "; een contact kost het gezin " + euros(one.fee).nl + "."}
                                 : Both{"; it costs the family nothing.", "; het kost het gezin niets."});
      return text + along(life, one);
    }
    case Happens::came_along:
      if (told_with_partner(life, one)) return {};
      return {fmt::format("{} goes along with the partner to {}.", W.en, k().en),
              fmt::format("{} gaat met de partner mee naar {}.", W.nl, k().nl)};
    case Happens::second:
      return {fmt::format("Beside it {} also consults {}.", w.en, k().en),
              fmt::format("Daarnaast raadpleegt {} ook {}.", w.nl, k().nl)};
    case Happens::ends:
      return {
          fmt::format("Help by {} ends. It helped: {}.", k().en, helped_words(one.helped).en),
          fmt::format("De hulp van {} eindigt. Dat heeft {} geholpen.", k().nl, helped_words(one.helped).nl)};
    case Happens::sent_on:
      return one.warm ? Both{fmt::format("The family is taken along to {}.", services(one.services).en),
                             fmt::format("Het gezin wordt meegenomen naar {}.", services(one.services).nl)}
                      : Both{fmt::format("The family gets the address of {}.", services(one.services).en),
                             fmt::format("Het gezin krijgt het adres van {}.", services(one.services).nl)};
    case Happens::breaks_off:
      return {fmt::format("{} no longer brings up a child in Flanders, and leaves {}.", W.en, k().en),
              fmt::format("{} voedt in Vlaanderen geen kind meer op en stopt bij {}.", W.nl, k().nl)};
    case Happens::unseen:
    case Happens::learns:
    case Happens::forgets:
    case Happens::hears_good:
    case Happens::hears_bad:
    case Happens::lever_reaches:
      return {};
  }
  return {};
}

void Sentences::gather(const Happening& one, Quiet& quiet) {
  const std::pair by{one.adult, one.domain};
  switch (one.what) {
    case Happens::learns:
      quiet.learnt[one.adult] |= one.services;
      break;
    case Happens::forgets:
      quiet.forgot[one.adult] |= one.services;
      break;
    case Happens::unseen:
      ++quiet.unseen[by];
      break;
    case Happens::hears_good:
      ++quiet.good[by];
      break;
    case Happens::hears_bad:
      ++quiet.bad[by];
      break;
    case Happens::lever_reaches:
      ++quiet.levers[{one.adult, one.levers}];
      break;
    default:
      break;
  }
}

std::vector<Both> Sentences::of(const Quiet& quiet) const {
  std::vector<Both> said;
  for (const auto& [by, n] : quiet.levers) {
    const Both l = levers(by.second), w = who(by.first), W = capital_who(by.first), t = times(n);
    said.push_back(n == 1 ? Both{fmt::format("{} reaches {}.", l.en, w.en),
                                 fmt::format("{} wordt bereikt door {}.", W.nl, l.nl)}
                          : Both{fmt::format("{} reaches {} {}.", l.en, w.en, t.en),
                                 fmt::format("{} wordt {} bereikt door {}.", W.nl, t.nl, l.nl)});
  }
  for (const auto& [by, n] : quiet.unseen) {
    const Both d = support(by.second), t = times(n), g = gate_label(Gate::recognise);
    said.push_back({fmt::format("{} weighs {} {}: {}.", capital_who(by.first).en, d.en, t.en, g.en),
                    fmt::format("{} overweegt {} {}, maar {}.", capital_who(by.first).nl, t.nl, d.nl, g.nl)});
  }
  for (const auto& [adult, set] : quiet.learnt) {
    const Both s = services(set);
    said.push_back({fmt::format("{} gets to know {}.", capital_who(adult).en, s.en),
                    fmt::format("{} leert {} kennen.", capital_who(adult).nl, s.nl)});
  }
  for (const auto& [adult, set] : quiet.forgot) {
    const Both s = services(set);
    said.push_back({fmt::format("{} forgets {}.", capital_who(adult).en, s.en),
                    fmt::format("{} vergeet {}.", capital_who(adult).nl, s.nl)});
  }
  for (const bool good : {true, false}) {
    for (const auto& [by, n] : good ? quiet.good : quiet.bad) {
      const Both d = support(by.second), t = times(n);
      said.push_back(good ? Both{fmt::format("{} hears {} from others of good help: {}.",
                                             capital_who(by.first).en, t.en, d.en),
                                 fmt::format("{} hoort {} van anderen over goede ervaringen met {}.",
                                             capital_who(by.first).nl, t.nl, d.nl)}
                          : Both{fmt::format("{} hears {} from others of bad help: {}.",
                                             capital_who(by.first).en, t.en, d.en),
                                 fmt::format("{} hoort {} van anderen over slechte ervaringen met {}.",
                                             capital_who(by.first).nl, t.nl, d.nl)});
    }
  }
  return said;
}

}  // namespace uptake::story
