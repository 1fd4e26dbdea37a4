// SPDX-License-Identifier: Apache-2.0
#include "analysis/tables/said.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <optional>
#include <vector>

#include "sim/base/text.hpp"
#include "sim/evidence/variables.hpp"
#include "sim/store/labels.hpp"

namespace uptake {
namespace {

/// States of a column, as describe() of analysis/estimate/logistic.hpp names them.
struct State {
  std::string_view code, en, nl;
};
constexpr std::array<State, 4> states{
    {{"separated", "separated (all or none of them used it)",
      "separatie (allen of niemand van hen maakte er gebruik van)"},
     {"empty", "nobody there", "niemand aanwezig"},
     {"dependent", "not to be told apart from the others", "niet van de andere te onderscheiden"},
     {"not converged", "the fit did not converge", "de schatting convergeerde niet"}}};

std::string state_in_words(std::string_view code, bool dutch) {
  const auto* const at = std::ranges::find(states, code, &State::code);
  return std::string(at == states.end() ? code : dutch ? at->nl : at->en);
}

/// "age=lt35" as "parent's age: under 35".
std::string column_in_words(const std::string& column, bool dutch) {
  const std::size_t equals = column.find('=');
  const Variable* variable = find_variable(std::string_view(column).substr(0, equals));
  if (variable == nullptr || equals == std::string::npos) return column;
  const std::string code = column.substr(equals + 1);
  const int c = find_category(*variable, code);
  std::string level = code == "no_answer" ? (dutch ? "geen antwoord" : "no answer") : code;
  if (c >= 0) {
    const Category& category = variable->categories[static_cast<std::size_t>(c)];
    level = dutch ? category.label_nl : category.label_en;
  }
  return fmt::format("{}: {}", dutch ? variable->label_nl : variable->label_en, level);
}

}  // namespace

std::string said_in_words(std::string_view said, const nlohmann::json& region, bool dutch) {
  const std::size_t head = said.find(": ");
  if (head == std::string_view::npos) return std::string(said);
  const std::string_view place = said.substr(0, head);  // "T7 2021"
  const std::size_t blank = place.find(' ');
  std::string text(blank == std::string_view::npos ? place : place.substr(blank + 1));
  text += ": ";
  const std::vector<std::string> parts = split(std::string(said.substr(head + 2)), ';');
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const std::string part(trim(parts[i]));
    const std::size_t colon = part.find(": ");
    text += (i == 0 ? "" : "; ") + state_in_words(part.substr(0, colon), dutch);
    if (colon == std::string::npos) continue;
    std::string names;
    for (const std::string& column : split(part.substr(colon + 2), ','))
      names += (names.empty() ? ": " : ", ") + column_in_words(std::string(trim(column)), dutch);
    text += names;
  }
  return in_words_of(region, std::move(text), dutch ? "nl" : "en");
}

}  // namespace uptake
