// SPDX-License-Identifier: Apache-2.0
// From a design's file to a design: every problem at its place.
#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <tuple>

#include "analysis/sweep/axis_limits.hpp"
#include "analysis/sweep/design_keys.hpp"
#include "analysis/sweep/keep_reader.hpp"
#include "sim/base/csv.hpp"
#include "sim/base/text.hpp"

namespace uptake {
namespace {

namespace fs = std::filesystem;

class DesignReader {
 public:
  DesignReader(const fs::path& file, Problems& problems)
      : file_(file.string()), folder_(file.parent_path()), problems_(problems) {
    design_.name = file.stem().string();
    root_ = yaml::parse_file(file, problems);
  }

  /// All but what hangs on scenarios and data.
  SweepDesign plain() {
    yaml::Fields fields(root_, file_, "a sweep", problems_);
    if (const yaml::Node* title = fields.node("title", true)) {
      yaml::Fields both(*title, file_, "a title", problems_);
      design_.title_en = both.text("en", {}, true);
      design_.title_nl = both.text("nl", {}, true);
      both.finish();
    }
    fields.node("scenarios", true);
    for (const std::string& name : fields.texts("scenarios"))
      design_.scenarios.push_back((folder_ / name).lexically_normal());
    if (fields.has("scenarios") && design_.scenarios.empty())
      fields.problem("scenarios", "expected scenario files, the baseline first");
    read_families(fields);
    // a run's stream holds draw and replicate in 16 bits each
    design_.draws = fields.integer("draws", 1, {1, 65'535});
    design_.replicates = fields.integer("replicates", 1, {1, 65'535});
    design_.populations = fields.integer("populations", 5, {1, 1000});
    design_.seed = static_cast<std::uint32_t>(fields.integer("seed", 1, {0, 1e9}));
    design_.posterior = fields.text("posterior", "both");
    if (design_.posterior.ends_with(".csv"))
      design_.posterior = (folder_ / design_.posterior).lexically_normal().string();
    design_.until = fields.month("until", never);
    design_.without = fields.texts("without");
    design_.structure = fields.texts("structure");
    points_ = fields.node("points");
    keep_ = fields.node("keep", true);
    fields.finish();
    if (points_ != nullptr) points_are_good_ = read_kind_of_points();
    if (keep_ != nullptr) keep_is_good_ = read_keep(*keep_, file_, problems_, design_.keep);
    return design_;
  }

  /// What the points vary and which years are kept; needs the scenarios.
  void on_study(SweepDesign& design, const Study& study) {
    if (points_ == nullptr) {
      design.points = {{}};
    } else if (points_are_good_) {
      const std::size_t before = problems_.size();
      read_points(design, study);
      if (problems_.size() == before) check_levers(design, study);
    }
    if (keep_ != nullptr && keep_->kind == yaml::Kind::map)
      read_years_to_keep(*keep_, file_, problems_, keep_is_good_, study, design);
  }

 private:
  void read_families(yaml::Fields& fields) {
    const yaml::Node* node = fields.node("families");
    constexpr yaml::Range range{100, 2e6};
    if (node == nullptr || node->kind != yaml::Kind::sequence) {
      design_.families = {fields.number("families", 20'000, range)};
      return;
    }
    design_.families = fields.numbers("families", range);
    if (design_.families.empty() && node->children.empty())
      fields.problem("families", "'families': an empty list, expected population sizes");
    const std::set<double> once(design_.families.begin(), design_.families.end());
    if (once.size() < design_.families.size())
      fields.problem("families", "'families': a size is named twice");
  }

  /// Which points there are to be, whatever they vary; false when that cannot be known.
  bool read_kind_of_points() {
    yaml::Fields fields(*points_, file_, "'points'", problems_);
    kind_ = fields.choice("design", point_designs, -1, true);
    number_ = fields.integer("number", 0, {1, most_points});
    seed_ = static_cast<std::uint32_t>(fields.integer("seed", 1, {0, 1e9}));
    table_ = fields.text("file");
    vary_ = fields.node("vary");
    fields.finish();
    const bool drawn = kind_ == latin_hypercube || kind_ == sobol;
    const auto wants = [&](std::string_view key, bool needed) {
      if (kind_ < 0 || needed == fields.has(key)) return;
      fields.problem(needed ? "design" : key,
                     fmt::format("a design '{}' {} '{}'", point_designs[static_cast<std::size_t>(kind_)],
                                 needed ? "needs" : "has no use for", key));
    };
    wants("number", drawn);
    wants("file", kind_ == csv);
    wants("vary", kind_ != csv);
    if (fields.has("seed") && !drawn) wants("seed", false);
    return kind_ >= 0;
  }

  void read_points(SweepDesign& design, const Study& study) {
    yaml::Fields fields(*points_, file_, "'points'", problems_);
    const std::size_t before = problems_.size();
    if (kind_ == csv) {
      if (!table_.empty()) read_table(folder_ / table_, design, study);
      return;
    }
    if (vary_ != nullptr) read_axes(*vary_, kind_, design, study);
    if (problems_.size() > before || (kind_ != grid && number_ < 1)) return;
    if (kind_ == sobol) design.points = sobol_points(design.axes, number_, seed_);
    if (kind_ == latin_hypercube) design.points = latin_hypercube_points(design.axes, number_, seed_);
    if (kind_ != grid) return;
    double n = 1;
    for (const SweepAxis& axis : design.axes) n *= static_cast<double>(axis.steps.size());
    if (n > static_cast<double>(most_points))
      return fields.problem("vary",
                            fmt::format("a grid of {:.0f} points, expected at most {}", n, most_points));
    design.points = grid_points(design.axes, most_points);
  }

  void check_levers(const SweepDesign& design, const Study& study) {
    for (const PointProblem& problem : contradictions_at(study.scenarios, design.axes, design.points)) {
      const auto [file, line, column] = place_of_point(problem.point, problem.path);
      problems_.add(file, line, column, problem.message);
    }
  }

  /// Where a point stands: its row, or what varies this axis.
  [[nodiscard]] std::tuple<std::string, int, int> place_of_point(std::size_t p,
                                                                 const std::string& path) const {
    if (kind_ == csv) return {(folder_ / table_).string(), point_lines_[p], 1};
    const auto at = std::ranges::find(vary_->keys, path);
    const yaml::Place place = vary_->key_places[static_cast<std::size_t>(at - vary_->keys.begin())];
    return {file_, place.line, place.column};
  }

  void read_axes(const yaml::Node& vary, int kind, SweepDesign& design, const Study& study) {
    if (vary.kind != yaml::Kind::map || vary.keys.empty()) {
      problems_.add(file_, vary.line, vary.column,
                    "'vary': expected what the points vary, as 'parameters.KEY: {from: 1, to: 2}' or "
                    "'levers.NAME.FIELD: {values: [5 %, 10 %]}'");
      return;
    }
    for (std::size_t i = 0; i < vary.keys.size(); ++i) {
      SweepAxis axis;
      axis.path = vary.keys[i];
      const yaml::Place place = vary.key_places[i];
      const auto limits = limits_of(axis, study, [&](std::string message) {
        problems_.add(file_, place.line, place.column, std::move(message));
      });
      if (!limits) continue;  // nothing at it can be judged
      yaml::Fields fields(vary.children[i], file_, fmt::format("'{}'", axis.path), problems_);
      read_axis(fields, kind, *limits, axis);
      design.axes.push_back(std::move(axis));
    }
  }

  void read_axis(yaml::Fields& fields, int kind, const AxisLimits& limits, SweepAxis& axis) {
    if (!limits.forms.empty()) return read_forms(fields, kind, limits, axis);
    const std::size_t before = problems_.size();
    const yaml::Node* values = fields.node("values");
    axis.low = fields.quantity("from", limits.usual.low, limits.range, limits.counts, limits.unit).value;
    axis.high = fields.quantity("to", limits.usual.high, limits.range, limits.counts, limits.unit).value;
    axis.on_log = fields.choice("scale", axis_scales, limits.on_log ? 1 : 0) == 1;
    const int n = fields.integer("steps", 0, {2, 10'000});
    fields.finish();
    if (kind == grid && fields.has("steps") == (values != nullptr)) {
      fields.problem("steps",
                     fmt::format("'{}': an axis of a grid needs either 'values' or 'steps'", axis.path));
    } else if (kind != grid) {
      for (const char* key : {"values", "steps"})
        if (fields.has(key))
          fields.problem(key, fmt::format("'{}' is for a grid; expected from and to", key));
    }
    if (values != nullptr && kind == grid) return read_values(fields, *values, limits, axis);
    if (problems_.size() > before) return;
    if (!(axis.low < axis.high)) {
      fields.problem("from", fmt::format("'{}': expected 'from' below 'to'", axis.path));
    } else if (axis.on_log && axis.low <= 0) {
      fields.problem("scale", fmt::format("'{}': a log scale needs 'from' above zero", axis.path));
    } else {
      for (int i = 0; i < n; ++i) axis.steps.push_back(axis.at(static_cast<double>(i) / (n - 1)));
    }
  }

  /// The forms of a rule, by their codes: there is nothing between two of them.
  void read_forms(yaml::Fields& fields, int kind, const AxisLimits& limits, SweepAxis& axis) {
    const yaml::Node* values = fields.node("values", true);
    fields.finish();
    if (kind != grid)
      return fields.problem(
          "values",
          fmt::format("'{}': a rule has forms, no numbers: expected the design grid or csv", axis.path));
    if (values == nullptr) return;
    if (values->kind != yaml::Kind::sequence || values->children.empty())
      return fields.problem_at(*values, fmt::format("'values': expected a list of {}", one_of(limits.forms)));
    for (const yaml::Node& item : values->children) {
      const auto value = value_of(axis, item.text);
      if (!value) {
        fields.problem_at(item, fmt::format("'values': expected {}, found '{}'{}", one_of(limits.forms),
                                            item.text, did_you_mean(item.text, limits.forms)));
      } else if (std::ranges::find(axis.steps, *value) != axis.steps.end()) {
        fields.problem_at(item, fmt::format("'values': '{}' stands there twice", item.text));
      } else {
        axis.steps.push_back(*value);
      }
    }
  }

  void read_values(yaml::Fields& fields, const yaml::Node& node, const AxisLimits& limits, SweepAxis& axis) {
    if (node.kind != yaml::Kind::sequence || node.children.empty()) {
      return fields.problem_at(
          node, fmt::format("'values': expected a list of numbers, the steps of '{}'", axis.path));
    }
    for (const yaml::Node& item : node.children) {
      QuantityRead read;
      if (item.kind == yaml::Kind::scalar) read = read_quantity(item.text, limits.counts, limits.unit);
      const double value = read.quantity.value_or(Quantity{}).value;
      if (const std::string wrong = wrong_at(read, limits); !wrong.empty()) {
        fields.problem_at(item, fmt::format("'values': {}, found '{}'", wrong, item.text));
      } else if (std::ranges::find(axis.steps, value) != axis.steps.end()) {
        fields.problem_at(item, fmt::format("'values': '{}' stands there twice", item.text));
      } else {
        axis.steps.push_back(value);
      }
    }
  }

  static std::string wrong_at(const QuantityRead& read, const AxisLimits& limits) {
    if (!read.problem.empty()) return read.problem;
    if (read.quantity && !read.quantity->bounds.given() && read.quantity->value >= limits.range.low &&
        read.quantity->value <= limits.range.high)
      return {};
    return fmt::format("expected a number from {} to {}", limits.range.low, limits.range.high);
  }

  void read_table(const fs::path& file, SweepDesign& design, const Study& study) {
    const CsvTable table = read_csv(file, problems_);
    std::vector<AxisLimits> limits;
    for (const std::string& name : table.header) {
      SweepAxis axis;
      axis.path = name;
      const auto tell = [&](std::string message) { problems_.add(file.string(), 1, 1, std::move(message)); };
      if (std::ranges::find(design.axes, name, &SweepAxis::path) != design.axes.end())
        tell(fmt::format("'{}' stands twice in the header", name));
      limits.push_back(limits_of(axis, study, tell).value_or(AxisLimits{}));
      design.axes.push_back(std::move(axis));
    }
    point_lines_ = table.lines;
    for (std::size_t r = 0; r < table.rows.size(); ++r) {
      std::vector<double> point;
      for (std::size_t c = 0; c < table.rows[r].size(); ++c) {
        if (!limits[c].forms.empty()) {
          const auto value = value_of(design.axes[c], table.rows[r][c]);
          if (!value)
            problems_.add(file.string(), table.lines[r], static_cast<int>(c) + 1,
                          fmt::format("{}: expected {}, found '{}'", table.header[c], one_of(limits[c].forms),
                                      table.rows[r][c]));
          point.push_back(value.value_or(0));
          continue;
        }
        const auto read = read_quantity(table.rows[r][c], limits[c].counts, limits[c].unit);
        if (const std::string wrong = wrong_at(read, limits[c]); !wrong.empty())
          problems_.add(file.string(), table.lines[r], static_cast<int>(c) + 1,
                        fmt::format("{}: {}, found '{}'", table.header[c], wrong, table.rows[r][c]));
        point.push_back(read.quantity.value_or(Quantity{}).value);
      }
      design.points.push_back(std::move(point));
    }
    if (!table.header.empty() && table.rows.empty())
      problems_.add(file.string(), 1, 1, "holds no points, expected a row a point");
  }

  std::string file_;
  fs::path folder_;
  Problems& problems_;
  yaml::Node root_;
  const yaml::Node* points_ = nullptr;
  const yaml::Node* keep_ = nullptr;
  bool points_are_good_ = false, keep_is_good_ = false;
  int kind_ = -1, number_ = 0;  ///< of `point_designs`; of points that are drawn
  std::uint32_t seed_ = 1;
  std::string table_;
  std::vector<int> point_lines_;  ///< of that table, by point
  const yaml::Node* vary_ = nullptr;
  SweepDesign design_;
};

}  // namespace

SweepInput load_design(const fs::path& file, const fs::path& data_folder) {
  Problems problems;
  DesignReader reader(file, problems);
  SweepInput input;
  input.design = reader.plain();
  bool loaded = false;
  if (!input.design.scenarios.empty()) {
    gather(problems, [&] {
      input.study = study_of(input.design, data_folder);
      loaded = true;
    });
  }
  if (loaded) reader.on_study(input.design, input.study);  // else what it names cannot be judged
  problems.throw_if_any();
  return input;
}

}  // namespace uptake
