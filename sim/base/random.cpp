// SPDX-License-Identifier: Apache-2.0
#include "sim/base/random.hpp"

#include <algorithm>
#include <utility>

#include "sim/base/cpu.hpp"

#ifdef __x86_64__
#include <immintrin.h>
#endif

namespace uptake {

#ifdef __x86_64__
namespace {

// Philox states side by side: each 32-bit word in the lower half of 64 bits. The upper halves hold remains of
// products, which a multiplication does not read. All by integers alone, so that the words do not depend on
// the machine (tested).

/// One address: the words that a round multiplies, and those that it adds. Any x86-64-v2 machine.
struct OneState {
  __m128i factor, other;

  explicit OneState(const RandomBlock& block)
      : factor(_mm_loadu_si128(reinterpret_cast<const __m128i*>(&block))),
        other(_mm_srli_epi64(factor, 32)) {}
  void round(__m128i key) {
    const __m128i product = _mm_mul_epu32(factor, _mm_set_epi64x(PHILOX_M4x32_1, PHILOX_M4x32_0));
    const __m128i crossed = _mm_shuffle_epi32(product, _MM_SHUFFLE(1, 0, 3, 2));
    factor = _mm_xor_si128(_mm_xor_si128(_mm_srli_epi64(crossed, 32), other), key);
    other = crossed;
  }
  void store(RandomBlock& block) const {
    _mm_storeu_si128(reinterpret_cast<__m128i*>(&block),
                     _mm_blend_epi16(factor, _mm_slli_epi64(other, 32), 0xCC));
  }
};

/// So many addresses at once: one works while another waits for its products.
template <std::size_t... i>
void draw(RandomKey key, RandomBlock* blocks, std::index_sequence<i...>) {
  std::array states{OneState(blocks[i])...};
  __m128i add = _mm_set_epi64x(key.stream, key.seed);
#pragma GCC unroll 10
  for (int r = 0; r < 10; ++r) {
    (states[i].round(add), ...);
    add = _mm_add_epi32(add, _mm_set_epi64x(PHILOX_W32_1, PHILOX_W32_0));
  }
  (states[i].store(blocks[i]), ...);
}

/// Two addresses that stand together.
struct TwoStates {
  __m256i factor, other;

  UPTAKE_AVX2 explicit TwoStates(const RandomBlock* blocks)
      : factor(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(blocks))),
        other(_mm256_srli_epi64(factor, 32)) {}
  UPTAKE_AVX2 void round(__m256i key) {
    const __m256i product = _mm256_mul_epu32(
        factor, _mm256_set_epi64x(PHILOX_M4x32_1, PHILOX_M4x32_0, PHILOX_M4x32_1, PHILOX_M4x32_0));
    const __m256i crossed = _mm256_shuffle_epi32(product, _MM_SHUFFLE(1, 0, 3, 2));
    factor = _mm256_xor_si256(_mm256_xor_si256(_mm256_srli_epi64(crossed, 32), other), key);
    other = crossed;
  }
  UPTAKE_AVX2 void store(RandomBlock* blocks) const {
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(blocks),
                        _mm256_blend_epi32(factor, _mm256_slli_epi64(other, 32), 0xAA));
  }
};

/// The same for so many pairs.
template <std::size_t... i>
UPTAKE_AVX2 void draw_pairs(RandomKey key, RandomBlock* blocks, std::index_sequence<i...>) {
  TwoStates states[] = {TwoStates(blocks + 2 * i)...};
  __m256i add = _mm256_set_epi64x(key.stream, key.seed, key.stream, key.seed);
#pragma GCC unroll 10
  for (int r = 0; r < 10; ++r) {
    (states[i].round(add), ...);
    add = _mm256_add_epi32(add, _mm256_set_epi64x(PHILOX_W32_1, PHILOX_W32_0, PHILOX_W32_1, PHILOX_W32_0));
  }
  (states[i].store(blocks + 2 * i), ...);
}

/// Returns where it stopped: at most one is left.
UPTAKE_AVX2 std::size_t draw_wide(RandomKey key, std::span<RandomBlock> blocks) {
  std::size_t n = 0;
  for (; n + 8 <= blocks.size(); n += 8) draw_pairs(key, &blocks[n], std::make_index_sequence<4>{});
  for (; n + 4 <= blocks.size(); n += 4) draw_pairs(key, &blocks[n], std::make_index_sequence<2>{});
  for (; n + 2 <= blocks.size(); n += 2) draw_pairs(key, &blocks[n], std::make_index_sequence<1>{});
  return n;
}

/// Four addresses that differ in their subject, word by word: for columns.
struct FourStates {
  __m256i word[4];

  UPTAKE_AVX2 FourStates(const std::uint32_t* subjects, __m256i month, __m256i purpose)
      : word{_mm256_cvtepu32_epi64(_mm_loadu_si128(reinterpret_cast<const __m128i*>(subjects))), month,
             purpose, _mm256_setzero_si256()} {}
  UPTAKE_AVX2 void round(__m256i key_0, __m256i key_1) {
    const __m256i a = _mm256_mul_epu32(word[0], _mm256_set1_epi64x(PHILOX_M4x32_0));
    const __m256i b = _mm256_mul_epu32(word[2], _mm256_set1_epi64x(PHILOX_M4x32_1));
    word[0] = _mm256_xor_si256(_mm256_xor_si256(_mm256_srli_epi64(b, 32), word[1]), key_0);
    word[2] = _mm256_xor_si256(_mm256_xor_si256(_mm256_srli_epi64(a, 32), word[3]), key_1);
    word[1] = b;
    word[3] = a;
  }
  UPTAKE_AVX2 void store(RandomColumns& columns, std::size_t n) const {
    const __m256i lower = _mm256_setr_epi32(0, 2, 4, 6, 0, 2, 4, 6);
    for (std::size_t k = 0; k < 4; ++k) {
      _mm_storeu_si128(reinterpret_cast<__m128i*>(&columns[k][n]),
                       _mm256_castsi256_si128(_mm256_permutevar8x32_epi32(word[k], lower)));
    }
  }
};

/// Eight subjects at a time. Returns where it stopped.
UPTAKE_AVX2 std::size_t columns_wide(RandomKey key, std::span<const std::uint32_t> subjects, Month month,
                                     Purpose purpose, RandomColumns& words) {
  const __m256i month_word = _mm256_set1_epi64x(static_cast<std::uint32_t>(std::int32_t{month}));
  const __m256i purpose_word = _mm256_set1_epi64x(static_cast<std::uint32_t>(purpose));
  std::size_t n = 0;
  for (; n + 8 <= subjects.size(); n += 8) {
    FourStates x(&subjects[n], month_word, purpose_word), y(&subjects[n + 4], month_word, purpose_word);
    __m256i key_0 = _mm256_set1_epi64x(key.seed), key_1 = _mm256_set1_epi64x(key.stream);
#pragma GCC unroll 10
    for (int r = 0; r < 10; ++r) {
      x.round(key_0, key_1);
      y.round(key_0, key_1);
      key_0 = _mm256_add_epi32(key_0, _mm256_set1_epi64x(PHILOX_W32_0));
      key_1 = _mm256_add_epi32(key_1, _mm256_set1_epi64x(PHILOX_W32_1));
    }
    x.store(words, n);
    y.store(words, n + 4);
  }
  return n;
}

}  // namespace

void draw_random(RandomKey key, std::span<RandomBlock> blocks) {
  std::size_t n = has_avx2() ? draw_wide(key, blocks) : 0;
  for (; n + 2 <= blocks.size(); n += 2) draw(key, &blocks[n], std::make_index_sequence<2>{});
  if (n < blocks.size()) draw(key, &blocks[n], std::make_index_sequence<1>{});
}
#else
void draw_random(RandomKey key, std::span<RandomBlock> blocks) {
  for (RandomBlock& block : blocks) block = random_words(key, block);
}
#endif

void random_columns_of(RandomKey key, std::span<const std::uint32_t> subjects, Month month, Purpose purpose,
                       RandomColumns& words) {
  const auto all = subjects.first(std::min(subjects.size(), words[0].size()));
  std::size_t n = 0;
#ifdef __x86_64__
  if (has_avx2()) n = columns_wide(key, all, month, purpose, words);
#endif
  std::array<RandomBlock, 8> some;
  while (n < all.size()) {
    const std::size_t size = std::min(some.size(), all.size() - n);
    for (std::size_t i = 0; i < size; ++i) some[i] = random_address(all[n + i], month, purpose);
    draw_random(key, std::span(some).first(size));
    for (std::size_t i = 0; i < size; ++i) {
      for (std::size_t k = 0; k < words.size(); ++k) words[k][n + i] = some[i][k];
    }
    n += size;
  }
}

}  // namespace uptake
