// SPDX-License-Identifier: Apache-2.0
#include "sim/base/random.hpp"

#include <algorithm>

#include "sim/base/cpu.hpp"

#ifdef __x86_64__
#include <immintrin.h>
#endif

namespace uptake {

#ifdef __x86_64__
namespace {

// Philox states side by side: each 32-bit word in the lower half of 64 bits. The upper halves hold remains of
// products, which a multiplication does not read. The two widths are the same algorithm, by integers alone,
// so that the words do not depend on the machine (tested).

/// Two states in 128 bits: any x86-64 machine.
struct TwoStates {
  __m128i word[4];

  TwoStates(const std::uint32_t* subjects, const std::uint32_t* draws, __m128i month, __m128i purpose)
      : word{wide(subjects), month, purpose, wide(draws)} {}
  static __m128i wide(const std::uint32_t* two) {
    return _mm_cvtepu32_epi64(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(two)));
  }

  void round(__m128i key_0, __m128i key_1) {
    const __m128i a = _mm_mul_epu32(word[0], _mm_set1_epi64x(PHILOX_M4x32_0));
    const __m128i b = _mm_mul_epu32(word[2], _mm_set1_epi64x(PHILOX_M4x32_1));
    word[0] = _mm_xor_si128(_mm_xor_si128(_mm_srli_epi64(b, 32), word[1]), key_0);
    word[2] = _mm_xor_si128(_mm_xor_si128(_mm_srli_epi64(a, 32), word[3]), key_1);
    word[1] = b;
    word[3] = a;
  }

  void store(std::array<std::uint32_t, 4>* words) const {
    const __m128i lower = _mm_set1_epi64x(0xffffffff);
    const __m128i w01 = _mm_or_si128(_mm_and_si128(word[0], lower), _mm_slli_epi64(word[1], 32));
    const __m128i w23 = _mm_or_si128(_mm_and_si128(word[2], lower), _mm_slli_epi64(word[3], 32));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(words), _mm_unpacklo_epi64(w01, w23));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(words + 1), _mm_unpackhi_epi64(w01, w23));
  }
  void store(RandomColumns& columns, std::size_t n) const {
    for (std::size_t k = 0; k < 4; ++k) {
      _mm_storel_epi64(reinterpret_cast<__m128i*>(&columns[k][n]),
                       _mm_shuffle_epi32(word[k], _MM_SHUFFLE(3, 1, 2, 0)));
    }
  }
};

/// So many addresses that differ in subject and draw.
struct Addresses {
  RandomKey key;
  Month month;
  Purpose purpose;
  const std::uint32_t *subjects, *draws;
  std::size_t n;
  std::array<std::uint32_t, 4>* words;  ///< of each, one after another; else
  RandomColumns* columns = nullptr;     ///< by word
  template <class States>
  [[gnu::always_inline]] void put(const States& states, std::size_t at) const {
    if (columns != nullptr) {
      states.store(*columns, at);
    } else {
      states.store(words + at);
    }
  }
  void put(const std::array<std::uint32_t, 4>& four, std::size_t at) const {
    if (columns == nullptr) words[at] = four;
    for (std::size_t k = 0; columns != nullptr && k < 4; ++k) (*columns)[k][at] = four[k];
  }
  [[nodiscard]] std::int64_t month_word() const {
    return static_cast<std::uint32_t>(static_cast<std::int32_t>(month));
  }
  [[nodiscard]] std::int64_t purpose_word() const { return static_cast<std::uint32_t>(purpose); }
};

/// Returns where it stopped: at most one is left.
std::size_t words_by_four(const Addresses& a) {
  const __m128i month = _mm_set1_epi64x(a.month_word());
  const __m128i purpose = _mm_set1_epi64x(a.purpose_word());
  std::size_t n = 0;
  for (; n + 4 <= a.n; n += 4) {  // two pairs: one works while the other waits for its products
    TwoStates x(a.subjects + n, a.draws + n, month, purpose);
    TwoStates y(a.subjects + n + 2, a.draws + n + 2, month, purpose);
    std::uint32_t key_0 = a.key.seed, key_1 = a.key.stream;
    for (int r = 0; r < 10; ++r) {
      const __m128i k0 = _mm_set1_epi64x(key_0), k1 = _mm_set1_epi64x(key_1);
      x.round(k0, k1);
      y.round(k0, k1);
      key_0 += PHILOX_W32_0;
      key_1 += PHILOX_W32_1;
    }
    a.put(x, n);
    a.put(y, n + 2);
  }
  if (n + 2 <= a.n) {
    TwoStates x(a.subjects + n, a.draws + n, month, purpose);
    std::uint32_t key_0 = a.key.seed, key_1 = a.key.stream;
    for (int r = 0; r < 10; ++r) {
      x.round(_mm_set1_epi64x(key_0), _mm_set1_epi64x(key_1));
      key_0 += PHILOX_W32_0;
      key_1 += PHILOX_W32_1;
    }
    a.put(x, n);
    n += 2;
  }
  return n;
}

/// Four states in 256 bits.
struct FourStates {
  __m256i word[4];

  UPTAKE_AVX2 FourStates(const std::uint32_t* subjects, const std::uint32_t* draws, __m256i month,
                         __m256i purpose)
      : word{wide(subjects), month, purpose, wide(draws)} {}
  UPTAKE_AVX2 static __m256i wide(const std::uint32_t* four) {
    return _mm256_cvtepu32_epi64(_mm_loadu_si128(reinterpret_cast<const __m128i*>(four)));
  }

  UPTAKE_AVX2 void round(__m256i key_0, __m256i key_1) {
    const __m256i a = _mm256_mul_epu32(word[0], _mm256_set1_epi64x(PHILOX_M4x32_0));
    const __m256i b = _mm256_mul_epu32(word[2], _mm256_set1_epi64x(PHILOX_M4x32_1));
    word[0] = _mm256_xor_si256(_mm256_xor_si256(_mm256_srli_epi64(b, 32), word[1]), key_0);
    word[2] = _mm256_xor_si256(_mm256_xor_si256(_mm256_srli_epi64(a, 32), word[3]), key_1);
    word[1] = b;
    word[3] = a;
  }

  UPTAKE_AVX2 void store(std::array<std::uint32_t, 4>* words) const {
    const __m256i lower = _mm256_set1_epi64x(0xffffffff);
    const __m256i w01 = _mm256_or_si256(_mm256_and_si256(word[0], lower), _mm256_slli_epi64(word[1], 32));
    const __m256i w23 = _mm256_or_si256(_mm256_and_si256(word[2], lower), _mm256_slli_epi64(word[3], 32));
    const __m256i even = _mm256_unpacklo_epi64(w01, w23);  // states 0 and 2
    const __m256i odd = _mm256_unpackhi_epi64(w01, w23);   // states 1 and 3
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(words), _mm256_permute2x128_si256(even, odd, 0x20));
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(words + 2), _mm256_permute2x128_si256(even, odd, 0x31));
  }
  UPTAKE_AVX2 void store(RandomColumns& columns, std::size_t n) const {
    const __m256i lower = _mm256_setr_epi32(0, 2, 4, 6, 0, 2, 4, 6);
    for (std::size_t k = 0; k < 4; ++k) {
      _mm_storeu_si128(reinterpret_cast<__m128i*>(&columns[k][n]),
                       _mm256_castsi256_si128(_mm256_permutevar8x32_epi32(word[k], lower)));
    }
  }
};

/// What a round adds to each of its two products.
struct RoundKey {
  __m256i first, second;
  UPTAKE_AVX2 explicit RoundKey(RandomKey key)
      : first(_mm256_set1_epi64x(key.seed)), second(_mm256_set1_epi64x(key.stream)) {}
  UPTAKE_AVX2 void next() {
    first = _mm256_add_epi32(first, _mm256_set1_epi64x(PHILOX_W32_0));
    second = _mm256_add_epi32(second, _mm256_set1_epi64x(PHILOX_W32_1));
  }
};

/// Eight at a time; of the last ones, four if there are no more.
UPTAKE_AVX2 void words_by_eight(const Addresses& a) {
  const __m256i month = _mm256_set1_epi64x(a.month_word());
  const __m256i purpose = _mm256_set1_epi64x(a.purpose_word());
  std::size_t n = 0;
  for (; n + 8 <= a.n; n += 8) {
    FourStates x(a.subjects + n, a.draws + n, month, purpose);
    FourStates y(a.subjects + n + 4, a.draws + n + 4, month, purpose);
    RoundKey key(a.key);
    for (int r = 0; r < 10; ++r, key.next()) {
      x.round(key.first, key.second);
      y.round(key.first, key.second);
    }
    a.put(x, n);
    a.put(y, n + 4);
  }
  while (n < a.n) {
    const std::size_t left = std::min<std::size_t>(4, a.n - n);
    std::array<std::uint32_t, 4> subjects{}, draws{};
    std::copy_n(a.subjects + n, left, subjects.begin());
    std::copy_n(a.draws + n, left, draws.begin());
    FourStates x(subjects.data(), draws.data(), month, purpose);
    RoundKey key(a.key);
    for (int r = 0; r < 10; ++r, key.next()) x.round(key.first, key.second);
    std::array<std::array<std::uint32_t, 4>, 4> words;
    x.store(words.data());
    for (std::size_t i = 0; i < left; ++i) a.put(words[i], n + i);
    n += left;
  }
}

void fill(const Addresses& a) {
  if (has_avx2()) return words_by_eight(a);
  for (std::size_t n = words_by_four(a); n < a.n; ++n)
    a.put(random_words(a.key, a.subjects[n], a.month, a.purpose, a.draws[n]), n);
}

inline constexpr std::size_t at_once = 256;  // addresses
using Same = std::array<std::uint32_t, at_once>;
constexpr Same first_draw{};

}  // namespace

void random_words_of(RandomKey key, std::span<const std::uint32_t> subjects, Month month, Purpose purpose,
                     std::span<std::array<std::uint32_t, 4>> words) {
  for (std::size_t n = 0; n < subjects.size(); n += at_once) {
    fill({key, month, purpose, &subjects[n], first_draw.data(), std::min(at_once, subjects.size() - n),
          &words[n], nullptr});
  }
}

void random_columns_of(RandomKey key, std::span<const std::uint32_t> subjects, Month month, Purpose purpose,
                       RandomColumns& words) {
  fill({key, month, purpose, subjects.data(), first_draw.data(), std::min(at_once, subjects.size()), nullptr,
        &words});
}

void random_words_of_draws(RandomKey key, std::uint32_t subject, Month month, Purpose purpose,
                           std::span<const std::uint32_t> draws,
                           std::span<std::array<std::uint32_t, 4>> words) {
  Same same;
  std::fill_n(same.begin(), std::min(at_once, draws.size()), subject);
  for (std::size_t n = 0; n < draws.size(); n += at_once) {
    fill({key, month, purpose, same.data(), &draws[n], std::min(at_once, draws.size() - n), &words[n],
          nullptr});
  }
}
#else
void random_words_of(RandomKey key, std::span<const std::uint32_t> subjects, Month month, Purpose purpose,
                     std::span<std::array<std::uint32_t, 4>> words) {
  for (std::size_t n = 0; n < subjects.size(); ++n) words[n] = random_words(key, subjects[n], month, purpose);
}

void random_columns_of(RandomKey key, std::span<const std::uint32_t> subjects, Month month, Purpose purpose,
                       RandomColumns& words) {
  for (std::size_t n = 0; n < std::min(subjects.size(), words[0].size()); ++n) {
    const auto four = random_words(key, subjects[n], month, purpose);
    for (std::size_t k = 0; k < four.size(); ++k) words[k][n] = four[k];
  }
}

void random_words_of_draws(RandomKey key, std::uint32_t subject, Month month, Purpose purpose,
                           std::span<const std::uint32_t> draws,
                           std::span<std::array<std::uint32_t, 4>> words) {
  for (std::size_t n = 0; n < draws.size(); ++n)
    words[n] = random_words(key, subject, month, purpose, draws[n]);
}
#endif

}  // namespace uptake
