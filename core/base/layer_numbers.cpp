// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/layer_numbers.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace sextant {
namespace {

constexpr std::size_t mostListed = 24;

} // namespace

std::string LayerNumbers::textOf(int layers) const {
    const int first = of(LayerIndex{0});
    const int last = of(LayerIndex{layers - 1});
    if (!numbers_ || last - first + 1 == layers) {
        return fmt::format("{} to {}", first, last);
    }
    if (numbers_->size() <= mostListed) {
        return fmt::format("{}", fmt::join(*numbers_, ", "));
    }
    return fmt::format("{}, ..., {}", fmt::join(numbers_->begin(), numbers_->begin() + mostListed - 1, ", "),
                       last);
}

} // namespace sextant
