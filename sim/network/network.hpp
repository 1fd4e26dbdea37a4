// SPDX-License-Identifier: Apache-2.0
// Who knows whom: informal ties between parents, in layers, fixed for the whole run. Partners are no ties:
// they are handled as a couple. Depends on the network's seed and the population, never on a scenario's
// levers.
#pragma once

#include <boost/graph/compressed_sparse_row_graph.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "sim/base/fetch.hpp"
#include "sim/base/random.hpp"
#include "sim/base/side_by_side.hpp"
#include "sim/network/settings.hpp"
#include "sim/population/population.hpp"

namespace uptake {

enum class Strength : std::uint8_t { loose, middling, close };
inline constexpr std::size_t n_strengths = 3;

/// What an informal tie is.
struct TieData {
  Layer layer = Layer::kin;
  Strength strength = Strength::middling;
};

/// A tie between two parents, named once.
struct Tie {
  ParentId a = 0, b = 0;
  TieData data;
};

/// Sorts ties by parents, each tie once: of two between the same parents the lower layer stays; none to
/// oneself.
void tidy(std::size_t n_parents, std::vector<Tie>& ties);

/// Whether a parent takes part in the network of a month: in Flanders, and raising (or having) a child
/// under 25.
inline bool is_parenting(const Spell& s) {
  return (s.flags & in_flanders) != 0 &&
         (s.form != Form::none || (s.flags & (respondent | parent_at_large)) != 0);
}

/// The ties of all parents who ever live, as compressed sparse rows. Both directions of a tie are stored; the
/// ties of a parent stand by rising number of the other.
class Network {
 public:
  using Graph = boost::compressed_sparse_row_graph<boost::directedS, boost::no_property, boost::no_property,
                                                   boost::no_property, std::uint32_t, std::uint32_t>;

  Network() = default;
  /// From ties in any order, between at most 2^28 parents. Of two ties between the same parents the lower
  /// layer stays; ties to oneself are dropped.
  Network(std::size_t n_parents, std::vector<Tie> ties);

  /// Who is tied to whom, made for an algorithm of Boost.Graph: what ties are is left out.
  [[nodiscard]] Graph graph() const;
  [[nodiscard]] std::size_t n_parents() const { return begin_.size() - 1; }
  [[nodiscard]] std::size_t n_ties() const { return ends_.size() / 2; }
  [[nodiscard]] std::uint32_t degree(ParentId parent) const { return begin_[parent + 1] - begin_[parent]; }

  // Fetching the ties of a parent who comes up soon: first where they are, then, when that is there, the
  // ties.
  void fetch_place(ParentId parent) const { fetch(&begin_[parent]); }
  void fetch_ties(ParentId parent) const { fetch(ends_.data() + begin_[parent]); }

  /// Calls visit(other, TieData) for each tie of a parent, in order. No allocation.
  template <class Visit>
  void for_each_tie(ParentId parent, Visit&& visit) const {
    for (std::uint32_t e = begin_[parent]; e < begin_[parent + 1]; ++e) {
      const TieEnd end = ends_[e];
      visit(ParentId{end.other}, TieData{static_cast<Layer>(end.layer), static_cast<Strength>(end.strength)});
    }
  }

 private:
  static constexpr unsigned other_bits = 28;  ///< how many parents a tie can name
  /// A tie as one of its parents has it: four bytes, as there are as many as ties, twice.
  struct TieEnd {
    std::uint32_t other : other_bits;
    std::uint32_t layer : 2;
    std::uint32_t strength : 2;
  };
  static_assert(sizeof(TieEnd) == 4 && n_layers <= 4 && n_strengths <= 4);

  std::vector<std::uint32_t> begin_ = {
      0};  ///< where a parent's begin in `ends_`, and where the last one's end
  std::vector<TieEnd> ends_;
};

/// How many ties each parent is asked to have, on average over its layers' chances, to parents who are
/// parents in the same month; 0 for who never raises a child in Flanders. The mean over the parents of April
/// 2016 is the sum of the layers' `ties`.
std::vector<float> wanted_ties(const Population& population, const NetworkSettings& settings);

/// Draws the ties. `region_of_municipality`: the region of each municipality; an empty list is one region.
/// Corrected by layer, decade of the first birth and origin, so that the ties in April 2016 are as many as
/// asked for. `side_by_side`: how its pieces are worked at; the bytes are the same.
Network build_network(const Population& population, std::span<const std::uint8_t> region_of_municipality,
                      const NetworkSettings& settings, RandomKey key,
                      const SideBySide& side_by_side = one_by_one);

}  // namespace uptake
