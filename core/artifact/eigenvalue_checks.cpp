// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/artifact/tensor_file_checks.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace sextant::artifact {
namespace {

struct HeadFindings {
    int heads = 0;
    LayerIndex firstLayer;
    HeadIndex firstHead;
    std::size_t atFirst = 0; ///< what was found there

    void add(LayerIndex l, HeadIndex h, std::size_t found) {
        if (heads++ == 0) {
            firstLayer = l;
            firstHead = h;
            atFirst = found;
        }
    }
};

bool isHalf(tensor::ElementType type) {
    return tensor::elementSize(type) == 2;
}

/// The distinct among values that are by decreasing magnitude, so that equal ones lie together but for their
/// signs. Values that were `roundedCoarsely` may have differed before, so all of them but zeros count.
std::size_t distinctValues(const double* values, std::size_t count, bool roundedCoarsely) {
    std::size_t distinct = 0;
    bool positiveSeen = false, negativeSeen = false, zeroSeen = false;
    for (std::size_t i = 0; i < count; ++i) {
        if (i == 0 || roundedCoarsely || std::abs(values[i]) != std::abs(values[i - 1])) {
            positiveSeen = negativeSeen = false;
        }
        bool& seen = values[i] > 0.0 ? positiveSeen : values[i] < 0.0 ? negativeSeen : zeroSeen;
        distinct += seen ? 0 : 1;
        seen = true;
    }
    return distinct;
}

} // namespace

std::vector<Warning> checkEigenvalues(const TensorFile& file, const ArtifactShape& shape) {
    const auto count = static_cast<std::size_t>(file.eigenvalueCount);
    const auto expected = static_cast<std::size_t>(std::min(file.eigenvalueCount, shape.hiddenSize));
    const std::size_t tolerated = expected / 64; // many small values in single precision meet by chance
    HeadFindings nonFinite, disordered, repeated;
    std::size_t nonFiniteValues = 0;
    for (LayerIndex l; l.value < shape.layers; ++l.value) {
        for (HeadIndex h; h.value < shape.heads; ++h.value) {
            const double* values = file.eigenvaluesOf(l, h, shape.heads);
            const auto bad =
                std::count_if(values, values + count, [](double value) { return !std::isfinite(value); });
            if (bad > 0) {
                const auto* first =
                    std::find_if_not(values, values + count, [](double v) { return std::isfinite(v); });
                nonFinite.add(l, h, static_cast<std::size_t>(first - values));
                nonFiniteValues += static_cast<std::size_t>(bad);
                continue;
            }
            const auto* smaller = std::adjacent_find(
                values, values + count, [](double a, double b) { return std::abs(a) < std::abs(b); });
            if (smaller != values + count) {
                disordered.add(l, h, static_cast<std::size_t>(smaller - values));
            } else if (const std::size_t distinct =
                           distinctValues(values, count, isHalf(file.eigenvalueType));
                       distinct + tolerated < expected) {
                repeated.add(l, h, distinct);
            }
        }
    }
    std::vector<Warning> warnings;
    const auto nameOf = [](const HeadFindings& at) {
        return fmt::format("sym_eigs[{}][{}]", at.firstLayer.value, at.firstHead.value);
    };
    if (nonFinite.heads > 0) {
        warnings.push_back(
            {file.path, fmt::format("{}[{}]", nameOf(nonFinite), nonFinite.atFirst),
             fmt::format("{} values in {} heads are not finite, the first of them here; those heads "
                         "count as missing",
                         nonFiniteValues, nonFinite.heads)});
    }
    if (disordered.heads > 0) {
        warnings.push_back(
            {file.path, fmt::format("{}[{}]", nameOf(disordered), disordered.atFirst),
             fmt::format("the eigenvalues of {} heads are not by decreasing magnitude, first here",
                         disordered.heads)});
    }
    if (repeated.heads > 0) {
        warnings.push_back(
            {file.path, nameOf(repeated),
             fmt::format("{} heads have fewer distinct eigenvalues than the {} expected; the first of "
                         "them, here, has {}",
                         repeated.heads, expected, repeated.atFirst)});
    }
    return warnings;
}

} // namespace sextant::artifact
