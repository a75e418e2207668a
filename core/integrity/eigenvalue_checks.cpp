// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/integrity/tensor_file_checks.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace sextant::integrity {
namespace {

/// How many heads fail a check, and the first of them.
struct HeadFinding {
    std::size_t heads = 0;
    LayerIndex layer;
    HeadIndex head;
    std::size_t at = 0; ///< the index of the value at fault
    double value = 0.0;

    void add(LayerIndex l, HeadIndex h, std::size_t index, double found) {
        if (heads++ == 0) {
            layer = l;
            head = h;
            at = index;
            value = found;
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

std::vector<Check> checkEigenvalues(const artifact::TensorFile& file, const artifact::ArtifactShape& shape) {
    const auto count = static_cast<std::size_t>(file.eigenvalueCount);
    const auto expected = static_cast<std::size_t>(std::min(file.eigenvalueCount, shape.hiddenSize));
    const std::size_t tolerated = expected / 64; // many small values in single precision meet by chance
    HeadFinding nonFinite, disordered, repeated;
    std::size_t nonFiniteValues = 0;
    for (LayerIndex l; l.value < shape.layers; ++l.value) {
        for (HeadIndex h; h.value < shape.heads; ++h.value) {
            const double* values = file.eigenvaluesOf(l, h, shape.heads);
            const double* end = values + count;
            const auto bad = std::count_if(values, end, [](double value) { return !std::isfinite(value); });
            if (bad > 0) {
                const auto* first = std::find_if_not(values, end, [](double v) { return std::isfinite(v); });
                nonFinite.add(l, h, static_cast<std::size_t>(first - values), *first);
                nonFiniteValues += static_cast<std::size_t>(bad);
                continue;
            }
            const auto* smaller =
                std::adjacent_find(values, end, [](double a, double b) { return std::abs(a) < std::abs(b); });
            if (smaller != end) {
                disordered.add(l, h, static_cast<std::size_t>(smaller - values), *smaller);
            } else if (const std::size_t distinct =
                           distinctValues(values, count, isHalf(file.eigenvalueType));
                       distinct + tolerated < expected) {
                repeated.add(l, h, 0, static_cast<double>(distinct));
            }
        }
    }
    const std::size_t heads = static_cast<std::size_t>(shape.layers) * static_cast<std::size_t>(shape.heads);
    const auto outcome = [&](CheckId id, const HeadFinding& found, std::size_t bad, std::size_t of,
                             bool namesValue) {
        Check check{.id = id,
                    .severity = found.heads > 0 ? Severity::Warning : Severity::Passed,
                    .file = file.path,
                    .count = bad,
                    .of = of,
                    .heads = found.heads,
                    .limit = id == CheckId::EigenvaluesDistinct ? static_cast<double>(expected) : 0.0};
        if (found.heads > 0) {
            const std::string name = fmt::format("sym_eigs[{}][{}]", found.layer.value, found.head.value);
            check.worst = Place{.name = namesValue ? fmt::format("{}[{}]", name, found.at) : name,
                                .layer = found.layer,
                                .head = found.head,
                                .value = found.value};
        }
        return check;
    };
    return {outcome(CheckId::EigenvaluesFinite, nonFinite, nonFiniteValues, heads * count, true),
            outcome(CheckId::EigenvaluesOrdered, disordered, disordered.heads, heads - nonFinite.heads, true),
            outcome(CheckId::EigenvaluesDistinct, repeated, repeated.heads,
                    heads - nonFinite.heads - disordered.heads, false)};
}

} // namespace sextant::integrity
