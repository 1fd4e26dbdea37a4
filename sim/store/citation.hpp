// SPDX-License-Identifier: Apache-2.0
// Who made the program, and under which licence? CITATION.cff, which is built into the program.
#pragma once

#include <string>
#include <vector>

namespace uptake {

struct Author {
  std::string name;
  bool is_person = false;  ///< else a team or an organisation
  std::string orcid;       ///< an address; empty where none is told
};

struct Citation {
  std::string title, version, released, license;  ///< released: YYYY-MM-DD; license: SPDX's name
  std::vector<Author> authors;
};

/// Where the licence's text stands.
inline std::string licence_address(const Citation& of) { return "https://spdx.org/licenses/" + of.license; }

/// Throws std::logic_error where the file that was built in is none.
Citation citation();

}  // namespace uptake
