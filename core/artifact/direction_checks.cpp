// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/artifact/tensor_file_checks.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include <fmt/format.h>

namespace sextant::artifact {
namespace {

constexpr std::size_t scannedBytes = std::size_t{256} << 20;
constexpr int multipliedHeads = 64;
constexpr double orthonormalTolerance = 0.1;

/// The directions of single heads, read into one buffer that is used again.
class HeadDirections {
public:
    HeadDirections(const tensor::TensorView& directions, int heads)
        : directions_(directions),
          heads_(heads),
          rows_(directions.shape[2]),
          length_(directions.shape[3]),
          values_(static_cast<std::size_t>(rows_ * length_)) {}

    /// `index` counts heads through all layers.
    void load(int index) {
        const std::vector<std::int64_t>& strides = directions_.strides;
        head_ = (index / heads_) * strides[0] + (index % heads_) * strides[1];
        for (std::int64_t row = 0; row < rows_; ++row) {
            tensor::convertToFloat(directions_.type, stored(row, 0), strides[3],
                                   static_cast<std::size_t>(length_), values_.data() + row * length_);
        }
    }

    /// Of the value as stored: a double may be finite though its float is not.
    bool isFinite(std::size_t at) const {
        const auto place = static_cast<std::int64_t>(at);
        double value = values_[at];
        if (!std::isfinite(value)) {
            tensor::convertToDouble(directions_.type, stored(place / length_, place % length_), 1, 1, &value);
        }
        return std::isfinite(value);
    }

    /// While one head is looked at, the system can fetch the next.
    void prefetch(int index) const { tensor::prefetchSlice(directions_, index / heads_, index % heads_); }

    const std::vector<float>& values() const { return values_; }
    std::int64_t rows() const { return rows_; }
    std::int64_t length() const { return length_; }

    /// The largest distance of the rows' inner products from 0, and of their squared norms from 1.
    double distanceFromOrthonormal() const {
        double worst = 0.0;
        for (std::int64_t i = 0; i < rows_; ++i) {
            for (std::int64_t j = 0; j <= i; ++j) {
                worst = std::max(worst, std::abs(innerProduct(i, j) - (i == j ? 1.0 : 0.0)));
            }
        }
        return worst;
    }

private:
    const std::byte* stored(std::int64_t row, std::int64_t column) const {
        const std::int64_t offset = head_ + row * directions_.strides[2] + column * directions_.strides[3];
        return directions_.data + offset * static_cast<std::int64_t>(tensor::elementSize(directions_.type));
    }

    double innerProduct(std::int64_t i, std::int64_t j) const {
        const float* a = values_.data() + i * length_;
        const float* b = values_.data() + j * length_;
        double sum = 0.0;
        for (std::int64_t c = 0; c < length_; ++c) {
            sum += static_cast<double>(a[c]) * static_cast<double>(b[c]);
        }
        return sum;
    }

    const tensor::TensorView& directions_;
    int heads_;
    std::int64_t rows_;
    std::int64_t length_;
    std::int64_t head_ = 0; ///< where the loaded one begins
    std::vector<float> values_;
};

/// By bits and without a branch, so that a compiler makes it wide: this looks at every value of most files.
bool allFinite(const std::vector<float>& values) {
    constexpr std::uint32_t exponent = 0x7f800000u;
    std::uint32_t bad = 0;
    for (const float value : values) {
        bad |= (std::bit_cast<std::uint32_t>(value) & exponent) == exponent ? 1u : 0u;
    }
    return bad == 0;
}

/// `count` of `all` things, spread evenly: the i-th of them.
int evenly(int i, int count, int all) {
    return static_cast<int>(static_cast<std::int64_t>(i) * all / count);
}

std::string sampled(int count, int all) {
    return count < all ? fmt::format(" (of a sample of {} of {} heads)", count, all) : std::string{};
}

std::string headName(int index, int heads) {
    return fmt::format("eig_dirs[{}][{}]", index / heads, index % heads);
}

void checkFinite(const TensorFile& file, int heads, int all, const std::stop_token& stop,
                 std::vector<Warning>& warnings) {
    HeadDirections head(file.directions, heads);
    const std::size_t bytesOfHead = head.values().size() * tensor::elementSize(file.directions.type);
    const int count = static_cast<int>(std::clamp<std::size_t>(
        scannedBytes / std::max<std::size_t>(bytesOfHead, 1), 1, static_cast<std::size_t>(all)));
    std::size_t bad = 0;
    std::string first;
    for (int i = 0; i < count && !stop.stop_requested(); ++i) {
        const int index = evenly(i, count, all);
        head.prefetch(evenly(std::min(i + 1, count - 1), count, all));
        head.load(index);
        const std::vector<float>& values = head.values();
        if (allFinite(values)) {
            continue;
        }
        for (std::size_t at = 0; at < values.size(); ++at) {
            if (!head.isFinite(at) && bad++ == 0) {
                const auto length = static_cast<std::size_t>(head.length());
                first = fmt::format("{}[{}][{}]", headName(index, heads), at / length, at % length);
            }
        }
    }
    if (bad > 0) {
        warnings.push_back(
            {file.path, first,
             fmt::format("{} values{} are not finite, the first of them here; those heads count as "
                         "missing",
                         bad, sampled(count, all))});
    }
}

void checkOrthonormal(const TensorFile& file, int heads, int all, const std::stop_token& stop,
                      std::vector<Warning>& warnings) {
    HeadDirections head(file.directions, heads);
    const int count = std::min(multipliedHeads, all);
    int far = 0;
    int worstAt = 0;
    double worst = 0.0;
    for (int i = 0; i < count && !stop.stop_requested(); ++i) {
        const int index = evenly(i, count, all);
        head.prefetch(evenly(std::min(i + 1, count - 1), count, all));
        head.load(index);
        const double distance = head.distanceFromOrthonormal(); // NaN, reported elsewhere, is in no order
        far += distance > orthonormalTolerance ? 1 : 0;
        if (distance > worst) {
            worst = distance;
            worstAt = index;
        }
    }
    if (far > 0) {
        warnings.push_back(
            {file.path, headName(worstAt, heads),
             fmt::format("the directions of {} heads{} are far from orthonormal; here, the worst, an "
                         "inner product is off by {:.3g}",
                         far, sampled(count, all), worst)});
    }
}

} // namespace

std::vector<Warning> checkDirections(const TensorFile& file, const ArtifactShape& shape,
                                     const std::stop_token& stop) {
    std::vector<Warning> warnings;
    const int all = shape.layers * shape.heads;
    checkFinite(file, shape.heads, all, stop, warnings);
    checkOrthonormal(file, shape.heads, all, stop, warnings);
    return warnings;
}

} // namespace sextant::artifact
