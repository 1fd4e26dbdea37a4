// SPDX-License-Identifier: Apache-2.0
// How does one family's life go? A candidate lineage: a mother and a father from their first birth, their
// children, the end of their union, two lines of new partners, until the last child is 25. Drawn from
// demographic hazards.
#pragma once

#include <array>
#include <cstdint>

#include "sim/base/month.hpp"
#include "sim/base/random.hpp"
#include "sim/population/hazards.hpp"
#include "sim/population/population.hpp"

namespace uptake {

inline constexpr std::uint8_t no_one = 255;     ///< no person of the lineage
inline constexpr std::uint8_t elsewhere = 255;  ///< no household of the lineage
inline constexpr int adult_child = 25 * 12;     ///< months: from here a child no longer makes a family

struct Person {
  Gender gender;
  Origin origin;
  Education education;
  bool earlier_union;  ///< a partnership before the first one known here
  Month birth;
  Month death;
  Month leaves;       ///< death or emigration
  float need;         ///< lasting relationship need, standard normal
  float education_z;  ///< latent education: partners resemble each other
  float repartner;    ///< propensity, around 1
};

struct Residence {
  Month from;
  std::uint8_t household;
};

struct Child {
  Month birth, leaves_home;
  std::array<std::uint8_t, 2> parents;  ///< no_one: a parent outside the lineage
  std::uint8_t n_homes;
  std::array<Residence, 4> homes;  ///< where registered, by rising month
};

/// A stretch of a household with the same adults. Their children come and go within it.
struct Episode {
  Month start, end;
  Month union_start;     ///< `never` without a partner
  Month legal, married;  ///< when they register and marry; `never`
  std::uint8_t household;
  std::array<std::uint8_t, 2> adults;  ///< the second is no_one unless both live here
  bool apart;                          ///< the adult has a partner who lives elsewhere
  std::uint16_t begins;                ///< begins_by_* of SpellFlag
  std::array<bool, 2> previous;

  [[nodiscard]] bool together() const { return adults[1] != no_one; }
};

struct Lineage {
  static constexpr std::size_t most_people = 8, most_children = 20, most_episodes = 48, most_households = 8;
  /// The slow part of deprivation is drawn at the Aprils of 1991, 1996, ... 2036; build.cpp fills the years
  /// between.
  static constexpr int n_nodes = 10, node_years = 5, first_node = 1991;

  std::uint32_t index = 0;
  Month first_birth = 0;
  std::uint8_t n_people = 0, n_children = 0, n_episodes = 0, n_households = 0;
  std::array<Person, most_people> people;
  std::array<Child, most_children> children;
  std::array<Episode, most_episodes> episodes;
  std::array<std::array<float, 3>, most_households> deprivation;  ///< common and lasting, then of each item
  std::array<std::array<float, n_nodes>, most_households> nodes;
};

/// What a household is at a month within one of its episodes.
struct HouseholdView {
  std::uint8_t n_children = 0;  ///< resident, under 25
  Month youngest = never, eldest = never;
  Form form = Form::none;
  std::array<bool, 2> respondent{};  ///< an own child under 25 lives here
  std::array<bool, 2> at_large{};    ///< an own child under 25 anywhere
};
HouseholdView view_of(const Lineage& lineage, const Episode& episode, Month month);

UnionStatus union_status_of(const Episode& episode, Month month);

/// Where a child is registered at a month from its birth; `elsewhere` after leaving home.
std::uint8_t home_of(const Child& child, Month month);

/// Cannot a household afford a week's holiday (item 0), an unexpected expense (item 1)? `slow` is the
/// mean-reverting part of the latent in that year.
bool deprived(const Lineage& lineage, const Hazards& hazards, const Episode& episode, Form form,
              std::size_t item, int year, double slow);

/// Draws candidates. Holds the tables that do not change between them.
class LineageMaker {
 public:
  LineageMaker(const Hazards& hazards, std::uint32_t seed);
  /// A pure function of the seed and the index.
  void make(std::uint32_t index, Lineage& lineage) const;
  [[nodiscard]] const Hazards& hazards() const { return hazards_; }

  static constexpr int first_year = 1964, last_year = 2035;  ///< of first births

 private:
  const Hazards& hazards_;
  RandomKey key_;
  std::array<double, last_year - first_year + 1> cumulated_{};
};

}  // namespace uptake
