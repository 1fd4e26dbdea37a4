// SPDX-License-Identifier: Apache-2.0
#include "sim/population/features.hpp"

namespace uptake {
namespace {

constexpr std::size_t most_rows = 384;
constexpr std::uint16_t no_row = UINT16_MAX;
constexpr std::array bend_margins{Margin::age, Margin::family_form, Margin::children, Margin::youngest_age};

}  // namespace

std::size_t RowBook::add_row(Row row) {
  rows_.push_back(row);
  if (rows_.size() > most_rows)
    refuse("the margins ask for more than " + std::to_string(most_rows) + " rows");
  return rows_.size() - 1;
}

RowBook::RowBook(const Margins& margins) : margins_(margins) {
  looks_ = {{2016, 1.0}, {2021, margins.size_2021}};
  for (const PseudoWave& p : margins.pseudo) looks_.push_back({p.year, p.size});
  for (const int year : {1991, 1996, 2001}) looks_.push_back({year, 0});  // watched, for a smooth sample
  const std::size_t n_pseudo = margins.pseudo.size();
  cell_.resize(looks_.size());
  for (auto& by_margin : cell_)
    for (auto& by_category : by_margin) by_category.fill(no_row);

  for (std::size_t look = 0; look < looks_.size(); ++look) {
    const double size = looks_[look].size;
    const bool real = look < n_waves;
    const PseudoWave* pseudo = !real && look - n_waves < n_pseudo ? &margins.pseudo[look - n_waves] : nullptr;
    Row row;
    row.look = static_cast<std::uint8_t>(look);
    row.target = size;
    row.softness = real ? margins.size_softness : pseudo != nullptr ? pseudo->softness : 0;
    size_row_.push_back(add_row(row));
    row.base = static_cast<std::uint16_t>(size_row_.back());
    if (!real && pseudo == nullptr) continue;

    for (std::size_t v = 0; v < n_margins; ++v) {
      if (pseudo != nullptr && !pseudo->asked[v]) continue;
      for (std::size_t c = 0; c < n_categories[v]; ++c) {
        row.kind = v == at(Margin::union_status) ? RowKind::union_share : RowKind::category;
        row.margin = static_cast<Margin>(v);
        row.category = static_cast<std::uint8_t>(c);
        row.share = real ? margins.margin[v].share[look][c] : pseudo->share[v][c];
        row.target = row.kind == RowKind::category ? row.share * size : 0;
        row.softness = size * (real ? margins.margin[v].softness[c] : pseudo->softness);
        cell_[look][v][c] = static_cast<std::uint16_t>(add_row(row));
      }
    }
    if (real) add_wave_rows(look, rows_[size_row_[look]]);
  }
  for (std::size_t wave = 0; wave < n_waves; ++wave) add_bends(wave);
}

void RowBook::add_wave_rows(std::size_t look, const Row& size) {
  const double wave_size = size.target;
  Row row = size;
  row.base = static_cast<std::uint16_t>(size_row_[look]);
  Row partnered = row;
  partnered.kind = RowKind::partnered;
  partnered.target = partnered.softness = 0;
  partnered_row_[look] = add_row(partnered);
  for (const std::uint16_t cell : cell_[look][at(Margin::union_status)])
    if (cell != no_row) rows_[cell].base = static_cast<std::uint16_t>(partnered_row_[look]);
  for (std::size_t a = 0; a < margins_.associations.size(); ++a) {
    const Association& one = margins_.associations[a];
    const double base = one.everybody ? 1 : margins_.margin[at(one.margin)].share[look][one.category];
    Row r;
    r.kind = RowKind::association;
    r.look = static_cast<std::uint8_t>(look);
    r.margin = one.margin;
    r.category = static_cast<std::uint8_t>(one.category);
    r.association = static_cast<std::uint8_t>(a);
    r.base = one.everybody ? static_cast<std::uint16_t>(size_row_[look])
                           : cell_[look][at(one.margin)][one.category];
    r.share = one.share[look];
    r.softness = wave_size * base * one.softness;
    association_rows_[look].push_back(add_row(r));
  }
}

/// Without these the weights make a wave's year unlike its neighbours: the families of April 2016 go,
/// unweighted ones come.
void RowBook::add_bends(std::size_t wave) {
  for (auto& by_category : bend_[wave]) by_category.fill(no_row);
  Row row;
  row.kind = RowKind::bend;
  row.look = static_cast<std::uint8_t>(wave);
  row.base = static_cast<std::uint16_t>(size_row_[wave]);
  row.softness = margins_.bend_softness;
  row.everybody = true;
  bend_size_[wave] = add_row(row);
  row.everybody = false;
  for (const Margin m : bend_margins)
    for (std::size_t c = 0; c < n_categories[at(m)]; ++c) {
      row.margin = m;
      row.category = static_cast<std::uint8_t>(c);
      bend_[wave][at(m)][c] = static_cast<std::uint16_t>(add_row(row));
    }
}

void RowBook::bend_features(const Lineage& lineage, const Episode& episode, double* sum) const {
  for (std::size_t wave = 0; wave < n_waves; ++wave)
    for (int step = -1; step <= 1; ++step) {
      const Month april = month_of(looks_[wave].year + step, 4);
      if (april < episode.start || april >= episode.end) continue;
      const HouseholdView view = view_of(lineage, episode, april);
      const int n = (view.respondent[0] ? 1 : 0) + (view.respondent[1] ? 1 : 0);
      if (n == 0) continue;
      const double factor = step == 0 ? -2 : 1;
      sum[bend_size_[wave]] += factor;
      const auto& rows = bend_[wave];
      sum[rows[at(Margin::family_form)][static_cast<std::size_t>(view.form)]] += factor;
      sum[rows[at(Margin::children)][static_cast<std::size_t>(children_class(view.n_children))]] += factor;
      sum[rows[at(Margin::youngest_age)][static_cast<std::size_t>(youngest_class(view.youngest, april))]] +=
          factor;
      for (std::size_t adult = 0; adult < 2; ++adult)
        if (view.respondent[adult]) {
          const AgeBand age = age_band(lineage.people[episode.adults[adult]].birth, april);
          sum[rows[at(Margin::age)][static_cast<std::size_t>(age)]] += factor / n;
        }
    }
}

std::array<std::size_t, n_margins> categories_of(const Lineage& lineage, const Hazards& hazards,
                                                 const Episode& episode, const HouseholdView& view,
                                                 std::size_t adult, int year) {
  const Person& person = lineage.people[episode.adults[adult]];
  const Month april = month_of(year, 4);
  const auto node = static_cast<std::size_t>((year - Lineage::first_node) / Lineage::node_years);
  const double slow = lineage.nodes[episode.household][node];
  std::array<std::size_t, n_margins> out{};
  out[at(Margin::gender)] = static_cast<std::size_t>(person.gender);
  out[at(Margin::age)] = static_cast<std::size_t>(age_band(person.birth, april));
  out[at(Margin::origin)] = static_cast<std::size_t>(person.origin);
  out[at(Margin::education)] = static_cast<std::size_t>(person.education);
  out[at(Margin::holiday)] = deprived(lineage, hazards, episode, view.form, 0, year, slow) ? 1 : 0;
  out[at(Margin::unexpected_expense)] = deprived(lineage, hazards, episode, view.form, 1, year, slow) ? 1 : 0;
  out[at(Margin::family_form)] = static_cast<std::size_t>(view.form);
  out[at(Margin::children)] = static_cast<std::size_t>(children_class(view.n_children));
  out[at(Margin::youngest_age)] = static_cast<std::size_t>(youngest_class(view.youngest, april));
  out[at(Margin::union_status)] = static_cast<std::size_t>(union_status_of(episode, april));
  return out;
}

void RowBook::features(const Lineage& lineage, const Hazards& hazards, std::vector<Feature>& out) const {
  std::array<double, most_rows> sum;
  std::fill_n(sum.begin(), rows_.size(), 0.0);
  for (std::size_t i = 0; i < lineage.n_episodes; ++i) {
    const Episode& episode = lineage.episodes[i];
    bend_features(lineage, episode, sum.data());
    for (std::size_t look = 0; look < looks_.size(); ++look) {
      const int year = looks_[look].year;
      const Month april = month_of(year, 4);
      if (april < episode.start || april >= episode.end) continue;
      const HouseholdView view = view_of(lineage, episode, april);
      const int n = (view.respondent[0] ? 1 : 0) + (view.respondent[1] ? 1 : 0);
      if (n == 0) continue;
      sum[size_row_[look]] += 1;
      const double value = 1.0 / n;
      const bool real = look < n_waves;
      if (!real && look >= n_waves + margins_.pseudo.size()) continue;
      for (std::size_t adult = 0; adult < 2; ++adult) {
        if (!view.respondent[adult]) continue;
        const auto category = categories_of(lineage, hazards, episode, view, adult, year);
        for (std::size_t v = 0; v + 1 < n_margins; ++v)
          if (const std::uint16_t row = cell_[look][v][category[v]]; row != no_row) sum[row] += value;
        if (!real) continue;
        const bool partnered = episode.together() || episode.apart;
        if (partnered) {
          sum[partnered_row_[look]] += value;
          for (std::size_t c = 0; c < 3; ++c) {
            const std::uint16_t row = cell_[look][at(Margin::union_status)][c];
            sum[row] += value * ((c == category[at(Margin::union_status)] ? 1 : 0) - rows_[row].share);
          }
        }
        for (std::size_t a = 0; a < margins_.associations.size(); ++a) {
          const Association& one = margins_.associations[a];
          if (!one.everybody && category[at(one.margin)] != one.category) continue;
          const bool yes = one.apart ? episode.apart : partnered;
          sum[association_rows_[look][a]] += value * ((yes ? 1 : 0) - one.share[look]);
        }
      }
    }
  }
  out.clear();
  for (std::size_t row = 0; row < rows_.size(); ++row)
    if (sum[row] != 0) out.push_back({static_cast<std::uint16_t>(row), static_cast<float>(sum[row])});
}

}  // namespace uptake
