// SPDX-License-Identifier: Apache-2.0
#include "analysis/bench/ceiling.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <numeric>
#include <vector>

#include "analysis/bench/clock.hpp"
#include "sim/base/random.hpp"
#include "sim/world/world.hpp"

namespace uptake::bench {
namespace {

template <class Column>
constexpr double size_of = sizeof(typename Column::value_type);

/// Keeps the compiler from leaving out what was computed.
void use(std::uint64_t value) { asm volatile("" : : "r"(value) : "memory"); }

std::size_t words_of(double bytes, std::size_t n) {
  return std::max<std::size_t>(1, static_cast<std::size_t>(bytes * static_cast<double>(n) / 8));
}

}  // namespace

MonthTraffic month_traffic(const MonthEvents& events) {
  using W = World;
  const auto both = [](double one) { return one * n_domains; };
  MonthTraffic t;
  const double present = size_of<decltype(W::present)>;
  const double id = size_of<decltype(Population::id)>;
  const double known = size_of<decltype(W::known)>;
  using Floats = std::vector<float>;
  using Bytes = std::vector<std::uint8_t>;
  using Halves = std::vector<std::uint16_t>;
  // needs: everybody every month
  t.bytes_read += present + size_of<decltype(W::active)> + id + both(size_of<Floats>) /* base */ +
                  both(size_of<Floats>) /* ar */ + both(size_of<Floats>) /* need */ +
                  both(size_of<Bytes>) /* months in need */ + size_of<decltype(W::union_since)> +
                  size_of<decltype(W::bounded_until)> + size_of<decltype(W::next_separation)> +
                  (n_domains + 1) * size_of<Halves> /* may mean */;
  t.bytes_written += both(size_of<Floats>) /* ar */ + both(size_of<Floats>) /* need */ +
                     both(size_of<Bytes>) /* months in need */ + size_of<decltype(W::occasion)>;
  // where journeys stop: so many do, at a need not seen, that hardly a line of the column is left out
  t.bytes_read += both(sizeof(Stopped));
  t.bytes_written += both(sizeof(Stopped));
  t.gathers += 3;  // two shocks, the crisis
  t.random_blocks += 1;
  // exposure: everybody is asked whose month it is, a third is changed; what is felt fades where there is
  // something
  const double felt = size_of<decltype(W::felt)> * events.with_news;
  t.bytes_read +=
      present + id + (known + size_of<decltype(W::marks)> + size_of<decltype(W::reader)> + felt) / 3;
  t.bytes_written += (known + felt) / 3;
  t.gathers += 2.0 / 3;  // what is met and forgotten of both domains
  t.random_blocks += 1.0 / 3;
  // journeys: who has an occasion?
  t.bytes_read += present + size_of<decltype(W::occasion)> + size_of<decltype(W::pending)>;
  // Of an event: the stretches of memory of its parent (traits, spell, known, referred, felt, lived; of half
  // of them the partner's too), the look-ups and the blocks of random words, as the stages draw them.
  constexpr double of_parent = 6, with_partner = 9;
  t.gathers += 4 * events.unseen;
  t.far_lines += with_partner * events.journeys;
  t.random_blocks +=
      9 * events.journeys;  // two of gates, about four of what suits, two of the choice, one of the line
  t.gathers += 40 * events.journeys;  // about eight types at five gates
  t.far_lines += with_partner * events.episodes + of_parent * events.episodes;  // it begins, and ends
  t.random_blocks +=
      20 * events.episodes;         // outcome, memory, the offer, a second sort; at the end, of each referral
  t.far_lines += 3 * events.talks;  // whether it is here, who it is, what it knows
  t.random_blocks += events.talks;
  t.far_lines += of_parent * events.changes;
  return t;
}

Ceiling measure_ceiling(const MonthTraffic& traffic, std::size_t n_parents, int months, double all_bytes) {
  const std::size_t n = std::max<std::size_t>(n_parents, 1);
  const double parent_months = static_cast<double>(n) * months;
  Ceiling ceiling;

  std::vector<std::uint64_t> in(words_of(traffic.bytes_read, n)), out(words_of(traffic.bytes_written, n));
  std::iota(in.begin(), in.end(), std::uint64_t{1});
  ceiling.stream_s = cpu_of([&] {
                       for (int m = 0; m < months; ++m) {
                         std::uint64_t sum = 0;
                         for (const std::uint64_t word : in) sum += word;
                         std::fill(out.begin(), out.end(), sum);
                         use(out.back());
                       }
                     }) /
                     parent_months;

  std::vector<std::uint32_t> table(16'384);  // 64 kB: as the month's tables, they stay near
  std::iota(table.begin(), table.end(), 7U);
  const auto n_gathers = static_cast<std::size_t>(traffic.gathers * static_cast<double>(n));
  ceiling.gather_s = cpu_of([&] {
                       for (int m = 0; m < months; ++m) {
                         std::uint32_t sum = 0;
                         std::uint32_t at = static_cast<std::uint32_t>(m);
                         for (std::size_t g = 0; g < n_gathers; ++g) {
                           at = at * 1'664'525U + 1'013'904'223U;
                           sum += table[at >> 18U];
                         }
                         use(sum);
                       }
                     }) /
                     parent_months;

  struct alignas(64) Line {
    std::uint64_t word = 1;
  };
  std::vector<Line> far(std::max<std::size_t>(1, static_cast<std::size_t>(all_bytes / sizeof(Line))));
  const auto n_far = static_cast<std::size_t>(traffic.far_lines * parent_months);
  ceiling.far_s = cpu_of([&] {
                    std::uint64_t sum = 0, at = 1;
                    for (std::size_t g = 0; g < n_far; ++g) {  // none waits for another
                      at = at * 6'364'136'223'846'793'005U + 1'442'695'040'888'963'407U;
                      sum += far[(at >> 32U) * far.size() >> 32U].word;
                    }
                    use(sum);
                  }) /
                  parent_months;

  constexpr std::size_t batch = 256;
  std::array<std::uint32_t, batch> subjects{};
  RandomColumns words{};
  const auto n_batches = std::max<std::size_t>(
      1, static_cast<std::size_t>(traffic.random_blocks * parent_months / static_cast<double>(batch)));
  const double random_s = cpu_of([&] {
    for (std::size_t b = 0; b < n_batches; ++b) {
      subjects.fill(static_cast<std::uint32_t>(b));
      random_columns_of({1, 0}, subjects, Month{0}, Purpose::monthly, words);
      use(words[0][b % batch]);
    }
  });
  ceiling.random_s = random_s / static_cast<double>(n_batches * batch) * traffic.random_blocks;
  return ceiling;
}

}  // namespace uptake::bench
