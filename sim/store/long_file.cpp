// SPDX-License-Identifier: Apache-2.0
#include "sim/store/long_file.hpp"

#include <utility>

namespace uptake {

LongFile::LongFile(std::filesystem::path file, bool compressed) : file_(std::move(file)) {
  if (!compressed) return;
  context_.reset(ZSTD_createCCtx());
  if (!context_) file_.fail("no memory to compress it");
  ZSTD_CCtx_setParameter(context_.get(), ZSTD_c_checksumFlag, 1);
  compressed_.resize(ZSTD_CStreamOutSize());
}

void LongFile::write(std::string_view text) {
  context_ ? compress(text, ZSTD_e_continue) : file_.write(text);
}

void LongFile::finish() {
  if (context_) compress({}, ZSTD_e_end);
  file_.finish();
}

void LongFile::compress(std::string_view text, ZSTD_EndDirective directive) {
  ZSTD_inBuffer in{text.data(), text.size(), 0};
  for (bool whole = false; !whole;) {
    ZSTD_outBuffer out{compressed_.data(), compressed_.size(), 0};
    const std::size_t left = ZSTD_compressStream2(context_.get(), &out, &in, directive);
    if (ZSTD_isError(left) != 0) file_.fail(ZSTD_getErrorName(left));
    file_.write({compressed_.data(), out.pos});
    whole = directive == ZSTD_e_end ? left == 0 : in.pos == in.size;
  }
}

}  // namespace uptake
