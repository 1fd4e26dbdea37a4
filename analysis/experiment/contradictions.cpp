// SPDX-License-Identifier: Apache-2.0
#include "analysis/experiment/contradictions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <vector>

namespace uptake {
namespace {

constexpr double rounding = 0.1;  // points: half a tenth of the total, and half of one of its parts
constexpr double errors = 3;      // standard errors of a share

struct Span {
  double low = 0, high = 0;
};

/// The rates of one variable in a table, with the total that they are parts of.
struct RatesOfParts {
  const Target* total;
  std::string variable;
  std::vector<const Target*> parts;
};

bool same_column(const Target& a, const Target& b) {
  return a.table == b.table && a.domain == b.domain && a.year == b.year && a.sample == b.sample &&
         a.measure == b.measure;
}

std::vector<RatesOfParts> splits_of(std::span<const Target> targets) {
  std::vector<RatesOfParts> all;
  for (const Target& total : targets) {
    if (total.variable != "total" || total.category != "total" || total.measure != "rate") continue;
    const std::size_t first = all.size();
    for (const Target& t : targets) {
      // `relation` has several answers, which are no parts
      const Variable* variable = find_variable(t.variable);
      if (&t == &total || !same_column(t, total) || variable == nullptr || t.variable == "relation") continue;
      const auto at = std::find_if(all.begin() + static_cast<std::ptrdiff_t>(first), all.end(),
                                   [&](const RatesOfParts& s) { return s.variable == t.variable; });
      RatesOfParts& split = at == all.end() ? all.emplace_back(RatesOfParts{&total, t.variable, {}}) : *at;
      split.parts.push_back(&t);
    }
    std::erase_if(all, [](const RatesOfParts& s) {
      return s.parts.size() != find_variable(s.variable)->categories.size();
    });
  }
  return all;
}

/// Of all respondents, those of whom the category is not known; nothing when the n are not printed.
std::optional<double> unknown_share(const RatesOfParts& split) {
  if (!split.total->n || *split.total->n <= 0) return {};
  double known = 0;
  for (const Target* t : split.parts) {
    if (!t->n) return {};
    known += *t->n;
  }
  return 1 - known / *split.total->n;
}

/// What the mean of rates can be when each share may lie between bounds and they add up to 1.
Span means(const std::vector<double>& rates, const std::vector<Span>& shares) {
  const auto extreme = [&](bool highest) {
    std::vector<std::size_t> order(rates.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      return highest ? rates[a] > rates[b] : rates[a] < rates[b];
    });
    double rest = 1, mean = 0;
    for (std::size_t i = 0; i < rates.size(); ++i) {
      rest -= shares[i].low;
      mean += shares[i].low * rates[i];
    }
    for (const std::size_t i : order) {
      const double more = std::clamp(rest, 0.0, shares[i].high - shares[i].low);
      rest -= more;
      mean += more * rates[i];
    }
    return mean;
  };
  return {extreme(false), extreme(true)};
}

/// Who is not known may have any rate.
Span with_unknown(Span known, double unknown) {
  return {(1 - unknown) * known.low, (1 - unknown) * known.high + 100 * unknown};
}

std::optional<std::size_t> margin_of(const std::string& variable) {
  for (std::size_t m = 0; m < n_margins; ++m) {
    // the union is asked of those with a partner alone
    if (code(static_cast<Margin>(m)) == variable && static_cast<Margin>(m) != Margin::union_status) return m;
  }
  return {};
}

class Looker {
 public:
  Looker(std::span<const Target> targets, std::span<const int> lines, const Margins& margins,
         const std::string& file, Problems& problems)
      : targets_(targets), lines_(lines), margins_(margins), file_(file), problems_(problems) {}

  void look(const RatesOfParts& split) {
    const std::optional<double> unknown = unknown_share(split);
    if (!unknown) return;
    if (*unknown < -1e-9) {
      const double all = split.total->n.value_or(0);
      add(*split.parts.front(),
          fmt::format("the respondents by {} add up to {:.0f}, more than the {:.0f} of the total (line {}): "
                      "{:.0f} too many",
                      split.variable, all * (1 - *unknown), all, line(*split.total), -*unknown * all));
      return;
    }
    std::vector<double> rates;
    for (const Target* t : split.parts) rates.push_back(t->value);
    const std::vector<Span> any(rates.size(), Span{0, 1});
    if (outside(split, with_unknown(means(rates, any), *unknown), "whatever their shares")) return;
    const auto margin = margin_of(split.variable);
    if (!margin || split.total->sample != "resident") return;
    const MarginData& data = margins_.margin[*margin];
    const std::size_t w = split.total->year == 2016 ? 0 : 1;
    std::vector<Span> shares;
    for (const Target* t : split.parts) {
      const auto c = static_cast<std::size_t>(find_category(*find_variable(split.variable), t->category));
      const double share = data.share[w][c];
      shares.push_back({std::max(0.0, share - errors * (share - data.low[w][c])),
                        std::min(1.0, share + errors * (data.high[w][c] - share))});
    }
    outside(split, with_unknown(means(rates, shares), *unknown),
            fmt::format("with the shares of {} of margins.yaml ({:.3g})", split.variable,
                        fmt::join(data.share[w].begin(),
                                  data.share[w].begin() + static_cast<std::ptrdiff_t>(rates.size()), ", ")));
  }

  void compare(const Target& a, const Target& b) {
    const double apart = std::abs(a.value - b.value);
    if (apart > rounding + 1e-9)
      add(b, fmt::format(
                 "the total of {} {} {} is {}, that of {} (line {}) is {}: {:.1f} points apart, expected "
                 "the same",
                 b.table, b.domain, b.year, b.value, a.table, line(a), a.value, apart));
  }

 private:
  /// `t` is one of the targets.
  [[nodiscard]] int line(const Target& t) const {
    return lines_[static_cast<std::size_t>(&t - targets_.data())];
  }
  void add(const Target& at, const std::string& message) { problems_.add(file_, line(at), 1, message); }
  bool outside(const RatesOfParts& split, Span possible, const std::string& how) {
    const double total = split.total->value;
    const double miss = std::max(possible.low - total, total - possible.high);
    if (miss <= rounding) return false;
    const auto [least, most] =
        std::minmax_element(split.parts.begin(), split.parts.end(),
                            [](const Target* a, const Target* b) { return a->value < b->value; });
    add(*split.parts.front(),
        fmt::format(
            "{} {} {}: the rates by {} ({} to {} %) and their total of {} % (line {}) contradict each "
            "other: {} they give {:.1f} to {:.1f} %, {:.1f} points off",
            split.total->table, split.total->domain, split.total->year, split.variable, (*least)->value,
            (*most)->value, total, line(*split.total), how, possible.low, possible.high, miss));
    return true;
  }

  std::span<const Target> targets_;
  std::span<const int> lines_;
  const Margins& margins_;
  const std::string& file_;
  Problems& problems_;
};

}  // namespace

void add_contradictions(std::span<const Target> targets, std::span<const int> lines, const Margins& margins,
                        const std::string& file, Problems& problems) {
  Looker looker(targets, lines, margins, file, problems);
  const std::vector<RatesOfParts> splits = splits_of(targets);
  for (const RatesOfParts& split : splits) looker.look(split);
  std::vector<const Target*> totals;
  for (const Target& t : targets) {
    if (t.variable != "total" || t.category != "total" || t.measure != "rate" || t.table == "text") continue;
    const auto before = std::find_if(totals.begin(), totals.end(), [&](const Target* o) {
      return o->domain == t.domain && o->year == t.year && o->sample == t.sample;
    });
    if (before == totals.end())
      totals.push_back(&t);
    else
      looker.compare(**before, t);
  }
}

}  // namespace uptake
