// SPDX-License-Identifier: Apache-2.0
#include "analysis/story/telling.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "analysis/story/sentences.hpp"
#include "sim/base/math.hpp"

namespace uptake::story {
namespace {

Both felt(float support) {
  constexpr float third = 0.43F;  // a standard normal trait, cut into three equal parts
  return support > third ? Both{"much support from family and friends", "veel steun van familie en vrienden"}
         : support < -third
             ? Both{"little support from family and friends", "weinig steun van familie en vrienden"}
             : Both{"average support from family and friends", "gemiddelde steun van familie en vrienden"};
}

class Teller {
 public:
  Teller(const Study& study, const RunId& run, const Population& population, const Story& story)
      : study_(study), run_(run), all_(population), story_(story), say_(study, population, story) {}

  Telling tell() {
    Telling told;
    const Scenario& policy = study_.scenarios[1];
    told.title = {fmt::format("One family’s story, without and with “{}”", policy.title_en),
                  fmt::format("Het verhaal van één gezin, zonder en met “{}”", policy.title_nl)};
    told.family = family();
    told.outcome = outcome();
    told.parting = parting();
    told.rows = rows();
    told.states = states();
    told.shows = shows();
    return told;
  }

 private:
  [[nodiscard]] std::vector<Fact> family() const {
    std::vector<Fact> facts;
    const auto& adults = story_.adults();
    const Month month = story_.reference;
    const auto yes_no = [](bool no) { return static_cast<std::size_t>(no ? YesNo::no : YesNo::yes); };
    const auto fact = [&](std::string_view variable, std::size_t category) {
      facts.push_back({variable_label(variable), label(variable, category)});
    };
    const Spell& life = *all_.spell_at(adults.front(), month);
    if (life.form != Form::none) fact("family_form", static_cast<std::size_t>(life.form));
    if (life.form != Form::none && life.youngest_birth != never) {
      fact("children", static_cast<std::size_t>(children_class(life.n_children)));
      fact("youngest_age", static_cast<std::size_t>(youngest_class(life.youngest_birth, month)));
    }
    if (life.union_status != UnionStatus::no_partner)
      fact("union_status", static_cast<std::size_t>(life.union_status));
    const Municipality& town = study_.evidence.municipalities.list[all_.municipality[story_.family]];
    const Both minutes = number(town.minutes_to_centre, 0);
    facts.push_back(
        {variable_label("place"), label("place", static_cast<std::size_t>(town.urbanity)) +
                                      Both{fmt::format("; {} minutes to its centre town", minutes.en),
                                           fmt::format("; {} minuten van de centrumstad", minutes.nl)}});
    fact("holiday", yes_no((life.flags & no_holiday) != 0));
    fact("unexpected_expense", yes_no((life.flags & no_expense) != 0));
    for (std::size_t a = 0; a < adults.size(); ++a) {
      const ParentId i = adults[a];
      const int age = (month - all_.traits[i].birth) / 12;
      std::vector<Both> parts{{fmt::format("{} years old", age), fmt::format("{} jaar", age)}};
      parts.push_back(Both{"origin: ", "herkomst: "} +
                      label("origin", static_cast<std::size_t>(all_.traits[i].origin)));
      parts.push_back(Both{"education: ", "opleiding: "} +
                      label("education", static_cast<std::size_t>(all_.traits[i].education)));
      parts.push_back(all_.traits[i].dutch_at_home != 0
                          ? Both{"speaks Dutch at home", "spreekt thuis Nederlands"}
                          : Both{"speaks another language at home", "spreekt thuis een andere taal"});
      parts.push_back(felt(all_.traits[i].network_support));
      Both text;
      for (const Both& part : parts) text = text + (text.en.empty() ? "" : "; ") + part;
      facts.push_back({say_.capital_who(static_cast<std::uint16_t>(a)), text});
    }
    return facts;
  }

  /// What is told of a life in some months: its sentences in order, then what is quiet. The same sentence of
  /// two adults in one month (a birth) is said once.
  [[nodiscard]] std::vector<Both> told(const Trace& life, Month from, Month last, bool& loud) const {
    std::vector<Both> said;
    Quiet quiet;
    const auto first = std::lower_bound(life.events.begin(), life.events.end(), from,
                                        [](const Happening& one, Month m) { return one.month < m; });
    for (auto one = first; one != life.events.end() && one->month <= last; ++one) {
      const Both words = say_.of(life, *one);
      if (words.en.empty()) {
        Sentences::gather(*one, quiet);
      } else if (std::find(said.begin(), said.end(), words) == said.end()) {
        said.push_back(words);
      }
    }
    loud = !said.empty();
    for (Both& words : say_.of(quiet)) said.push_back(std::move(words));
    return said;
  }

  [[nodiscard]] Row row(Month from, Month last, bool& loud) const {
    Row one;
    one.from = from;
    one.last = last;
    one.folded = last > from;
    bool loud_b = false, loud_s = false;
    one.baseline = told(story_.baseline, from, last, loud_b);
    one.scenario = told(story_.scenario, from, last, loud_s);
    loud = loud_b || loud_s;
    one.same = one.baseline == one.scenario;
    if (one.same) one.scenario.clear();
    return one;
  }

  [[nodiscard]] std::vector<Row> rows() const {
    std::vector<Row> all;
    const Month until = story_.baseline.until();
    Month quiet_from = story_.baseline.from;
    const auto close = [&](Month before) {
      bool loud = false;
      if (quiet_from < before) all.push_back(row(quiet_from, static_cast<Month>(before - 1), loud));
    };
    for (Month month = story_.baseline.from; month < until; ++month) {
      bool loud = false;
      Row one = row(month, month, loud);
      const bool touched = story_.parting.first_touch == month;
      if (!loud && !touched) continue;
      close(month);
      quiet_from = static_cast<Month>(month + 1);
      one.parts = story_.parting.parts == month && !parted_before();
      for (const Difference& difference : story_.parting.differences) {
        if (difference.month == month) say_.explain(difference, one.because);
      }
      if (one.parts && one.because.empty())
        one.because.push_back({"This follows from what went before.", "Dit volgt uit wat voorafging."});
      if (touched && !one.parts && !parted_before()) {
        one.because.push_back(
            {"From here on the two lives are no longer wholly alike; what the family does is still the same.",
             "Vanaf hier zijn de twee levens niet meer helemaal gelijk; wat het gezin doet, is nog "
             "hetzelfde."});
      }
      all.push_back(std::move(one));
    }
    close(until);
    return all;
  }

  [[nodiscard]] std::vector<Both> outcome() const {
    const Both december = month_words(month_of(study_.last_year, 12));
    if (!story_.counted) {
      return {{fmt::format(
                   "In {} it is no family with a child under 25 living in any more: no comparison counts it.",
                   december.en),
               fmt::format("In {} is het geen gezin meer met een inwonend kind jonger dan 25: geen enkele "
                           "vergelijking telt het mee.",
                           december.nl)}};
    }
    std::vector<Both> all;
    for (const Domain domain : both_domains) {
      const auto d = static_cast<std::size_t>(domain);
      const StatusInfo& status = status_registry[static_cast<std::size_t>(story_.status[d])];
      const Both s = capital(support(domain));
      all.push_back({fmt::format("{}, a formal contact in the twelve months to {}: {}.", s.en, december.en,
                                 status.label_en),
                     fmt::format("{}, een formeel contact in de twaalf maanden tot en met {}: {}.", s.nl,
                                 december.nl, status.label_nl)});
    }
    return all;
  }

  /// The lives may have parted in a month that is not told.
  [[nodiscard]] bool parted_before() const {
    const Month from = story_.baseline.from;
    return story_.parting.first_touch == from && from > story_.policy;
  }

  [[nodiscard]] Both parting() const {
    const Parting& p = story_.parting;
    const Month from = story_.baseline.from, last = static_cast<Month>(story_.baseline.until() - 1);
    if (!p.first_touch) {
      return {fmt::format("From {} to {} the two lives are wholly alike: the policy does not reach this "
                          "family, not even through others.",
                          month_words(from).en, month_words(last).en),
              fmt::format("Van {} tot en met {} zijn de twee levens helemaal gelijk: het beleid bereikt dit "
                          "gezin niet, ook niet via anderen.",
                          month_words(from).nl, month_words(last).nl)};
    }
    const Both touch = month_words(*p.first_touch);
    if (parted_before()) {
      return {
          fmt::format("The two lives differ from the first month told, {}, on; an earlier --from shows where "
                      "they part.",
                      touch.en),
          fmt::format("De twee levens verschillen al vanaf de eerste maand die verteld wordt, {}; een "
                      "vroegere --from toont waar ze uiteengaan.",
                      touch.nl)};
    }
    if (!p.parts) {
      return {fmt::format("From {} on something differs (what it knows, dares or needs), but until {} the "
                          "family does the same in both lives.",
                          touch.en, month_words(last).en),
              fmt::format("Vanaf {} verschilt er iets (wat het gezin kent, durft of nodig heeft), maar tot "
                          "en met {} doet het in beide levens hetzelfde.",
                          touch.nl, month_words(last).nl)};
    }
    const Both parts = month_words(*p.parts);
    if (*p.parts == *p.first_touch) {
      return {fmt::format("The two lives part in {}.", parts.en),
              fmt::format("De twee levens gaan uiteen in {}.", parts.nl)};
    }
    return {
        fmt::format("The first difference comes in {}; the two lives part in {}.", touch.en, parts.en),
        fmt::format("Het eerste verschil komt in {}; de twee levens gaan uiteen in {}.", touch.nl, parts.nl)};
  }

  [[nodiscard]] std::vector<StateLine> states() const {
    std::vector<StateLine> all;
    const Trace &b = story_.baseline, &s = story_.scenario;
    if (b.months.empty()) return all;
    const auto n_adults = static_cast<std::uint16_t>(b.adults.size());
    for (std::uint16_t a = 0; a < n_adults; ++a) {
      const auto line = [&](const Both& what, auto words) {
        const auto of = [&](const AdultMonth& month) {
          return month.present ? words(month) : Both{"–", "–"};
        };
        all.push_back({say_.capital_who(a), what, of(b.months.front()[a]), of(b.months.back()[a]),
                       of(s.months.back()[a])});
      };
      for (const Domain domain : both_domains) {
        const auto d = static_cast<std::size_t>(domain);
        const bool parenting = domain == Domain::parenting;
        line(parenting ? Both{"worries about the children", "zorgen over de opvoeding"}
                       : Both{"strain in the relationship", "spanningen in de relatie"},
             [&](const AdultMonth& m) {  // the same four levels for both
               const Both level = label("worries", m.level[d]);
               return m.level[d] == 0 ? Both{"none", "geen"} : level;
             });
        const ServiceMask of_domain = study_.evidence.catalogue.of_domain(domain);
        const int n = std::popcount(of_domain);
        const Both kind = support(domain);
        line(Both{kind.en + ": services known", kind.nl + ": gekende diensten"}, [&](const AdultMonth& m) {
          const int known = std::popcount(m.known & of_domain);
          return Both{fmt::format("{} of {}", known, n), fmt::format("{} van {}", known, n)};
        });
        line(Both{kind.en + ": chance to dare", kind.nl + ": kans om te durven"}, [&](const AdultMonth& m) {
          const Both percent = number(100 * logistic(m.daring[d]), 0);
          return Both{percent.en + " %", percent.nl + " %"};
        });
      }
    }
    return all;
  }

  [[nodiscard]] std::vector<Both> shows() const {
    std::vector<Both> all;
    all.push_back(
        {"This family does not exist. It is synthetic, like all families and municipalities in the model; no "
         "real family is in it.",
         "Dit gezin bestaat niet. Het is synthetisch, zoals alle gezinnen en gemeenten in het model; er zit "
         "geen echt gezin in."});
    all.push_back(
        {"What the story can show: how the model’s mechanisms act on one family. Both lives were lived with "
         "the same luck (common random numbers), so each difference comes from the policy, directly or "
         "through others (queues, what people tell).",
         "Wat het verhaal kan tonen: hoe de mechanismen van het model inwerken op één gezin. In beide levens "
         "speelt hetzelfde toeval (gemeenschappelijke toevalsgetallen): elk verschil komt dus van het "
         "beleid, rechtstreeks of via anderen (wachtlijsten, wat mensen vertellen)."});
    Both counts{
        "What it cannot show: whether the policy helps, or how often this happens. It is an anecdote, not "
        "evidence",
        "Wat het niet kan tonen: of het beleid helpt, of hoe vaak dit gebeurt. Het is een anekdote, geen "
        "bewijs"};
    if (story_.found) {
      const std::size_t n = story_.found->families.size();
      counts =
          counts +
          Both{fmt::format(", chosen by a search: {} of {} families fit it, and this is the first by number",
                           n, story_.found->n_families),
               fmt::format(", gekozen met een zoekopdracht die past bij {} van de {} gezinnen; daarvan heeft "
                           "dit gezin het laagste nummer",
                           n, story_.found->n_families)};
    }
    all.push_back(counts + ".");
    for (const Domain domain : both_domains) {
      const Reached& r = story_.all[static_cast<std::size_t>(domain)];
      const Both d = capital(support(domain));
      all.push_back(
          {fmt::format(
               "{} in this pair of runs, of {} simulated families: {} newly reached, {} no longer reached.",
               d.en, story_.n_families, r.reached, r.lost),
           fmt::format("{} in dit paar doorrekeningen, op {} gesimuleerde gezinnen: {} nieuw bereikt, {} "
                       "niet langer bereikt.",
                       d.nl, story_.n_families, r.reached, r.lost)});
    }
    all.push_back(
        {fmt::format(
             "The story is of one set of parameters (draw {}) and one throw of the dice (replicate {}); in "
             "another the same family lives otherwise. `uptake compare` shows the effect with its interval.",
             run_.draw, run_.replicate),
         fmt::format("Het verhaal hoort bij één reeks parameters (draw {}) en één worp van de dobbelstenen "
                     "(replicate {}); bij een andere verloopt het leven van hetzelfde gezin anders. `uptake "
                     "compare` toont het effect met zijn interval.",
                     run_.draw, run_.replicate)});
    return all;
  }

  const Study& study_;
  const RunId& run_;
  const Population& all_;
  const Story& story_;
  Sentences say_;
};

}  // namespace

Both months_of(const Row& row) {
  Both from = month_words(row.from);
  if (row.from == row.last) return from;
  return from + Both{" to ", " tot en met "} + month_words(row.last);
}

Telling tell(const Study& study, const RunId& run, const Population& population, const Story& story) {
  return Teller(study, run, population, story).tell();
}

}  // namespace uptake::story
