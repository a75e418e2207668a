// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evidence/sampled_heads.h"

#include "core/artifact/other_head_grams.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>
#include <utility>

namespace sextant::evidence {
namespace {

/// Below this many degrees of freedom an estimate is left to more draws, or to a coarser one.
constexpr double kLeastFreedom = 8.0;

/// Draws in twos with the same keys, below which their correlation counts as complete.
constexpr std::size_t kLeastMates = 10;

double sumOfSquares(const std::vector<double>& values, const std::vector<std::size_t>& which) {
    double sum = 0.0;
    for (const std::size_t i : which) {
        sum += values[i] * values[i];
    }
    return sum;
}

} // namespace

SampledHeads::SampledHeads(std::vector<HeadDraw> draws, const KeyGroups& groups, int layers)
    : draws_(std::move(draws)),
      groups_(groups),
      layers_(layers) {
    // Of few heads, some pairs are drawn more than once; the second time they tell nothing new.
    const auto place = [layers](const HeadDraw& draw) {
        return std::tuple(artifact::OtherHeadGrams::pairOf(draw.layer, draw.laterLayer, layers), draw.head,
                          draw.otherHead);
    };
    std::ranges::stable_sort(draws_, {}, place);
    const auto same = [&place](const HeadDraw& one, const HeadDraw& other) {
        return place(one) == place(other);
    };
    draws_.erase(std::unique(draws_.begin(), draws_.end(), same), draws_.end());
    effects_ = headEffects(draws_, layers, groups.heads);
    describePairs();
    sameKeys_ = correlationOfSameKeys();
}

void SampledHeads::describePairs() {
    pairs_.resize(static_cast<std::size_t>(layers_) * static_cast<std::size_t>(layers_ - 1) / 2);
    for (std::size_t i = 0; i < draws_.size(); ++i) {
        Pair& pair = pairs_[artifact::OtherHeadGrams::pairOf(draws_[i].layer, draws_[i].laterLayer, layers_)];
        pair.begin = pair.end == 0 ? i : pair.begin;
        pair.end = i + 1;
        pair.mean += draws_[i].value;
    }
    for (Pair& pair : pairs_) {
        std::map<std::pair<int, int>, double> ofKeys;
        for (std::size_t i = pair.begin; i < pair.end; ++i) {
            ++ofKeys[{draws_[i].head.value / groups_.size(), draws_[i].otherHead.value / groups_.size()}];
        }
        const auto count = static_cast<double>(pair.end - pair.begin);
        for (const auto& [keys, alike] : ofKeys) {
            pair.sameKeyMates += alike * (alike - 1.0) / count;
        }
        pair.mean /= std::max(count, 1.0);
    }
}

double SampledHeads::correlationOfSameKeys() const {
    if (groups_.size() == 1) {
        return 0.0;
    }
    const bool fits = effects_.freedom >= kLeastFreedom;
    const std::vector<double>& values = fits ? effects_.remainder : effects_.centred;
    double products = 0.0;
    double squares = 0.0;
    std::size_t mates = 0;
    for (const Pair& pair : pairs_) {
        for (std::size_t i = pair.begin; i < pair.end; ++i) {
            squares += values[i] * values[i];
            for (std::size_t j = pair.begin; j < i; ++j) {
                const HeadDraw& one = draws_[i];
                const HeadDraw& other = draws_[j];
                const int size = groups_.size();
                if (one.head.value / size == other.head.value / size &&
                    one.otherHead.value / size == other.otherHead.value / size) {
                    products += values[i] * values[j];
                    ++mates;
                }
            }
        }
    }
    if (mates < kLeastMates || !(squares > 0.0)) {
        return 1.0;
    }
    const double variance = squares / static_cast<double>(draws_.size());
    return std::clamp(products / static_cast<double>(mates) / variance, 0.0, 1.0);
}

const SampledHeads::Pair& SampledHeads::pairOf(LayerIndex one, LayerIndex other) const {
    return pairs_[artifact::OtherHeadGrams::pairOf(std::min(one, other), std::max(one, other), layers_)];
}

SampledHeads::Spread SampledHeads::spreadAround(LayerIndex anchor) const {
    std::vector<std::size_t> own;
    double ofMeans = 0.0; // degrees of freedom that the means of pairs of layers take, more with alike draws
    for (LayerIndex layer; layer.value < layers_; ++layer.value) {
        if (layer != anchor) {
            const Pair& pair = pairOf(layer, anchor);
            for (std::size_t i = pair.begin; i < pair.end; ++i) {
                own.push_back(i);
            }
            ofMeans += pair.begin < pair.end ? 1.0 + pair.sameKeyMates * sameKeys_ : 0.0;
        }
    }
    const auto count = static_cast<double>(own.size());
    Spread spread;
    spread.freedom = count - ofMeans;
    if (spread.freedom < 1.0) {
        return spread;
    }
    const double whole = sumOfSquares(effects_.centred, own) / spread.freedom;
    spread.interaction = whole;
    const double ofOwn = effects_.freedom * count / static_cast<double>(draws_.size());
    if (effects_.freedom < kLeastFreedom) {
        return spread;
    }
    spread.knowsEffects = true;
    if (ofOwn >= kLeastFreedom) {
        spread.interaction = sumOfSquares(effects_.remainder, own) / ofOwn;
        spread.freedom = ofOwn;
    } else {
        double sum = 0.0;
        for (const double remainder : effects_.remainder) {
            sum += remainder * remainder;
        }
        spread.interaction = sum / effects_.freedom;
        spread.freedom = effects_.freedom;
    }
    spread.effect = std::max(0.0, (whole - spread.interaction) / 2.0);
    return spread;
}

/// `sum over heads of (share of the draws - 1/H)^2`: 1/n - 1/H where each was drawn at most once.
double SampledHeads::imbalance(const Pair& pair, LayerIndex layer) const {
    std::vector<double> shares(static_cast<std::size_t>(groups_.heads), 0.0);
    for (std::size_t i = pair.begin; i < pair.end; ++i) {
        const HeadIndex head = draws_[i].layer == layer ? draws_[i].head : draws_[i].otherHead;
        shares[static_cast<std::size_t>(head.value)] += 1.0 / static_cast<double>(pair.end - pair.begin);
    }
    double sum = 0.0;
    for (const double share : shares) {
        const double distance = share - 1.0 / groups_.heads;
        sum += distance * distance;
    }
    return sum;
}

SampledHeads::Spread SampledHeads::between(const Spread& one, const Spread& other) {
    if (std::isnan(one.interaction) || std::isnan(other.interaction)) {
        return std::isnan(one.interaction) ? other : one;
    }
    return {(one.interaction + other.interaction) / 2.0, (one.effect + other.effect) / 2.0,
            std::min(one.freedom, other.freedom), one.knowsEffects && other.knowsEffects};
}

double SampledHeads::effectOf(LayerIndex layer, HeadIndex head, const Spread& spread) const {
    const auto at = static_cast<std::size_t>(layer.value) * static_cast<std::size_t>(groups_.heads) +
                    static_cast<std::size_t>(head.value);
    const double known = effects_.uses[at] * spread.effect;
    return known > 0.0 ? known / (known + spread.interaction) * effects_.ofHeads[at] : 0.0;
}

double SampledHeads::varianceOfEffects(LayerIndex one, LayerIndex other, const Spread& spread) const {
    if (!(spread.effect > 0.0)) {
        return 0.0;
    }
    const Pair& pair = pairOf(one, other);
    return spread.effect * (imbalance(pair, one) + imbalance(pair, other));
}

Reference SampledHeads::ofMean(const Pair& pair, const Spread& spread, double ofEffects,
                               double present) const {
    const auto count = static_cast<double>(pair.end - pair.begin);
    const double variance =
        (1.0 + pair.sameKeyMates * sameKeys_) / count + (1.0 + (groups_.size() - 1.0) * sameKeys_) / present;
    return {pair.mean, std::sqrt(spread.interaction * variance + ofEffects)};
}

Reference SampledHeads::ofHead(LayerIndex layer, LayerIndex anchor, HeadIndex head, const Spread& spread,
                               double ofEffects) const {
    const Pair& pair = pairOf(layer, anchor);
    const double share = 1.0 + 1.0 / static_cast<double>(pair.end - pair.begin);
    if (!spread.knowsEffects) { // what the heads bring is part of `interaction`
        return {pair.mean, std::sqrt(spread.interaction * share)};
    }
    // What heads contribute is known on average, but backgrounds multiply: a cell strays as far as the draws
    // do.
    return {pair.mean + effectOf(layer, head, spread) + effectOf(anchor, head, spread),
            std::sqrt(spread.interaction * share + ofEffects + 2.0 * spread.effect)};
}

Relabelled SampledHeads::ofLayer(LayerIndex layer, LayerIndex anchor, const Spread& spread,
                                 const std::function<double(LayerIndex, HeadIndex)>& value) const {
    Relabelled result;
    result.ofHeads.resize(static_cast<std::size_t>(groups_.heads));
    const Pair& pair = pairOf(layer, anchor);
    if (pair.begin == pair.end) {
        return result;
    }
    std::vector<double> draws;
    for (std::size_t i = pair.begin; i < pair.end; ++i) {
        draws.push_back(draws_[i].value);
    }
    const double ofEffects = varianceOfEffects(layer, anchor, spread);
    double present = 0.0;
    for (HeadIndex h; h.value < groups_.heads; ++h.value) {
        const double own = value(layer, h);
        if (std::isnan(own)) {
            continue;
        }
        ++present;
        HeadReference& head = result.ofHeads[static_cast<std::size_t>(h.value)];
        head.rank = rankShare(own, draws);
        head.freedom = spread.freedom;
        head.reference = ofHead(layer, anchor, h, spread, ofEffects);
        // Without known effects, half of what the heads bring is the anchor's.
        head.shared = std::sqrt(spread.knowsEffects ? spread.effect : spread.interaction / 2.0);
    }
    if (present > 0.0) {
        result.ofMean = ofMean(pair, spread, ofEffects, present);
        result.freedom = spread.freedom;
    }
    return result;
}

std::vector<Relabelled>
SampledHeads::against(LayerIndex anchor, const std::function<double(LayerIndex, HeadIndex)>& value) const {
    const Spread spread = spreadAround(anchor);
    std::vector<Relabelled> result;
    for (LayerIndex layer; layer.value < layers_; ++layer.value) {
        result.push_back(
            layer == anchor
                ? Relabelled{{}, std::vector<HeadReference>(static_cast<std::size_t>(groups_.heads))}
                : ofLayer(layer, anchor, spread, value));
    }
    return result;
}

std::vector<EstimatedReference>
SampledHeads::ofPairs(HeadSelection head, const std::function<int(LayerIndex, LayerIndex)>& present) const {
    std::vector<Spread> spreads;
    for (LayerIndex layer; layer.value < layers_; ++layer.value) {
        spreads.push_back(spreadAround(layer));
    }
    const auto layers = static_cast<std::size_t>(layers_);
    std::vector<EstimatedReference> result(layers * layers);
    for (LayerIndex l; l.value < layers_; ++l.value) {
        for (LayerIndex m{l.value + 1}; m.value < layers_; ++m.value) {
            const auto first = static_cast<std::size_t>(l.value);
            const auto second = static_cast<std::size_t>(m.value);
            const Pair& pair = pairOf(l, m);
            const int heads = present(l, m);
            if (pair.begin == pair.end || heads == 0) {
                continue;
            }
            const Spread spread = between(spreads[first], spreads[second]);
            const double ofEffects = varianceOfEffects(l, m, spread);
            const Reference reference =
                head ? ofHead(l, m, *head, spread, ofEffects) : ofMean(pair, spread, ofEffects, heads);
            result[first * layers + second] = result[second * layers + first] = {reference, spread.freedom};
        }
    }
    return result;
}

} // namespace sextant::evidence
