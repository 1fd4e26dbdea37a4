// SPDX-License-Identifier: Apache-2.0
#include "sim/population/kept_weights.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <map>
#include <string_view>
#include <type_traits>
#include <vector>

#include "sim/base/csv.hpp"
#include "sim/base/hash.hpp"

namespace uptake {
namespace {

namespace fs = std::filesystem;
constexpr std::string_view head = "figure,row,value\n";
constexpr std::size_t most_bytes = 4'000'000;

/// Every figure of a solution: its name, and where it is.
template <class Solution, class Visit>
void each_figure(Solution& s, Visit visit) {
  visit("lambda", s.lambda);
  visit("attained", s.attained);
  visit("unweighted", s.unweighted);
  visit("scale", s.scale);
  visit("distance_low", s.distance.low);
  visit("distance_high", s.distance.high);
  visit("take_rate", s.take_rate);
  visit("families_per_candidate", s.families_per_candidate);
  visit("iterations", s.iterations);
  visit("converged", s.converged);
  visit("pool", s.pool);
  visit("effective_share", s.effective_share);
  visit("largest", s.largest);
  visit("percentile_99", s.percentile_99);
  visit("divergence", s.divergence);
  visit("birth_period", s.birth_period);
  visit("period_weight", s.period_weight);
}

template <class T>
struct IsVector : std::false_type {};
template <class T>
struct IsVector<std::vector<T>> : std::true_type {};

/// What a solution hangs on.
std::string solved_for(const fs::path& folder, Problems& problems) {
  std::string all = UPTAKE_VERSION "\n";
  for (const char* file : {"margins.yaml", "hazards.yaml"})
    all += sha256(read_text_file(folder / file, most_bytes, problems)) + "\n";
  return sha256(all);
}

std::string line_of(std::string_view figure, std::string_view row, std::string_view value) {
  return fmt::format("{},{},{}\n", figure, row, value);
}

/// By figure, its values in the order of their rows.
using Figures = std::map<std::string, std::vector<double>>;

std::optional<Figures> figures_in(const CsvTable& table) {
  Figures figures;
  for (std::size_t r = 2; r < table.rows.size(); ++r) {  // after the checksum and what it is of
    const std::string &name = table.rows[r][0], &row = table.rows[r][1], &value = table.rows[r][2];
    std::vector<double>& values = figures[name];
    if (!row.empty() && row != std::to_string(values.size())) return {};
    double number = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
    if (error != std::errc{} || end != value.data() + value.size() || !std::isfinite(number)) return {};
    values.push_back(number);
  }
  return figures;
}

/// The solution of so many rows, if these are its figures and nothing else.
std::shared_ptr<const WeightsSolution> solution_of(const Figures& figures, std::size_t n_rows) {
  auto solution = std::make_shared<WeightsSolution>();
  std::size_t n_read = 0;
  each_figure(*solution, [&](const char* name, auto& figure) {
    const auto found = figures.find(name);
    if (found == figures.end()) return;
    using Figure = std::remove_reference_t<decltype(figure)>;
    if constexpr (IsVector<Figure>::value) {
      for (const double value : found->second)
        figure.push_back(static_cast<typename Figure::value_type>(value));
    } else {
      if (found->second.size() != 1) return;
      figure = static_cast<Figure>(found->second[0]);
    }
    ++n_read;
  });
  std::size_t n_figures = 0;
  each_figure(*solution, [&](const char* /*name*/, const auto& /*figure*/) { ++n_figures; });
  for (const std::vector<double>* by_row :
       {&solution->lambda, &solution->attained, &solution->unweighted, &solution->scale}) {
    if (by_row->size() != n_rows) return nullptr;
  }
  const bool whole = n_read == n_figures && figures.size() == n_figures &&
                     solution->birth_period.size() == solution->period_weight.size();
  return whole ? solution : nullptr;
}

}  // namespace

std::string kept_weights_text(const WeightsSolution& solution, const fs::path& folder) {
  Problems problems;
  std::string text = line_of("of", "", solved_for(folder, problems));
  problems.throw_if_any();
  each_figure(solution, [&](const char* name, const auto& figure) {
    if constexpr (IsVector<std::remove_cvref_t<decltype(figure)>>::value) {
      for (std::size_t row = 0; row < figure.size(); ++row)
        text += line_of(name, std::to_string(row), fmt::format("{}", figure[row]));
    } else {
      text += line_of(name, "", fmt::format("{}", +figure));
    }
  });
  return std::string(head) + line_of("checksum", "", sha256(text)) + text;
}

std::shared_ptr<const WeightsSolution> kept_weights(const fs::path& folder, const Margins& margins,
                                                    Problems& problems) {
  const fs::path file = folder / kept_weights_file;
  std::error_code error;
  if (!fs::exists(file, error)) return nullptr;
  const std::size_t before = problems.size();
  const std::string text = read_text_file(file, most_bytes, problems);
  const CsvTable table = read_csv(file, problems);
  if (problems.size() != before) return nullptr;
  const auto damaged = [&](const char* how) {
    problems.add(file.string(), 0, 0,
                 fmt::format("is damaged ({}). Remove it: the margins are then solved again each time; "
                             "`uptake population SCENARIO --keep-weights` makes it anew",
                             how));
    return nullptr;
  };
  const std::size_t begin = text.find('\n', head.size());
  const bool has_ends = text.starts_with(head) && begin != std::string::npos && table.header.size() == 3 &&
                        table.rows.size() > 2 && table.rows[0][0] == "checksum" && table.rows[1][0] == "of";
  if (!has_ends) return damaged("it has another form");
  if (table.rows[0][2] != sha256(std::string_view(text).substr(begin + 1)))
    return damaged("it no longer fits its checksum");
  if (table.rows[1][2] != solved_for(folder, problems)) return nullptr;
  const std::optional<Figures> figures = figures_in(table);
  auto solution = figures ? solution_of(*figures, RowBook(margins).rows().size()) : nullptr;
  if (!solution) return damaged("it is no solution of these margins");
  return solution;
}

}  // namespace uptake
