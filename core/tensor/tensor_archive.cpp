// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/tensor_archive.h"

#include <algorithm>

namespace sextant::tensor {

namespace {

const TensorView* findIn(const std::vector<NamedTensor>& tensors, std::string_view name) {
    const auto found = std::find_if(tensors.begin(), tensors.end(),
                                    [name](const NamedTensor& candidate) { return candidate.name == name; });
    return found == tensors.end() ? nullptr : &found->tensor;
}

} // namespace

const TensorView* TensorArchive::find(std::string_view name) const {
    return findIn(tensors, name);
}

const TensorView* TensorArchive::findIntegers(std::string_view name) const {
    return findIn(integers, name);
}

} // namespace sextant::tensor
