// SPDX-License-Identifier: Apache-2.0
#include "analysis/sensitivity/design.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "analysis/calibrate/sobol.hpp"
#include "analysis/sensitivity/jansen.hpp"
#include "analysis/sweep/design.hpp"
#include "sim/base/math.hpp"
#include "sim/base/random.hpp"

namespace uptake {
namespace {

constexpr double range_end = 1.959963984540054;  ///< a range is the central 95 %
constexpr int most_seeds = 65'536;               ///< a run's stream holds its replicate in 16 bits
constexpr std::int64_t most_design_runs = 2'000'000;

/// The fewest that an interval can be taken of.
int least_points(SensitivityMethod method) {
  constexpr std::array least{4, 8, 0, 8};  // of shapley it hangs on the inputs
  return least[static_cast<std::size_t>(method)];
}

std::string_view points_word(SensitivityMethod method) {
  constexpr std::array<std::string_view, 4> words{"trajectories", "rows", "draws", "walks"};
  return words[static_cast<std::size_t>(method)];
}

/// The posterior's centre as its only draw: where parameters stand that are not varied.
void centre(Study& study) {
  Posterior& posterior = study.posterior;
  if (posterior.draws.empty()) return;
  std::vector<double> middle;
  for (std::size_t k = 0; k < posterior.keys.size(); ++k) {
    const ParameterInfo& info = *study.evidence.parameters.find(posterior.keys[k]);
    double sum = 0;
    for (const std::vector<double>& draw : posterior.draws) sum += info.u_of(draw[k]);
    middle.push_back(info.at(sum / static_cast<double>(posterior.draws.size())));
  }
  posterior.draws = {std::move(middle)};
}

/// Of a share of the input's spread in (0, 1), cut at three standard deviations as a calibration's design is.
double value_at(const SensitivityInput& input, double share) {
  const double below = normal_cdf(-3.0);
  return input.at(normal_quantile(below + share * (1 - 2 * below)));
}

DesignPoint point_of(const SensitivityDesign& design, const Eigen::RowVectorXd& row, int draw) {
  DesignPoint point;
  point.draw = draw;
  for (std::size_t i = 0; i < design.inputs.size(); ++i) {
    const SensitivityInput& input = design.inputs[i];
    const double share = row(static_cast<Eigen::Index>(i));
    if (input.is_seed()) {
      int& seed = input.kind == InputKind::population ? point.population
                  : input.kind == InputKind::network  ? point.network
                                                      : point.chance;
      seed = std::min(most_seeds - 1, static_cast<int>(share * most_seeds));
      point.values.push_back(seed);
    } else if (design.settings.method == SensitivityMethod::morris) {
      point.values.push_back(input.at((2 * share - 1) * range_end));
    } else {
      point.values.push_back(value_at(input, share));
    }
  }
  return point;
}

void lay_out_ranges(SensitivityDesign& design) {
  const auto d = static_cast<int>(design.inputs.size());
  const int n = design.settings.points;
  const std::uint32_t seed = design.settings.plan.seed;
  const bool is_morris = design.settings.method == SensitivityMethod::morris;
  if (is_morris) design.morris = morris_design(d, n, seed);
  const Eigen::MatrixXd shares = is_morris ? design.morris.points : jansen_design(n, d, seed);
  const int draw = design.study.posterior.draws.empty() ? as_written : 0;
  for (Eigen::Index r = 0; r < shares.rows(); ++r)
    design.points.push_back(point_of(design, shares.row(r), draw));
}

void lay_out_draws(SensitivityDesign& design) {
  for (int i = 0; i < design.settings.points; ++i) {
    DesignPoint point;
    point.draw = point.sizes = i;
    design.points.push_back(std::move(point));
  }
}

/// The draws of the posterior in an order by chance, lap after lap, so that none comes again before all were
/// there.
int shuffled_draw(int i, int n, std::uint32_t seed) {
  const std::uint32_t lap = hash_id(seed, 0x64726177, static_cast<std::uint32_t>(i / n));
  std::vector<std::pair<std::uint32_t, int>> order;
  for (int d = 0; d < n; ++d) order.emplace_back(hash_id(lap, static_cast<std::uint32_t>(d)), d);
  const auto at = order.begin() + i % n;
  std::ranges::nth_element(order, at);
  return at->second;
}

void lay_out_walks(SensitivityDesign& design) {
  const auto n_sources = static_cast<int>(design.inputs.size());
  const auto n_draws = static_cast<int>(design.study.posterior.draws.size());
  const std::uint32_t seed = design.settings.plan.seed;
  design.walks = walk_design(n_sources, design.settings.points, seed);
  const auto source = [&](std::string_view path) {
    const auto at = std::ranges::find(design.inputs, path, [](const auto& i) { return i.axis.path; });
    return at == design.inputs.end() ? -1 : static_cast<int>(at - design.inputs.begin());
  };
  const int parameters = source("parameters"), sizes = source("sizes"), population = source("population"),
            network = source("network"), chance = source("chance");
  for (int w = 0; w < design.settings.points; ++w) {
    for (int k = 0; k <= n_sources; ++k) {
      const auto number = [&](int s) { return 2 * w + (s >= 0 && design.walks.is_second(w, k, s) ? 1 : 0); };
      DesignPoint point;
      if (parameters >= 0) point.draw = shuffled_draw(number(parameters), n_draws, seed);
      if (sizes >= 0) point.sizes = number(sizes);
      point.population = number(population);
      point.network = number(network);
      point.chance = number(chance);
      design.points.push_back(std::move(point));
    }
  }
}

SensitivityInput source_of(std::string path, std::string en, std::string nl) {
  SensitivityInput input;
  input.axis.path = std::move(path);
  input.meaning_en = std::move(en);
  input.meaning_nl = std::move(nl);
  return input;
}

void name_sources(SensitivityDesign& design) {
  const Study& study = design.study;
  const std::vector<SensitivityInput> drawn = drawn_inputs(study);
  const bool has_sizes = std::ranges::any_of(drawn, [](const auto& i) { return i.kind == InputKind::lever; });
  design.inputs.push_back(source_of("parameters", "Parameters (what the posterior leaves open)",
                                    "Parameters (wat de posterior openlaat)"));
  if (has_sizes) {
    design.inputs.push_back(source_of("sizes", "Assumed sizes of the measures (their ranges)",
                                      "Aannames over de omvang van de maatregelen (hun marges)"));
  } else {
    const std::string& name = study.scenarios.back().name;
    design.notes.push_back(
        {fmt::format(
             "no number of a lever of {} has a range, so that assumptions on effect sizes have no share here",
             name),
         fmt::format(
             "geen getal van een maatregel van {} heeft een marge, zodat aannames over de omvang hier geen "
             "deel hebben",
             name)});
  }
  design.inputs.push_back(
      source_of("population", "Which families are drawn", "Welke gezinnen getrokken worden"));
  design.inputs.push_back(source_of("network", "Which ties they have", "Welke banden ze hebben"));
  design.inputs.push_back(
      source_of("chance", "What happens to them by chance", "Wat hen bij toeval overkomt"));
}

void check_points(SensitivityDesign& design, Problems& problems) {
  SensitivitySettings& settings = design.settings;
  const auto n_draws = static_cast<int>(design.study.posterior.draws.size());
  const auto d = static_cast<int>(design.inputs.size());
  const bool is_shapley = settings.method == SensitivityMethod::shapley;
  const int asked = settings.points;
  if (asked == 0) settings.points = is_shapley ? n_draws : usual_points(settings.method);
  // the emulator's own limit, and as many runs again for what it is to say beyond its trend
  const int least = is_shapley ? 2 * d + 12 : least_points(settings.method);
  if (settings.points < least)
    problems.add({}, 0, 0,
                 fmt::format("--points {}: too few {} for {} inputs, expected at least {}", settings.points,
                             points_word(settings.method), d, least));
  if (is_shapley && settings.points > n_draws)
    problems.add({}, 0, 0,
                 fmt::format("--points {}: the posterior has {} draws, expected at most as many",
                             settings.points, n_draws));
  if (settings.method == SensitivityMethod::budget && settings.points > most_seeds / 2)
    problems.add({}, 0, 0, fmt::format("--points {}: expected at most {}", settings.points, most_seeds / 2));
  const std::int64_t each = settings.method == SensitivityMethod::sobol ? d + 2 : is_shapley ? 1 : d + 1;
  const std::int64_t n = each * settings.points * settings.plan.replicates *
                         static_cast<std::int64_t>(design.study.scenarios.size());
  if (n > most_design_runs)
    problems.add({}, 0, 0,
                 fmt::format("{} runs, expected at most {}: fewer --points, inputs or --replicates", n,
                             most_design_runs));
}

void check_year(SensitivityDesign& design, Problems& problems) {
  int& year = design.settings.year;
  const int last = design.study.last_year;
  if (year == 0) year = last;
  if (year < first_recorded_year || year > last)
    problems.add({}, 0, 0,
                 fmt::format("--year {}: expected a year from {} to {}", year, first_recorded_year, last));
  if (!design.is_effect()) return;
  const Scenario &baseline = design.study.scenarios[0], &scenario = design.study.scenarios[1];
  const bool same_parameters = std::ranges::all_of(parameter_slots(), [&](const ParameterSlot& slot) {
    return baseline.parameters.values.*(slot.member) == scenario.parameters.values.*(slot.member);
  });
  if (design.study.own_levers(1).empty() && baseline.levers.size() == scenario.levers.size() &&
      baseline.mechanisms == scenario.mechanisms && same_parameters)
    problems.add(scenario.file.string(), 0, 0,
                 fmt::format("does what {} does, so that its effect is nothing and nothing can be told of it",
                             baseline.name));
}

void check_method(SensitivityDesign& design, Problems& problems) {
  const SensitivitySettings& settings = design.settings;
  const auto tell = [&](const std::string& what) { problems.add({}, 0, 0, what); };
  const std::string_view method = code(settings.method);
  const bool is_posterior =
      settings.method == SensitivityMethod::shapley || settings.method == SensitivityMethod::budget;
  if (is_posterior && settings.plan.posterior == "none")
    tell(
        fmt::format("--method {}: takes apart what a posterior leaves open, but there is none; expected "
                    "--posterior both, 2016 or a CSV file, or --method morris or sobol",
                    method));
  if (is_posterior && !settings.inputs.empty())
    tell(fmt::format("--input: --method {} varies all that is drawn; expected it with morris or sobol only",
                     method));
  if (settings.method == SensitivityMethod::budget && settings.plan.replicates > 1)
    tell("--replicates: in a budget chance is a source, expected one replicate");
  if (settings.method != SensitivityMethod::morris) return;
  for (const SensitivityInput& input : design.inputs) {
    if (input.is_seed())
      tell(fmt::format("--input {}: a seed has no more and no less, expected --method sobol",
                       input.axis.path));
  }
}

}  // namespace

std::string_view code(SensitivityMethod method) {
  return sensitivity_methods[static_cast<std::size_t>(method)];
}

int usual_points(SensitivityMethod method) {
  constexpr std::array usual{30, 256, 0, 100};
  return usual[static_cast<std::size_t>(method)];
}

namespace {

/// Points at which numbers of a lever contradict each other cannot be run.
void check_levers(const SensitivityDesign& design) {
  std::vector<SweepAxis> axes;
  for (const SensitivityInput& input : design.inputs) axes.push_back(input.axis);
  SweepPoints points;
  for (const DesignPoint& point : design.points) points.push_back(point.values);
  Problems problems;
  for (const PointProblem& problem : contradictions_at(design.study.scenarios, axes, points))
    problems.add({}, 0, 0, fmt::format("--input {}: {}", problem.path, problem.message));
  problems.throw_if_any();
}

}  // namespace

Eigen::MatrixXd places_of(const SensitivityDesign& design, const std::vector<DesignPoint>& points) {
  const Study& study = design.study;
  Eigen::MatrixXd u(static_cast<Eigen::Index>(points.size()),
                    static_cast<Eigen::Index>(design.inputs.size()));
  for (std::size_t p = 0; p < points.size(); ++p) {
    Scenario scenario = study.scenarios.back();
    for (Lever& lever : scenario.levers) lever = drawn(lever, points[p].sizes);
    for (std::size_t i = 0; i < design.inputs.size(); ++i) {
      const SensitivityInput& input = design.inputs[i];
      double value = 0;
      if (input.kind == InputKind::parameter) {
        const auto column = std::ranges::find(study.posterior.keys, input.axis.parameter);
        value = study.posterior.draws[static_cast<std::size_t>(points[p].draw)]
                                     [static_cast<std::size_t>(column - study.posterior.keys.begin())];
      } else {
        const auto lever = std::ranges::find(scenario.levers, input.axis.lever, &Lever::name);
        value = lever->value(input.axis.field, scenario.parameters.values);
      }
      u(static_cast<Eigen::Index>(p), static_cast<Eigen::Index>(i)) = input.spread.u_of(value);
    }
  }
  return u;
}

SensitivityDesign make_design(const SensitivitySettings& settings, const std::filesystem::path& data_folder) {
  SensitivityDesign design;
  design.settings = settings;
  design.settings.plan.kind = "sensitivity";
  design.settings.plan.measures_only = true;
  Problems problems;
  if (settings.plan.posterior == "none" && settings.method >= SensitivityMethod::shapley) {
    check_method(design, problems);
    problems.throw_if_any();
  }
  design.study = load_study(design.settings.plan, data_folder);
  if (settings.method == SensitivityMethod::budget) {
    name_sources(design);
  } else if (settings.method == SensitivityMethod::shapley) {
    design.inputs = drawn_inputs(design.study);
  } else {
    design.inputs = read_inputs(settings.inputs, design.study, problems);
    centre(design.study);
  }
  design.outputs = read_outputs(settings.measures, settings.domains, design.study, problems);
  check_method(design, problems);
  check_year(design, problems);
  if (problems.empty()) check_points(design, problems);
  problems.throw_if_any();
  switch (settings.method) {
    case SensitivityMethod::morris:
    case SensitivityMethod::sobol:
      lay_out_ranges(design);
      check_levers(design);
      break;
    case SensitivityMethod::shapley:
      lay_out_draws(design);
      break;
    case SensitivityMethod::budget:
      lay_out_walks(design);
      break;
  }
  return design;
}

std::string command_text(const SensitivitySettings& settings) {
  const Plan& plan = settings.plan;
  std::string text = "uptake sensitivity";
  for (const auto& file : plan.scenarios) text += " " + file.generic_string();
  text += fmt::format(" --method {} --points {} --families {} --seed {} --posterior {} --year {}",
                      code(settings.method), settings.points, plan.families, plan.seed, plan.posterior,
                      settings.year);
  if (settings.method != SensitivityMethod::budget)
    text += fmt::format(" --replicates {} --populations {}", plan.replicates, plan.populations);
  const auto quoted = [](const std::string& value) {
    return value.find(' ') == std::string::npos ? value : "'" + value + "'";
  };
  for (const std::string& input : settings.inputs) text += " --input " + quoted(input);
  for (const std::string& measure : settings.measures) text += " --measure " + quoted(measure);
  for (const std::string& domain : settings.domains) text += " --domain " + domain;
  if (plan.until != never) text += " --until " + month_text(plan.until);
  for (const std::string& mechanism : plan.without) text += " --without " + mechanism;
  for (const std::string& rule : plan.structure) text += " --structure " + rule;
  return text;
}

}  // namespace uptake
