// SPDX-License-Identifier: Apache-2.0
// What is a sweep to look at? Its file: scenarios x population sizes x points x draws x replicates, and which
// figures are kept of each run.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "analysis/experiment/plan.hpp"
#include "analysis/sweep/points.hpp"

namespace uptake {

/// Which figures of a run are kept. Of measures by group those of `by`; of others all categories.
struct SweepKeep {
  std::vector<std::string> measures, domains, by;  ///< codes; domains with "both"
  std::vector<int> years;
  int most_rows = 200;  ///< a run
};

struct SweepDesign {
  std::string kind = "sweep";  ///< or the command whose runs these are (study.hpp)
  std::string name;            ///< the file's name without .yaml
  std::string title_en, title_nl;
  std::vector<std::filesystem::path> scenarios;  ///< the baseline first
  std::vector<double> families;                  ///< in April 2016
  int draws = 1, replicates = 1, populations = 5;
  std::uint32_t seed = 1;
  std::string posterior = "none";
  Month until = never;
  std::vector<std::string> without;    ///< mechanisms that are off
  std::vector<std::string> structure;  ///< rules in another form: "gates=compensatory"
  std::vector<SweepAxis> axes;         ///< only their paths, once they are read from a plan
  SweepPoints points;                  ///< one without values where nothing is varied
  SweepKeep keep;
  // Of a study alone: nothing is varied, and all that a run leaves is kept.
  bool take_apart = false, survey_only = false;  ///< as Plan has them
  std::optional<Posterior> own_draws;            ///< parameter sets that stand in no file: a calibration's

  [[nodiscard]] bool is_study() const { return kind != "sweep"; }
};

/// A design with all that its runs need. `study.plan.families` is the first size.
struct SweepInput {
  SweepDesign design;
  Study study;
};

inline constexpr std::size_t most_points = 1'000'000;

/// Reads a design and everything that it names. Throws BadInput with every problem at once.
SweepInput load_design(const std::filesystem::path& file, const std::filesystem::path& data_folder);

/// What the design's runs need, read and checked. Throws BadInput.
Study study_of(const SweepDesign& design, const std::filesystem::path& data_folder);

/// An axis' value as a reader writes it: the form of a rule by its code, else the number; and back, nothing
/// when it is none.
std::string value_text(const SweepAxis& axis, double value);
std::optional<double> value_of(const SweepAxis& axis, const std::string& text);

/// Splits an axis' path into its parts; false when it is not like one.
bool split_path(SweepAxis& axis);

/// At most how many figures a run leaves.
int rows_a_run(const SweepDesign& design, const Study& study);

/// Whether a lever of this name is in the scenario, so that an axis of it changes it.
bool has_lever(const Scenario& scenario, const std::string& name);

/// The lever with a point's values.
Lever at_point(const Lever& lever, const std::vector<SweepAxis>& axes, const std::vector<double>& values);

/// A structure with the forms that a point gives its rules.
Structure at_point(Structure structure, const std::vector<SweepAxis>& axes,
                   const std::vector<double>& values);

/// The scenario with a point's values, as if its file had said so: draws leave them as they are.
Scenario at_point(const Scenario& scenario, const std::vector<SweepAxis>& axes,
                  const std::vector<double>& values);

/// Numbers of a lever that are all in their ranges may still not go together, as a fee that is more for a low
/// income.
struct PointProblem {
  std::size_t point = 0;  ///< the first that has it
  std::string path;       ///< of an axis of this lever
  std::string message;
};
/// Each contradiction of a lever of these scenarios that a point makes, once.
std::vector<PointProblem> contradictions_at(const std::vector<Scenario>& scenarios,
                                            const std::vector<SweepAxis>& axes, const SweepPoints& points);

}  // namespace uptake
