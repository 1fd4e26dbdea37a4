// SPDX-License-Identifier: Apache-2.0
// Which of the limits (mechanisms.hpp) tell of the data of Flanders, not of the model?
#pragma once

#include <string_view>

namespace uptake {

/// True for one that says nothing of a model with the data of another region, which names its own in
/// region.yaml.
bool is_of_the_flemish_data(std::string_view limit_code);

}  // namespace uptake
