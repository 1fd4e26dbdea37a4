// SPDX-License-Identifier: Apache-2.0
// How does the program say how it ended?
#pragma once

namespace uptake::cli {

enum ExitCode : int {
  done = 0,
  failed = 1,
  bad_input = 2,           ///< a file or flag that a person must mend
  check_did_not_hold = 3,  ///< or nothing fits what was looked for
  interrupted_early = 75,  ///< stopped on request; --resume goes on
};

}  // namespace uptake::cli
