// SPDX-License-Identifier: Apache-2.0
#include "sim/survey/questionnaire.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <utility>

#include "sim/base/errors.hpp"
#include "sim/pathway/informal.hpp"
#include "sim/pathway/need.hpp"
#include "sim/pathway/self_help.hpp"
#include "sim/survey/memory.hpp"
#include "sim/world/blocks.hpp"

namespace uptake {
namespace {

constexpr std::size_t respondents_at_a_time = 512;

/// By how much one respondent's answers stray, standard normal: drawn at once.
class Noise {
 public:
  Noise(const World& world, std::uint32_t id) {
    for (std::uint32_t k = 0; k < n_worries; ++k)
      words_[k] = random_address(id, world.now, Purpose::worry_noise, k);
    for (std::uint32_t k = 0; k < n_supports; ++k)
      words_[n_worries + k] = random_address(id, world.now, Purpose::report, 1000U + k);
    draw_random(world.in.key, words_);
  }
  /// Of worries, of satisfaction with parenting and the relationship, of the relationship's quality.
  [[nodiscard]] double of_worry(std::size_t k) const { return at(k); }
  /// Of support by the partner (0) and the network (1).
  [[nodiscard]] double of_support(std::size_t domain, std::size_t who) const {
    return at(n_worries + 2 * domain + who);
  }

 private:
  static constexpr std::uint32_t n_worries = 4, n_supports = 2 * n_domains;
  [[nodiscard]] double at(std::size_t k) const { return normal_quantile(to_unit(words_[k][0])); }
  std::array<RandomBlock, n_worries + n_supports> words_;
};

/// Asks one respondent after another; each function is a block of the questionnaire.
class Interview {
 public:
  Interview(const World& world, Wave wave, const SurveySettings& settings, Answers& answers)
      : world_(world), p_(world.in.scenario->parameters.values), wave_(wave), answers_(answers) {
    cut_support(settings);
  }

  /// `helped`: remembers support with parenting.
  void background(std::size_t row, bool helped, const Noise& noise) {
    const ParentId i = answers_.parent[row];
    [&]<std::size_t... item>(std::index_sequence<item...>) {  // each item known beforehand
      (set(Domain::relationship, Item{item}, row, situation(world_, i, Item{item})), ...);
    }(std::make_index_sequence<index(Item::union_status) + 1>{});
    const double worry = world_.need[static_cast<std::size_t>(Domain::parenting)][i];
    constexpr double users = 0.4;  // about the share that remembers support, so that shares of worry stand
    const double told = worry + p_.survey_worry_told * ((helped ? 1.0 : 0.0) - users);
    const int level = need_level(p_, Domain::parenting, told + p_.survey_worry_noise * noise.of_worry(0));
    set(Domain::relationship, Item::worries, row, tick(level));
    const bool pleased = worry + p_.survey_satisfaction_noise * noise.of_worry(1) < p_.survey_cut_parenting;
    set(Domain::relationship, Item::parenting_satisfaction, row, tick(pleased ? 0 : 1));
    if (!has_partner(row)) return;
    const double strain = world_.need[static_cast<std::size_t>(Domain::relationship)][i];
    const bool satisfied =
        strain + p_.survey_satisfaction_noise * noise.of_worry(2) < p_.survey_cut_satisfaction;
    const bool good = strain + p_.survey_satisfaction_noise * noise.of_worry(3) < p_.survey_cut_quality;
    set(Domain::relationship, Item::relationship_satisfaction, row, tick(satisfied ? 0 : 1));
    set(Domain::relationship, Item::relationship_quality, row, tick(good ? 0 : 1));
  }

  /// How much partner and network support: the lasting feeling with noise, cut so that the published shares
  /// come out.
  void support(std::size_t row, const Noise& noise) {
    const ParentId i = answers_.parent[row];
    const Population& all = *world_.in.population;
    for (const Domain domain : both_domains) {
      const auto d = static_cast<std::size_t>(domain);
      for (std::size_t who = 0; who < 2; ++who) {
        if (who == 0 && !has_partner(row)) continue;
        const double felt = who == 0 ? all.traits[i].partner_support : all.traits[i].network_support;
        const double said = felt + p_.survey_support_noise * noise.of_support(d, who);
        set(domain, who == 0 ? Item::partner_support : Item::network_support, row,
            tick(support_level(said, domain, who)));
      }
    }
  }

  void use(std::size_t row, Domain domain, const Memory& memory) {
    const auto d = static_cast<std::size_t>(domain);
    answers_.ever[d][row] = memory.used ? 1 : 0;
    if (!memory.used) return;
    Ticks boxes = memory.boxes & boxes_asked(domain, wave_);
    if (boxes == 0) boxes = tick(Box::other);
    set(domain, Item::support_type, row, boxes);
    set(domain, Item::helped, row, memory.helped[any_relation]);
    if (domain == Domain::relationship) {
      set(domain, Item::relation, row, memory.relations);
      for (std::size_t r = 0; r < 3; ++r) {
        set(domain, static_cast<Item>(index(Item::helped_current) + r), row, memory.helped[r]);
      }
    } else {
      set(domain, Item::when, row, moments(answers_.parent[row], memory));
    }
  }

  /// The 2021 questionnaire offered more answers for parenting (S0:1473): a shift of `ever` by a log odds, by
  /// which some who would not say yes do, or the other way round. A yes of this kind is for something
  /// unnamed, earlier.
  void questionnaire_effect() {
    const double shift = wave_ == Wave::w2021 ? p_.survey_questionnaire_2021 : 0.0;
    if (shift == 0) return;
    const auto d = static_cast<std::size_t>(Domain::parenting);
    const auto& weight = answers_.weight[static_cast<std::size_t>(Sample::all)];
    double families = 0, users = 0;
    for (std::size_t row = 0; row < answers_.size(); ++row) {
      families += weight[row];
      if (answers_.ever[d][row]) users += weight[row];
    }
    const double p = families > 0 ? users / families : 0;
    if (p <= 0 || p >= 1) return;
    const double wanted = logistic(logit(p) + shift);
    const double p_switch = shift > 0 ? (wanted - p) / (1 - p) : (p - wanted) / p;
    for (std::size_t row = 0; row < answers_.size(); ++row) {
      if ((answers_.ever[d][row] != 0) == (shift > 0)) continue;
      if (uniform(world_.in.key, id(answers_.parent[row]), world_.now, Purpose::questionnaire) >= p_switch)
        continue;
      answers_.ever[d][row] = shift > 0 ? 1 : 0;
      set(Domain::parenting, Item::support_type, row, shift > 0 ? tick(Box::other) : Ticks{0});
      set(Domain::parenting, Item::when, row, shift > 0 ? tick(earlier) : Ticks{0});
      set(Domain::parenting, Item::helped, row, 0);
    }
  }

  /// Who saw no need also had family, friends and folders: whether these would have been enough, with a
  /// salience.
  [[nodiscard]] Ticks not_weighed(ParentId i, Domain domain) const {
    const auto d = static_cast<std::uint32_t>(domain);
    const Population& all = *world_.in.population;
    ParentView view;
    view.gender = all.traits[i].gender;
    view.education = all.traits[i].education;
    view.dutch = all.traits[i].dutch_at_home != 0;
    view.together = world_.partner_at_home(i) != nobody;
    view.partner_support = all.traits[i].partner_support;
    view.network_support = all.traits[i].network_support;
    view.need = world_.need[d][i];
    const auto comes_to_mind = [&](std::uint32_t k, auto p_enough) {
      const double u = uniform(world_.in.key, id(i), world_.now, Purpose::salience, 64 + 2 * k + d);
      return u < p_.survey_salience && u < p_.survey_salience * p_enough();
    };
    Ticks named = 0;
    if (world_.plan.pathway.has(Mechanism::informal) &&
        comes_to_mind(0, [&] { return p_informal_enough(p_, domain, view); })) {
      named |= tick(NonuseReason::enough_informal);
    }
    if (world_.plan.pathway.has(Mechanism::self_help) &&
        comes_to_mind(1, [&] { return p_self_help_looks(p_, {}, view) * p_self_help_enough(p_, view); })) {
      named |= tick(NonuseReason::enough_self_help);
    }
    return named;
  }

  /// Why not: where the last journey stopped, always; what else would have stopped it, with a salience.
  void reasons(std::size_t row, Domain domain) {
    const auto d = static_cast<std::size_t>(domain);
    if (answers_.ever[d][row]) return;
    const ParentId i = answers_.parent[row];
    const unsigned found = world_.reasons_of(i, domain);
    const Gate stopped_at = world_.stopped[d][i].at();
    Ticks named = 0;
    if (stopped_at == Gate::recognise || found == 0) named |= not_weighed(i, domain);
    for (std::size_t r = 0; r < n_nonuse_reasons; ++r) {
      const auto reason = static_cast<NonuseReason>(r);
      if (((found >> r) & 1U) == 0) continue;
      if (domain == Domain::relationship && reason == NonuseReason::child_unwilling)
        continue;  // not asked (S0 Figure 1)
      const auto draw = static_cast<std::uint32_t>(d * 16 + r);
      if (gate_of(reason) == stopped_at ||
          uniform(world_.in.key, id(i), world_.now, Purpose::salience, draw) < p_.survey_salience) {
        named |= tick(reason);
      }
    }
    if (found == 0 ||
        named ==
            0) {  // no journey ever stopped: no need; or help is on its way, which no printed answer says
      const Stage stage = world_.lived[i][d].stage;
      const bool on_its_way = stage == Stage::waiting || stage == Stage::admitted;
      named |= tick(on_its_way ? NonuseReason::other : NonuseReason::no_need);
    }
    set(domain, Item::nonuse_reason, row, named);
  }

 private:
  enum When : std::uint8_t { last_year, earlier };

  [[nodiscard]] std::uint32_t id(ParentId i) const { return world_.in.population->id[i]; }
  [[nodiscard]] bool has_partner(std::size_t row) const {
    return answers_.ticks(Domain::relationship, Item::union_status)[row] != 0;
  }
  void set(Domain domain, Item item, std::size_t row, Ticks ticks) {
    answers_.columns[is_background(item) ? 0 : static_cast<std::size_t>(domain)][index(item)][row] = ticks;
  }

  /// 0 very much .. 3 not at all: feeling and noise together are normal, and so cut at the quantiles of the
  /// shares.
  [[nodiscard]] int support_level(double said, Domain domain, std::size_t who) const {
    const auto& cuts = cuts_[static_cast<std::size_t>(domain)][who];
    return said > cuts[0] ? 0 : said > cuts[1] ? 1 : said > cuts[2] ? 2 : 3;
  }
  void cut_support(const SurveySettings& settings) {
    const double spread = std::sqrt(1 + p_.survey_support_noise * p_.survey_support_noise);
    for (std::size_t d = 0; d < n_domains; ++d) {
      for (std::size_t who = 0; who < 2; ++who) {
        const auto& shares = settings.support[static_cast<std::size_t>(wave_)][d][who];
        double above = 0;
        for (std::size_t level = 0; level < 3; ++level) {
          above += shares[level];
          cuts_[d][who][level] = spread * normal_quantile(std::clamp(1 - above, 1e-9, 1 - 1e-9));
        }
      }
    }
  }

  /// Few who used it in the last year tick "earlier" too (S0 Table 8: 9.7 % of users), fewer than did use it
  /// earlier.
  [[nodiscard]] Ticks moments(ParentId i, const Memory& memory) const {
    if (!memory.last_year) return tick(earlier);
    const bool both = memory.earlier && uniform(world_.in.key, id(i), world_.now, Purpose::also_earlier) <
                                            p_.survey_also_earlier;
    return static_cast<Ticks>(tick(last_year) | (both ? tick(earlier) : 0));
  }

  const World& world_;
  const Parameters& p_;
  Wave wave_;
  std::array<std::array<std::array<double, 3>, 2>, n_domains> cuts_{};
  Answers& answers_;
};

/// The survey's own number of families. Where it is of all parents, residents are the share of them that they
/// are of the families; where it is of residents, all parents are more in 2021, and the same in 2016, which
/// asked nobody else.
Frame respondents(const World& world, Wave wave, const SurveySettings& settings) {
  Frame frame = everybody(world);
  if (!settings.sampling_noise) return frame;
  const std::size_t n = settings.families[static_cast<std::size_t>(wave)];
  const double resident = frame.families(Sample::resident), all = frame.families(Sample::all);
  const double share = wave == Wave::w2021 && resident > 0 && all > 0 ? resident / all : 1.0;
  const auto times = [n](double factor) {
    return static_cast<std::size_t>(std::lround(static_cast<double>(n) * factor));
  };
  return settings.of_residents[static_cast<std::size_t>(wave)]
             ? draw_families(frame, world.in.key, world.now, {n, times(1 / share)})
             : draw_families(frame, world.in.key, world.now, {times(share), n});
}

/// The respondents of a category, at its odds ratio or, of the reference, as its own row; nothing when
/// neither is there.
std::optional<double> n_of(std::span<const Target> targets, std::string_view table, Domain domain, int year,
                           std::string_view variable, std::string_view category) {
  const Target* odds =
      find_target(targets, table, code(domain), year, "resident", "odds_ratio", variable, category);
  if (odds != nullptr && odds->n) return odds->n;
  const Target* reference =
      find_target(targets, table, code(domain), year, "resident", "n", variable, category);
  if (reference == nullptr) return {};
  return reference->value;
}

}  // namespace

Ticks boxes_asked(Domain domain, Wave wave) {
  using enum Box;
  if (domain == Domain::relationship) {
    return tick(lecture_course_group) | tick(info_online_print) | tick(phone_online_help) | tick(gp) |
           tick(psych) | tick(mediator) | tick(family_service) | tick(other);
  }
  const Ticks both =
      tick(gp) | tick(paediatrician) | tick(kind_en_gezin) | tick(psych) | tick(clb_school) | tick(other);
  if (wave == Wave::w2016) return both | tick(parenting_shop);
  return both | tick(lecture_course_group) | tick(info_online_print) | tick(huis_van_het_kind) |
         tick(family_service);
}

SurveySettings survey_settings(std::span<const Target> targets) {
  struct Source {
    Domain domain;
    std::size_t who;
    std::string_view table, variable;
  };
  constexpr std::array<Source, 4> sources{{{Domain::relationship, 0, "T5", "partner_support"},
                                           {Domain::relationship, 1, "T6", "network_support"},
                                           {Domain::parenting, 0, "T11", "partner_support"},
                                           {Domain::parenting, 1, "T12", "network_support"}}};
  constexpr std::array<std::string_view, 4> levels{"very_much", "fairly", "a_little", "not_at_all"};
  constexpr std::array<int, n_waves> years{2016, 2021};
  SurveySettings settings;
  Problems problems;
  for (std::size_t w = 0; w < n_waves; ++w) {
    for (const Source& s : sources) {
      auto& shares = settings.support[w][static_cast<std::size_t>(s.domain)][s.who];
      double total = 0;
      for (std::size_t l = 0; l < 4; ++l) {
        const auto n = n_of(targets, s.table, s.domain, years[w], s.variable, levels[l]);
        if (!n) {
          problems.add(
              {}, 0, 0,
              fmt::format("the survey lacks the n of {},{},{},resident,n,{},{}: expected how many parents "
                          "gave this answer",
                          s.table, code(s.domain), years[w], s.variable, levels[l]));
        }
        total += shares[l] = n.value_or(0);
      }
      if (problems.empty() && total <= 0) {
        problems.add({}, 0, 0,
                     fmt::format("{} {} {}: nobody gave an answer on {}", s.table, code(s.domain), years[w],
                                 s.variable));
      }
      for (double& share : shares) share /= total;
    }
    const Target* asked = find_target(targets, "T8", "parenting", years[w], w == 0 ? "resident" : "all",
                                      "rate", "total", "total");
    const Target* printed =
        find_target(targets, "T8", "parenting", years[w], "resident", "rate", "total", "total");
    const Target* with_n = asked != nullptr && asked->n ? asked : printed;
    if (with_n == nullptr || !with_n->n) {
      problems.add(
          {}, 0, 0,
          fmt::format(
              "the survey lacks the n of T8,parenting,{},resident,rate,total,total: expected how many "
              "families took part",
              years[w]));
      continue;
    }
    settings.families[w] = static_cast<std::size_t>(*with_n->n);
    settings.of_residents[w] = with_n == printed;
  }
  problems.throw_if_any();
  return settings;
}

Answers ask(const World& world, Wave wave, const SurveySettings& settings) {
  Frame frame = respondents(world, wave, settings);
  const std::size_t n = frame.size();
  Answers answers;
  answers.wave = wave;
  for (std::size_t d = 0; d < n_domains; ++d) {
    answers.ever[d].assign(n, 0);
    for (std::size_t i = 0; i < n_items; ++i) {
      if (d == 0 || !is_background(static_cast<Item>(i))) answers.columns[d][i].assign(n, 0);
    }
  }
  const Recollections memories = recall(world, wave, frame.parent);
  answers.parent = std::move(frame.parent);
  for (std::size_t s = 0; s < n_frames; ++s) answers.weight[s] = std::move(frame.weight[s]);

  Interview interview(world, wave, settings, answers);
  answers.weight[static_cast<std::size_t>(Sample::partnered)] =
      answers.weight[static_cast<std::size_t>(Sample::resident)];
  const auto of_rows = [&](auto ask_row) {
    in_blocks(world.in.parallel, n, respondents_at_a_time, [&](std::size_t first, std::size_t end) {
      for (std::size_t row = first; row < end; ++row) {
        if (row + 8 < end) world.fetch_settling(answers.parent[row + 8]);
        ask_row(row);
      }
    });
  };
  of_rows([&](std::size_t row) {
    const Noise noise(world, world.in.population->id[answers.parent[row]]);
    interview.background(row, memories[static_cast<std::size_t>(Domain::parenting)][row].used, noise);
    interview.support(row, noise);
    for (const Domain domain : both_domains) {
      interview.use(row, domain, memories[static_cast<std::size_t>(domain)][row]);
    }
    const bool partner = answers.ticks(Domain::relationship, Item::union_status)[row] != 0;
    if (!partner) answers.weight[static_cast<std::size_t>(Sample::partnered)][row] = 0;
  });
  interview.questionnaire_effect();
  of_rows([&](std::size_t row) {
    for (const Domain domain : both_domains) interview.reasons(row, domain);
  });
  return answers;
}

}  // namespace uptake
