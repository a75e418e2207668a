// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/tensor_view.h"

#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

namespace sextant::tensor {

inline std::filesystem::path fixture(const std::string& name) {
    return std::filesystem::path(SEXTANT_TEST_DATA) / "torch" / name;
}

/// Every element in row-major order, whatever the strides.
inline std::vector<double> valuesOf(const TensorView& view) {
    std::vector<double> values(static_cast<std::size_t>(view.elementCount()));
    for (std::size_t i = 0; i < values.size(); ++i) {
        std::int64_t rest = static_cast<std::int64_t>(i);
        std::int64_t offset = 0;
        for (std::size_t dimension = view.shape.size(); dimension-- > 0;) {
            offset += rest % view.shape[dimension] * view.strides[dimension];
            rest /= view.shape[dimension];
        }
        convertToDouble(view.type, view.data + offset * static_cast<std::int64_t>(elementSize(view.type)), 1,
                        1, &values[i]);
    }
    return values;
}

/// Debian's, which has python3-torch.
inline const std::string python = "/usr/bin/python3";

/// Whether torch is installed for it; importing it would take seconds.
inline bool hasPythonTorch() {
    const std::string find =
        " -c 'import importlib.util as u, sys; sys.exit(u.find_spec(\"torch\") is None)'";
    return std::system((python + find).c_str()) == 0;
}

} // namespace sextant::tensor
