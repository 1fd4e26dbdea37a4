// SPDX-License-Identifier: Apache-2.0
#include "analysis/sweep/design.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>

#include "sim/base/csv.hpp"
#include "sim/base/text.hpp"
#include "sim/base/yaml.hpp"
#include "sim/pathway/gates.hpp"
#include "sim/survey/measures.hpp"

namespace uptake {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 4> point_designs{"grid", "latin_hypercube", "sobol", "csv"};
enum PointDesign { grid, latin_hypercube, sobol, csv };
constexpr std::array<std::string_view, 3> domain_codes{"relationship", "parenting", "both"};

/// What may stand at an axis.
struct AxisLimits {
  yaml::Range range;
  Measured counts = Measured::plain;
  std::string unit;
  Bounds usual;  ///< from where to where, if the file does not say
  bool on_log = false;
};

/// The fields that all scenarios with this lever have at that place; told to `tell` when there is none.
template <class Tell>
std::optional<AxisLimits> limits_of_lever(const SweepAxis& axis, const Study& study, const Tell& tell) {
  std::vector<std::string> names;
  std::optional<AxisLimits> limits;
  for (const Scenario& scenario : study.scenarios) {
    for (const Lever& lever : scenario.levers) {
      if (std::ranges::find(names, lever.name) == names.end()) names.push_back(lever.name);
      if (lever.name != axis.lever) continue;
      const auto fields = lever_registry()[static_cast<std::size_t>(lever.kind)].fields;
      const auto at = std::ranges::find(fields, std::string_view(axis.field), &LeverField::code);
      if (at == fields.end()) {
        std::vector<std::string_view> known;
        for (const LeverField& field : fields) known.push_back(field.code);
        tell(fmt::format("lever '{}' of {} has no number '{}'{}", axis.lever, scenario.name, axis.field,
                         did_you_mean(axis.field, known)));
        return {};
      }
      const auto index = static_cast<std::size_t>(at - fields.begin());
      if (at->type == FieldType::choice) {
        tell(fmt::format("'{}' of lever '{}' is a choice, expected a number", axis.field, axis.lever));
        return {};
      }
      if (lever.named[index] != nullptr) {
        tell(fmt::format("'{}' of lever '{}' is the parameter {}; expected 'parameters.{}'", axis.field,
                         axis.lever, lever.named[index]->key, lever.named[index]->key));
        return {};
      }
      limits =
          AxisLimits{{at->low, at->high}, counts_of(*at), std::string(at->unit), lever.bounds[index], false};
    }
  }
  if (!limits)
    tell(fmt::format("no scenario of this design has a lever '{}'{}", axis.lever,
                     did_you_mean(axis.lever, names)));
  return limits;
}

template <class Tell>
std::optional<AxisLimits> limits_of(SweepAxis& axis, const Study& study, const Tell& tell) {
  if (!split_path(axis)) {
    tell(fmt::format("'{}': expected 'parameters.KEY' or 'levers.NAME.FIELD'", axis.path));
    return {};
  }
  if (!axis.lever.empty()) return limits_of_lever(axis, study, tell);
  const ParameterInfo* info = study.evidence.parameters.find(axis.parameter);
  if (info == nullptr) {
    std::vector<std::string> known;
    for (const ParameterInfo& p : study.evidence.parameters.info) known.push_back(p.key);
    tell(fmt::format("there is no parameter '{}'{}", axis.parameter, did_you_mean(axis.parameter, known)));
    return {};
  }
  return AxisLimits{{info->low, info->high},
                    Measured::plain,
                    info->unit,
                    {info->low, info->high},
                    info->scale == Scale::log};
}

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
    points_ = fields.node("points");
    keep_ = fields.node("keep", true);
    fields.finish();
    if (points_ != nullptr) points_are_good_ = read_kind_of_points();
    if (keep_ != nullptr) keep_is_good_ = read_codes_to_keep();
    return design_;
  }

  /// What the points vary and which years are kept; needs the scenarios.
  void on_study(SweepDesign& design, const Study& study) {
    if (points_ == nullptr) {
      design.points = {{}};
    } else if (points_are_good_) {
      read_points(design, study);
    }
    if (keep_ != nullptr && keep_->kind == yaml::Kind::map) read_years(design, study);
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
    constexpr std::array<std::string_view, 2> scales{"linear", "log"};
    const std::size_t before = problems_.size();
    const yaml::Node* values = fields.node("values");
    axis.low = fields.quantity("from", limits.usual.low, limits.range, limits.counts, limits.unit).value;
    axis.high = fields.quantity("to", limits.usual.high, limits.range, limits.counts, limits.unit).value;
    axis.on_log = fields.choice("scale", scales, limits.on_log ? 1 : 0) == 1;
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
    for (std::size_t r = 0; r < table.rows.size(); ++r) {
      std::vector<double> point;
      for (std::size_t c = 0; c < table.rows[r].size(); ++c) {
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

  /// The texts at a key, each one of `known`; all of `usual` when there are none.
  std::vector<std::string> codes(yaml::Fields& fields, std::string_view key,
                                 const std::vector<std::string_view>& known,
                                 const std::vector<std::string>& usual) {
    std::vector<std::string> asked = fields.texts(key);
    if (!fields.has(key)) return usual;
    for (std::size_t i = 0; i < asked.size(); ++i) {
      if (std::ranges::find(known, asked[i]) == known.end()) {
        fields.problem_at(fields.node(key)->children[i],
                          fmt::format("'{}': there is no '{}'{}; expected {}", key, asked[i],
                                      did_you_mean(asked[i], known), one_of(known)));
      } else if (std::ranges::count(asked, asked[i]) > 1) {
        fields.problem_at(fields.node(key)->children[i],
                          fmt::format("'{}': '{}' is named twice", key, asked[i]));
      }
    }
    if (asked.empty() && fields.node(key)->kind == yaml::Kind::sequence)
      fields.problem(key, fmt::format("'{}': an empty list, expected {}", key, one_of(known)));
    return asked;
  }

  /// What is kept, but for the years; false when it is wrong.
  bool read_codes_to_keep() {
    yaml::Fields fields(*keep_, file_, "'keep'", problems_);
    const std::size_t before = problems_.size();
    SweepKeep& keep = design_.keep;
    std::vector<std::string_view> measures, groups{"total"};
    for (const MeasureInfo& info : measure_registry()) measures.push_back(info.code);
    for (const std::string_view group : result_groups()) groups.push_back(group);
    fields.node("measures", true);
    keep.measures = codes(fields, "measures", measures, {});
    const std::vector<std::string_view> domains(domain_codes.begin(), domain_codes.end());
    keep.domains = codes(fields, "domains", domains, {domain_codes.begin(), domain_codes.end()});
    keep.by = codes(fields, "by", groups, {"total"});
    keep.most_rows = fields.integer("rows", keep.most_rows, {1, 100'000});
    fields.node("years");
    fields.finish();
    return problems_.size() == before;
  }

  void read_years(SweepDesign& design, const Study& study) {
    yaml::Fields fields(*keep_, file_, "'keep'", problems_);
    const std::size_t before = problems_.size();
    SweepKeep& keep = design.keep;
    const double first = first_recorded_year;
    const double last = study.last_year;
    for (const double year : fields.numbers("years", {first, last})) {
      if (year != std::floor(year)) fields.problem("years", fmt::format("{} is no year", year));
      keep.years.push_back(static_cast<int>(year));
    }
    if (!fields.has("years")) keep.years = {study.last_year};
    std::ranges::sort(keep.years);
    if (std::ranges::adjacent_find(keep.years) != keep.years.end())
      fields.problem("years", "'years': a year is named twice");
    if (problems_.size() > before || !keep_is_good_) return;
    if (keep.years.empty()) return fields.problem("years", "'years': an empty list, expected years");
    const int rows = rows_a_run(design, study);
    if (rows == 0)
      fields.problem("measures", "nothing would be kept: these domains have no figure of these measures");
    if (rows > keep.most_rows)
      fields.problem("measures", fmt::format("keeps up to {} figures a run, expected at most {}; keep fewer "
                                             "measures, groups or years, or allow more with 'rows: {}'",
                                             rows, keep.most_rows, rows));
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
  const yaml::Node* vary_ = nullptr;
  SweepDesign design_;
};

Plan plan_of(const SweepDesign& design) {
  Plan plan;
  plan.kind = "sweep";
  plan.scenarios = design.scenarios;
  plan.families = design.families.empty() ? plan.families : design.families.front();
  plan.draws = design.draws;
  plan.replicates = design.replicates;
  plan.populations = design.populations;
  plan.seed = design.seed;
  plan.posterior = design.posterior;
  plan.until = design.until;
  plan.without = design.without;
  plan.measures_only = true;
  return plan;
}

bool keeps(const std::vector<std::string>& list, std::string_view code) {
  return std::ranges::find(list, code) != list.end();
}

/// How many categories a measure has, of each domain in turn.
std::array<int, 3> categories_of(const MeasureInfo& info, const SweepDesign& design, const Study& study) {
  int groups = 0;
  for (const std::string& code : design.keep.by)
    groups += static_cast<int>(find_variable(code)->categories.size());
  const auto services = [&](Domain domain) {
    return static_cast<int>(std::ranges::count(study.evidence.catalogue.types, domain, &ServiceType::domain));
  };
  std::size_t levers = 0;
  for (const Scenario& scenario : study.scenarios) levers = std::max(levers, scenario.levers.size());
  constexpr int gates = static_cast<int>(n_gates) + 1;
  switch (info.dimension) {
    case Dimension::group:
      return info.is_share ? std::array{groups, groups, 0} : std::array{0, 0, groups};
    case Dimension::gate:
      return {gates, gates, 0};
    case Dimension::service:
      return {services(Domain::relationship), services(Domain::parenting), 0};
    case Dimension::payer:
      return {0, 0, 4};
    case Dimension::lever:
      return {0, 0, static_cast<int>(levers)};
  }
  return {};
}

}  // namespace

bool split_path(SweepAxis& axis) {
  const std::string_view path = axis.path;
  if (path.starts_with("parameters.")) {
    axis.parameter = path.substr(11);
    return !axis.parameter.empty();
  }
  if (!path.starts_with("levers.")) return false;
  const std::string_view rest = path.substr(7);
  const auto dot = rest.find('.');
  if (dot == std::string_view::npos) return false;
  axis.lever = rest.substr(0, dot);
  axis.field = rest.substr(dot + 1);
  return !axis.lever.empty() && !axis.field.empty();
}

Study study_of(const SweepDesign& design, const fs::path& data_folder) {
  return load_study(plan_of(design), data_folder);
}

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

int rows_a_run(const SweepDesign& design, const Study& study) {
  int rows = 0;
  for (const MeasureInfo& info : measure_registry()) {
    if (!keeps(design.keep.measures, info.code)) continue;
    const auto n = categories_of(info, design, study);
    for (std::size_t d = 0; d < n.size(); ++d) {
      if (keeps(design.keep.domains, domain_codes[d])) rows += n[d];
    }
  }
  return rows * static_cast<int>(design.keep.years.size());
}

bool has_lever(const Scenario& scenario, const std::string& name) {
  return std::ranges::find(scenario.levers, name, &Lever::name) != scenario.levers.end();
}

Scenario at_point(const Scenario& scenario, const std::vector<SweepAxis>& axes,
                  const std::vector<double>& values) {
  Scenario changed = scenario;
  for (std::size_t a = 0; a < axes.size(); ++a) {
    const SweepAxis& axis = axes[a];
    if (axis.lever.empty()) {
      changed.parameters.set(axis.parameter, values[a]);
      changed.origins["parameters." + axis.parameter] = {"sweep", 1, 1};
      continue;
    }
    for (Lever& lever : changed.levers) {
      if (lever.name != axis.lever) continue;
      const auto fields = lever_registry()[static_cast<std::size_t>(lever.kind)].fields;
      const auto at = std::ranges::find(fields, std::string_view(axis.field), &LeverField::code);
      const auto index = static_cast<std::size_t>(at - fields.begin());
      lever.values[index] = values[a];
      lever.bounds[index] = {};
    }
  }
  return changed;
}

}  // namespace uptake
