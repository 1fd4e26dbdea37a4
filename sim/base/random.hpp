// SPDX-License-Identifier: Apache-2.0
// Addressed random numbers: a draw is a pure function of (seed, stream) and (subject, month, purpose, draw).
// So results depend neither on threads nor on the order of work, and two scenarios differ only where the
// policy made a difference. Random123's Philox4x32-10 (Salmon et al. 2011, doi 10.1145/2063384.2063405).
#pragma once

#include <Random123/philox.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>

#include "sim/base/math.hpp"
#include "sim/base/month.hpp"

namespace uptake {

/// What a draw is for. One registry: never reuse or renumber a value, results would change without a reason.
enum class Purpose : std::uint32_t {
  // population, from its own seed
  lineage = 1,
  lineage_children,
  lineage_separation,
  lineage_mother_line,
  lineage_father_line,
  lineage_partner,
  lineage_deprivation,
  lineage_traits,
  lineage_place,
  walk,
  margins_noise,
  // network, from its own seed
  ties = 100,
  tie_strength,
  // the month
  monthly = 200,  ///< one block a parent a month: need noise and occasion of both domains
  gates = 202,    ///< two blocks a journey: informal, self-help, partner; dare, afford, reach
  know = 204,     // 201, 203, 205 to 208: retired
  choose = 209,
  wait,
  renege,
  outcome,
  memory,
  second_service,
  onward,
  word_of_mouth,
  word_tells,
  universal_contact,
  exposure,
  campaign,
  enriching,
  ending,
  bridging,
  place_tie,
  box,
  explain,
  initial,
  second_type,
  earlier_life,
  company,  ///< of levers, as all below
  granted,
  triage,
  project_stop,
  private_referral,
  // survey
  respondent = 400,
  salience,
  report,
  questionnaire,
  also_earlier,
  sampling,
  worry_noise,
  nonresponse,
  // calibration, from its own seed
  sobol_scramble = 500,
  slice_start,
  slice_direction,
  slice_level,
  slice_angle,
  smoother_prior,
  smoother_noise,
  observation_noise,
  regression_resample,
  // policy, from the number of the draw
  lever_range = 600,
};

/// The address of a run's randomness.
struct RandomKey {
  std::uint32_t seed = 1;
  std::uint32_t stream = 0;  ///< replicate, or another index that separates runs
};

/// Where a draw is found; once drawn, its four words.
using RandomBlock = std::array<std::uint32_t, 4>;
constexpr RandomBlock random_address(std::uint32_t subject, Month month, Purpose purpose,
                                     std::uint32_t draw = 0) {
  return {subject, static_cast<std::uint32_t>(static_cast<std::int32_t>(month)),
          static_cast<std::uint32_t>(purpose), draw};
}

/// The words at an address.
inline RandomBlock random_words(RandomKey key, const RandomBlock& at) {
  const auto out = r123::Philox4x32{}({{at[0], at[1], at[2], at[3]}}, {{key.seed, key.stream}});
  return {out[0], out[1], out[2], out[3]};
}
inline RandomBlock random_words(RandomKey key, std::uint32_t subject, Month month, Purpose purpose,
                                std::uint32_t draw = 0) {
  return random_words(key, random_address(subject, month, purpose, draw));
}

/// Puts its words in the place of each address, several in one instruction; on any machine the same.
void draw_random(RandomKey key, std::span<RandomBlock> blocks);
/// The words of many subjects in columns: `words[k][n]` is the k-th word of `subjects[n]`, of which there are
/// at most as many as fit.
using RandomColumns = std::array<std::array<std::uint32_t, 256>, 4>;
void random_columns_of(RandomKey key, std::span<const std::uint32_t> subjects, Month month, Purpose purpose,
                       RandomColumns& words);

/// A word as a number in (0,1): the middle of its interval, never 0 or 1.
inline double to_unit(std::uint32_t word) { return (static_cast<double>(word) + 0.5) * 0x1p-32; }

/// One uniform in (0,1).
inline double uniform(RandomKey key, std::uint32_t subject, Month month, Purpose purpose,
                      std::uint32_t draw = 0) {
  return to_unit(random_words(key, subject, month, purpose, draw)[0]);
}

/// One standard normal, by inversion.
inline double normal(RandomKey key, std::uint32_t subject, Month month, Purpose purpose,
                     std::uint32_t draw = 0) {
  return normal_quantile(uniform(key, subject, month, purpose, draw));
}

/// A standard Gumbel variate from a uniform: for choices by the largest utility + Gumbel.
inline double gumbel(double u) { return -log_fixed(-log_fixed(u)); }

/// A 32-bit hash of where something comes from, for the identity of newborn and new families.
inline std::uint32_t hash_id(std::uint32_t a, std::uint32_t b, std::uint32_t c = 0) {
  return r123::Philox4x32{}({{a, 0, b, c}}, {{0x7570746b, 0x69640000}})[0];
}

}  // namespace uptake
