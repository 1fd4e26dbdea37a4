// SPDX-License-Identifier: Apache-2.0
// How are results written so that a reader never meets half a file? Whole, under another name, then renamed.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace uptake {

/// Replaces a file's content. Throws std::runtime_error (with the system's reason) when it cannot; nothing is
/// left then.
void write_whole(const std::filesystem::path& file, std::string_view bytes);

/// A column of an exported table, as the data dictionary tells it.
struct Column {
  std::string_view name, type, unit, meaning;  ///< type: text, integer, number, boolean
};

/// Columns of a table whose values stand together in columns of another.
struct ForeignKey {
  std::vector<std::string> columns;
  std::string file;  ///< the other table
  std::vector<std::string> of;
};

/// What a table is, beside its columns.
struct TableInfo {
  std::string about;                 ///< a sentence
  std::vector<std::string> primary;  ///< columns that name a row; none: nothing does
  std::vector<ForeignKey> foreign;
};

/// A tidy table that is being written: a header, then one row an observation.
class CsvExport {
 public:
  CsvExport(std::string file_name, std::vector<Column> columns);
  /// As many fields as there are columns (otherwise std::logic_error).
  void row(const std::vector<std::string>& fields);
  void write(const std::filesystem::path& folder) const;
  void describe(TableInfo info) { info_ = std::move(info); }
  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] const std::vector<Column>& columns() const { return columns_; }
  [[nodiscard]] const TableInfo& info() const { return info_; }

 private:
  std::string name_, text_;
  std::vector<Column> columns_;
  TableInfo info_;
};

/// The table with what it is.
inline CsvExport described(CsvExport table, TableInfo info) {
  table.describe(std::move(info));
  return table;
}

/// data-dictionary.csv: file, column, type, unit, meaning. The table that was written.
CsvExport write_dictionary(const std::filesystem::path& folder, const std::vector<const CsvExport*>& tables);

/// Ten significant digits; an empty text for what is no number.
std::string number_text(double value);

}  // namespace uptake
