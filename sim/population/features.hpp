// SPDX-License-Identifier: Apache-2.0
// What does a lineage add to the tables? Rows of the weighting: for each wave the expected respondents of a
// lineage (1 / eligible parents for each, in each household with one), overall and by category.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "sim/population/lineage.hpp"
#include "sim/population/margins.hpp"

namespace uptake {

/// A year in which the population is looked at, always in April.
struct LookYear {
  int year = 2016;
  double size = 1;  ///< families asked for, relative to 2016
};

enum class RowKind : std::uint8_t {
  size,         ///< families
  category,     ///< families in a category
  partnered,    ///< families whose respondent has a partner (apart included)
  union_share,  ///< conditional: in a union status, minus the share of the partnered
  association,  ///< conditional: partnered in a category, minus the share of the category
  bend,         ///< families (of a category) a year before, minus twice in the wave, plus a year after
};

/// One equation. Targets and softness are in units of the families of 2016; softness 0: watched, not asked
/// for.
struct Row {
  RowKind kind = RowKind::size;
  std::uint8_t look = 0;  ///< index into looks()
  Margin margin = Margin::gender;
  std::uint8_t category = 0;
  std::uint8_t association = 0;
  bool everybody = false;  ///< bend: of all families
  std::uint16_t base = 0;  ///< the row of which it is a share
  double share = 0;        ///< the share asked for, of its base
  double target = 0, softness = 0;
};

struct Feature {
  std::uint16_t row;
  float value;
};

/// The rows, and how a lineage fills them.
class RowBook {
 public:
  explicit RowBook(const Margins& margins);
  [[nodiscard]] const std::vector<Row>& rows() const { return rows_; }
  [[nodiscard]] const std::vector<LookYear>& looks() const { return looks_; }
  /// The row of the families in a look year.
  [[nodiscard]] std::size_t size_row(std::size_t look) const { return size_row_[look]; }
  [[nodiscard]] std::size_t partnered_row(std::size_t wave) const { return partnered_row_[wave]; }
  /// Replaces `out` by the lineage's features, each row at most once, by rising row.
  void features(const Lineage& lineage, const Hazards& hazards, std::vector<Feature>& out) const;

 private:
  std::size_t add_row(Row row);
  void add_bends(std::size_t wave);
  void add_wave_rows(std::size_t wave, const Row& size);
  void bend_features(const Lineage& lineage, const Episode& episode, double* sum) const;

  const Margins& margins_;
  std::vector<LookYear> looks_;
  std::vector<Row> rows_;
  std::vector<std::size_t> size_row_;
  std::array<std::size_t, n_waves> partnered_row_{};
  std::vector<std::array<std::array<std::uint16_t, most_categories>, n_margins>>
      cell_;  ///< [look][margin][category]
  std::array<std::vector<std::size_t>, n_waves> association_rows_;
  std::array<std::size_t, n_waves> bend_size_{};
  std::array<std::array<std::array<std::uint16_t, most_categories>, n_margins>, n_waves> bend_{};
};

/// The categories of a respondent in a household, by margin; union_status is n_categories without a partner.
std::array<std::size_t, n_margins> categories_of(const Lineage& lineage, const Hazards& hazards,
                                                 const Episode& episode, const HouseholdView& view,
                                                 std::size_t adult, int year);

}  // namespace uptake
