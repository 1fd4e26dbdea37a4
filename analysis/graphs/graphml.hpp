// SPDX-License-Identifier: Apache-2.0
// A graph as GraphML (graphml.graphdrawing.org), which networkx, igraph and Gephi read: written piece by
// piece, so that it may be larger than memory.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "sim/store/long_file.hpp"

namespace uptake {

/// Fit to stand in an element or attribute of XML; control characters become spaces.
std::string xml_text(std::string_view text);

/// What a node or an edge has; `type`: string, int or double.
struct GraphmlField {
  std::string_view name, type;
};

class Graphml {
 public:
  /// Throws std::runtime_error here and below when the file cannot be written; nothing is left then.
  Graphml(const std::filesystem::path& file, bool directed, const std::vector<GraphmlField>& of_nodes,
          const std::vector<GraphmlField>& of_edges);
  /// As many values as there are fields (otherwise std::logic_error); an empty one is left out.
  void node(std::string_view id, const std::vector<std::string>& values);
  void edge(std::string_view from, std::string_view to, const std::vector<std::string>& values);
  /// Ends it and gives it its name. Without this call nothing is left.
  void finish();

 private:
  void data(char kind, std::size_t n_fields, const std::vector<std::string>& values);

  LongFile file_;
  std::size_t n_of_nodes_, n_of_edges_;
};

}  // namespace uptake
