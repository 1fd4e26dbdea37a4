// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "analysis/graphs/referral_files.hpp"
#include "analysis/graphs/svg.hpp"

namespace uptake {
namespace {

constexpr double label_room = 540, gap = 400, bar = 8, px_a_chance = 90, least_row = 21, air = 7,
                 heading = 96, below = 56;
constexpr double width = 2 * label_room + gap + 2 * bar;

struct Ribbon {
  std::size_t from, to;
  double chance;
  double from_y = 0, to_y = 0;  ///< its middle at either end
  [[nodiscard]] double thick() const { return std::max(1.0, chance * px_a_chance); }
};

/// A service on one side: where its bar stands.
struct Stand {
  std::size_t service;
  double total = 0, place = 0;  ///< of its chances; what it is ordered by
  double top = 0, height = 0;
};

double row_height(const Stand& stand) { return std::max(least_row, stand.height + air); }

/// Puts the stands below each other, with some air between the domains. The height of all.
double stack(std::vector<Stand>& stands, const Catalogue& catalogue) {
  double y = heading;
  for (std::size_t i = 0; i < stands.size(); ++i) {
    const bool new_domain =
        i > 0 && catalogue.types[stands[i].service].domain != catalogue.types[stands[i - 1].service].domain;
    if (new_domain) y += 22;
    stands[i].top = y + (row_height(stands[i]) - stands[i].height) / 2;
    y += row_height(stands[i]);
  }
  return y;
}

/// The services of one side, each with the thickness of its ribbons.
std::vector<Stand> stands_of(const std::vector<Ribbon>& ribbons, const Catalogue& catalogue,
                             std::size_t Ribbon::* end) {
  std::vector<Stand> stands;
  for (std::size_t service = 0; service < catalogue.types.size(); ++service) {
    Stand stand{.service = service, .place = static_cast<double>(service)};
    for (const Ribbon& ribbon : ribbons) {
      if (ribbon.*end != service) continue;
      stand.total += ribbon.chance;
      stand.height += ribbon.thick();
    }
    if (stand.height > 0) stands.push_back(stand);
  }
  return stands;
}

const Stand& find(const std::vector<Stand>& stands, std::size_t service) {
  return *std::ranges::find(stands, service, &Stand::service);
}

/// Orders a side within its domains by where its ribbons come from, so that few cross.
void untangle(std::vector<Stand>& side, const std::vector<Stand>& others, const std::vector<Ribbon>& ribbons,
              const Catalogue& catalogue, std::size_t Ribbon::* own, std::size_t Ribbon::* other) {
  for (Stand& stand : side) {
    double sum = 0, weight = 0;
    for (const Ribbon& ribbon : ribbons) {
      if (ribbon.*own != stand.service) continue;
      const Stand& end = find(others, ribbon.*other);
      sum += ribbon.chance * (end.top + end.height / 2);
      weight += ribbon.chance;
    }
    stand.place = sum / weight;
  }
  std::ranges::stable_sort(side, [&](const Stand& a, const Stand& b) {
    const Domain da = catalogue.types[a.service].domain, db = catalogue.types[b.service].domain;
    return da != db ? da < db : a.place < b.place;
  });
  stack(side, catalogue);
}

/// Where each ribbon meets a side's bars: in the order of its other end.
void dock(std::vector<Ribbon>& ribbons, const std::vector<Stand>& side, const std::vector<Stand>& others,
          std::size_t Ribbon::* own, std::size_t Ribbon::* other, double Ribbon::* y) {
  for (const Stand& stand : side) {
    std::vector<Ribbon*> here;
    for (Ribbon& ribbon : ribbons) {
      if (ribbon.*own == stand.service) here.push_back(&ribbon);
    }
    std::ranges::stable_sort(here, [&](const Ribbon* a, const Ribbon* b) {
      return find(others, a->*other).top < find(others, b->*other).top;
    });
    double at = stand.top;
    for (Ribbon* ribbon : here) {
      ribbon->*y = at + ribbon->thick() / 2;
      at += ribbon->thick();
    }
  }
}

std::string_view color(const ServiceType& type) {
  return type.domain == Domain::relationship ? svg::relationship_color : svg::parenting_color;
}

std::string ribbon_path(const Ribbon& ribbon, const Catalogue& catalogue) {
  const double x1 = label_room + bar, x2 = x1 + gap, bend = gap / 2;
  return fmt::format(
      "<path d=\"M{:.1f} {:.1f}C{:.1f} {:.1f} {:.1f} {:.1f} {:.1f} {:.1f}\" fill=\"none\" stroke=\"{}\" "
      "stroke-opacity=\"0.45\" stroke-width=\"{:.1f}\"><title>{} → {}: {:g} %</title></path>\n",
      x1, ribbon.from_y, x1 + bend, ribbon.from_y, x2 - bend, ribbon.to_y, x2, ribbon.to_y,
      color(catalogue.types[ribbon.from]), ribbon.thick(), catalogue.types[ribbon.from].code,
      catalogue.types[ribbon.to].code, 100 * ribbon.chance);
}

}  // namespace

std::string referral_picture(const Catalogue& catalogue, const ReferralGraph& graph, bool dutch) {
  std::vector<Ribbon> ribbons;
  std::size_t n_assumed = 0;
  for (std::size_t from = 0; from < catalogue.types.size(); ++from) {
    const auto [first, last] = boost::out_edges(from, graph);
    for (auto edge = first; edge != last; ++edge) {
      ribbons.push_back({from, boost::target(*edge, graph), graph[*edge].probability.value});
      n_assumed += graph[*edge].grade == Grade::assumption ? 1U : 0U;
    }
  }
  std::vector<Stand> left = stands_of(ribbons, catalogue, &Ribbon::from);
  std::vector<Stand> right = stands_of(ribbons, catalogue, &Ribbon::to);
  stack(left, catalogue);
  stack(right, catalogue);
  for (int turn = 0; turn < 4; ++turn) {
    untangle(right, left, ribbons, catalogue, &Ribbon::to, &Ribbon::from);
    untangle(left, right, ribbons, catalogue, &Ribbon::from, &Ribbon::to);
  }
  const double bottom = std::max(stack(left, catalogue), stack(right, catalogue));
  dock(ribbons, left, right, &Ribbon::from, &Ribbon::to, &Ribbon::from_y);
  dock(ribbons, right, left, &Ribbon::to, &Ribbon::from, &Ribbon::to_y);

  const auto words = [&](const char* en, const char* nl) { return std::string(dutch ? nl : en); };
  const std::string title = words("Who refers families to whom", "Wie verwijst gezinnen naar wie");
  std::string content = svg::text(24, 34, title, {.size = 22, .bold = true});
  content += svg::text(
      24, 58,
      words("A band is as wide as the chance that a contact which ends leads to that referral. Behind a "
            "name on the left: all its referrals together.",
            "Een band is zo breed als de kans dat een contact dat afloopt tot die doorverwijzing leidt. "
            "Achter een naam links: al haar doorverwijzingen samen."),
      {.size = 13, .fill = svg::soft});
  const double x1 = label_room, x2 = label_room + bar + gap;
  content += svg::text(x1, heading - 12, words("refers ...", "verwijst ..."),
                       {.size = 13, .anchor = "end", .bold = true});
  content += svg::text(x2 + bar, heading - 12, words("... to", "... naar"), {.size = 13, .bold = true});
  for (const Ribbon& ribbon : ribbons) content += ribbon_path(ribbon, catalogue);
  const auto name = [&](const Stand& s) {
    const ServiceType& type = catalogue.types[s.service];
    return dutch ? type.name_nl : type.name_en;
  };
  for (const Stand& s : left) {
    content += svg::rectangle(x1, s.top, bar, s.height, color(catalogue.types[s.service]));
    content += svg::text(
        x1 - 8, s.top + s.height / 2 + 4,
        fmt::format("{} · {} %", name(s), svg::number(100 * s.total, s.total < 0.0095 ? 1 : 0, dutch)),
        {.anchor = "end"});
  }
  for (const Stand& s : right) {
    content += svg::rectangle(x2, s.top, bar, s.height, color(catalogue.types[s.service]));
    content += svg::text(x2 + bar + 8, s.top + s.height / 2 + 4, name(s));
  }
  content += svg::rectangle(24, bottom + 20, 14, 14, svg::relationship_color);
  content += svg::text(44, bottom + 32, words("relationship support refers", "relatieondersteuning verwijst"),
                       {.size = 13});
  content += svg::rectangle(264, bottom + 20, 14, 14, svg::parenting_color);
  content += svg::text(284, bottom + 32,
                       words("parenting support refers", "opvoedingsondersteuning verwijst"), {.size = 13});
  content += svg::text(
      width - 24, bottom + 32,
      fmt::format(
          fmt::runtime(
              words("{} referrals; that they exist is assumed of {}. All chances are assumptions.",
                    "{} doorverwijzingen; van {} is aangenomen dat ze bestaan. Alle kansen zijn aannames.")),
          ribbons.size(), n_assumed),
      {.size = 13, .anchor = "end", .fill = svg::soft});
  return svg::picture(width, bottom + below, dutch ? "nl" : "en", title,
                      words("The same stands in referrals.csv.", "Hetzelfde staat in referrals.csv."),
                      content);
}

}  // namespace uptake
