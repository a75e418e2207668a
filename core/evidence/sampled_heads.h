// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/evidence/head_effects.h"
#include "core/evidence/relabelling.h"

#include <functional>
#include <vector>

namespace sextant::evidence {

/// The null that head labels mean nothing, where only some pairs of different heads are known: for every pair
/// of layers a few draws, each head about once on either side.
///
///     const SampledHeads sampled(draws, groups, layers);
///     const std::vector<Relabelled> reference = sampled.against(LayerIndex{7}, cosineToAnchor);
class SampledHeads {
public:
    /// Of draws of all pairs of layers; the two heads of a draw share no keys. A pair of heads that was drawn
    /// more than once counts once. O(n log n), see headEffects().
    SampledHeads(std::vector<HeadDraw> draws, const KeyGroups& groups, int layers);

    /// Of every layer against one anchor, [L]; `value` is the same-index value `Q(l, h; a, h)`, NaN = none.
    /// With the n draws of a pair of layers, of H heads:
    /// - The mean over heads would be the draws' mean, with variance `v (1/n + 1/H) + 2 w (1/n - 1/H)`: v is
    ///   what two heads have beyond what each brings to all its draws, w what one brings (for draws of
    ///   distinct heads; else the second term follows from how often each was drawn). Where heads share keys
    ///   the correlation of such draws adds to v. Both are estimated from all draws of the anchor's pairs of
    ///   layers, from all there are where these are few, and where draws are too few to tell heads' shares,
    ///   v is their whole variance, which is more.
    /// - One head would be the draws' mean plus the estimates of its two heads' shares, which shrink towards
    /// 0
    ///   where draws are few, and stray as far as one more of the draws does: shares that multiply, and keys
    ///   that are shared, leave more than v. Its rank is among the pair's draws.
    /// Nothing is known of the anchor itself or of a pair of layers without draws.
    [[nodiscard]] std::vector<Relabelled>
    against(LayerIndex anchor, const std::function<double(LayerIndex, HeadIndex)>& value) const;

    /// The same of every pair of layers, [L, L] row-major and the same on both sides of the diagonal: each
    /// pair's spread is the mean of that around its two layers. Of one head, or the mean over the `present`
    /// heads that have a value in that pair of layers; unknown where there is none, and of a layer with
    /// itself. O(L^2 (N + H)): milliseconds for L 126, H 128.
    [[nodiscard]] std::vector<EstimatedReference>
    ofPairs(HeadSelection head, const std::function<int(LayerIndex, LayerIndex)>& present) const;

private:
    /// How far draws stray, as far as it concerns one anchor.
    struct Spread {
        double interaction = std::numeric_limits<double>::quiet_NaN(); ///< v
        double effect = 0.0;                                           ///< w
        double freedom = 0.0;
        bool knowsEffects = false;
    };
    struct Pair {
        std::size_t begin = 0; ///< of its draws
        std::size_t end = 0;
        double mean = 0.0;
        double sameKeyMates = 0.0; ///< other draws with the same two key groups, mean over the draws
    };

    [[nodiscard]] const Pair& pairOf(LayerIndex one, LayerIndex other) const;
    [[nodiscard]] Spread spreadAround(LayerIndex anchor) const;
    [[nodiscard]] double imbalance(const Pair& pair, LayerIndex layer) const;
    [[nodiscard]] static Spread between(const Spread& one, const Spread& other);
    [[nodiscard]] double effectOf(LayerIndex layer, HeadIndex head, const Spread& spread) const;
    [[nodiscard]] double varianceOfEffects(LayerIndex one, LayerIndex other, const Spread& spread) const;
    [[nodiscard]] Reference ofMean(const Pair& pair, const Spread& spread, double ofEffects,
                                   double present) const;
    [[nodiscard]] Reference ofHead(LayerIndex layer, LayerIndex anchor, HeadIndex head, const Spread& spread,
                                   double ofEffects) const;
    [[nodiscard]] Relabelled ofLayer(LayerIndex layer, LayerIndex anchor, const Spread& spread,
                                     const std::function<double(LayerIndex, HeadIndex)>& value) const;
    void describePairs();
    [[nodiscard]] double correlationOfSameKeys() const;

    std::vector<HeadDraw> draws_; ///< by pair of layers
    KeyGroups groups_;
    int layers_;
    HeadEffects effects_;
    std::vector<Pair> pairs_;
    double sameKeys_ = 0.0;
};

} // namespace sextant::evidence
