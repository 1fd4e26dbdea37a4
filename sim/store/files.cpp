// SPDX-License-Identifier: Apache-2.0
#include "sim/store/files.hpp"

#include <fmt/format.h>

#include <cmath>
#include <stdexcept>
#include <utility>

#include "sim/base/csv.hpp"
#include "sim/store/cell_text.hpp"
#include "sim/store/fresh_file.hpp"

namespace uptake {

void write_whole(const std::filesystem::path& file, std::string_view bytes) {
  FreshFile fresh(file);
  fresh.write(bytes);
  fresh.finish();
}

CsvExport::CsvExport(std::string file_name, std::vector<Column> columns)
    : name_(std::move(file_name)), columns_(std::move(columns)) {
  for (const Column& column : columns_) {
    if (!text_.empty()) text_ += ',';
    text_ += csv_field(column.name);
  }
  text_ += '\n';
}

void CsvExport::row(const std::vector<std::string>& fields) {
  if (fields.size() != columns_.size())
    throw std::logic_error(name_ + ": a row of another length than the header");
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (i > 0) text_ += ',';
    text_ += csv_field(columns_[i].type == "text" ? cell_text(fields[i]) : fields[i]);
  }
  text_ += '\n';
}

void CsvExport::write(const std::filesystem::path& folder) const { write_whole(folder / name_, text_); }

CsvExport write_dictionary(const std::filesystem::path& folder, const std::vector<const CsvExport*>& tables) {
  CsvExport dictionary("data-dictionary.csv", {{"file", "text", "", "the table"},
                                               {"column", "text", "", "the column"},
                                               {"type", "text", "", "text, integer, number or boolean"},
                                               {"unit", "text", "", "the unit, where there is one"},
                                               {"meaning", "text", "", "what the column says"}});
  for (const CsvExport* table : tables) {
    for (const Column& c : table->columns()) {
      dictionary.row({table->name(), std::string(c.name), std::string(c.type), std::string(c.unit),
                      std::string(c.meaning)});
    }
  }
  dictionary.describe(
      {.about = "Every column of every table.", .primary = {"file", "column"}, .foreign = {}});
  dictionary.write(folder);
  return dictionary;
}

std::string number_text(double value) {
  if (!std::isfinite(value)) return {};
  return fmt::format("{:.10g}", value == 0 ? 0.0 : value);  // no "-0"
}

}  // namespace uptake
