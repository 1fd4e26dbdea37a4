// SPDX-License-Identifier: Apache-2.0
#include "analysis/fit/judge.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

#include "sim/base/math.hpp"

namespace uptake {
namespace {

/// The rows of a table and measure that are close, and how many there are.
struct Count {
  int close = 0, rows = 0;
  [[nodiscard]] double share() const { return rows > 0 ? static_cast<double>(close) / rows : 0; }
};
template <class Which>
Count count(const std::vector<TargetFit>& rows, const std::vector<Target>& targets, Which which) {
  Count c;
  for (const TargetFit& r : rows) {
    if (!which(targets[r.target])) continue;
    ++c.rows;
    c.close += r.close ? 1 : 0;
  }
  return c;
}

Pattern pattern(std::string code, std::string en, std::string nl, Count c, double wanted) {
  Pattern p{std::move(code), std::move(en), std::move(nl), {}, Verdict::not_tested};
  if (c.rows == 0) {
    p.detail = "no such row among those looked at";
    return p;
  }
  p.verdict = c.share() >= wanted ? Verdict::pass : Verdict::miss;
  p.close = c.close;
  p.rows = c.rows;
  p.wanted = wanted;
  p.detail =
      fmt::format("{} of {} ({:.0f} %; wanted {:.0f} %)", c.close, c.rows, 100 * c.share(), 100 * wanted);
  return p;
}

/// The signs of changes from 2016 to 2021 where the printed change is beyond one standard error.
template <class Which>
Count signs_of_changes(const std::vector<TargetFit>& rows, const std::vector<Target>& targets, Which which) {
  Count signs;
  for (const TargetFit& later : rows) {
    const Target& t = targets[later.target];
    if (t.year != 2021 || !which(t)) continue;
    const TargetFit* earlier = row_of(rows, targets, t, 2016);
    if (earlier == nullptr) continue;
    const double printed = later.published - earlier->published;
    const double se = std::sqrt(later.se * later.se + earlier->se * earlier->se);
    if (std::abs(printed) < se) continue;
    ++signs.rows;
    signs.close += (later.median - earlier->median) * printed > 0 ? 1 : 0;
  }
  return signs;
}

double spearman(std::vector<double> a, std::vector<double> b) {
  const auto ranks = [](const std::vector<double>& values) {
    std::vector<double> rank(values.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
      for (const double other : values) rank[i] += other < values[i] ? 1 : other == values[i] ? 0.5 : 0;
    }
    return rank;
  };
  a = ranks(a);
  b = ranks(b);
  double sa = 0, sb = 0, saa = 0, sbb = 0, sab = 0;
  const auto n = static_cast<double>(a.size());
  for (std::size_t i = 0; i < a.size(); ++i) {
    sa += a[i];
    sb += b[i];
    saa += a[i] * a[i];
    sbb += b[i] * b[i];
    sab += a[i] * b[i];
  }
  const double scale = std::sqrt((saa - sa * sa / n) * (sbb - sb * sb / n));
  return scale > 0 ? (sab - sa * sb / n) / scale : 0;
}

/// p percent, moved by a log odds.
double moved(double p, double by) { return 100 * logistic(logit(p / 100) + by); }
double log_odds_between(double from, double to) { return logit(to / 100) - logit(from / 100); }

}  // namespace

const TargetFit* row_of(const std::vector<TargetFit>& rows, const std::vector<Target>& targets,
                        const Target& like, int year) {
  for (const TargetFit& r : rows) {
    const Target& t = targets[r.target];
    if (t.table == like.table && t.domain == like.domain && t.measure == like.measure &&
        t.sample == like.sample && t.variable == like.variable && t.category == like.category &&
        t.year == year)
      return &r;
  }
  return nullptr;
}

std::vector<Coverage> coverage_of(const std::vector<TargetFit>& rows, const std::vector<Target>& targets) {
  std::map<std::tuple<std::string, std::string, int>, Coverage> by;
  for (const TargetFit& r : rows) {
    const Target& t = targets[r.target];
    Coverage& c = by[{t.table, t.measure, t.year}];
    c.table = t.table;
    c.measure = t.measure;
    c.year = t.year;
    ++c.rows;
    c.close += r.close ? 1 : 0;
    c.used += r.role == "used" ? 1 : 0;
    c.predicted += r.pit > 0.05 && r.pit < 0.95 ? 1 : 0;
    const double error = r.odds ? log_fixed(r.median / r.published) : r.median - r.published;
    c.rmse += error * error;
  }
  std::vector<Coverage> all;
  for (auto& [key, c] : by) {
    c.rmse = std::sqrt(c.rmse / c.rows);
    all.push_back(c);
  }
  return all;
}

std::vector<Pattern> patterns_of(const std::vector<TargetFit>& rows, const std::vector<Target>& targets) {
  const auto in = [](const Target& t, std::initializer_list<std::string_view> tables) {
    return std::find(tables.begin(), tables.end(), t.table) != tables.end();
  };
  std::vector<Pattern> all;
  all.push_back(pattern(
      "P1", "ever used, by background, both domains and waves",
      "ooit gebruikt, naar achtergrond, beide domeinen en golven",
      count(rows, targets, [&](const Target& t) { return in(t, {"T4", "T10"}) && t.measure == "rate"; }),
      0.9));
  all.push_back(pattern("P2", "for which relationship, and when", "voor welke relatie, en wanneer",
                        count(rows, targets, [&](const Target& t) { return in(t, {"T1", "T8"}); }), 0.9));
  all.push_back(pattern("P3", "which types of service", "welke soorten diensten",
                        count(rows, targets, [&](const Target& t) { return in(t, {"T2", "T9"}); }), 0.9));
  all.push_back(pattern(
      "P3c", "which types rose and which did not (signs of changes beyond one error)",
      "welke soorten stegen en welke niet (teken van veranderingen groter dan één standaardfout)",
      signs_of_changes(rows, targets, [](const Target& t) { return fits_choice_constants(t); }), 0.8));
  all.push_back(pattern("P4", "how much it helped", "hoeveel het hielp",
                        count(rows, targets, [&](const Target& t) { return in(t, {"T3", "F3"}); }), 0.9));
  all.push_back(pattern(
      "P4c", "whether it helped more or less than before (signs of changes beyond one error)",
      "of het meer of minder hielp dan vroeger (teken van veranderingen groter dan één standaardfout)",
      signs_of_changes(rows, targets, [&](const Target& t) { return in(t, {"T3", "F3"}); }), 0.8));
  all.push_back(pattern("P5", "odds ratios of the full models", "odds ratio's van de volledige modellen",
                        count(rows, targets, [&](const Target& t) { return in(t, {"T7", "T13"}); }), 0.85));
  all.push_back(pattern(
      "P6", "partner and network support against use", "steun van partner en netwerk tegenover gebruik",
      count(rows, targets, [&](const Target& t) { return in(t, {"T5", "T6", "T11", "T12"}); }), 0.85));
  all.push_back(pattern("P7", "why not", "waarom niet",
                        count(rows, targets, [&](const Target& t) { return t.variable == "nonuse_reason"; }),
                        0.75));
  all.push_back(pattern(
      "P8", "worries by level", "zorgen naar niveau",
      count(rows, targets, [&](const Target& t) { return t.variable == "worries" && t.measure == "share"; }),
      0.9));
  for (Pattern& p : all) {  // P7, P8: shares that the text prints without saying of how many
    if (p.verdict == Verdict::not_tested && (p.code == "P7" || p.code == "P8"))
      p.detail = "printed without a number of parents; `uptake run` sets them side by side in fit.csv";
  }
  for (const auto& [code, en, nl] :
       {std::array{"P9", "high need without professional help", "hoge nood zonder professionele hulp"},
        std::array{"P10", "use without need", "gebruik zonder nood"},
        std::array{"P11", "universal contacts", "universele contacten"}})
    all.push_back({code, en, nl, "no row of the survey's tables", Verdict::not_tested});

  const Count signs = signs_of_changes(
      rows, targets, [&](const Target& t) { return t.measure == "rate" && in(t, {"T4", "T10"}); });
  all.push_back(pattern("P12", "who rose and who did not (signs of changes beyond one error)",
                        "wie steeg en wie niet (teken van veranderingen groter dan één standaardfout)", signs,
                        0.8));
  return all;
}

std::vector<Forecast> forecasts_of(const std::vector<TargetFit>& rows, const std::vector<Target>& targets,
                                   const Posterior& posterior) {
  std::vector<Forecast> all;
  if (posterior.waves.size() != 1) return all;
  const int fitted = posterior.waves.front();
  for (const auto& [domain, table] : {std::pair{"relationship", "T4"}, std::pair{"parenting", "T10"}}) {
    Forecast f;
    f.domain = domain;
    f.fitted = fitted;
    f.foreseen = fitted == 2016 ? 2021 : 2016;
    const auto total = [&](int year) -> const TargetFit* {
      for (const TargetFit& r : rows) {
        const Target& t = targets[r.target];
        if (t.table == table && t.year == year && t.measure == "rate" && t.variable == "total") return &r;
      }
      return nullptr;
    };
    const TargetFit* then = total(f.foreseen);
    const TargetFit* now = total(fitted);
    if (then == nullptr || now == nullptr) continue;
    f.total_published = then->published;
    f.total_mean = then->mean;
    f.total_low = then->low;
    f.total_high = then->high;
    const double rise = log_odds_between(now->published, then->published);
    const double level = log_odds_between(then->mean, then->published);
    std::vector<double> printed, simulated;
    for (const TargetFit& r : rows) {
      const Target& t = targets[r.target];
      if (t.table != table || t.year != f.foreseen || t.measure != "rate" || t.variable == "total") continue;
      const TargetFit* before = row_of(rows, targets, t, fitted);
      if (before == nullptr) continue;
      ++f.rows;
      const auto square = [](double x) { return x * x; };
      f.rmse += square(r.mean - r.published);
      f.rmse_level += square(moved(r.mean, level) - r.published);
      f.rmse_same += square(before->published - r.published);
      f.rmse_uniform += square(moved(before->published, rise) - r.published);
      f.close += std::abs(r.mean - r.published) < 1.96 * r.se ? 1 : 0;
      f.predicted += r.pit > 0.05 && r.pit < 0.95 ? 1 : 0;
      printed.push_back(r.published - before->published);
      simulated.push_back(r.mean - before->mean);
      if (std::abs(printed.back()) > std::sqrt(r.se * r.se + before->se * before->se)) {
        ++f.sign_rows;
        f.signs += printed.back() * simulated.back() > 0 ? 1 : 0;
      }
    }
    if (f.rows == 0) continue;
    for (double* sum : {&f.rmse, &f.rmse_level, &f.rmse_same, &f.rmse_uniform})
      *sum = std::sqrt(*sum / f.rows);
    f.close /= f.rows;
    f.predicted /= f.rows;
    f.rank_correlation = spearman(printed, simulated);
    all.push_back(f);
  }
  return all;
}

}  // namespace uptake
