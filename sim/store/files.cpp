// SPDX-License-Identifier: Apache-2.0
#include "sim/store/files.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cmath>
#include <cstdio>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "sim/base/csv.hpp"
#include "sim/store/cell_text.hpp"

namespace uptake {

void write_whole(const std::filesystem::path& file, std::string_view bytes) {
  const std::filesystem::path fresh = file.string() + ".tmp";
  errno = 0;
  std::FILE* out = std::fopen(fresh.c_str(), "wb");
  bool good = out != nullptr;
  int reason = errno;
  if (good) {
    good = std::fwrite(bytes.data(), 1, bytes.size(), out) == bytes.size();
    if (!good) reason = errno;
    if (std::fclose(out) != 0 && good) {
      good = false;
      reason = errno;
    }
  }
  std::error_code error;
  if (good) {
    std::filesystem::rename(fresh, file, error);
    if (!error) return;
    reason = error.value();
  }
  std::error_code ignored;
  std::filesystem::remove(fresh, ignored);
  throw std::runtime_error(
      fmt::format("{}: cannot be written: {}", file.string(), std::generic_category().message(reason)));
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
