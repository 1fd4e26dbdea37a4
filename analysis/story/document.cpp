// SPDX-License-Identifier: Apache-2.0
// The story as JSON.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "analysis/report/regional.hpp"
#include "analysis/story/telling.hpp"
#include "sim/base/hash.hpp"

namespace uptake::story {
namespace {

using Json = nlohmann::ordered_json;

Json json_of(const Both& words) { return {{"en", words.en}, {"nl", words.nl}}; }
Json json_of(const std::vector<Both>& all) {
  Json out = Json::array();
  for (const Both& one : all) out.push_back(json_of(one));
  return out;
}

constexpr std::array happens_codes{"birth",      "separation", "new_partner",   "poorer",    "better_off",
                                   "need_lasts", "need_over",  "lever_reaches", "learns",    "forgets",
                                   "hears_good", "hears_bad",  "unseen",        "raised",    "advised",
                                   "journey",    "place",      "gives_up",      "begins",    "came_along",
                                   "second",     "ends",       "sent_on",       "breaks_off"};
static_assert(happens_codes.size() == static_cast<std::size_t>(Happens::breaks_off) + 1);
constexpr std::array cause_codes{"knows",       "referral",    "lever_dare", "guilt",   "trust",
                                 "norm",        "norm_shift",  "welcome",    "partner", "fee",
                                 "lever_reach", "reach_shift", "house",      "wait",    "need",
                                 "raised",      "occupied",    "door",       "support", "before"};
static_assert(cause_codes.size() == static_cast<std::size_t>(Cause::before) + 1);
constexpr std::array start_codes{"occasion", "raised_by_contact", "ending", "onward", "enriching"};
constexpr std::array stage_codes{"idle", "waiting", "admitted", "attending"};
constexpr std::array via_codes{"surroundings", "contact", "help", "ties"};

/// Codes and numbers of a trace.
class Writer {
 public:
  explicit Writer(const Study& study) : types_(study.evidence.catalogue.types) {}

  [[nodiscard]] Json life(const Trace& trace) const {
    Json events = Json::array(), months = Json::array();
    for (const Happening& one : trace.events) events.push_back(event(trace, one));
    for (std::size_t m = 0; m < trace.months.size(); ++m) {
      Json adults = Json::array();
      for (const AdultMonth& adult : trace.months[m]) adults.push_back(month(adult));
      months.push_back(
          {{"month", month_text(static_cast<Month>(trace.from + static_cast<int>(m)))}, {"adults", adults}});
    }
    return {{"events", events}, {"months", months}};
  }

  [[nodiscard]] Json difference(const Difference& one) const {
    Json because = Json::array();
    for (const Because& b : one.because) {
      Json cause{{"cause", cause_codes[static_cast<std::size_t>(b.cause)]}};
      const bool of_one_life = b.cause == Cause::knows || b.cause == Cause::referral ||
                               b.cause == Cause::house || b.cause == Cause::raised ||
                               b.cause == Cause::occupied;
      if (of_one_life) cause["life"] = b.in_scenario ? "scenario" : "baseline";
      if (b.services != 0) cause["services"] = codes(b.services);
      if (b.service != no_service) cause["service"] = types_[b.service].code;
      if (b.baseline != b.scenario) {
        cause["baseline"] = b.baseline;
        cause["scenario"] = b.scenario;
      }
      if (b.since != never) {
        cause["since"] = month_text(b.since);
        cause["via"] = via_codes[static_cast<std::size_t>(b.via)];
      }
      because.push_back(cause);
    }
    Json out{{"month", month_text(one.month)}, {"adult", one.adult}, {"domain", code(one.domain)}};
    if (one.gate) {
      out["gate"] = gate_registry[static_cast<std::size_t>(*one.gate)].code;
      out["passes_in"] = one.scenario_further ? "scenario" : "baseline";
    }
    out["because"] = because;
    return out;
  }

 private:
  [[nodiscard]] Json codes(ServiceMask set) const {
    Json all = Json::array();
    for_each_service(set, [&](ServiceId k) { all.push_back(types_[k].code); });
    return all;
  }

  [[nodiscard]] Json event(const Trace& trace, const Happening& one) const {
    Json out{{"month", month_text(one.month)},
             {"adult", one.adult},
             {"domain", code(one.domain)},
             {"what", happens_codes[static_cast<std::size_t>(one.what)]}};
    if (one.service != no_service) out["service"] = types_[one.service].code;
    if (one.services != 0) out["services"] = codes(one.services);
    switch (one.what) {
      case Happens::journey: {
        const Walk& walk = trace.walks[one.walk];
        out["start"] = start_codes[static_cast<std::size_t>(walk.start)];
        out["gate"] = gate_registry[static_cast<std::size_t>(walk.journey.stopped)].code;
        Json reasons = Json::array();
        for (std::size_t r = 0; r < n_nonuse_reasons; ++r) {
          if (((walk.journey.reasons >> r) & 1U) != 0)
            reasons.push_back(find_variable("nonuse_reason")->categories[r].code);
        }
        out["reasons"] = reasons;
        out["joined"] = walk.joined;
        const Sight& seen = walk.sight;
        out["sight"] = {{"need", seen.need},
                        {"daring", seen.daring},
                        {"trust", seen.trust},
                        {"norm", seen.norm},
                        {"guilt", seen.guilt},
                        {"lever_dare", seen.lever_dare},
                        {"lever_reach", seen.lever_reach},
                        {"known", codes(seen.known)},
                        {"referred", codes(seen.referred)},
                        {"candidates", codes(seen.candidates)}};
        break;
      }
      case Happens::learns:
        out["via"] = via_codes[static_cast<std::size_t>(one.via)];
        break;
      case Happens::lever_reaches:
        out["levers"] = one.levers;
        break;
      case Happens::begins:
        out["fee"] = one.fee;
        [[fallthrough]];
      case Happens::place:
      case Happens::gives_up:
        out["months"] = one.months;
        break;
      case Happens::advised:
      case Happens::ends:
        out["helped"] = find_variable("helped")->categories[static_cast<std::size_t>(one.helped)].code;
        break;
      case Happens::second:
        out["written"] = one.written;
        break;
      case Happens::raised:
      case Happens::sent_on:
        out["warm"] = one.warm;
        break;
      default:
        break;
    }
    return out;
  }

  [[nodiscard]] Json month(const AdultMonth& adult) const {
    Json out{{"present", adult.present}, {"known", codes(adult.known)}};
    for (const Domain domain : both_domains) {
      const auto d = static_cast<std::size_t>(domain);
      Json part{{"need", adult.need[d]},
                {"level", adult.level[d]},
                {"daring", adult.daring[d]},
                {"stage", stage_codes[static_cast<std::size_t>(adult.stage[d])]}};
      if (adult.service[d] != no_service) part["service"] = types_[adult.service[d]].code;
      out[std::string(code(domain))] = part;
    }
    return out;
  }

  const std::vector<ServiceType>& types_;
};

Json scenario_json(const Scenario& scenario) {
  return {{"name", scenario.name}, {"title_en", scenario.title_en}, {"title_nl", scenario.title_nl}};
}

Json facts_json(const std::vector<Fact>& facts) {
  Json all = Json::array();
  for (const Fact& fact : facts)
    all.push_back({{"label", json_of(fact.label)}, {"value", json_of(fact.value)}});
  return all;
}

Json rows_json(const std::vector<Row>& rows) {
  Json all = Json::array();
  for (const Row& row : rows) {
    Json one{{"from", month_text(row.from)},
             {"last", month_text(row.last)},
             {"months", json_of(months_of(row))},
             {"same", row.same},
             {"parts", row.parts},
             {"folded", row.folded},
             {"baseline", json_of(row.baseline)}};
    if (!row.same) one["scenario"] = json_of(row.scenario);
    one["because"] = json_of(row.because);
    all.push_back(one);
  }
  return all;
}

}  // namespace

std::string story_command(const Plan& plan, const RunId& run, const Story& story) {
  std::string text = fmt::format(
      "uptake story {} {} --family {} --from {} --last {} --families {} --draw {} --replicate {} "
      "--population {} --seed {} --posterior {}",
      plan.scenarios[0].generic_string(), plan.scenarios[1].generic_string(), story.family,
      month_text(story.baseline.from), month_text(static_cast<Month>(story.baseline.until() - 1)),
      plan.families, run.draw, run.replicate, run.population, plan.seed, plan.posterior);
  if (plan.until != never) text += " --until " + month_text(plan.until);
  for (const std::string& mechanism : plan.without) text += " --without " + mechanism;
  for (const std::string& rule : plan.structure) text += " --structure " + rule;
  return text;
}

std::string story_fingerprint(const Study& study, const RunId& run, const Story& story) {
  return sha256(fmt::format("{}\nstory {} {} {} {} {} {}\n", study.key.fingerprint(), story.family, run.draw,
                            run.replicate, run.population, month_text(story.baseline.from),
                            month_text(static_cast<Month>(story.baseline.until() - 1))));
}

Json story_document(const Study& study, const RunId& run, const Story& story, const Telling& telling,
                    const std::string& command) {
  Json out;
  out["kind"] = "story";
  out["version"] = study.key.model;
  out["fingerprint"] = story_fingerprint(study, run, story);
  out["command"] = command + data_text(study.evidence.folder);
  out["posterior"] = study.posterior.label;
  out["seed"] = study.plan.seed;
  out["draw"] = run.draw;
  out["replicate"] = run.replicate;
  out["population"] = run.population;
  out["families"] = study.plan.families;
  out["baseline"] = scenario_json(study.scenarios[0]);
  out["scenario"] = scenario_json(study.scenarios[1]);
  out["title"] = json_of(telling.title);
  out["from"] = month_text(story.baseline.from);
  out["last"] = month_text(static_cast<Month>(story.baseline.until() - 1));
  out["policy"] = month_text(story.policy);
  out["family"] = {{"number", story.family},
                   {"described_in", month_text(story.reference)},
                   {"described_in_words", json_of(month_words(story.reference))},
                   {"facts", facts_json(telling.family)}};
  if (story.found) {
    Json first = Json::array();
    for (std::size_t i = 0; i < std::min<std::size_t>(20, story.found->families.size()); ++i)
      first.push_back(story.found->families[i]);
    out["found"] = {
        {"fit", story.found->families.size()}, {"families", story.found->n_families}, {"first", first}};
  }
  for (const Domain domain : both_domains) {
    const auto d = static_cast<std::size_t>(domain);
    out["status"][std::string(code(domain))] =
        story.counted ? Json(status_registry[static_cast<std::size_t>(story.status[d])].code) : Json();
    out["all_families"][std::string(code(domain))] = {{"reached", story.all[d].reached},
                                                      {"lost", story.all[d].lost}};
  }
  out["outcome"] = json_of(telling.outcome);
  out["first_touch"] = story.parting.first_touch ? Json(month_text(*story.parting.first_touch)) : Json();
  out["parts"] = story.parting.parts ? Json(month_text(*story.parting.parts)) : Json();
  out["parting"] = json_of(telling.parting);
  out["rows"] = rows_json(telling.rows);
  out["states"] = Json::array();
  for (const StateLine& line : telling.states) {
    out["states"].push_back({{"who", json_of(line.who)},
                             {"what", json_of(line.what)},
                             {"start", json_of(line.start)},
                             {"baseline", json_of(line.baseline)},
                             {"scenario", json_of(line.scenario)}});
  }
  out["shows"] = json_of(telling.shows);
  const Writer writer(study);
  out["differences"] = Json::array();
  for (const Difference& one : story.parting.differences)
    out["differences"].push_back(writer.difference(one));
  out["lives"] = {{"baseline", writer.life(story.baseline)}, {"scenario", writer.life(story.scenario)}};
  tell_region(region_of(study.evidence.folder), out);
  return out;
}

}  // namespace uptake::story
