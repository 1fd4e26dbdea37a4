// SPDX-License-Identifier: Apache-2.0
#include "analysis/graphs/graphml.hpp"

#include <fmt/format.h>

#include <stdexcept>

namespace uptake {
namespace {

std::string keys(char kind, std::string_view of, const std::vector<GraphmlField>& fields) {
  std::string text;
  for (std::size_t i = 0; i < fields.size(); ++i)
    text += fmt::format("  <key id=\"{}{}\" for=\"{}\" attr.name=\"{}\" attr.type=\"{}\"/>\n", kind, i, of,
                        xml_text(fields[i].name), fields[i].type);
  return text;
}

}  // namespace

std::string xml_text(std::string_view text) {
  std::string safe;
  for (const char c : text) {
    if (c == '&') {
      safe += "&amp;";
    } else if (c == '<') {
      safe += "&lt;";
    } else if (c == '>') {
      safe += "&gt;";
    } else if (c == '"') {
      safe += "&quot;";
    } else {
      safe += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
  }
  return safe;
}

Graphml::Graphml(const std::filesystem::path& file, bool directed, const std::vector<GraphmlField>& of_nodes,
                 const std::vector<GraphmlField>& of_edges)
    : file_(file, false), n_of_nodes_(of_nodes.size()), n_of_edges_(of_edges.size()) {
  file_.write(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\" "
      "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" "
      "xsi:schemaLocation=\"http://graphml.graphdrawing.org/xmlns "
      "http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd\">\n");
  file_.write(keys('n', "node", of_nodes));
  file_.write(keys('e', "edge", of_edges));
  file_.write(fmt::format("  <graph id=\"G\" edgedefault=\"{}\">\n", directed ? "directed" : "undirected"));
}

void Graphml::data(char kind, std::size_t n_fields, const std::vector<std::string>& values) {
  if (values.size() != n_fields) throw std::logic_error("GraphML: as many values as fields are needed");
  std::string text;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!values[i].empty()) text += fmt::format("<data key=\"{}{}\">{}</data>", kind, i, xml_text(values[i]));
  }
  file_.write(text);
}

void Graphml::node(std::string_view id, const std::vector<std::string>& values) {
  file_.write(fmt::format("    <node id=\"{}\">", xml_text(id)));
  data('n', n_of_nodes_, values);
  file_.write("</node>\n");
}

void Graphml::edge(std::string_view from, std::string_view to, const std::vector<std::string>& values) {
  file_.write(fmt::format("    <edge source=\"{}\" target=\"{}\">", xml_text(from), xml_text(to)));
  data('e', n_of_edges_, values);
  file_.write("</edge>\n");
}

void Graphml::finish() {
  file_.write("  </graph>\n</graphml>\n");
  file_.finish();
}

}  // namespace uptake
