// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/angles/principal_angles.h"
#include "core/angles/span_basis.h"
#include "core/artifact/artifact.h"

#include <optional>
#include <stop_token>
#include <vector>

namespace sextant::angles {

/// Alignment of one head's spans. `ranks` is [L].
struct HeadAlignment {
    std::vector<PrincipalAngles> values; ///< [L] against an anchor, or [L, L] of all pairs
    std::vector<int> ranks;              ///< dimension of each layer's span, or kMissingRank
};

/// Principal angles between span(eig_dirs[l,h]) and span(eig_dirs[a,h]) for every layer l. Cosines are the
/// singular values of `W_l (A_l A_a^T) W_a^T` with W from whitening(); only artifact::comparedDirections()
/// take part; linearly dependent directions are replaced by a basis of their span, whose rank says how many
/// angles there are (Bjorck and Golub 1973). O(L k^2 d). Nothing when stopped.
[[nodiscard]] std::optional<HeadAlignment> alignHeadWithAnchor(const artifact::TensorFile& tensors,
                                                               const artifact::ArtifactShape& shape,
                                                               HeadIndex head, LayerIndex anchor,
                                                               const std::stop_token& stop);

/// The same for all pairs of layers, from one symmetric product of the stacked directions. O(L^2 k^2 (d +
/// k)); working memory 8 ((L k)^2 + 512 L k) bytes. Nothing when stopped; a stop request is noticed within
/// one panel of 512 columns.
[[nodiscard]] std::optional<HeadAlignment> alignHeadPairs(const artifact::TensorFile& tensors,
                                                          const artifact::ArtifactShape& shape,
                                                          HeadIndex head, const std::stop_token& stop);

/// Asks the system to fetch the head's directions from their file, and does not wait: the work on the
/// previous head hides the latency.
void prefetchHead(const artifact::TensorFile& tensors, const artifact::ArtifactShape& shape, HeadIndex head);

/// The work that no method for all pairs can avoid: converting one head's directions and forming their
/// symmetric product. `gram` becomes [L k, L k], its lower triangle filled. False when stopped. For
/// alignHeadPairs and the benchmark.
[[nodiscard]] bool stackedGram(const artifact::TensorFile& tensors, const artifact::ArtifactShape& shape,
                               HeadIndex head, std::vector<double>& gram, const std::stop_token& stop);

/// The same for one anchor: converting one head's directions and forming `products[l]`, [A_l A_l^T | A_l
/// A_a^T] of shape [k, 2k]. False when stopped. For alignHeadWithAnchor() and the benchmark.
[[nodiscard]] bool anchorProducts(const artifact::TensorFile& tensors, const artifact::ArtifactShape& shape,
                                  HeadIndex head, LayerIndex anchor, std::vector<RowMajorMatrix>& products,
                                  const std::stop_token& stop);

} // namespace sextant::angles
