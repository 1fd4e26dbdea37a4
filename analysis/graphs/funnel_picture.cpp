// SPDX-License-Identifier: Apache-2.0
#include "analysis/graphs/funnel_picture.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "analysis/graphs/svg.hpp"
#include "sim/evidence/variables.hpp"
#include "sim/pathway/gates.hpp"

namespace uptake {
namespace {

constexpr double panel = 760, funnel_width = 300, step = 58, head = 128, margin = 24;

std::string per_thousand(double share, bool dutch) {
  const double n = std::round(1000 * share);
  return n < 1000 ? svg::number(n, 0, dutch) : dutch ? "1.000" : "1,000";
}

/// Half-transparent from one width to the next: those who are left between two gates.
std::string narrowing(double middle, double y, double from, double to, std::string_view color) {
  return fmt::format(
      "<path d=\"M{:.1f} {:.1f}L{:.1f} {:.1f}L{:.1f} {:.1f}L{:.1f} {:.1f}Z\" fill=\"{}\" "
      "fill-opacity=\"0.3\"/>\n",
      middle - from / 2, y, middle + from / 2, y, middle + to / 2, y + step - 18, middle - to / 2,
      y + step - 18, color);
}

std::string one_panel(const FunnelCounts& counts, double x, bool dutch) {
  const bool relationship = counts.domain == code(Domain::relationship);
  const std::string_view color = relationship ? svg::relationship_color : svg::parenting_color;
  const double all = std::accumulate(counts.stopped.begin(), counts.stopped.end(), 0.0);
  const double with_need = all - counts.stopped.front();
  const double middle = x + funnel_width / 2;
  const std::string name = relationship ? (dutch ? "Relatieondersteuning" : "Relationship support")
                                        : (dutch ? "Opvoedingsondersteuning" : "Parenting support");
  std::string content = svg::text(x, head - 34, name, {.size = 16, .fill = color, .bold = true});
  content += svg::text(x, head - 14,
                       fmt::format(fmt::runtime(dutch ? "Vooraf stoppen {} van 1.000 zoektochten: {}."
                                                      : "Before that, {} of 1,000 journeys stop: {}."),
                                   per_thousand(counts.stopped.front() / all, dutch),
                                   dutch ? gate_registry.front().label_nl : gate_registry.front().label_en),
                       {.size = 12, .fill = svg::soft});
  double left = with_need, y = head;
  for (std::size_t g = 1; g < counts.stopped.size(); ++g) {
    const bool last = g + 1 == counts.stopped.size();
    const double here = funnel_width * left / with_need;
    content += svg::rectangle(middle - here / 2, y, here, 18, color);
    const bool inside = here > 46;
    content +=
        svg::text(inside ? middle : middle + here / 2 + 6, y + 13.5, per_thousand(left / with_need, dutch),
                  {.size = 12,
                   .anchor = inside ? "middle" : "start",
                   .fill = inside ? "#ffffff" : svg::ink,
                   .bold = true});
    if (last) {
      content +=
          svg::text(x + funnel_width + 16, y + 13.5, dutch ? gate_registry.back().label_nl : "get help",
                    {.size = 13, .fill = color, .bold = true});
      break;
    }
    left -= counts.stopped[g];
    content += narrowing(middle, y + 18, here, funnel_width * left / with_need, color);
    const GateInfo& gate = gate_registry[g];
    content += svg::text(x + funnel_width + 16, y + 18 + (step - 18) / 2 + 4,
                         fmt::format("− {}  {}", per_thousand(counts.stopped[g] / with_need, dutch),
                                     dutch ? gate.label_nl : gate.label_en),
                         {.size = 12});
    y += step;
  }
  return content;
}

}  // namespace

std::vector<FunnelCounts> funnel_counts(const Results& results) {
  std::vector<FunnelCounts> all;
  for (const std::string_view domain : domain_codes) {
    FunnelCounts counts{std::string(domain), std::vector<double>(n_gates + 1, 0.0)};
    bool found = false;
    for (const Level& level : results.levels) {
      const Series& series = results.series[level.series];
      if (level.scenario != 0 || level.year != results.last_year || series.measure != "journeys" ||
          series.domain != domain)
        continue;
      const auto gate = std::ranges::find(gate_registry, series.category, &GateInfo::code);
      if (gate == gate_registry.end()) continue;
      counts.stopped[static_cast<std::size_t>(gate - gate_registry.begin())] = level.summary.mean;
      found = true;
    }
    const double with_need = std::accumulate(counts.stopped.begin() + 1, counts.stopped.end(), 0.0);
    if (found && with_need > 0) all.push_back(std::move(counts));
  }
  return all;
}

std::string funnel_picture(const std::vector<FunnelCounts>& counts, const std::string& title_en,
                           const std::string& title_nl, int year, bool dutch) {
  const std::string title = fmt::format(
      "{} ({}, {})", dutch ? "Waar zoektochten naar hulp stoppen" : "Where searches for help stop",
      dutch ? title_nl : title_en, year);
  std::string content = svg::text(margin, 34, title, {.size = 20, .bold = true});
  content += svg::text(
      margin, 60,
      dutch ? "Van 1.000 zoektochten van gezinnen die een nood zien: hoeveel er na elke drempel overblijven, "
              "en hoeveel er stoppen."
            : "Of 1,000 journeys of families that see a need: how many are left after each gate, and how "
              "many stop there.",
      {.size = 13, .fill = svg::soft});
  for (std::size_t i = 0; i < counts.size(); ++i)
    content += one_panel(counts[i], margin + static_cast<double>(i) * panel, dutch);
  const double width = 2 * margin + panel * static_cast<double>(std::max<std::size_t>(1, counts.size()));
  const double height = head + step * static_cast<double>(n_gates - 1) + 18 + margin;
  return svg::picture(width, height, dutch ? "nl" : "en", title,
                      dutch ? "Dezelfde cijfers staan in measures.csv (journeys)."
                            : "The same figures stand in measures.csv (journeys).",
                      content);
}

}  // namespace uptake
