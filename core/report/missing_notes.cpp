// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/missing_notes.h"

#include <fmt/format.h>

#include <cmath>
#include <functional>
#include <optional>

namespace sextant::report {
namespace {

/// How many (layer, head) a condition holds for, and the first.
struct Found {
    int count = 0;
    LayerIndex layer;
    HeadIndex head;
};

Found findHeads(const artifact::ArtifactShape& shape,
                const std::function<bool(LayerIndex, HeadIndex)>& condition) {
    Found found;
    for (int l = 0; l < shape.layers; ++l) {
        for (int h = 0; h < shape.heads; ++h) {
            if (condition(LayerIndex{l}, HeadIndex{h}) && found.count++ == 0) {
                found.layer = LayerIndex{l};
                found.head = HeadIndex{h};
            }
        }
    }
    return found;
}

/// Below this share of the largest, a measurement in single precision leaves nothing but rounding.
constexpr double kZeroEigenvalue = 1e-5;

int nonZeroEigenvaluesOf(const artifact::Artifact& artifact, LayerIndex layer, HeadIndex head) {
    const double* values = artifact.tensors->eigenvaluesOf(layer, head, artifact.shape().heads);
    return analysis::nonZeroEigenvalues({values, static_cast<std::size_t>(artifact.tensors->eigenvalueCount)},
                                        kZeroEigenvalue);
}

} // namespace

std::vector<std::string> missingNotes(const analysis::AlignmentTables& tables, const angles::AngleRow* angles,
                                      LayerIndex anchor) {
    const artifact::ArtifactShape& shape = tables.artifact->shape();
    const int all = shape.layers * shape.heads;
    std::vector<std::string> notes;
    const auto note = [&](const Found& found, const char* what) {
        if (found.count > 0) {
            notes.push_back(fmt::format("anchor {}: {} of {} (layer, head) {} (first: layer {}, head {})",
                                        anchor.value, found.count, all, what, found.layer.value,
                                        found.head.value));
        }
    };
    note(findHeads(shape, [&](LayerIndex l,
                              HeadIndex h) { return std::isnan(tables.operatorCosine(l, anchor, h)); }),
         "left out of the operator means: the gram is not finite");
    if (tables.signs && !tables.signs->counts().empty()) {
        const std::size_t widest = tables.signs->counts().size() - 1;
        note(findHeads(shape,
                       [&](LayerIndex l, HeadIndex h) {
                           return std::isnan(tables.signs->agreement(widest, l, anchor, h));
                       }),
             "left out of sign or spectral means: an eigenvalue is not finite");
    }
    if (angles != nullptr) {
        const auto rank = [&](LayerIndex l, HeadIndex h) { return angles->rankAt(l, h); };
        note(findHeads(shape,
                       [&](LayerIndex l, HeadIndex h) { return std::isnan(angles->at(l, h).meanCosine); }),
             "left out of the principal-angle means: a direction is not finite");
        note(findHeads(shape,
                       [&](LayerIndex l, HeadIndex h) {
                           return rank(l, h) >= 0 && rank(l, h) < tables.artifact->tensors->topk;
                       }),
             "have linearly dependent directions: the script's QR completes their span arbitrarily; json and "
             "csv compare "
             "the spans themselves");
        note(findHeads(shape,
                       [&](LayerIndex l, HeadIndex h) {
                           return std::isfinite(tables.spectrum->sumsAt(l, h).squares) &&
                                  nonZeroEigenvaluesOf(*tables.artifact, l, h) <
                                      tables.artifact->tensors->topk;
                       }),
             "have fewer eigenvalues that are not zero than stored directions: the directions beyond, and "
             "with "
             "them the angles, are arbitrary");
    }
    return notes;
}

} // namespace sextant::report
