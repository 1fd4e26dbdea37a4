// SPDX-License-Identifier: Apache-2.0
#include "sim/base/random.hpp"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace uptake {

#ifdef __SSE2__
namespace {

/// Two Philox states side by side: each word in the lower half of 64 bits. The upper halves hold remains of
/// products, which a multiplication does not read.
struct TwoStates {
  __m128i word[4];

  TwoStates(std::uint32_t first, std::uint32_t second, __m128i month, __m128i purpose)
      : word{_mm_set_epi64x(second, first), month, purpose, _mm_setzero_si128()} {}

  void round(__m128i key_0, __m128i key_1) {
    const __m128i a = _mm_mul_epu32(word[0], _mm_set1_epi64x(PHILOX_M4x32_0));
    const __m128i b = _mm_mul_epu32(word[2], _mm_set1_epi64x(PHILOX_M4x32_1));
    word[0] = _mm_xor_si128(_mm_xor_si128(_mm_srli_epi64(b, 32), word[1]), key_0);
    word[2] = _mm_xor_si128(_mm_xor_si128(_mm_srli_epi64(a, 32), word[3]), key_1);
    word[1] = b;
    word[3] = a;
  }

  void store(std::array<std::uint32_t, 4>& first, std::array<std::uint32_t, 4>& second) const {
    const __m128i lower = _mm_set1_epi64x(0xffffffff);
    const __m128i w01 = _mm_or_si128(_mm_and_si128(word[0], lower), _mm_slli_epi64(word[1], 32));
    const __m128i w23 = _mm_or_si128(_mm_and_si128(word[2], lower), _mm_slli_epi64(word[3], 32));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(first.data()), _mm_unpacklo_epi64(w01, w23));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(second.data()), _mm_unpackhi_epi64(w01, w23));
  }
};

}  // namespace

void random_words_of(RandomKey key, std::span<const std::uint32_t> subjects, Month month, Purpose purpose,
                     std::span<std::array<std::uint32_t, 4>> words) {
  const __m128i at = _mm_set1_epi64x(static_cast<std::uint32_t>(static_cast<std::int32_t>(month)));
  const __m128i what = _mm_set1_epi64x(static_cast<std::uint32_t>(purpose));
  std::size_t n = 0;
  for (; n + 4 <= subjects.size(); n += 4) {  // two pairs: one works while the other waits for its products
    TwoStates x(subjects[n], subjects[n + 1], at, what);
    TwoStates y(subjects[n + 2], subjects[n + 3], at, what);
    std::uint32_t key_0 = key.seed, key_1 = key.stream;
    for (int r = 0; r < 10; ++r) {
      const __m128i k0 = _mm_set1_epi64x(key_0), k1 = _mm_set1_epi64x(key_1);
      x.round(k0, k1);
      y.round(k0, k1);
      key_0 += PHILOX_W32_0;
      key_1 += PHILOX_W32_1;
    }
    x.store(words[n], words[n + 1]);
    y.store(words[n + 2], words[n + 3]);
  }
  for (; n < subjects.size(); ++n) words[n] = random_words(key, subjects[n], month, purpose);
}
#else
void random_words_of(RandomKey key, std::span<const std::uint32_t> subjects, Month month, Purpose purpose,
                     std::span<std::array<std::uint32_t, 4>> words) {
  for (std::size_t n = 0; n < subjects.size(); ++n) words[n] = random_words(key, subjects[n], month, purpose);
}
#endif

}  // namespace uptake
