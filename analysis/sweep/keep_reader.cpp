// SPDX-License-Identifier: Apache-2.0
#include "analysis/sweep/keep_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/base/text.hpp"
#include "sim/survey/measures.hpp"

namespace uptake {
namespace {

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

}  // namespace

bool read_keep(const yaml::Node& node, const std::string& file, Problems& problems, SweepKeep& keep) {
  yaml::Fields fields(node, file, "'keep'", problems);
  const std::size_t before = problems.size();
  std::vector<std::string_view> measures, groups{"total"};
  for (const MeasureInfo& info : measure_registry()) measures.push_back(info.code);
  for (const std::string_view group : result_groups()) groups.push_back(group);
  fields.node("measures", true);
  keep.measures = codes(fields, "measures", measures, {});
  const std::vector<std::string_view> domains(domain_or_both_codes.begin(), domain_or_both_codes.end());
  keep.domains =
      codes(fields, "domains", domains, {domain_or_both_codes.begin(), domain_or_both_codes.end()});
  keep.by = codes(fields, "by", groups, {"total"});
  keep.most_rows = fields.integer("rows", keep.most_rows, {1, 100'000});
  fields.node("years");
  fields.finish();
  return problems.size() == before;
}

void read_years_to_keep(const yaml::Node& node, const std::string& file, Problems& problems,
                        bool rest_is_good, const Study& study, SweepDesign& design) {
  yaml::Fields fields(node, file, "'keep'", problems);
  const std::size_t before = problems.size();
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
  if (problems.size() > before || !rest_is_good) return;
  if (keep.years.empty()) return fields.problem("years", "'years': an empty list, expected years");
  const int rows = rows_a_run(design, study);
  if (rows == 0)
    fields.problem("measures", "nothing would be kept: these domains have no figure of these measures");
  if (rows > keep.most_rows)
    fields.problem("measures", fmt::format("keeps up to {} figures a run, expected at most {}; keep fewer "
                                           "measures, groups or years, or allow more with 'rows: {}'",
                                           rows, keep.most_rows, rows));
}

}  // namespace uptake
