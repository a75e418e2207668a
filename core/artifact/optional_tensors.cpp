// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/artifact/optional_tensors.h"

#include "core/artifact/artifact_names.h"
#include "core/artifact/tensor_values.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace sextant::artifact {
namespace {

constexpr std::int64_t anyCount = -1;

/// The optional tensors of one file.
class OptionalTensors {
public:
    OptionalTensors(const tensor::TensorArchive& archive, const ArtifactShape& shape, TensorFile& file)
        : archive_(archive),
          shape_(shape),
          file_(file) {}

    void readSingularValues() {
        if (const auto* values = floats(keys::singularValues, {shape_.layers, shape_.heads, shape_.headDim},
                                        "[num_layers, num_heads, head_dim]")) {
            file_.singularValues = valuesOf(*values);
        }
    }

    void readOtherHeads() {
        const bool hasGrams = isThere(keys::otherGrams);
        if (hasGrams != isThere(keys::otherHeads)) {
            leaveOut(hasGrams ? keys::otherGrams : keys::otherHeads,
                     fmt::format("is unusable without {}, which is missing",
                                 hasGrams ? keys::otherHeads : keys::otherGrams));
            return;
        }
        const std::int64_t pairs = std::int64_t{shape_.layers} * (shape_.layers - 1) / 2;
        const auto* grams = floats(keys::otherGrams, {pairs, anyCount}, "[pairs of layers, draws]");
        if (grams == nullptr) {
            return;
        }
        const std::int64_t draws = grams->shape[1];
        const auto* heads = integers(keys::otherHeads, {pairs, draws, 2}, "[pairs of layers, draws, 2]");
        if (heads == nullptr || grams->elementCount() == 0) {
            return;
        }
        OtherHeadGrams others{shape_.layers, static_cast<int>(draws), valuesOf(*grams), {}};
        if (takeHeads(valuesOf(*heads), others)) {
            file_.otherHeads = std::move(others);
        }
    }

private:
    void leaveOut(const char* name, std::string reason) {
        file_.leftOut.push_back({name, std::move(reason)});
    }

    bool isSkipped(const char* name) const {
        return std::any_of(archive_.skipped.begin(), archive_.skipped.end(),
                           [name](const tensor::SkippedEntry& entry) { return entry.name == name; });
    }

    bool isThere(const char* name) const { return archive_.find(name) != nullptr || isSkipped(name); }

    const tensor::TensorView* floats(const char* name, const std::vector<std::int64_t>& expected,
                                     const char* meaning) {
        const auto* found = archive_.find(name);
        if (found == nullptr && isSkipped(name)) {
            leaveOut(name, "is not a floating-point tensor");
        }
        return found != nullptr && fits(name, *found, expected, meaning) ? found : nullptr;
    }

    const tensor::TensorView* integers(const char* name, const std::vector<std::int64_t>& expected,
                                       const char* meaning) {
        const auto* found = archive_.findIntegers(name);
        if (found == nullptr && isThere(name)) {
            leaveOut(name, "is not a tensor of int16, int32 or int64");
        }
        return found != nullptr && fits(name, *found, expected, meaning) ? found : nullptr;
    }

    bool fits(const char* name, const tensor::TensorView& tensor, const std::vector<std::int64_t>& expected,
              const char* meaning) {
        const bool sameShape = std::equal(
            tensor.shape.begin(), tensor.shape.end(), expected.begin(), expected.end(),
            [](std::int64_t found, std::int64_t wanted) { return wanted == anyCount || found == wanted; });
        if (!sameShape) {
            std::vector<std::string> extents;
            extents.reserve(expected.size());
            for (const std::int64_t extent : expected) {
                extents.push_back(extent == anyCount ? "any" : std::to_string(extent));
            }
            leaveOut(name, fmt::format("has shape [{}], but must have [{}]: {}",
                                       fmt::join(tensor.shape, ", "), fmt::join(extents, ", "), meaning));
            return false;
        }
        const auto any = std::find(expected.begin(), expected.end(), anyCount) - expected.begin();
        if (any < std::ssize(expected) && tensor.shape[static_cast<std::size_t>(any)] > shape_.heads) {
            leaveOut(name,
                     fmt::format("has {} draws for each pair of layers, but {} heads allow no more than {}",
                                 tensor.shape[static_cast<std::size_t>(any)], shape_.heads, shape_.heads));
            return false;
        }
        if (!fitsItsFile(tensor, file_.path)) {
            leaveOut(name, "has more elements than its file can hold");
            return false;
        }
        return true;
    }

    /// `indices` is [P, N, 2].
    bool takeHeads(const std::vector<double>& indices, OtherHeadGrams& others) {
        const auto draws = static_cast<std::size_t>(others.draws);
        others.heads.reserve(indices.size() / 2);
        for (std::size_t i = 0; i + 1 < indices.size(); i += 2) {
            const auto place = [&] { return fmt::format("[{}][{}]", i / 2 / draws, i / 2 % draws); };
            for (const double index : {indices[i], indices[i + 1]}) {
                if (!(index >= 0.0 && index < shape_.heads)) {
                    leaveOut(keys::otherHeads, fmt::format("names head {} at {}, but there are heads 0 to {}",
                                                           index, place(), shape_.heads - 1));
                    return false;
                }
            }
            if (indices[i] == indices[i + 1]) {
                leaveOut(keys::otherHeads,
                         fmt::format("pairs head {} with itself at {}", indices[i], place()));
                return false;
            }
            others.heads.push_back(
                {HeadIndex{static_cast<int>(indices[i])}, HeadIndex{static_cast<int>(indices[i + 1])}});
        }
        return true;
    }

    const tensor::TensorArchive& archive_;
    const ArtifactShape& shape_;
    TensorFile& file_;
};

} // namespace

void readOptionalTensors(const tensor::TensorArchive& archive, const ArtifactShape& shape, TensorFile& file) {
    OptionalTensors tensors(archive, shape, file);
    tensors.readSingularValues();
    tensors.readOtherHeads();
}

} // namespace sextant::artifact
