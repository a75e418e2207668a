// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/tensor_view.h"

#include <filesystem>
#include <vector>

namespace sextant::artifact {

/// Whether the file is large enough for as many elements as the tensor claims: a row of no stride at all can
/// claim any length, and what is copied must have been in the file.
[[nodiscard]] bool fitsItsFile(const tensor::TensorView& tensor, const std::filesystem::path& path);

/// All elements in row-major order. `tensor` has at least one dimension and fits its file.
[[nodiscard]] std::vector<double> valuesOf(const tensor::TensorView& tensor);

} // namespace sextant::artifact
