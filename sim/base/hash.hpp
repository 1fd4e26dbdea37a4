// SPDX-License-Identifier: Apache-2.0
// A fingerprint of bytes: has a file changed? SHA-256 (FIPS 180-4), so that `sha256sum` gives the same.
#pragma once

#include <string>
#include <string_view>

namespace uptake {

/// 64 hexadecimal digits.
std::string sha256(std::string_view bytes);

}  // namespace uptake
