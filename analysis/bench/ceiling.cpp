// SPDX-License-Identifier: Apache-2.0
#include "analysis/bench/ceiling.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <numeric>
#include <type_traits>
#include <vector>

#include "analysis/bench/clock.hpp"
#include "sim/base/math.hpp"
#include "sim/base/random.hpp"
#include "sim/world/world.hpp"

namespace uptake::bench {
namespace {

constexpr double line_size = 64;

/// How many columns that is: one, or one a domain.
template <class Columns>
constexpr double n_columns = std::is_array_v<Columns> ? std::extent_v<Columns> : 1;
/// Bytes a parent of each.
template <class Columns>
constexpr double size_of_one = sizeof(typename std::remove_extent_t<Columns>::value_type);
/// Bytes a parent of all.
template <class Columns>
constexpr double size_of = n_columns<Columns> * size_of_one<Columns>;

/// `touched`, of all.
template <class Columns>
double touched_of(double share) {
  return n_columns<Columns> * touched(size_of_one<Columns>, share);
}

/// Keeps the compiler from leaving out what was computed.
void use(std::uint64_t value) { asm volatile("" : : "r"(value) : "memory"); }

std::size_t words_of(double bytes, std::size_t n) {
  return std::max<std::size_t>(1, static_cast<std::size_t>(bytes * static_cast<double>(n) / 8));
}

}  // namespace

double touched(double size, double share) { return size * (1 - pow_fixed(1 - share, line_size / size)); }

// Blocks of an event are those that a counter in the generator found, 2026-11-29 (docs/performance.md).
MonthTraffic month_traffic(const MonthEvents& events) {
  using W = World;
  using Id = decltype(Population::id);
  MonthTraffic t;
  const auto moved = [&t](double bytes) {  // read and written
    t.bytes_read += bytes;
    t.bytes_written += bytes;
  };

  // needs: everybody every month
  t.bytes_read += size_of<decltype(W::present)> + size_of<decltype(W::active)> + size_of<Id> +
                  size_of<decltype(W::base)> + size_of<decltype(W::union_since)> +
                  size_of<decltype(W::bounded_until)> + size_of<decltype(W::next_separation)> +
                  size_of<decltype(W::may_mean)>;
  moved(size_of<decltype(W::ar)> + size_of<decltype(W::need)> + size_of<decltype(W::months_in_need)>);
  t.bytes_written += size_of<decltype(W::occasion)>;
  t.gathers += 3;  // two shocks, the crisis
  t.random_blocks += 1;
  // where journeys stop: so many do, at a need not seen, that hardly a line of the column is left out
  moved(touched_of<decltype(W::stopped)>(events.unseen));
  t.gathers += 4 * events.unseen;
  t.bytes_read += touched_of<decltype(W::ages)>(events.bounded) +
                  touched_of<decltype(W::reader)>(events.bounded) +
                  touched_of<decltype(W::settled_until)>(events.bounded) +
                  touched_of<decltype(W::last_contact)>(events.bounded);
  t.bytes_written += touched_of<decltype(W::may_mean)>(events.bounded) +
                     touched_of<decltype(W::bounded_until)>(events.bounded);

  // exposure: everybody is asked whose month it is, a third is changed; what is felt fades where there is
  // something
  constexpr double third = 1.0 / 3;
  t.bytes_read += size_of<decltype(W::present)> + size_of<Id> + touched_of<decltype(W::marks)>(third) +
                  touched_of<decltype(W::reader)>(third) + touched_of<decltype(W::known)>(third);
  t.bytes_written += size_of<decltype(W::known)> * third;
  moved(touched_of<decltype(W::felt)>(third * events.with_news));
  t.gathers += 2 * third;  // what is met and forgotten of both domains
  t.random_blocks += third;

  // life course: the list of who is present, and the columns that a spell is copied to
  t.bytes_read += size_of<decltype(W::present)> + size_of<decltype(W::active)>;
  t.bytes_written += size_of<decltype(W::present)>;
  const double copied = events.changes + events.settled;
  moved(touched_of<decltype(W::base)>(copied) + touched_of<decltype(W::union_since)>(copied) +
        touched_of<decltype(W::town)>(copied) + touched_of<decltype(W::bounded_until)>(copied) +
        touched_of<decltype(W::settled_until)>(copied) + touched_of<decltype(W::ages)>(copied) +
        touched_of<decltype(W::spell)>(events.changes) +
        touched_of<decltype(W::next_separation)>(events.changes));
  // of an event, the stretches that hold nobody else's: traits, spell, felt, lived and (eight to a line)
  // known, referred; of half of them the partner's too
  constexpr double of_parent = 6, with_partner = 9, of_spell = 2;
  t.far_lines += of_spell * copied;
  t.far_lines += 2 * events.entering * (1 + events.ties);  // the ties of who comes, and of who goes
  t.random_blocks += events.entering * 57;  // need; what it knows of two dozen types; its earlier life, 31

  // universal contacts
  t.bytes_read += touched_of<decltype(W::spell)>(events.contacts) +
                  touched_of<decltype(W::need)>(events.contacts) / n_domains;
  t.far_lines += of_spell * events.contacts;
  t.random_blocks += 0.6 * events.contacts;  // what is told, where the subject is raised

  // journeys: who has an occasion? Then of who sets out
  t.bytes_read +=
      size_of<decltype(W::present)> + size_of<decltype(W::occasion)> + size_of<decltype(W::pending)>;
  t.bytes_read += touched_of<decltype(W::spell)>(events.journeys) + touched_of<Id>(events.journeys) +
                  touched_of<decltype(W::need)>(events.journeys) +
                  touched_of<decltype(W::town)>(events.journeys);
  t.far_lines += with_partner * events.journeys;
  t.random_blocks += 7 * events.journeys;  // gates, what suits, the choice, the line: those that it comes to
  t.gathers += 40 * events.journeys;       // about eight types at five gates

  // allocation: who waits is asked whether it gives up
  moved(sizeof(Ticket) * events.waiting);
  t.far_lines += events.waiting;
  t.random_blocks += events.waiting;

  // episodes: they begin, and end
  t.far_lines += with_partner * events.episodes + of_parent * events.episodes;
  t.random_blocks +=
      20 * events.episodes;  // outcome, memory, the offer, a second sort; at the end, of each referral
  // word of mouth: whether it is here, who it is, what it knows
  t.far_lines += 3 * events.talks;
  t.random_blocks += events.talks;

  // observation: once what a family's state is told from, in order
  t.bytes_read +=
      events.observed * (size_of<decltype(W::spell)> + sizeof(Spell) + size_of<decltype(Population::traits)> +
                         size_of<decltype(W::lived)> + size_of<decltype(W::last_contact)> +
                         size_of<decltype(W::months_in_need)> + size_of<decltype(W::town)>);
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
