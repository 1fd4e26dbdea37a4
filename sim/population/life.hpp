// SPDX-License-Identifier: Apache-2.0
// The making of one lineage, step by step. Only lineage.cpp uses it: the first union stands in
// life_union.cpp, what comes after its end in life_after.cpp.
#pragma once

#include <cmath>

#include "sim/population/draws.hpp"
#include "sim/population/lineage.hpp"

namespace uptake::life {

constexpr std::size_t index(auto value) { return static_cast<std::size_t>(value); }

/// A month that may lie beyond the clock, kept inside what a Month can hold.
inline Month to_month(double month) {
  return static_cast<Month>(std::clamp(std::floor(month), -2000.0, 3000.0));
}

inline double age_at(const Person& person, Month month) { return (month - person.birth) / 12.0; }

class LifeCourse {
 public:
  LifeCourse(const Hazards& hazards, RandomKey key, Lineage& lineage) : h_(hazards), key_(key), l_(lineage) {}
  void run(Month first_birth, Draws& draws);

 private:
  /// Somebody who goes on alone from a month.
  struct Line {
    std::uint8_t person, household;
    Month start;
    std::uint16_t begins;
    bool previous;
  };
  struct Legal {
    double marriage, registration;  ///< 1/year
  };
  using Births = std::array<Month, 8>;

  [[nodiscard]] Draws draws(Purpose purpose, std::size_t slot = 0) const {
    return {key_, l_.index, purpose, static_cast<Month>(slot)};
  }

  // The first union
  Education education(double z, Origin origin, int birth_year) const;
  Month death_month(const Person& person, Month from, Draws& d) const;
  Origin father_origin(Origin mother, double u) const;
  void found(Month first_birth, Draws& d);
  float propensity(const Person& person, Draws& d) const;
  void joint(Month arrival, Draws& d);
  int plan_births(Births& births) const;
  /// How much more than others a couple is prone to part; tied to its lasting relationship need.
  double couple_frailty(std::uint8_t a, std::uint8_t b, Draws& d) const;
  Month separation_month(const Episode& e, const Births& births, int n_births, Month from) const;
  Month emigrates(Origin origin, Month from, Draws& d) const;
  void add_child(Month birth, std::uint8_t a, std::uint8_t b, std::uint8_t home);
  void move(Child& child, Month month, std::uint8_t home) const;
  /// Where the common children are registered when a and b part; a's home stays, b moves.
  void share_children(std::uint8_t a, std::uint8_t b, std::uint8_t home_a, std::uint8_t home_b, Month month,
                      Draws& d);
  /// Registration and marriage of a union from its start; `never` if not before the end of the clock.
  template <typename RatesOfYear>
  void legalise(Episode& e, double direct, RatesOfYear rates, Draws& d) const {
    e.married = e.legal = never;
    if (d.chance(direct)) {
      e.married = e.union_start;
      return;
    }
    double to_marriage = d.exponential();
    double to_legal = d.exponential();
    for (int t = e.union_start; t < end_month; t += 12) {
      const auto [m, c] = rates(year_of(static_cast<Month>(t)));
      if (e.legal == never && c > 0 && to_legal < c)
        e.legal = static_cast<Month>(t + static_cast<int>(12 * to_legal / c));
      if (to_marriage < m) {
        e.married = static_cast<Month>(t + static_cast<int>(12 * to_marriage / m));
        return;
      }
      to_marriage -= m;
      to_legal -= c;
    }
  }

  // After its end
  void push(std::uint8_t person, std::uint8_t household, Month start, std::uint16_t begins, bool previous);
  void add_episode(const Episode& e);
  /// Until when somebody has an own child under 25.
  [[nodiscard]] Month parent_until(std::uint8_t person) const;
  static Episode alone(const Line& line, Month start, Month end, std::uint16_t begins, bool previous);
  void live(const Line line);
  static Month later(Month from, double rate, Draws& d);
  [[nodiscard]] double repartner_factor(const Person& person, Month month) const;
  /// A stepfamily from `start` on. Returns when the line goes on alone, or `never`.
  Month cohabit(const Line& line, Month start, Month union_start, Month emigration, bool previous,
                std::uint16_t& begins, Draws& d);
  std::uint8_t add_partner(std::uint8_t p, Month month, std::uint8_t household);
  /// The children that a new partner had before: those born by now and not yet 25, not yet gone.
  void past_children(std::uint8_t q, Month now, std::uint8_t home, Draws& d);
  void common_children(std::uint8_t p, std::uint8_t q, Month start, Month end, std::uint8_t home, Draws& d);
  /// Children whose parent at home died go to the other one, if that one lives in Flanders in a home of the
  /// lineage.
  void settle_orphans();
  [[nodiscard]] std::uint8_t household_of(std::uint8_t person, Month month) const;
  void draw_deprivation();

  const Hazards& h_;
  RandomKey key_;
  Lineage& l_;
  std::array<Line, Lineage::most_people> lines_{};
  std::size_t n_lines_ = 0;
};

}  // namespace uptake::life
