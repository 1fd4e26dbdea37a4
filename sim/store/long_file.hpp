// SPDX-License-Identifier: Apache-2.0
// A file that may be larger than memory: written under another name, then renamed, so that nobody meets half
// of it. Compressed by zstd on request.
#pragma once

#include <zstd.h>

#include <filesystem>
#include <memory>
#include <string_view>
#include <vector>

#include "sim/store/fresh_file.hpp"

namespace uptake {

class LongFile {
 public:
  /// `compressed`: at zstd's usual level, with a checksum that its readers look at; the bytes hang on the
  /// text and the library's version alone. Throws std::runtime_error (with the system's reason) here and
  /// below when it cannot be written; nothing is left then.
  LongFile(std::filesystem::path file, bool compressed);

  void write(std::string_view text);
  /// Ends it and gives it its name. Without this call nothing is left.
  void finish();

 private:
  struct FreeContext {
    void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
  };
  void compress(std::string_view text, ZSTD_EndDirective directive);

  FreshFile file_;
  std::unique_ptr<ZSTD_CCtx, FreeContext> context_;  ///< none: as it is
  std::vector<char> compressed_;
};

}  // namespace uptake
