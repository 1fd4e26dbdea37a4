// SPDX-License-Identifier: Apache-2.0
#include "sim/population/margins.hpp"

#include <cmath>
#include <span>

namespace uptake {
namespace {

constexpr std::array<std::string_view, n_margins> margin_codes{
    "gender",      "age",      "origin",       "education",   "holiday", "unexpected_expense",
    "family_form", "children", "youngest_age", "union_status"};
constexpr std::array<std::string_view, 4> margin_statuses{"data", "recovered", "literature", "assumption"};
constexpr std::array<std::string_view, 2> association_kinds{"partnered", "living_apart"};

constexpr yaml::Range share_range{0, 1};

/// A list of shares of a variable; they must add up to 1 when `closed`.
void read_shares(yaml::Fields& fields, const std::string& key, std::size_t n, bool closed, Shares& target) {
  const auto values = fields.numbers(key, share_range);
  if (values.size() != n) {
    fields.problem(key, "`" + key + "` has " + std::to_string(values.size()) + " numbers, expected " +
                            std::to_string(n));
    return;
  }
  double sum = 0;
  for (std::size_t i = 0; i < n; ++i) sum += target[i] = values[i];
  if (closed && std::abs(sum - 1) > .0015)
    fields.problem(key, "the shares add up to " + std::to_string(sum) + ", expected 1");
}

void read_margin(const yaml::Node& node, const std::string& file, Margins& margins,
                 std::array<bool, n_margins>& seen, Problems& problems) {
  yaml::Fields fields(node, file, "a margin", problems);
  const int which = fields.choice("variable", margin_codes, -1, true);
  if (which < 0) return;
  const auto at = static_cast<std::size_t>(which);
  if (seen[at]) fields.problem("variable", "this variable was given before");
  seen[at] = true;
  const std::size_t n = n_categories[at];
  MarginData& m = margins.margin[at];
  const auto names = fields.texts("categories");
  const Variable* variable = find_variable(margin_codes[at]);
  for (std::size_t i = 0; i < n; ++i)
    if (names.size() != n || variable == nullptr || names[i] != variable->categories[i].code) {
      fields.problem("categories", "expected the categories of the survey, in its order");
      break;
    }
  read_shares(fields, "share_2016", n, true, m.share[0]);
  read_shares(fields, "share_2021", n, true, m.share[1]);
  read_shares(fields, "softness", n, false, m.softness);
  read_shares(fields, "low_2016", n, false, m.low[0]);
  read_shares(fields, "high_2016", n, false, m.high[0]);
  read_shares(fields, "low_2021", n, false, m.low[1]);
  read_shares(fields, "high_2021", n, false, m.high[1]);
  for (std::size_t i = 0; i < n; ++i)
    if (!(m.softness[i] > 0)) {
      fields.problem("softness", "must be above 0");
      break;
    }
  m.source = fields.text("source", {}, true);
  const int status = fields.choice("status", margin_statuses, 0, true);
  m.status = margin_statuses[static_cast<std::size_t>(status)];
  fields.finish();
}

Association read_association(const yaml::Node& node, const std::string& file, Problems& problems) {
  yaml::Fields fields(node, file, "an association", problems);
  Association a;
  a.apart = fields.choice("what", association_kinds, 0, true) == 1;
  const std::string variable = fields.text("variable", {}, true);
  const std::string category = fields.text("category", {}, true);
  a.everybody = variable == "total";
  if (!a.everybody) {
    const auto found = std::find(margin_codes.begin(), margin_codes.end(), variable);
    if (found == margin_codes.end()) {
      fields.problem("variable", "no such variable among the margins");
    } else {
      a.margin = static_cast<Margin>(found - margin_codes.begin());
      const int at = find_category(*find_variable(variable), category);
      if (at < 0 || static_cast<std::size_t>(at) >= n_categories[static_cast<std::size_t>(a.margin)])
        fields.problem("category", "no such category of this variable");
      else
        a.category = static_cast<std::size_t>(at);
    }
  }
  a.share[0] = fields.number("share_2016", 0, share_range, true);
  a.share[1] = fields.number("share_2021", 0, share_range, true);
  a.softness = fields.number("softness", .03, {.0001, 1}, true);
  a.source = fields.text("source", {}, true);
  fields.finish();
  return a;
}

PseudoWave read_pseudo(const yaml::Node& node, const std::string& file, Problems& problems) {
  yaml::Fields fields(node, file, "a pseudo-wave", problems);
  PseudoWave wave;
  wave.year = fields.integer("year", 2006, {1991, 2035}, true);
  if ((wave.year - 1991) % 5 != 0) fields.problem("year", "must be 1991 and a number of times five years");
  wave.size = fields.number("size", 1, {.5, 2}, true);
  wave.softness = fields.number("softness", .16, {.001, 10}, true);
  for (std::size_t v = 0; v + 1 < n_margins; ++v) {
    const std::string key(margin_codes[v]);
    if (!fields.has(key)) continue;
    wave.asked[v] = true;
    read_shares(fields, key, n_categories[v], true, wave.share[v]);
  }
  fields.text("source", {}, true);
  fields.finish();
  return wave;
}

}  // namespace

std::string_view code(Margin m) { return margin_codes[static_cast<std::size_t>(m)]; }

Margins read_margins(const std::filesystem::path& file, Problems& problems) {
  Margins margins;
  const std::string name = file.string();
  const std::size_t before = problems.size();
  const yaml::Node root = yaml::parse_file(file, problems);
  if (problems.size() != before) return margins;
  yaml::Fields top(root, name, "the margins", problems);
  margins.real_families_2016 = top.number("real_families_2016", 0, {1, 1e9}, true);
  margins.size_2021 = top.number("size_2021", 1, {.5, 2}, true);
  margins.size_softness = top.number("size_softness", .002, {1e-5, 1}, true);
  margins.bend_softness = top.number("bend_softness", .05, {1e-4, 10}, true);
  margins.kappa = top.number("kappa", 1, {1e-3, 1e4}, true);
  margins.weight_low = top.number("weight_low", .2, {.01, .99}, true);
  margins.weight_high = top.number("weight_high", 3.5, {1.1, 12}, true);
  margins.pool = top.integer("pool", 60'000, {2'000, 1'000'000}, true);
  margins.pool_seed = static_cast<std::uint32_t>(top.integer("pool_seed", 1, {0, 1e9}, true));
  top.texts("notes");
  std::array<bool, n_margins> seen{};
  for (const yaml::Node* node : top.maps("margins")) read_margin(*node, name, margins, seen, problems);
  for (std::size_t v = 0; v < n_margins; ++v)
    if (!seen[v]) top.problem("margins", "the variable `" + std::string(margin_codes[v]) + "` is missing");
  for (const yaml::Node* node : top.maps("associations"))
    margins.associations.push_back(read_association(*node, name, problems));
  for (const yaml::Node* node : top.maps("pseudo_waves"))
    margins.pseudo.push_back(read_pseudo(*node, name, problems));
  top.finish();
  return margins;
}

PopulationData read_population_data(const std::filesystem::path& folder, Problems& problems) {
  PopulationData data;
  data.margins = read_margins(folder / "margins.yaml", problems);
  data.hazards = read_hazards(folder / "hazards.yaml", problems);
  return data;
}

}  // namespace uptake
