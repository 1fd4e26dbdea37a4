// SPDX-License-Identifier: Apache-2.0
#include "sim/population/margins.hpp"

#include <fmt/format.h>

#include <cmath>
#include <span>

#include "sim/population/kept_weights.hpp"

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

/// Each share within its bounds, and bounds between which the shares can make a whole.
void check_bounds(yaml::Fields& fields, const MarginData& m, std::size_t n, std::size_t wave) {
  constexpr std::array<std::string_view, n_waves> years{"2016", "2021"};
  double lows = 0, highs = 0;
  for (std::size_t i = 0; i < n; ++i) {
    lows += m.low[wave][i];
    highs += m.high[wave][i];
    const double share = m.share[wave][i];
    const double miss = std::max(m.low[wave][i] - share, share - m.high[wave][i]);
    if (miss > 1e-9) {
      fields.problem(
          fmt::format("share_{}", years[wave]),
          fmt::format("share {} of {} is {}, {:.3f} outside its own low_{} to high_{} ({} to {})", i + 1,
                      years[wave], share, miss, years[wave], years[wave], m.low[wave][i], m.high[wave][i]));
    }
  }
  if (lows > 1.0015)
    fields.problem(fmt::format("low_{}", years[wave]),
                   fmt::format("add up to {:.3f}, expected at most 1: {:.3f} too much", lows, lows - 1));
  if (highs < .9985)
    fields.problem(fmt::format("high_{}", years[wave]),
                   fmt::format("add up to {:.3f}, expected at least 1: {:.3f} too little", highs, 1 - highs));
}

/// Shares of different variables that no population could have together: what each allows at most, three of
/// its standard errors included.
void check_together(yaml::Fields& top, const Margins& margins) {
  constexpr std::array<std::string_view, n_waves> years{"2016", "2021"};
  constexpr double z = 3, rounding = .0005;
  const auto least = [&](Margin m, std::size_t c, std::size_t w) {
    const MarginData& d = margins.margin[static_cast<std::size_t>(m)];
    return d.share[w][c] - z * (d.share[w][c] - d.low[w][c]);
  };
  const auto most = [&](Margin m, std::size_t c, std::size_t w) {
    const MarginData& d = margins.margin[static_cast<std::size_t>(m)];
    return d.share[w][c] + z * (d.high[w][c] - d.share[w][c]);
  };
  const auto share = [&](Margin m, std::size_t c, std::size_t w) {
    return margins.margin[static_cast<std::size_t>(m)].share[w][c];
  };
  constexpr std::size_t lt35 = 0, y18_24 = 4, single = 1;
  for (std::size_t w = 0; w < n_waves; ++w) {
    const double both = least(Margin::age, lt35, w) + least(Margin::youngest_age, y18_24, w);
    if (both > 1 + rounding)
      top.problem("margins",
                  fmt::format("{}: age lt35 ({}) and youngest_age 18_24 ({}) contradict each other: "
                              "nobody is under 35 with a youngest child of 18, so that together "
                              "they are at most 1, and are {:.3f} too much",
                              years[w], share(Margin::age, lt35, w), share(Margin::youngest_age, y18_24, w),
                              both - 1));
    for (const Association& apart : margins.associations) {
      if (!apart.apart || !apart.everybody) continue;
      const double over = apart.share[w] - most(Margin::family_form, single, w);
      if (over > rounding)
        top.problem(
            "associations",
            fmt::format("{}: living_apart ({}) and family_form single_parent ({}) contradict each other: "
                        "who lives apart from a partner is a single parent, so that it is at most "
                        "that share, and is {:.3f} too much",
                        years[w], apart.share[w], share(Margin::family_form, single, w), over));
      // who has no partner: the single parents less those with one elsewhere
      const double alone = most(Margin::family_form, single, w) - apart.share[w];
      for (const Association& a : margins.associations) {
        if (a.apart || a.everybody) continue;
        const double without = least(a.margin, a.category, w) * (1 - a.share[w]) - alone;
        if (without <= rounding) continue;
        const Variable* variable = find_variable(code(a.margin));
        top.problem(
            "associations",
            fmt::format("{}: {} {} ({}), of whom {} have a partner, and family_form single_parent ({}) "
                        "with living_apart ({}) contradict each other: at least {:.3f} of the "
                        "families are then without a partner, and at most {:.3f} are: {:.3f} too much",
                        years[w], code(a.margin), variable->categories[a.category].code,
                        share(a.margin, a.category, w), a.share[w], share(Margin::family_form, single, w),
                        apart.share[w], alone + without, alone, without));
      }
    }
  }
}

void read_margin(const yaml::Node& node, const std::string& file, Margins& margins,
                 std::array<bool, n_margins>& seen, Problems& problems) {
  yaml::Fields fields(node, file, "a margin", problems);
  const int which = fields.choice("variable", margin_codes, -1, true);
  if (which < 0) return;
  const auto at = static_cast<std::size_t>(which);
  if (seen[at]) fields.problem("variable", "this variable was given before");
  seen[at] = true;
  const std::size_t n = n_categories[at], before = problems.size();
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
  if (problems.size() == before)
    for (std::size_t w = 0; w < n_waves; ++w) check_bounds(fields, m, n, w);
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
  if (problems.size() == before) check_together(top, margins);
  return margins;
}

PopulationData read_population_data(const std::filesystem::path& folder, Problems& problems) {
  const std::size_t before = problems.size();
  PopulationData data;
  data.margins = read_margins(folder / "margins.yaml", problems);
  data.hazards = read_hazards(folder / "hazards.yaml", problems);
  if (problems.size() == before) data.weights = kept_weights(folder, data.margins, problems);
  return data;
}

}  // namespace uptake
