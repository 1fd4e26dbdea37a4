// SPDX-License-Identifier: Apache-2.0
// A story in sentences, English and Dutch side by side: who the family is, what becomes of it in both lives,
// row by row, and what one story cannot show. Names come from the registries. What is shown and where stands
// elsewhere: text in sim/cli, the page in analysis/report.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "analysis/story/story.hpp"
#include "analysis/story/words.hpp"

namespace uptake::story {

/// "origin", "outside EU+".
struct Fact {
  Both label, value;
};

/// What an adult needed, knew and dared at the start (one past) and at the end of both lives.
struct StateLine {
  Both who, what, start, baseline, scenario;
};

/// A month, or a stretch of months in which little happens.
struct Row {
  Month from = 0, last = 0;
  bool same = true;     ///< both lives; then `scenario` is empty
  bool parts = false;   ///< here the lives part
  bool folded = false;  ///< a stretch of months told together
  std::vector<Both> baseline, scenario;
  std::vector<Both> because;  ///< why the two differ
};

struct Telling {
  Both title;
  std::vector<Fact> family;
  std::vector<Both> outcome;  ///< how it counts, by domain
  Both parting;               ///< when and whether the lives part
  std::vector<Row> rows;
  std::vector<StateLine> states;
  std::vector<Both>
      shows;  ///< what one story can and cannot show; the first says that the family does not exist
};

Telling tell(const Study& study, const RunId& run, const Population& population, const Story& story);

/// A row's months: one, or "July 2027 to March 2028".
Both months_of(const Row& row);

/// The command that gives the same story again, whatever the threads. `plan`: of a pair of scenarios.
std::string story_command(const Plan& plan, const RunId& run, const Story& story);
/// A hash of what the story is made from: of version, scenarios, parameters, data, seeds, family and months.
std::string story_fingerprint(const Study& study, const RunId& run, const Story& story);

/// Everything, for --json and the page: the telling, each happening with its codes, the months of both lives.
/// Labels stand in both languages; `command` gives the same story again.
nlohmann::ordered_json story_document(const Study& study, const RunId& run, const Story& story,
                                      const Telling& telling, const std::string& command);

}  // namespace uptake::story
