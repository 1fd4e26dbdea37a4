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

/// Four 32-bit words for an address.
inline std::array<std::uint32_t, 4> random_words(RandomKey key, std::uint32_t subject, Month month,
                                                 Purpose purpose, std::uint32_t draw = 0) {
  const r123::Philox4x32::ctr_type counter{{subject,
                                            static_cast<std::uint32_t>(static_cast<std::int32_t>(month)),
                                            static_cast<std::uint32_t>(purpose), draw}};
  const r123::Philox4x32::key_type philox_key{{key.seed, key.stream}};
  const auto out = r123::Philox4x32{}(counter, philox_key);
  return {out[0], out[1], out[2], out[3]};
}

/// The same words for many subjects at once, several in one instruction (on any machine the same): `words[n]`
/// is of `subjects[n]`.
void random_words_of(RandomKey key, std::span<const std::uint32_t> subjects, Month month, Purpose purpose,
                     std::span<std::array<std::uint32_t, 4>> words);
/// The same in columns: `words[k][n]` is the k-th word of `subjects[n]`, of which there are at most as many
/// as fit.
using RandomColumns = std::array<std::array<std::uint32_t, 256>, 4>;
void random_columns_of(RandomKey key, std::span<const std::uint32_t> subjects, Month month, Purpose purpose,
                       RandomColumns& words);
/// The same for many draws of one subject: `words[n]` is of `draws[n]`. At most some dozens are worth it.
void random_words_of_draws(RandomKey key, std::uint32_t subject, Month month, Purpose purpose,
                           std::span<const std::uint32_t> draws,
                           std::span<std::array<std::uint32_t, 4>> words);

/// A word as a number in (0,1): the middle of its interval, never 0 or 1.
inline double to_unit(std::uint32_t word) { return (static_cast<double>(word) + 0.5) * 0x1p-32; }

/// No word above this can have `to_unit(word) < share`; nor can one up to it be far from that.
inline std::uint32_t last_word_below(double share) {
  return static_cast<std::uint32_t>(std::clamp(share * 0x1p32, 0.0, 0x1p32 - 1));
}

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
