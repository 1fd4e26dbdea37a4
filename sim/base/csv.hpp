// SPDX-License-Identifier: Apache-2.0
// Comma-separated tables: read with the place of every row, write with the quotes that are needed.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/errors.hpp"

namespace uptake {

/// `rows` are as long as `header`; `lines[i]` is the line (from 1) on which row i starts.
struct CsvTable {
  std::vector<std::string> header;
  std::vector<std::vector<std::string>> rows;
  std::vector<int> lines;

  /// The index of a column, or header.size() if there is none.
  [[nodiscard]] std::size_t column(std::string_view name) const;
};

/// Reads RFC 4180; a byte order mark before it is passed over. A missing file, a directory, an empty file,
/// more than 64 MB, semicolons for commas, unclosed quotes and rows of another length are added to
/// `problems`; what could be read is returned.
CsvTable read_csv(const std::filesystem::path& file, Problems& problems);

/// A field as CSV: quoted where it holds a comma, a quote or a line break; quotes doubled.
std::string csv_field(std::string_view text);

/// A whole file's bytes; a missing file, a directory or more than `most` bytes is added to `problems`.
std::string read_text_file(const std::filesystem::path& file, std::size_t most, Problems& problems);

}  // namespace uptake
