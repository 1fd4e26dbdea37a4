// SPDX-License-Identifier: Apache-2.0
// How are results written so that a reader never meets half a file? Whole, under another name, then renamed.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace uptake {

/// Replaces a file's content. Throws std::runtime_error (with the system's reason) when it cannot; nothing is
/// left then.
void write_whole(const std::filesystem::path& file, std::string_view bytes);

/// A column of an exported table, as the data dictionary tells it.
struct Column {
  std::string_view name, type, unit, meaning;  ///< type: text, integer, number
};

/// A tidy table that is being written: a header, then one row an observation.
class CsvExport {
 public:
  CsvExport(std::string file_name, std::vector<Column> columns);
  /// As many fields as there are columns (otherwise std::logic_error).
  void row(const std::vector<std::string>& fields);
  void write(const std::filesystem::path& folder) const;
  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] const std::vector<Column>& columns() const { return columns_; }

 private:
  std::string name_, text_;
  std::vector<Column> columns_;
};

/// data-dictionary.csv: file, column, type, unit, meaning.
void write_dictionary(const std::filesystem::path& folder, const std::vector<const CsvExport*>& tables);

/// Ten significant digits; an empty text for what is no number.
std::string number_text(double value);

}  // namespace uptake
