// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/indices.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace sextant {

/// Which layers of a model L layers are. A LayerIndex counts within them; a person sees and types the model's
/// own numbers. By default every layer bears its index. Cheap to copy.
///
///     const LayerNumbers numbers({3, 7, 11});
///     numbers.of(LayerIndex{1});   // 7
///     numbers.find(7, 3);          // LayerIndex{1}
class LayerNumbers {
public:
    LayerNumbers() = default;

    /// `numbers`, [L], are not negative and strictly increase.
    explicit LayerNumbers(std::vector<int> numbers)
        : numbers_(std::make_shared<const std::vector<int>>(std::move(numbers))) {}

    /// The number of a layer; its index for one that is not there.
    [[nodiscard]] int of(LayerIndex layer) const {
        const auto index = static_cast<std::size_t>(layer.value);
        return numbers_ && index < numbers_->size() ? (*numbers_)[index] : layer.value;
    }

    /// The layer of that number; nullopt when none of the `layers`, L, has it.
    [[nodiscard]] std::optional<LayerIndex> find(int number, int layers) const {
        if (!numbers_) {
            return number >= 0 && number < layers ? std::optional(LayerIndex{number}) : std::nullopt;
        }
        const auto found = std::lower_bound(numbers_->begin(), numbers_->end(), number);
        return found != numbers_->end() && *found == number
                   ? std::optional(LayerIndex{static_cast<int>(found - numbers_->begin())})
                   : std::nullopt;
    }

    /// "0 to 35" of `layers` layers, L, without a gap; else "3, 7, 11", of many the first and the last.
    [[nodiscard]] std::string textOf(int layers) const;

    /// Whether every layer bears its index.
    [[nodiscard]] bool areIndices() const { return numbers_ == nullptr; }

    friend bool operator==(const LayerNumbers& a, const LayerNumbers& b) {
        return a.numbers_ == b.numbers_ || (a.numbers_ && b.numbers_ && *a.numbers_ == *b.numbers_);
    }

private:
    std::shared_ptr<const std::vector<int>> numbers_; ///< null where they are the indices
};

} // namespace sextant
