// SPDX-License-Identifier: Apache-2.0
#include "sim/population/kept_weights.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <optional>
#include <string_view>
#include <system_error>
#include <type_traits>
#include <vector>

#include "sim/base/csv.hpp"
#include "sim/base/hash.hpp"

namespace uptake {
namespace {

namespace fs = std::filesystem;

/// To be raised with any change of lineages, features or the solver that moves a solution.
constexpr int edition = 1;
constexpr std::string_view head = "figure,row,value\n";
constexpr std::size_t most_bytes = 64'000'000;
constexpr double largest = 1e9;  ///< of any figure

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

template <class Figure>
concept ByRow = requires(Figure figure) { figure.size(); };

std::string line_of(std::string_view figure, std::string_view row, std::string_view value) {
  return fmt::format("{},{},{}\n", figure, row, value);
}

/// The value after `figure,row,` of the first line of `text`, which it leaves; nothing if it is another line.
std::optional<std::string_view> take(std::string_view& text, std::string_view figure, std::string_view row) {
  for (const std::string_view part : {figure, std::string_view(","), row, std::string_view(",")}) {
    if (!text.starts_with(part)) return {};
    text.remove_prefix(part.size());
  }
  const std::size_t end = text.find('\n');
  if (end == std::string_view::npos) return {};
  const std::string_view value = text.substr(0, end);
  text.remove_prefix(end + 1);
  return value;
}

/// A number that fits its place.
template <class Number>
bool read_number(std::string_view text, Number& number) {
  double read = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), read);
  if (error != std::errc{} || end != text.data() + text.size() || !(std::abs(read) <= largest)) return false;
  if constexpr (!std::is_floating_point_v<Number>) {
    if (read < 0 || read != std::floor(read)) return false;
  }
  number = static_cast<Number>(read);
  return true;
}

/// The solution that is written so, figure by figure and nothing after them.
std::shared_ptr<const WeightsSolution> solution_in(std::string_view text) {
  auto solution = std::make_shared<WeightsSolution>();
  bool good = true;
  each_figure(*solution, [&](const char* name, auto& figure) {
    using Figure = std::remove_reference_t<decltype(figure)>;
    if constexpr (ByRow<Figure>) {
      for (std::size_t row = 0; good; ++row) {
        const auto value = take(text, name, std::to_string(row));
        if (!value) break;
        typename Figure::value_type number{};
        good = read_number(*value, number);
        figure.push_back(number);
      }
    } else {
      const auto value = good ? take(text, name, "") : std::nullopt;
      good = value && read_number(*value, figure);
    }
  });
  return good && text.empty() ? solution : nullptr;
}

/// Whether it can be a solution of these margins at all.
bool can_be_of(const WeightsSolution& s, const Margins& margins) {
  const std::size_t n_rows = RowBook(margins).rows().size();
  for (const std::vector<double>* by_row : {&s.lambda, &s.attained, &s.unweighted, &s.scale}) {
    if (by_row->size() != n_rows) return false;
  }
  return s.converged && s.distance.low == margins.weight_low && s.distance.high == margins.weight_high &&
         s.pool == static_cast<std::size_t>(margins.pool) && s.take_rate == 1 / s.distance.high &&
         s.families_per_candidate > 0 && s.birth_period.size() == s.period_weight.size();
}

}  // namespace

std::string weights_key(const fs::path& folder, Problems& problems) {
  std::string all = fmt::format("{} {}\n", UPTAKE_VERSION, edition);
  for (const char* file : {"margins.yaml", "hazards.yaml"})
    all += sha256(read_text_file(folder / file, most_bytes, problems)) + "\n";
  return sha256(all);
}

std::string kept_weights_text(const WeightsSolution& solution, const std::string& key) {
  std::string text = line_of("of", "", key);
  each_figure(solution, [&](const char* name, const auto& figure) {
    if constexpr (ByRow<decltype(figure)>) {
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
  const auto damaged = [&](const std::string& how) {
    problems.add(file.string(), 0, 0,
                 fmt::format("is damaged ({}). Remove it: the margins are then solved each time; `uptake "
                             "population --keep-weights --data {}` makes it anew",
                             how, folder.parent_path().string()));
    return nullptr;
  };
  Problems unread;
  const std::string all = read_text_file(file, most_bytes, unread);
  if (!unread.empty()) return damaged(unread.all().front().message);
  std::string_view text = all;
  if (!text.starts_with(head)) return damaged("it has another form");
  text.remove_prefix(head.size());
  const auto checksum = take(text, "checksum", "");
  if (!checksum || *checksum != sha256(text)) return damaged("it does not fit its checksum");
  const auto key = take(text, "of", "");
  if (!key) return damaged("it does not say of what it is");
  if (*key != weights_key(folder, problems)) return nullptr;
  auto solution = solution_in(text);
  if (!solution || !can_be_of(*solution, margins)) return damaged("it is no solution of these margins");
  return solution;
}

}  // namespace uptake
