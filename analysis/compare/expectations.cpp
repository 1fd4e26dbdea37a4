// SPDX-License-Identifier: Apache-2.0

#include "analysis/compare/parts.hpp"
#include "sim/store/json.hpp"

namespace uptake {
namespace {

/// By the share of the pairs on the side that the source expects: nine in ten for a yes, one in ten for the
/// opposite.
ExpectationRow::Found found_of(const ExpectationRow& row) {
  using Found = ExpectationRow::Found;
  if (row.effect.n < 2) return Found::one_run;
  if (row.change == "open") return Found::open;
  return is_likely(row.agree)       ? Found::as_expected
         : is_likely(1 - row.agree) ? Found::other_way
                                    : Found::not_shown;
}

}  // namespace

std::string_view code(ExpectationRow::Found found) {
  constexpr std::array<std::string_view, 5> codes{"as_expected", "not_shown", "other_way", "open", "one_run"};
  return codes[static_cast<std::size_t>(found)];
}

void compare_expectations(Results& out) {
  for (int s = 1; s < static_cast<int>(out.scenarios.size()); ++s) {
    const auto at = static_cast<std::size_t>(s);
    if (out.part_of[at].whole >= 0) continue;
    const auto description = json_of(out.scenarios[at].description);
    for (const auto& one : description.value("expected", nlohmann::json::array())) {
      ExpectationRow row;
      row.scenario = s;
      row.series = {one.at("measure"), one.at("domain"), one.at("variable"), one.at("category")};
      row.change = one.at("change");
      row.year = out.last_year;
      const Effect* effect = out.effect(s, row.series, out.last_year);
      if (effect == nullptr) continue;  // nobody of the group in any run
      row.baseline = effect->baseline;
      row.effect = effect->effect;
      row.agree = row.change == "fewer" ? 1 - effect->effect.p_positive : effect->effect.p_positive;
      row.found = found_of(row);
      out.expectations.push_back(std::move(row));
    }
  }
}

}  // namespace uptake
