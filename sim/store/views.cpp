// SPDX-License-Identifier: Apache-2.0
#include "sim/store/views.hpp"

#include <fmt/format.h>

#include <array>
#include <stdexcept>
#include <string_view>

#include "sim/survey/measures.hpp"

namespace uptake {
namespace {

constexpr const char* labels_sql = R"sql(
CREATE TABLE measure_labels(
  measure TEXT PRIMARY KEY, unit TEXT NOT NULL, measure_en TEXT NOT NULL, measure_nl TEXT NOT NULL,
  definition_en TEXT NOT NULL, definition_nl TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE category_labels(
  variable TEXT NOT NULL, category TEXT NOT NULL, variable_en TEXT NOT NULL, variable_nl TEXT NOT NULL,
  category_en TEXT NOT NULL, category_nl TEXT NOT NULL, PRIMARY KEY(variable, category)) WITHOUT ROWID;
CREATE TABLE documentation(
  name TEXT NOT NULL, "column" TEXT NOT NULL, unit TEXT NOT NULL, meaning TEXT NOT NULL,
  PRIMARY KEY(name, "column")) WITHOUT ROWID;
)sql";

/// What every readable view has of a figure `f`, between what names its run and its value.
constexpr std::string_view figure_columns =
    "s.domain AS domain, s.measure AS measure, m.measure_en AS measure_en, m.measure_nl AS measure_nl, "
    "m.unit AS unit,"
    " f.year AS year, s.variable AS variable, c.variable_en AS variable_en, c.variable_nl AS variable_nl,"
    " s.category AS category, c.category_en AS category_en, c.category_nl AS category_nl";
constexpr std::string_view from_figures =
    "FROM figures f JOIN series s ON s.series_id = f.series_id LEFT JOIN measure_labels m ON m.measure = "
    "s.measure"
    " LEFT JOIN category_labels c ON c.variable = s.variable AND c.category = s.category";

std::string views_sql(DatabaseKind kind) {
  if (kind == DatabaseKind::sensitivity)
    return fmt::format("CREATE VIEW readable_figures AS SELECT f.run AS run, {}, f.value AS value {};",
                       figure_columns, from_figures);
  if (kind == DatabaseKind::sweep)
    return fmt::format(R"sql(
CREATE VIEW readable_figures AS
  SELECT f.run AS run, n.name AS scenario, n.title_en AS title_en, n.title_nl AS title_nl, l.point AS point,
         r.families AS families, r.draw AS draw, r.replicate AS replicate, {}, f.value AS value
  {} JOIN runs r ON r.run = f.run JOIN cells l ON l.cell = r.cell JOIN scenarios n ON n.scenario = l.scenario;
CREATE VIEW point_values AS
  SELECT p.point AS point, a.path AS path, p.value AS value FROM points p JOIN axes a ON a.axis = p.axis;
)sql",
                       figure_columns, from_figures);
  return fmt::format(R"sql(
CREATE VIEW run_list AS
  SELECT r.run_id AS run_id, n.name AS scenario, n.baseline AS baseline, r.draw AS draw, r.replicate AS replicate,
         r.population AS population, r.seed AS seed, r.stream AS stream,
         r.real_per_simulated AS real_per_simulated, r.fingerprint AS fingerprint
  FROM runs r JOIN scenarios n ON n.scenario = r.scenario;
CREATE VIEW readable_figures AS
  SELECT f.run_id AS run_id, n.name AS scenario, n.baseline AS baseline, r.draw AS draw, r.replicate AS replicate,
         r.population AS population, {0}, f.value AS value
  {1} JOIN runs r ON r.run_id = f.run_id JOIN scenarios n ON n.scenario = r.scenario;
CREATE VIEW paired_differences AS
  SELECT f.run_id AS run_id, n.name AS scenario, r.draw AS draw, r.replicate AS replicate, {0},
         g.value AS baseline_value, f.value AS value, f.value - g.value AS difference
  {1} JOIN runs r ON r.run_id = f.run_id JOIN scenarios n ON n.scenario = r.scenario AND n.baseline = 0
      JOIN scenarios o ON o.baseline = 1
      JOIN runs b ON b.scenario = o.scenario AND b.draw = r.draw AND b.replicate = r.replicate
      LEFT JOIN figures g ON g.run_id = b.run_id AND g.series_id = f.series_id AND g.year = f.year;
CREATE VIEW survey_fit AS
  SELECT x.run_id AS run_id, n.name AS scenario, r.draw AS draw, r.replicate AS replicate, t."table" AS "table",
         t.domain AS domain, t.year AS year, t.sample AS sample, t.measure AS measure, t.variable AS variable,
         t.category AS category, t.n AS n, t.published AS published, x.value AS simulated
  FROM fit x JOIN targets t ON t.target = x.target JOIN runs r ON r.run_id = x.run_id
       JOIN scenarios n ON n.scenario = r.scenario;
)sql",
                     figure_columns, from_figures);
}

struct Told {
  std::string_view name, unit, meaning;
};

constexpr std::array about{
    Told{"axes", "", "What the sweep varies."},
    Told{"category_labels", "", "Words for the categories of variables, in English and Dutch."},
    Told{"cells", "",
         "A scenario at a point; points that change nothing of it share a cell, and so its runs."},
    Told{"combinations", "", "The cell of each scenario at each point."},
    Told{"contacts", "", "Which families had a contact, packed for the program. Empty here."},
    Told{"documentation", "", "This table: what every table, view and column holds."},
    Told{"failures", "", "Runs that failed, with their error."},
    Told{"figures", "", "One figure of one run and year, by numbers: readable_figures has words."},
    Told{"fit", "", "What a run gives for a printed number of the survey: survey_fit has words."},
    Told{"measure_labels", "", "Words, unit and definition of each measure."},
    Told{"measures", "", "VIEW. Figures with the codes of what they are of."},
    Told{"meta", "", "What the results belong to."},
    Told{"paired_differences", "",
         "VIEW. Scenario less baseline with the same draw and seeds: one row a pair of runs."},
    Told{"point_values", "", "VIEW. The value of each axis at each point."},
    Told{"points", "", "The same by numbers."},
    Told{"readable_figures", "", "VIEW. Figures with codes and words: begin here."},
    Told{"run_list", "", "VIEW. Runs with the name of their scenario."},
    Told{"runs", "", "One run: a scenario with one draw of the parameters and one set of seeds."},
    Told{"scenarios", "", "The scenarios, with all that they put in force."},
    Told{"series", "", "What figures are of: a measure, domain and category."},
    Told{"survey_fit", "", "VIEW. The survey's printed numbers beside those of each run."},
    Told{"targets", "", "The survey's printed numbers."}};

/// What a column means wherever it stands.
constexpr std::array meanings{
    Told{"axis", "", "number of the axis"},
    Told{"baseline", "", "1: the scenario that the others are compared with; else 0"},
    Told{"baseline_value", "see unit",
         "the figure of the paired run of the baseline; NULL where it has none"},
    Told{"category", "", "code of the group, gate, service, payer or lever; total: everybody"},
    Told{"category_en", "", "the same in English"},
    Told{"category_nl", "", "the same in Dutch"},
    Told{"cell", "", "number of the cell"},
    Told{"column", "", "the column; empty: the table or view as a whole"},
    Told{"contacts", "", "which families had a contact, packed for the program"},
    Told{"definition_en", "", "what is counted, in English"},
    Told{"definition_nl", "", "what is counted, in Dutch"},
    Told{"description", "", "JSON: titles, levers, grades"},
    Told{"difference", "see unit", "value less baseline_value"},
    Told{"domain", "", "relationship, parenting or both"},
    Told{"draw", "", "number of the parameter set, from 0"},
    Told{"ended", "s", "when the run ended, since 1970; 0 where it is not kept"},
    Told{"error", "", "what went wrong"},
    Told{"families", "families", "simulated families in April 2016"},
    Told{"fingerprint", "", "SHA-256 of all that the run left"},
    Told{"hash", "", "SHA-256 of the run and its figures"},
    Told{"id", "", "hash of all that the run's figures hang on"},
    Told{"key", "", "name of a fact"},
    Told{"meaning", "", "what it holds"},
    Told{"measure", "", "code of the measure; of a target: rate, share, odds_ratio, ..."},
    Told{"measure_en", "", "the measure in English"},
    Told{"measure_nl", "", "the measure in Dutch"},
    Told{"n", "respondents", "the survey's unweighted number; NULL where none is printed"},
    Told{"name", "", "the name"},
    Told{"packed", "", "for the program"},
    Told{"path", "", "what is varied: parameters.NAME or levers.NAME.FIELD"},
    Told{"point", "", "number of the point; NULL where none acts on the scenario"},
    Told{"population", "", "number of the population and network, from 0"},
    Told{"published", "percent, or odds ratio", "as printed in the survey report"},
    Told{"real_per_simulated", "families", "real families that a simulated one stands for"},
    Told{"replicate", "", "number of the seed within the draw, from 0"},
    Told{"resolved", "", "YAML with every default and parameter written out"},
    Told{"run", "", "number of the run"},
    Told{"run_id", "", "number of the run, from 0"},
    Told{"sample", "", "resident, all or partnered"},
    Told{"scenario", "", "the scenario: its number in tables, its name in views"},
    Told{"seed", "", "the study's seed"},
    Told{"series_id", "", "number of the series: 48 bits of a hash of its codes"},
    Told{"simulated", "percent, or odds ratio", "the same as the run has it, everybody asked"},
    Told{"stream", "", "what separates the run's random numbers from others of the seed"},
    Told{"table", "", "the survey report's table"},
    Told{"target", "", "number of the printed number"},
    Told{"title_en", "", "the scenario's title in English"},
    Told{"title_nl", "", "the scenario's title in Dutch"},
    Told{"unit", "", "of the value; a share is a fraction"},
    Told{"value", "see unit", "the figure, fact or value"},
    Told{"variable", "", "by what families are split (total: not at all), or gate, service, payer, lever"},
    Told{"variable_en", "", "the same in English"},
    Told{"variable_nl", "", "the same in Dutch"},
    Told{"year", "year", "the calendar year; states are those of December"}};

template <std::size_t n>
const Told& find(const std::array<Told, n>& all, const std::string& name) {
  for (const Told& one : all) {
    if (one.name == name) return one;
  }
  throw std::logic_error("a database's " + name + " is not documented");
}

void document(Database& database) {
  struct Row {
    std::string name, column;
  };
  std::vector<Row> rows;
  {
    Statement columns(database,
                      "SELECT t.name, c.name FROM sqlite_master t, pragma_table_info(t.name) c"
                      " WHERE t.type IN ('table', 'view') AND t.name NOT LIKE 'sqlite_%' ORDER BY 1, c.cid");
    while (columns.step()) {
      if (rows.empty() || rows.back().name != columns.text(0)) rows.push_back({columns.text(0), {}});
      rows.push_back({columns.text(0), columns.text(1)});
    }
  }
  Statement put(database, "INSERT INTO documentation VALUES(?,?,?,?)");
  for (const Row& row : rows) {
    const Told& told = row.column.empty() ? find(about, row.name) : find(meanings, row.column);
    put.bind(1, std::string_view(row.name)).bind(2, std::string_view(row.column));
    put.bind(3, told.unit).bind(4, told.meaning).run();
  }
}

}  // namespace

void add_views(Database& database, DatabaseKind kind, const std::vector<Label>& labels) {
  Transaction transaction(database);
  database.execute(labels_sql);
  {
    Statement put(database, "INSERT INTO measure_labels VALUES(?,?,?,?,?,?)");
    for (const MeasureInfo& m : measure_registry()) {
      put.bind(1, m.code).bind(2, m.unit).bind(3, m.label_en).bind(4, m.label_nl);
      put.bind(5, m.definition_en).bind(6, m.definition_nl).run();
    }
    Statement name(database, "INSERT INTO category_labels VALUES(?,?,?,?,?,?)");
    for (const Label& l : labels) {
      name.bind(1, std::string_view(l.variable)).bind(2, std::string_view(l.category));
      name.bind(3, std::string_view(l.variable_en)).bind(4, std::string_view(l.variable_nl));
      name.bind(5, std::string_view(l.label_en)).bind(6, std::string_view(l.label_nl)).run();
    }
  }
  database.execute(views_sql(kind));
  document(database);
  transaction.commit();
}

bool has_views(const Database& database) {
  Statement ask(database, "SELECT count(*) FROM sqlite_master WHERE name='readable_figures'");
  return ask.step() && ask.integer(0) > 0;
}

}  // namespace uptake
