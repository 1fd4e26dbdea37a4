// SPDX-License-Identifier: Apache-2.0
// Drawing the ties. Two kinds of layer, both by sorting, so that the work is roughly linear in the parents:
// groups (sort, cut into small groups, tie within) and circles (sort, draw others within a window of the
// order). Nothing uses the scale of the population: where few parents live, groups pool over neighbouring
// municipalities.
#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <limits>
#include <tuple>
#include <utility>

#include "sim/base/fetch.hpp"
#include "sim/base/math.hpp"
#include "sim/network/network.hpp"
#include "sim/network/profiles.hpp"

namespace uptake {
namespace {

constexpr std::size_t n_origins = 3;

/// How many ties to draw of a layer for each that is asked for, by origin and by decade of the first birth.
struct Scale {
  static constexpr std::size_t n_decades = 9;  ///< 1950s and before, ..., 2030s
  std::array<double, n_origins> of_origin{1, 1, 1};
  std::array<double, n_decades> of_decade{1, 1, 1, 1, 1, 1, 1, 1, 1};

  static std::size_t origin(const Profile& p) { return static_cast<std::size_t>(p.origin); }
  static std::size_t decade(const Profile& p) {
    return static_cast<std::size_t>(
        std::clamp(year_of(p.anchor) / 10 - 195, 0, static_cast<int>(n_decades) - 1));
  }
  [[nodiscard]] double of(const Profile& p) const { return of_origin[origin(p)] * of_decade[decade(p)]; }
};
using Scales = std::array<Scale, n_layers>;

/// A parent's place in the order from which groups are cut.
struct Seat {
  std::uint32_t block;  ///< origin (or mixed), cohort, and how near: no group spans two
  std::uint32_t place;  ///< region and municipality
  double score;         ///< sorts a place by origin and education
  std::uint32_t id;
  ParentId who;

  [[nodiscard]] auto order() const { return std::tie(block, place, score, id, who); }
  [[nodiscard]] std::uint32_t region() const { return place >> 16U; }
};

/// How a layer is drawn: in groups, or as circles.
struct LayerRule {
  bool in_groups = false;
  GroupSettings group;
  CircleSettings circle;
};
using LayerRules = std::array<LayerRule, n_layers>;

LayerRule in_groups(const GroupSettings& group) { return {true, group, {}}; }
LayerRule in_circles(const CircleSettings& circle) { return {false, {}, circle}; }

LayerRules rules_of(const NetworkSettings& s) {
  constexpr double any_cohort = 25;  // years: parents at once, whatever their age
  const auto with_anybody = [](double ties) { return in_circles({ties, any_cohort, 1, 1, 1, true}); };
  const auto as_neighbours = [&](const CircleSettings& circle) {
    GroupSettings group = s.neighbours;
    group.ties = circle.ties;
    group.cohort_years = circle.cohort_years;
    group.size = std::max(3.0, 2 * circle.ties + 1);  // half of a group are ties, as among neighbours
    return in_groups(group);
  };
  LayerRules rules;
  rules[index(Layer::kin)] = in_groups(s.kin);
  rules[index(Layer::neighbours)] = in_groups(s.neighbours);
  rules[index(Layer::friends)] = in_circles(s.friends);
  rules[index(Layer::colleagues)] = in_circles(s.colleagues);
  if (s.kind == NetworkKind::random) {
    for (std::size_t l = 0; l < n_layers; ++l) rules[l] = with_anybody(s.ties(static_cast<Layer>(l)));
  } else if (s.kind == NetworkKind::clustered) {
    rules[index(Layer::friends)] = as_neighbours(s.friends);
    rules[index(Layer::colleagues)] = as_neighbours(s.colleagues);
  }
  return rules;
}

/// A layer's groups: the members of group g are who[begin[g]] .. who[begin[g+1]].
struct Groups {
  std::vector<ParentId> who;
  std::vector<std::size_t> begin{0};
};

/// A layer's circles: the parents in order, and where each one's window of others begins and ends in it.
struct Circles {
  std::vector<ParentId> who;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> window;
};

class Builder {
 public:
  Builder(const Population& population, std::span<const std::uint8_t> region, const NetworkSettings& settings,
          RandomKey key, const SideBySide& side_by_side)
      : settings_(settings),
        rules_(rules_of(settings)),
        key_(key),
        side_by_side_(side_by_side),
        profiles_(profiles_of(population, region, settings)) {
    list_partners(population);
    side_by_side_(n_layers, [&](std::size_t l) {
      if (rules_[l].in_groups) {
        groups_[l] = groups(static_cast<Layer>(l), rules_[l].group);
      } else {
        circles_[l] = circles(rules_[l].circle);
      }
    });
  }

  Network build() {
    // People enter and leave, ties coincide between layers, small places have few to choose from: draw, see
    // how many ties there are at once, draw more or fewer. By decade over the whole time, so that the ends of
    // the clock (no later parents to tie to) do not look like a trend; at last by origin in April 2016, the
    // month asked for.
    constexpr unsigned all_censuses = (1U << n_census) - 1;
    Scales scales;
    draw_all(scales);
    correct<Scale::n_decades>(scales, Scale::decade, &Scale::of_decade, all_censuses);
    draw_all(scales);
    correct<n_origins>(scales, Scale::origin, &Scale::of_origin, 1U << census_2016);
    draw_all(scales);
    in_pieces(side_by_side_, ties_.size(), at_a_time, [&](std::size_t first, std::size_t end) {
      for (Tie& t : std::span(ties_).subspan(first, end - first)) t.data.strength = strength(t);
    });
    return {profiles_.size(), std::move(ties_)};
  }

 private:
  struct Pair {
    ParentId a, b;
    double product;
  };
  /// The ties of a piece of a layer, and what is at hand while they are drawn.
  struct alignas(64) Piece {  // of one thread at a time: no line is shared
    std::vector<Tie> ties;
    std::vector<RandomBlock> words;  // of a parent
    std::vector<Pair> pairs;         // of a group
  };
  static constexpr std::size_t at_a_time = 1024;

  /// `draw(first, end, piece)` for all of 0 to n, some pieces side by side; their ties in order.
  template <class Draw>
  void draw_in_pieces(std::size_t n, Draw draw) {
    constexpr std::size_t n_pieces = 32;
    pieces_.resize(n_pieces);
    for (std::size_t begin = 0; begin < n; begin += n_pieces * at_a_time) {
      const std::size_t size = std::min(n_pieces * at_a_time, n - begin);
      in_pieces(side_by_side_, size, at_a_time, [&](std::size_t first, std::size_t end) {
        Piece& piece = pieces_[first / at_a_time];
        piece.ties.clear();
        draw(begin + first, begin + end, piece);
      });
      for (std::size_t k = 0; k * at_a_time < size; ++k)
        ties_.insert(ties_.end(), pieces_[k].ties.begin(), pieces_[k].ties.end());
    }
  }

  /// The ever-partners of each parent: they are a couple, or were, and no ties.
  void list_partners(const Population& population) {
    partner_begin_.assign(1, 0);
    for (ParentId i = 0; i < profiles_.size(); ++i) {
      for (const Spell& s : population.spells_of(i)) {
        if (s.partner != nobody &&
            (partners_.size() == partner_begin_.back() || partners_.back() != s.partner)) {
          partners_.push_back(s.partner);
        }
      }
      partner_begin_.push_back(static_cast<std::uint32_t>(partners_.size()));
    }
  }

  /// Partners are each other's, so that one of both is asked.
  bool were_partners(ParentId a, ParentId b) const {
    const auto first = partners_.begin();
    const auto end = first + partner_begin_[a + 1];
    return std::find(first + partner_begin_[a], end, b) != end;
  }

  void fetch_partners(ParentId i) const { fetch(partners_.data() + partner_begin_[i]); }

  bool share_years(const Profile& a, const Profile& b) const {
    return shared_months(a, b) >= settings_.shared_years * months_a_year;
  }

  /// All layers, each tie once.
  void draw_all(const Scales& scales) {
    ties_.clear();
    for (std::size_t l = 0; l < n_layers; ++l) {
      const auto layer = static_cast<Layer>(l);
      if (rules_[l].in_groups) {
        draw_groups(layer, rules_[l].group, groups_[l], scales[l]);
      } else {
        draw_circles(layer, rules_[l].circle, circles_[l], scales[l]);
      }
    }
    tidy(profiles_.size(), ties_);
  }

  /// Scales each class of parents by the ties asked for over the ties got at the censuses of `at`, as bits.
  template <std::size_t n, class ClassOf>
  void correct(Scales& scales, ClassOf class_of, std::array<double, n> Scale::* factors, unsigned at) const {
    std::array<std::array<double, n>, n_layers> got{};
    std::array<double, n> asked{};
    for (const Tie& t : ties_) {
      const Profile& a = profiles_[t.a];
      const Profile& b = profiles_[t.b];
      const int times = std::popcount(a.present & b.present & at);
      got[index(t.data.layer)][class_of(a)] += times;
      got[index(t.data.layer)][class_of(b)] += times;
    }
    for (const Profile& p : profiles_) {
      asked[class_of(p)] += static_cast<double>(p.wanted) * std::popcount(p.present & at);
    }
    for (std::size_t l = 0; l < n_layers; ++l) {
      for (std::size_t c = 0; c < n; ++c) {
        double& factor = (scales[l].*factors)[c];
        const double wanted = asked[c] * settings_.ties(static_cast<Layer>(l));
        if (got[l][c] > 0) factor = std::clamp(factor * wanted / got[l][c], 0.5, 2.0);
      }
    }
  }

  /// The ties to draw for each parent in a layer, against the layer's mean.
  void weigh(const Scale& scale) {
    weight_.resize(profiles_.size());
    for (std::size_t i = 0; i < weight_.size(); ++i) {
      weight_[i] = static_cast<double>(profiles_[i].wanted) * scale.of(profiles_[i]);
    }
  }

  std::array<std::uint32_t, 4> words(ParentId parent, Layer layer, Purpose purpose,
                                     std::uint32_t draw) const {
    return random_words(key_, profiles_[parent].id, static_cast<Month>(layer), purpose, draw);
  }

  /// A draw of a pair, the same from either side.
  double pair_draw(ParentId a, ParentId b, Layer layer, Purpose purpose) const {
    const auto [low, high] = std::minmax(profiles_[a].id, profiles_[b].id);
    return uniform(key_, low, static_cast<Month>(layer), purpose, high);
  }

  Strength strength(const Tie& t) const {
    const double u = pair_draw(t.a, t.b, t.data.layer, Purpose::tie_strength);
    if (u < settings_.loose[index(t.data.layer)]) return Strength::loose;
    return u < 1 - settings_.close[index(t.data.layer)] ? Strength::middling : Strength::close;
  }

  // ---- groups ----

  /// Cohorts are calendar periods, as school years are.
  static std::uint32_t cohort(Month anchor, const GroupSettings& g) {
    return static_cast<std::uint32_t>((anchor - month_of(1900, 1)) / (g.cohort_years * months_a_year));
  }

  std::vector<Seat> seats(Layer layer, const GroupSettings& g) const {
    constexpr std::uint32_t anywhere = 0xFFFF;
    std::vector<Seat> all;
    for (ParentId i = 0; i < profiles_.size(); ++i) {
      const Profile& p = profiles_[i];
      if (!p.takes_part()) continue;
      const auto u = words(i, layer, Purpose::ties, 0);
      const double where = to_unit(u[0]);
      const std::uint32_t gathers = where < g.near ? 0 : where < g.near + g.region ? 1 : 2;
      const std::uint32_t origin =
          to_unit(u[1]) < g.same_origin ? static_cast<std::uint32_t>(p.origin) : n_origins;
      const double score = to_unit(u[2]) + g.by_origin * static_cast<double>(p.origin) / 2 +
                           g.by_education * static_cast<double>(p.education) / 2;
      all.push_back({(origin * 1000 + cohort(p.anchor, g)) * 3 + gathers,
                     ((gathers < 2 ? p.region : anywhere) << 16U) | (gathers < 1 ? p.municipality : anywhere),
                     score, p.id, i});
    }
    std::sort(all.begin(), all.end(), [](const Seat& a, const Seat& b) { return a.order() < b.order(); });
    return all;
  }

  Groups groups(Layer layer, const GroupSettings& g) const {
    const std::vector<Seat> all = seats(layer, g);
    const auto size = static_cast<std::size_t>(std::lround(g.size));
    const std::size_t enough =
        std::max<std::size_t>(3, size - 1);  // couples give no ties: a few are not enough
    Groups out;
    std::size_t begin = 0;  // of those who wait for a group
    std::size_t block_begin = 0;
    for (std::size_t k = 0; k < all.size(); ++k) {
      out.who.push_back(all[k].who);
      const bool block_ends = k + 1 == all.size() || all[k + 1].block != all[k].block;
      const bool region_ends = block_ends || all[k + 1].region() != all[k].region();
      const bool place_ends = region_ends || all[k + 1].place != all[k].place;
      const std::size_t n = k + 1 - begin;
      // Few in a municipality join the next one's in the region, then the next region's, at last the group
      // before.
      if (!block_ends && !(place_ends && n >= enough) && !(region_ends && n >= 3)) continue;
      if (block_ends && n < 3 && begin > block_begin) {
        out.begin.back() = k + 1;
      } else {
        const std::size_t n_groups = std::max<std::size_t>(1, (n + size / 2) / size);
        for (std::size_t c = 1; c <= n_groups; ++c) out.begin.push_back(begin + n * c / n_groups);
      }
      if (block_ends) block_begin = k + 1;
      begin = k + 1;
    }
    return out;
  }

  void draw_groups(Layer layer, const GroupSettings& g, const Groups& groups, const Scale& scale) {
    weigh(scale);
    const auto group = [&](std::size_t k) {
      return std::span(groups.who).subspan(groups.begin[k], groups.begin[k + 1] - groups.begin[k]);
    };
    const auto fetch_members = [&](std::size_t k) {
      for (const ParentId i : group(k)) {
        fetch(&profiles_[i]);
        fetch(&weight_[i]);
        fetch(&partner_begin_[i]);
      }
    };
    const auto fetch_their_partners = [&](std::size_t k) {
      for (const ParentId i : group(k)) fetch_partners(i);
    };
    draw_in_pieces(groups.begin.size() - 1, [&](std::size_t first, std::size_t end, Piece& piece) {
      fetching_ahead(first, end, nothing_ahead, fetch_members, fetch_their_partners,
                     [&](std::size_t k) { tie_group(layer, g.ties, group(k), piece); });
    });
  }

  /// Each pair of a group with a chance by the product of what both want, so that the group's mean is right.
  void tie_group(Layer layer, double mean_ties, std::span<const ParentId> group, Piece& piece) const {
    std::vector<Pair>& pairs = piece.pairs;
    pairs.clear();
    double wanted = 0;
    double products = 0;
    for (std::size_t a = 0; a < group.size(); ++a) {
      const double weight_a = weight_[group[a]];
      wanted += weight_a;
      for (std::size_t b = a + 1; b < group.size(); ++b) {
        if (!share_years(profiles_[group[a]], profiles_[group[b]]) || were_partners(group[a], group[b]))
          continue;
        pairs.push_back({group[a], group[b], weight_a * weight_[group[b]]});
        products += pairs.back().product;
      }
    }
    for (const Pair& p : pairs) {
      if (pair_draw(p.a, p.b, layer, Purpose::ties) < mean_ties * wanted * p.product / (2 * products)) {
        piece.ties.push_back({p.a, p.b, {layer, Strength::middling}});
      }
    }
  }

  // ---- circles ----

  Circles circles(const CircleSettings& c) const {
    struct Standing {
      int place;
      std::uint32_t id;
      ParentId who;
      auto operator<=>(const Standing&) const = default;
    };
    std::vector<Standing> order;
    for (ParentId i = 0; i < profiles_.size(); ++i) {
      const Profile& p = profiles_[i];
      if (p.takes_part()) order.push_back({(c.all_of_flanders ? 0 : p.region * 10'000) + p.anchor, p.id, i});
    }
    std::sort(order.begin(), order.end());
    Circles out;
    const int reach = static_cast<int>(c.cohort_years * months_a_year);
    std::uint32_t begin = 0;  // the window [begin, end) moves along with the order
    std::uint32_t end = 0;
    for (const Standing& one : order) {
      while (order[begin].place < one.place - reach) ++begin;
      while (end < order.size() && order[end].place <= one.place + reach) ++end;
      out.who.push_back(one.who);
      out.window.emplace_back(begin, end);
    }
    return out;
  }

  /// Every parent seeks half of its ties and is found for the other half.
  void draw_circles(Layer layer, const CircleSettings& c, const Circles& circles, const Scale& scale) {
    weigh(scale);
    const std::vector<ParentId>& who = circles.who;
    in_order_.resize(who.size());
    const auto fetch_place = [&](std::size_t k) {
      fetch(&profiles_[who[k]]);
      fetch(&weight_[who[k]]);
    };
    in_pieces(side_by_side_, who.size(), at_a_time, [&](std::size_t first, std::size_t end) {
      fetching_ahead(first, end, fetch_place, nothing_ahead, nothing_ahead,
                     [&](std::size_t k) { in_order_[k] = {profiles_[who[k]], weight_[who[k]], who[k]}; });
    });
    const auto seek_all = [&](std::size_t k, Piece& piece) {
      std::vector<RandomBlock>& words = piece.words;
      const InOrder& ego = in_order_[k];
      const double seeks = c.ties * ego.weight / 2;
      const auto at_most = static_cast<std::uint32_t>(seeks + 1);
      words.clear();  // of how many it seeks, then of each
      for (std::uint32_t draw = 0; draw <= blocks_a_seek * at_most; ++draw)
        words.push_back(random_address(ego.profile.id, static_cast<Month>(layer), Purpose::ties, draw));
      draw_random(key_, words);
      const auto n_seeks = static_cast<std::uint32_t>(seeks + to_unit(words[0][0]));
      const auto [begin, end] = circles.window[k];
      const auto window = std::span(std::as_const(in_order_)).subspan(begin, end - begin);
      const auto words_of = [&](std::uint32_t n) {
        return std::span(words).subspan(1 + blocks_a_seek * n).first<blocks_a_seek>();
      };
      for (std::uint32_t n = 0; n < n_seeks; ++n) {
        for (const RandomBlock& four : words_of(n).first<n_candidates / 4>()) {
          for (const std::uint32_t word : four) fetch(&window[place_in(window, word)]);
        }
      }
      for (std::uint32_t n = 0; n < n_seeks; ++n) seek(layer, c, ego, window, words_of(n), piece.ties);
    };
    draw_in_pieces(who.size(), [&](std::size_t first, std::size_t end, Piece& piece) {
      fetching_ahead(
          first, end, [&](std::size_t k) { fetch(&partner_begin_[who[k]]); },
          [&](std::size_t k) { fetch_partners(who[k]); }, nothing_ahead,
          [&](std::size_t k) { seek_all(k, piece); });
    });
  }

  double likeness(const Profile& x, const Profile& y, const CircleSettings& c) const {
    double like = 1;
    if (x.origin != y.origin) like *= c.other_origin;
    if (x.municipality != y.municipality) like *= c.other_municipality;
    const int steps = std::abs(static_cast<int>(x.education) - static_cast<int>(y.education));
    for (int s = 0; s < steps; ++s) like *= c.education_step;
    return share_years(x, y) ? like : 0;
  }

  static constexpr std::uint32_t n_candidates = 8;                    // of one seek,
  static constexpr std::size_t blocks_a_seek = n_candidates / 4 + 1;  // and its blocks of random words

  /// A parent in the order of a circle: who may be tied stand together, as the many who are looked at should.
  struct InOrder {
    Profile profile;
    double weight;
    ParentId who;
  };

  static std::size_t place_in(std::span<const InOrder> window, std::uint32_t word) {
    return (static_cast<std::uint64_t>(word) * window.size()) >> 32U;
  }

  /// One of a few candidates from the window, by likeness and by how many ties each wants.
  void seek(Layer layer, const CircleSettings& c, const InOrder& ego, std::span<const InOrder> window,
            std::span<const RandomBlock, blocks_a_seek> words, std::vector<Tie>& ties) const {
    std::array<ParentId, n_candidates> candidate{};
    std::array<double, n_candidates> chance{};
    double sum = 0;
    for (std::uint32_t block = 0; block < n_candidates / 4; ++block) {
      const RandomBlock& four = words[block];
      for (std::uint32_t w = 0; w < 4; ++w) {
        const InOrder& other = window[place_in(window, four[w])];
        candidate[4 * block + w] = other.who;
        const double like = other.who == ego.who ? 0.0 : likeness(ego.profile, other.profile, c);
        sum += chance[4 * block + w] = like * other.weight;
      }
    }
    double u = sum * to_unit(words.back()[0]);
    for (std::size_t k = 0; k < n_candidates; ++k) {
      if (u < chance[k]) {
        if (!were_partners(ego.who, candidate[k]))
          ties.push_back({ego.who, candidate[k], {layer, Strength::middling}});
        return;
      }
      u -= chance[k];
    }
  }

  const NetworkSettings& settings_;
  LayerRules rules_;
  RandomKey key_;
  const SideBySide& side_by_side_;
  std::vector<Profile> profiles_;
  std::vector<std::uint32_t> partner_begin_;
  std::vector<ParentId> partners_;
  std::array<Groups, n_layers> groups_;    // of the layers that are drawn in groups,
  std::array<Circles, n_layers> circles_;  // and of those that are drawn as circles
  std::vector<double> weight_;             // of the layer at hand
  std::vector<InOrder> in_order_;          // of the circle at hand
  std::vector<Piece> pieces_;              // of the layer at hand
  std::vector<Tie> ties_;
};

}  // namespace

Network build_network(const Population& population, std::span<const std::uint8_t> region_of_municipality,
                      const NetworkSettings& settings, RandomKey key, const SideBySide& side_by_side) {
  return Builder(population, region_of_municipality, settings, key, side_by_side).build();
}

}  // namespace uptake
