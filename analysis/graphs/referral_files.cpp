// SPDX-License-Identifier: Apache-2.0
#include "analysis/graphs/referral_files.hpp"

#include <array>

#include "analysis/compare/cells.hpp"
#include "analysis/graphs/graphml.hpp"

namespace uptake {
namespace {

constexpr std::array<std::string_view, 6> form_codes{"individual", "group",      "home_visit",
                                                     "walk_in",    "phone_chat", "website"};
constexpr std::array<std::string_view, 5> door_codes{"municipality", "school", "centre", "online", "home"};
constexpr std::array<std::string_view, 3> entry_codes{"open", "referred", "universal"};

template <class Codes, class Value>
std::string name(const Codes& codes, Value value) {
  return std::string(codes[static_cast<std::size_t>(value)]);
}

struct Edge {
  const ServiceType *from, *to;
  const Referral* referral;
};

std::vector<Edge> edges_of(const Catalogue& catalogue, const ReferralGraph& graph) {
  std::vector<Edge> all;
  for (std::size_t from = 0; from < catalogue.types.size(); ++from) {
    const auto [first, last] = boost::out_edges(from, graph);
    for (auto edge = first; edge != last; ++edge)
      all.push_back({&catalogue.types[from], &catalogue.types[boost::target(*edge, graph)], &graph[*edge]});
  }
  return all;
}

}  // namespace

std::vector<CsvExport> write_referrals(const Catalogue& catalogue, const ReferralGraph& graph,
                                       const std::filesystem::path& folder) {
  using S = ServiceType;
  const auto figure = [](Column column, Figure Referral::* which, double Figure::* member) {
    return Cell<Edge>{column, [=](const Edge& e) { return number_text(e.referral->*which.*member); }};
  };
  std::vector<CsvExport> tables{
      described(
          table_of<S>("services.csv", catalogue.types,
                      {{{"service", "text", "", "code of the service"}, [](const S& s) { return s.code; }},
                       {{"name_en", "text", "", "name, English"}, [](const S& s) { return s.name_en; }},
                       {{"name_nl", "text", "", "name, Dutch"}, [](const S& s) { return s.name_nl; }},
                       {{"domain", "text", "", "relationship or parenting"},
                        [](const S& s) { return std::string(code(s.domain)); }},
                       {{"form", "text", "", "individual, group, home_visit, walk_in, phone_chat or website"},
                        [](const S& s) { return name(form_codes, s.form); }},
                       {{"door", "text", "", "where it is: municipality, school, centre, online or home"},
                        [](const S& s) { return name(door_codes, s.door); }},
                       {{"entry", "text", "", "who may enter: open, referred or universal"},
                        [](const S& s) { return name(entry_codes, s.entry); }}}),
          {"The sorts of services.", {"service"}, {}}),
      described(
          table_of<Edge>(
              "referrals.csv", edges_of(catalogue, graph),
              {{{"from", "text", "", "the service that refers"}, [](const Edge& e) { return e.from->code; }},
               {{"to", "text", "", "the service that it refers to"},
                [](const Edge& e) { return e.to->code; }},
               figure({"probability", "number", "fraction", "chance that an ending contact leads to it"},
                      &Referral::probability, &Figure::value),
               figure({"low", "number", "fraction", "the chance may lie between this"},
                      &Referral::probability, &Figure::low),
               figure({"high", "number", "fraction", "... and this"}, &Referral::probability, &Figure::high),
               figure(
                   {"warm", "number", "fraction", "share with a joint first meeting, not an address alone"},
                   &Referral::warm, &Figure::value),
               {{"grade", "text", "",
                 "how sure it is that there is such a referral: data, literature, assumption"},
                [](const Edge& e) { return std::string(code(e.referral->grade)); }},
               {{"source", "text", "", "of its existence"},
                [](const Edge& e) { return e.referral->source; }}}),
          {"Who refers to whom.",
           {"from", "to"},
           {{{"from"}, "services.csv", {"service"}}, {{"to"}, "services.csv", {"service"}}}})};
  for (const CsvExport& table : tables) table.write(folder);
  Graphml file(folder / "referrals.graphml", true,
               {{"name_en", "string"},
                {"name_nl", "string"},
                {"domain", "string"},
                {"form", "string"},
                {"door", "string"},
                {"entry", "string"}},
               {{"probability", "double"},
                {"low", "double"},
                {"high", "double"},
                {"warm", "double"},
                {"grade", "string"},
                {"source", "string"}});
  for (const ServiceType& s : catalogue.types)
    file.node(s.code, {s.name_en, s.name_nl, std::string(code(s.domain)), name(form_codes, s.form),
                       name(door_codes, s.door), name(entry_codes, s.entry)});
  for (const Edge& e : edges_of(catalogue, graph)) {
    const Referral& r = *e.referral;
    file.edge(
        e.from->code, e.to->code,
        {number_text(r.probability.value), number_text(r.probability.low), number_text(r.probability.high),
         number_text(r.warm.value), std::string(code(r.grade)), r.source});
  }
  file.finish();
  return tables;
}

}  // namespace uptake
