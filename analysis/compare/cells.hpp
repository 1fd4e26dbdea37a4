// SPDX-License-Identifier: Apache-2.0
// A tidy table as a list of columns, each with what stands in it for one item: names, meanings and values in
// one place.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "sim/evidence/targets.hpp"
#include "sim/store/files.hpp"

namespace uptake {

/// A column, and what stands in it for one item.
template <class Item>
struct Cell {
  Column column;
  std::function<std::string(const Item&)> text;
};
template <class Item>
using Cells = std::vector<Cell<Item>>;

template <class Item>
Cells<Item> joined(Cells<Item> cells, const Cells<Item>& more) {
  cells.insert(cells.end(), more.begin(), more.end());
  return cells;
}

/// Every table is made here: an item a row.
template <class Item>
CsvExport table_of(std::string file_name, const std::vector<Item>& items, const Cells<Item>& cells) {
  std::vector<Column> columns;
  for (const Cell<Item>& cell : cells) columns.push_back(cell.column);
  CsvExport table(std::move(file_name), std::move(columns));
  for (const Item& item : items) {
    std::vector<std::string> row;
    for (const Cell<Item>& cell : cells) row.push_back(cell.text(item));
    table.row(row);
  }
  return table;
}

/// What names a printed number of the survey; `of`: the target of an item.
template <class Item>
Cells<Item> target_cells(const std::function<const Target&(const Item&)>& of) {
  return {
      {{"table", "text", "", "the survey report's table"}, [of](const Item& x) { return of(x).table; }},
      {{"domain", "text", "", "relationship or parenting"}, [of](const Item& x) { return of(x).domain; }},
      {{"year", "integer", "year", "the wave, 2016 or 2021"},
       [of](const Item& x) { return std::to_string(of(x).year); }},
      {{"sample", "text", "", "resident, all or partnered"}, [of](const Item& x) { return of(x).sample; }},
      {{"measure", "text", "", "rate (of parents), share (of users or non-users) or odds_ratio"},
       [of](const Item& x) { return of(x).measure; }},
      {{"variable", "text", "", "the background variable or question"},
       [of](const Item& x) { return of(x).variable; }},
      {{"category", "text", "", "its category"}, [of](const Item& x) { return of(x).category; }}};
}

/// A column of numbers: a member of the item.
template <class Item>
Cell<Item> number_cell(Column column, double Item::* member) {
  return {column, [member](const Item& x) { return number_text(x.*member); }};
}

}  // namespace uptake
