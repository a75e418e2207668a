// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/integrity/tensor_file_checks.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include <fmt/format.h>

namespace sextant::integrity {
namespace {

constexpr std::size_t scannedBytes = std::size_t{256} << 20;
constexpr int multipliedHeads = 64;
constexpr std::int64_t multipliedRows = 1024;
constexpr std::int64_t mostProducts = 1'000'000'000; ///< about a second
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

    /// While one head is examined, the system can fetch the next.
    void prefetch(int index) const { tensor::prefetchSlice(directions_, index / heads_, index % heads_); }

    const std::vector<float>& values() const { return values_; }
    std::int64_t rows() const { return rows_; }
    std::int64_t length() const { return length_; }

    /// The largest distance of the leading rows' inner products from 0, and of their squared norms from 1; of
    /// fewer rows after a stop request.
    double distanceFromOrthonormal(const std::stop_token& stop) const {
        double worst = 0.0;
        for (std::int64_t i = 0; i < std::min(rows_, multipliedRows) && !stop.stop_requested(); ++i) {
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

std::optional<Sample> sampleOf(int count, int all) {
    return count < all ? std::optional(Sample{count, all}) : std::nullopt;
}

/// `index` counts heads through all layers; `more` are further indices.
Place placeOf(int index, int heads, double value, const std::string& more = {}) {
    return {.name = fmt::format("eig_dirs[{}][{}]{}", index / heads, index % heads, more),
            .layer = LayerIndex{index / heads},
            .head = HeadIndex{index % heads},
            .value = value};
}

Check checkFinite(const artifact::TensorFile& file, int heads, int all, const std::stop_token& stop) {
    HeadDirections head(file.directions, heads);
    const std::size_t bytesOfHead = head.values().size() * tensor::elementSize(file.directions.type);
    const int count = static_cast<int>(std::clamp<std::size_t>(
        scannedBytes / std::max<std::size_t>(bytesOfHead, 1), 1, static_cast<std::size_t>(all)));
    Check check{.id = CheckId::DirectionsFinite,
                .severity = Severity::Passed,
                .file = file.path,
                .of = static_cast<std::size_t>(count) * head.values().size(),
                .sample = sampleOf(count, all)};
    for (int i = 0; i < count && !stop.stop_requested(); ++i) {
        const int index = evenly(i, count, all);
        head.prefetch(evenly(std::min(i + 1, count - 1), count, all));
        head.load(index);
        const std::vector<float>& values = head.values();
        if (allFinite(values)) {
            continue;
        }
        const std::size_t before = check.count;
        for (std::size_t at = 0; at < values.size(); ++at) {
            if (!head.isFinite(at) && check.count++ == 0) {
                const auto length = static_cast<std::size_t>(head.length());
                check.severity = Severity::Warning;
                check.worst = placeOf(index, heads, static_cast<double>(values[at]),
                                      fmt::format("[{}][{}]", at / length, at % length));
            }
        }
        check.heads += check.count > before ? 1 : 0;
    }
    return check;
}

Check checkOrthonormal(const artifact::TensorFile& file, int heads, int all, const std::stop_token& stop) {
    HeadDirections head(file.directions, heads);
    const std::int64_t rows = std::min(head.rows(), multipliedRows);
    const std::int64_t products = std::max<std::int64_t>(rows * rows / 2 * head.length(), 1);
    const int count = std::min(
        all, static_cast<int>(std::clamp<std::int64_t>(mostProducts / products, 1, multipliedHeads)));
    Check check{.id = CheckId::DirectionsOrthonormal,
                .severity = Severity::Passed,
                .file = file.path,
                .of = static_cast<std::size_t>(count),
                .sample = sampleOf(count, all),
                .limit = orthonormalTolerance};
    for (int i = 0; i < count && !stop.stop_requested(); ++i) {
        const int index = evenly(i, count, all);
        head.prefetch(evenly(std::min(i + 1, count - 1), count, all));
        head.load(index);
        const double distance = head.distanceFromOrthonormal(stop); // NaN, reported elsewhere, is in no order
        if (!(distance > orthonormalTolerance)) {
            continue;
        }
        ++check.count;
        ++check.heads;
        check.severity = Severity::Warning;
        if (!check.worst || distance > *check.worst->value) {
            check.worst = placeOf(index, heads, distance);
        }
    }
    return check;
}

} // namespace

std::vector<Check> checkDirections(const artifact::TensorFile& file, const artifact::ArtifactShape& shape,
                                   const std::stop_token& stop) {
    if (file.directions.data == nullptr || file.directions.elementCount() == 0) {
        return {};
    }
    const int all = shape.layers * shape.heads;
    std::vector<Check> checks{checkFinite(file, shape.heads, all, stop)};
    if (!stop.stop_requested()) {
        checks.push_back(checkOrthonormal(file, shape.heads, all, stop));
    }
    return checks;
}

} // namespace sextant::integrity
