// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/missing_notes.h"

#include "core/artifact/operator_rank.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>
#include <functional>
#include <optional>

namespace sextant::report {
namespace {

/// How many (layer, head) a condition holds for, and their names.
struct Found {
    int count = 0;
    std::string names; ///< "layer 0, heads 1, 2; layer 3, head 0", the first of many
};

constexpr int kMostNamed = 24;

Found findHeads(const artifact::GramFile& grams,
                const std::function<bool(LayerIndex, HeadIndex)>& condition) {
    const artifact::ArtifactShape& shape = grams.shape;
    Found found;
    for (int l = 0; l < shape.layers; ++l) {
        std::vector<int> heads;
        for (int h = 0; h < shape.heads; ++h) {
            if (!condition(LayerIndex{l}, HeadIndex{h})) {
                continue;
            }
            if (++found.count <= kMostNamed) {
                heads.push_back(h);
            }
        }
        if (!heads.empty()) {
            found.names += fmt::format("{}layer {}, head{} {}", found.names.empty() ? "" : "; ",
                                       grams.layerNumbers.of(LayerIndex{l}), heads.size() == 1 ? "" : "s",
                                       fmt::join(heads, ", "));
        }
    }
    if (found.count > kMostNamed) {
        found.names += fmt::format("; and {} more", found.count - kMostNamed);
    }
    return found;
}

} // namespace

std::vector<std::string> missingNotes(const analysis::AlignmentTables& tables, const angles::AngleRow* angles,
                                      LayerIndex anchor) {
    const artifact::ArtifactShape& shape = tables.artifact->shape();
    const artifact::GramFile& grams = *tables.artifact->grams;
    const LayerNumbers& numbers = grams.layerNumbers;
    const int all = shape.layers * shape.heads;
    std::vector<std::string> notes;
    const auto note = [&](const Found& found, const char* what) {
        if (found.count > 0) {
            notes.push_back(fmt::format("anchor {}: {} of {} (layer, head) {} ({})", numbers.of(anchor),
                                        found.count, all, what, found.names));
        }
    };
    note(findHeads(grams, [&](LayerIndex l,
                              HeadIndex h) { return std::isnan(tables.operatorCosine(l, anchor, h)); }),
         "left out of the operator means: the gram is not finite");
    if (tables.signs && !tables.signs->counts().empty()) {
        const std::size_t widest = tables.signs->counts().size() - 1;
        note(findHeads(grams,
                       [&](LayerIndex l, HeadIndex h) {
                           return std::isnan(tables.signs->agreement(widest, l, anchor, h));
                       }),
             "left out of sign or spectral means: an eigenvalue is not finite");
    }
    if (angles != nullptr) {
        const auto rank = [&](LayerIndex l, HeadIndex h) { return angles->rankAt(l, h); };
        note(findHeads(grams,
                       [&](LayerIndex l, HeadIndex h) { return std::isnan(angles->at(l, h).meanCosine); }),
             "left out of the principal-angle means: a direction is not finite");
        const artifact::TensorFile& tensors = *tables.artifact->tensors;
        const auto compared = [&](LayerIndex l, HeadIndex h) {
            return artifact::comparedDirections(tensors, shape, l, h);
        };
        note(findHeads(grams, [&](LayerIndex l,
                                  HeadIndex h) { return rank(l, h) >= 0 && rank(l, h) < compared(l, h); }),
             "have linearly dependent directions: the script's QR completes their span arbitrarily; json and "
             "csv compare "
             "the spans themselves");
    }
    return notes;
}

} // namespace sextant::report
