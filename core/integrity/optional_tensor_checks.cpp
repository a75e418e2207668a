// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/integrity/tensor_file_checks.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

namespace sextant::integrity {
namespace {

Check checkUsable(const artifact::TensorFile& file) {
    Check check{.id = CheckId::OptionalTensorsUsable, .file = file.path};
    check.count = file.leftOut.size();
    check.of = check.count + (file.singularValues.empty() ? 0 : 1) + (file.otherHeads ? 2 : 0);
    if (check.of > 0) {
        check.severity = check.count > 0 ? Severity::Warning : Severity::Passed;
    }
    if (check.count > 0) {
        check.worst = Place{.name = file.leftOut.front().name, .kind = file.leftOut.front().reason};
    }
    return check;
}

Check checkSingularValues(const artifact::TensorFile& file, const artifact::ArtifactShape& shape) {
    Check check{.id = CheckId::SingularValuesSound, .file = file.path};
    if (file.singularValues.empty()) {
        return check;
    }
    check.severity = Severity::Passed;
    check.of = static_cast<std::size_t>(shape.layers) * static_cast<std::size_t>(shape.heads);
    for (LayerIndex l; l.value < shape.layers; ++l.value) {
        for (HeadIndex h; h.value < shape.heads; ++h.value) {
            const auto values = file.singularValuesOf(l, h, shape.heads);
            double before = std::numeric_limits<double>::max();
            const auto wrong = std::find_if(values.begin(), values.end(), [&](double value) {
                const bool sound = value >= 0.0 && value <= before;
                before = value;
                return !sound; // NaN included
            });
            if (wrong != values.end() && check.count++ == 0) {
                check.severity = Severity::Warning;
                check.worst = Place{
                    .name = fmt::format("sing_vals[{}][{}][{}]", l.value, h.value, wrong - values.begin()),
                    .layer = l,
                    .head = h,
                    .value = *wrong};
            }
        }
    }
    check.heads = check.count;
    return check;
}

Check checkOtherGrams(const artifact::TensorFile& file) {
    Check check{.id = CheckId::OtherGramsFinite, .file = file.path};
    if (!file.otherHeads) {
        return check;
    }
    const std::vector<double>& grams = file.otherHeads->grams;
    const auto isFinite = [](double value) { return std::isfinite(value); };
    check.severity = Severity::Passed;
    check.of = grams.size();
    check.count = check.of - static_cast<std::size_t>(std::count_if(grams.begin(), grams.end(), isFinite));
    if (check.count > 0) {
        const auto first = std::find_if_not(grams.begin(), grams.end(), isFinite);
        const auto cell = first - grams.begin();
        check.severity = Severity::Warning;
        check.worst = Place{.name = fmt::format("other_grams[{}][{}]", cell / file.otherHeads->draws,
                                                cell % file.otherHeads->draws),
                            .value = *first};
    }
    return check;
}

} // namespace

std::vector<Check> checkOptionalTensors(const artifact::TensorFile& file,
                                        const artifact::ArtifactShape& shape) {
    return {checkUsable(file), checkSingularValues(file, shape), checkOtherGrams(file)};
}

} // namespace sextant::integrity
