// SPDX-License-Identifier: Apache-2.0
#include "sim/store/long_file.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <stdexcept>
#include <string>
#include <system_error>
#include <utility>

namespace uptake {
namespace {

std::string reason_of(int code) { return std::generic_category().message(code); }

}  // namespace

LongFile::LongFile(std::filesystem::path file, bool compressed)
    : file_(std::move(file)), fresh_(file_.string() + ".tmp"), out_(std::fopen(fresh_.c_str(), "wb")) {
  if (!out_) fail(reason_of(errno));
  if (!compressed) return;
  context_.reset(ZSTD_createCCtx());
  if (!context_) fail("no memory to compress it");
  ZSTD_CCtx_setParameter(context_.get(), ZSTD_c_checksumFlag, 1);
  compressed_.resize(ZSTD_CStreamOutSize());
}

LongFile::~LongFile() {
  if (!out_) return;
  out_.reset();
  std::error_code ignored;
  std::filesystem::remove(fresh_, ignored);
}

void LongFile::write(std::string_view text) {
  context_ ? compress(text, ZSTD_e_continue) : put(text.data(), text.size());
}

void LongFile::finish() {
  if (context_) compress({}, ZSTD_e_end);
  if (std::fclose(out_.release()) != 0) fail(reason_of(errno));
  std::error_code error;
  std::filesystem::rename(fresh_, file_, error);
  if (error) fail(error.message());
}

void LongFile::put(const void* bytes, std::size_t n) {
  if (std::fwrite(bytes, 1, n, out_.get()) != n) fail(reason_of(errno));
}

void LongFile::compress(std::string_view text, ZSTD_EndDirective directive) {
  ZSTD_inBuffer in{text.data(), text.size(), 0};
  for (bool whole = false; !whole;) {
    ZSTD_outBuffer out{compressed_.data(), compressed_.size(), 0};
    const std::size_t left = ZSTD_compressStream2(context_.get(), &out, &in, directive);
    if (ZSTD_isError(left) != 0) fail(ZSTD_getErrorName(left));
    put(compressed_.data(), out.pos);
    whole = directive == ZSTD_e_end ? left == 0 : in.pos == in.size;
  }
}

void LongFile::fail(std::string_view reason) {
  out_.reset();
  std::error_code ignored;
  std::filesystem::remove(fresh_, ignored);
  throw std::runtime_error(fmt::format("{}: cannot be written: {}", file_.string(), reason));
}

}  // namespace uptake
