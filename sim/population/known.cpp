// SPDX-License-Identifier: Apache-2.0
#include "sim/population/known.hpp"

#include <cmath>

namespace uptake {
namespace {

struct Mean {
  double sum = 0, squares = 0, n = 0;
  void add(double x, double weight = 1) {
    sum += weight * x;
    squares += weight * x * x;
    n += weight;
  }
  [[nodiscard]] double mean() const { return n > 0 ? sum / n : 0; }
  [[nodiscard]] double sd() const {
    return n > 0 ? std::sqrt(std::max(0.0, squares / n - mean() * mean())) : 0;
  }
};

bool has(const Spell* spell, int flag) { return spell != nullptr && (spell->flags & flag) != 0; }

/// Collects the list.
class Collector {
 public:
  explicit Collector(const Population& population) : p_(population) {}

  std::vector<KnownFit> run() {
    ages();
    births();
    flows();
    composition();
    return std::move(out_);
  }

 private:
  void add(const char* name, const char* unit, double got, double low, double high, const char* source) {
    out_.push_back({name, unit, got, low, high, source});
  }

  void ages() {
    add("Spearman of age and youngest child's age, 2021", "correlation", age_youngest_spearman(p_, wave_2021),
        .76, .78, "S0 note 11: .77");
    Mean frame, recent, gap;
    for (const Respondent& r : respondents_at(p_, wave_2016)) {
      const Spell& first = p_.spells_of(r.parent).front();
      if (p_.traits[r.parent].gender == Gender::women && (first.flags & begins_by_birth) != 0)
        frame.add((first.start - p_.traits[r.parent].birth) / 12.0, r.weight);
      const ParentId partner = r.spell->partner;
      if (r.spell->form == Form::intact && p_.traits[r.parent].gender == Gender::women && partner != nobody)
        gap.add((p_.traits[r.parent].birth - p_.traits[partner].birth) / 12.0);
    }
    for (ParentId i = 0; i < p_.n_parents(); ++i) {
      const auto spells = p_.spells_of(i);
      if (p_.traits[i].gender != Gender::women || (spells.front().flags & begins_by_birth) == 0) continue;
      if (year_of(spells.front().start) >= 2016 && year_of(spells.front().start) <= 2020)
        recent.add((spells.front().start - p_.traits[i].birth) / 12.0);
    }
    add("mother's age at first birth, families of 2016 with a first birth since 1991", "years", frame.mean(),
        27.5, 28.2, "assumption: general knowledge; the margins ask for younger mothers");
    add("mother's age at first birth, 2016-2020", "years", recent.mean(), 28.7, 29.4,
        "assumption: general knowledge");
    add("father's age minus mother's, intact families 2016, mean", "years", gap.mean(), 2.0, 2.8,
        "assumption: general knowledge");
    add("father's age minus mother's, standard deviation", "years", gap.sd(), 3.5, 5.0,
        "assumption: general knowledge");
  }

  void births() {
    double first = 0, all = 0, separations = 0, intact_years = 0;
    for (ParentId i = 0; i < p_.n_parents(); ++i) {
      const auto spells = p_.spells_of(i);
      for (std::size_t k = 0; k < spells.size(); ++k) {
        const Spell& s = spells[k];
        const bool counted =
            p_.traits[i].gender == Gender::women || s.partner == nobody;  // each household once
        if (s.start < wave_2016 || s.start >= wave_2021 || !counted) continue;
        if ((s.flags & begins_by_birth) != 0) {
          all += 1;
          if (k == 0) first += 1;
        }
        if ((s.flags & begins_by_separation) != 0 && k > 0 && spells[k - 1].form == Form::intact &&
            p_.traits[i].gender == Gender::women)
          separations += 1;
      }
    }
    for (int year = 2016; year < 2021; ++year) {
      const Table t = table_at(p_, month_of(year, 10));
      intact_years += t.families * t.share[static_cast<std::size_t>(Margin::family_form)][0];
    }
    const double real = p_.families_2016 > 0 ? p_.real_families_2016 / p_.families_2016 : 0;
    add("first births a year, 2016-2021", "births", first / 5 * real, 28'000, 32'500,
        "assumption: general knowledge");
    add("births a year, 2016-2021", "births", all / 5 * real, 60'000, 66'000,
        "assumption: general knowledge");
    add("separations of intact families", "share a year", intact_years > 0 ? separations / intact_years : 0,
        .015, .022, "assumption: general knowledge");
  }

  void flows() {
    const auto before = respondents_at(p_, wave_2016);
    const auto after = respondents_at(p_, wave_2021);
    std::vector<std::uint8_t> stays(p_.n_households(), 0), was(p_.n_households(), 0),
        born(p_.n_households(), 0);
    for (const Respondent& r : before)
      if (has(p_.spell_at(r.parent, wave_2021), respondent)) stays[r.spell->household] = 1;
    for (const Respondent& r : after) {
      if (has(p_.spell_at(r.parent, wave_2016), respondent)) was[r.spell->household] = 1;
      const Spell& first = p_.spells_of(r.parent).front();
      if (first.start > wave_2016 && (first.flags & begins_by_birth) != 0) born[r.spell->household] = 1;
    }
    Mean staying, fresh, by_birth, emigrated;
    for (const Respondent& r : before) {
      staying.add(stays[r.spell->household], r.weight);
      const Spell* later = p_.spell_at(r.parent, wave_2021);
      emigrated.add(later != nullptr && (later->flags & in_flanders) == 0 &&
                        r.spell->youngest_birth > wave_2021 - 18 * 12,
                    r.weight);
    }
    for (const Respondent& r : after) {
      fresh.add(was[r.spell->household] == 0, r.weight);
      by_birth.add(was[r.spell->household] == 0 && born[r.spell->household] == 1, r.weight);
    }
    add("families of 2016 still a family in 2021", "share", staying.mean(), .79, .83,
        "population study: .81, fixed by margins and ages");
    add("families of 2021 that are new", "share", fresh.mean(), .18, .22, "population study: .20");
    add("... by a first birth", "share", by_birth.mean(), .16, .19,
        "population study: .176 of the families of 2016");
    add("parents of 2016 gone by 2021 with a minor child (emigrated or died)", "share", emigrated.mean(), .01,
        .04, "assumption: emigration rates");
  }

  void composition() {
    const Table t16 = table_at(p_, wave_2016);
    const Table t21 = table_at(p_, wave_2021);
    add("living apart together, 2016", "share of families", t16.living_apart, .030, .038,
        "Tables 7 and 13: 3.4 %");
    add("living apart together, 2021", "share of families", t21.living_apart, .030, .038,
        "Tables 7 and 13: 3.4 %");
    add("eligible parents a family, 2016", "parents", t16.families > 0 ? t16.eligible / t16.families : 0,
        1.72, 1.82, "S4:5046-5049: 1.6 million parents in .9 million families");
    add("parents without a resident child under 25, a family, 2016", "parents", t16.non_eligible_parents, .15,
        .25, "population study: .20; assumption");
    deprivation();
    Mean women_alone, neither_intact, neither_apart, neither_step, partnered_young, partnered_old, dutch;
    for (const Respondent& r : respondents_at(p_, wave_2016)) {
      const Spell& s = *r.spell;
      if (s.union_status == UnionStatus::no_partner)
        women_alone.add(p_.traits[r.parent].gender == Gender::women, r.weight);
      if (s.union_status == UnionStatus::neither) {
        neither_intact.add(s.form == Form::intact, r.weight);
        neither_apart.add(has(&s, living_apart), r.weight);
        neither_step.add(s.form == Form::stepfamily, r.weight);
      }
      const AgeBand age = age_band(p_.traits[r.parent].birth, wave_2016);
      if (age == AgeBand::lt35) partnered_young.add(s.union_status != UnionStatus::no_partner, r.weight);
      if (age == AgeBand::a55plus) partnered_old.add(s.union_status != UnionStatus::no_partner, r.weight);
    }
    for (const Respondent& r : respondents_at(p_, month_of(2024, 12)))
      if (p_.traits[r.parent].gender == Gender::women && month_of(2024, 12) - r.spell->youngest_birth < 12)
        dutch.add(p_.traits[r.parent].dutch_at_home);
    add("women among single parents without a partner, 2016", "share", women_alone.mean(), .77, .86,
        "Tables 7 and 13: 83-86 % unweighted, about 79 % when women are weighted from .63 to .556");
    add("'neither': intact families", "share", neither_intact.mean(), .25, .35, "population study: .30");
    add("'neither': living apart", "share", neither_apart.mean(), .21, .31, "population study: .26");
    add("'neither': stepfamilies", "share", neither_step.mean(), .39, .50, "population study: .44");
    add("under 35 with a partner, 2016", "share", partnered_young.mean(), .90, .985,
        "Table 7 n over Table 4 n, blurred");
    add("55 and over with a partner, 2016", "share", partnered_old.mean(), .69, .82,
        "Table 7 n over Table 4 n, blurred");
    add("Dutch with the mother, children born in 2024", "share", dutch.mean(), .65, .69, "S4:5091: 67 %");
  }

  void deprivation() {
    std::array<Mean, 3> by_form, by_education, by_origin;
    Mean both, persists, young_alone;
    for (const Respondent& r : respondents_at(p_, wave_2016)) {
      const Spell& s = *r.spell;
      by_form[static_cast<std::size_t>(s.form)].add(has(&s, no_holiday), r.weight);
      by_education[static_cast<std::size_t>(p_.traits[r.parent].education)].add(has(&s, no_expense),
                                                                                r.weight);
      by_origin[static_cast<std::size_t>(p_.traits[r.parent].origin)].add(has(&s, no_expense), r.weight);
      both.add(has(&s, no_holiday) && has(&s, no_expense), r.weight);
      const Spell* later = p_.spell_at(r.parent, wave_2021);
      if (has(&s, no_holiday) && has(later, respondent)) persists.add(has(later, no_holiday), r.weight);
      if (youngest_class(s.youngest_birth, wave_2016) == YoungestAge::y0_2)
        young_alone.add(s.form == Form::single_parent, r.weight);
    }
    const char* latent = "assumption: the latent model; no cross-table exists";
    add("no holiday, intact families, 2016", "share", by_form[0].mean(), 1, 0, latent);
    add("no holiday, single parents, 2016", "share", by_form[1].mean(), 1, 0, latent);
    add("no holiday, stepfamilies, 2016", "share", by_form[2].mean(), 1, 0, latent);
    add("cannot pay an unexpected expense, lower educated, 2016", "share", by_education[0].mean(), 1, 0,
        latent);
    add("cannot pay an unexpected expense, higher educated, 2016", "share", by_education[2].mean(), 1, 0,
        latent);
    add("cannot pay an unexpected expense, from outside EU+, 2016", "share", by_origin[2].mean(), 1, 0,
        latent);
    add("both items, 2016", "share", both.mean(), .08, .13, "population study: .096; assumption");
    add("no holiday in 2016, still not in 2021", "share", persists.mean(), 1, 0, latent);
    add("single parents among families with a youngest under 3, 2016", "share", young_alone.mean(), .02, .07,
        "population study: .02-.04, said to be low");
  }

  const Population& p_;
  std::vector<KnownFit> out_;
};

}  // namespace

std::vector<KnownFit> known_quantities(const Population& population) { return Collector(population).run(); }

}  // namespace uptake
