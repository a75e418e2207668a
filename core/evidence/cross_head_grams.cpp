// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evidence/cross_head_grams.h"

#include "core/analysis/operator_cosine.h"
#include "core/analysis/singular_cosine.h"
#include "core/evidence/sampled_heads.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace sextant::evidence {
namespace {

/// The draws of one artifact.
class GramDraws {
public:
    GramDraws(const artifact::OtherHeadGrams& others, const artifact::GramFile& grams,
              const KeyGroups& groups)
        : others_(others),
          grams_(grams),
          groups_(groups) {}

    /// Draws of all pairs of layers.
    [[nodiscard]] std::vector<HeadDraw> cosines() const {
        std::vector<HeadDraw> draws;
        const int layers = others_.layers;
        for (LayerIndex l; l.value < layers; ++l.value) {
            for (LayerIndex m{l.value + 1}; m.value < layers; ++m.value) {
                for (int i = 0; i < others_.draws; ++i) {
                    const std::size_t pair = others_.pairOf(l, m);
                    const auto [head, other] = others_.headsOf(pair, i);
                    const double cosine = others_.gramOf(pair, i) /
                                          std::max(norm(l, head) * norm(m, other), analysis::kNormFloor);
                    if (std::isfinite(cosine) && !shareKeys(head, other)) {
                        draws.push_back({l, head, m, other, std::clamp(cosine, -1.0, 1.0)});
                    }
                }
            }
        }
        return draws;
    }

    /// The scales to the anchor in the anchor's pairs of layers, each divided by its layer's size().
    [[nodiscard]] std::vector<HeadDraw> scales(std::vector<HeadDraw> cosines, LayerIndex anchor) const {
        std::erase_if(cosines, [anchor](const HeadDraw& draw) {
            return draw.layer != anchor && draw.laterLayer != anchor;
        });
        for (HeadDraw& draw : cosines) {
            const bool isFirst = draw.layer == anchor;
            const LayerIndex layer = isFirst ? draw.laterLayer : draw.layer;
            const double ofAnchor = isFirst ? norm(anchor, draw.head) : norm(anchor, draw.otherHead);
            const double ofLayer = isFirst ? norm(layer, draw.otherHead) : norm(layer, draw.head);
            draw.value *= ofLayer / ofAnchor / size(layer);
        }
        return cosines;
    }

    /// The size of a layer's operators, to compare the spread of layers of different sizes.
    [[nodiscard]] double size(LayerIndex layer) const {
        double squares = 0.0;
        for (HeadIndex h; h.value < groups_.heads; ++h.value) {
            const double squared = grams_.gram(layer, layer, h);
            squares += std::isfinite(squared) ? std::max(squared, 0.0) : 0.0;
        }
        return std::sqrt(std::max(squares / groups_.heads, analysis::kNormFloor));
    }

private:
    [[nodiscard]] double norm(LayerIndex layer, HeadIndex head) const {
        const double squared = grams_.gram(layer, layer, head);
        return std::isfinite(squared) ? std::sqrt(std::max(squared, analysis::kNormFloor)) : std::nan("");
    }

    [[nodiscard]] bool shareKeys(HeadIndex head, HeadIndex other) const {
        return head.value / groups_.size() == other.value / groups_.size();
    }

    const artifact::OtherHeadGrams& others_;
    const artifact::GramFile& grams_;
    const KeyGroups& groups_;
};

/// The draws of the cosine, each divided by what the singular values allow.
SampledHeads reachedBy(const artifact::TensorFile& tensors, std::vector<HeadDraw> cosines,
                       const KeyGroups& groups, int layers) {
    for (HeadDraw& draw : cosines) {
        draw.value = analysis::reachedCosine(
            draw.value, analysis::singularValueCosine(
                            tensors.singularValuesOf(draw.layer, draw.head, groups.heads),
                            tensors.singularValuesOf(draw.laterLayer, draw.otherHead, groups.heads)));
    }
    std::erase_if(cosines, [](const HeadDraw& draw) { return !std::isfinite(draw.value); });
    return {std::move(cosines), groups, layers};
}

Relabelled times(Relabelled relabelled, double factor) {
    relabelled.ofMean = scaled(relabelled.ofMean, factor);
    for (HeadReference& head : relabelled.ofHeads) {
        head.reference = scaled(head.reference, factor);
        head.shared *= std::abs(factor);
    }
    return relabelled;
}

} // namespace

std::vector<HeadDraw> cosineDraws(const artifact::OtherHeadGrams& others, const artifact::GramFile& grams,
                                  const KeyGroups& groups) {
    return GramDraws(others, grams, groups).cosines();
}

CrossHeadGrams crossHeadGrams(const artifact::TensorFile& tensors, const artifact::GramFile& grams,
                              const KeyGroups& groups, LayerIndex anchor) {
    const artifact::OtherHeadGrams& others = *tensors.otherHeads;
    const GramDraws source(others, grams, groups);
    const std::vector<HeadDraw> cosines = source.cosines();
    const artifact::LayerPairTable& gram = grams.gram;
    const auto norm = [&](LayerIndex l, HeadIndex h) {
        return std::sqrt(std::max(gram(l, l, h), analysis::kNormFloor));
    };
    const auto cosine = [&](LayerIndex l, HeadIndex h) {
        const bool finite = std::isfinite(gram(l, anchor, h)) && std::isfinite(gram(l, l, h)) &&
                            std::isfinite(gram(anchor, anchor, h));
        return finite ? gram(l, anchor, h) / std::max(norm(l, h) * norm(anchor, h), analysis::kNormFloor)
                      : std::nan("");
    };

    CrossHeadGrams result;
    result.cosine = SampledHeads(cosines, groups, others.layers).against(anchor, cosine);
    std::vector<HeadDraw> residuals = cosines;
    for (HeadDraw& draw : residuals) {
        draw.value = analysis::residual(draw.value);
    }
    result.residual =
        SampledHeads(std::move(residuals), groups, others.layers)
            .against(anchor, [&](LayerIndex l, HeadIndex h) { return analysis::residual(cosine(l, h)); });
    const std::vector<Relabelled> relative =
        SampledHeads(source.scales(cosines, anchor), groups, others.layers)
            .against(anchor, [&](LayerIndex l, HeadIndex h) {
                return cosine(l, h) * norm(l, h) / norm(anchor, h) / source.size(l);
            });
    if (!tensors.singularValues.empty()) {
        result.reached =
            reachedBy(tensors, cosines, groups, others.layers)
                .against(anchor, [&](LayerIndex l, HeadIndex h) {
                    return analysis::reachedCosine(
                        cosine(l, h),
                        analysis::singularValueCosine(tensors.singularValuesOf(l, h, groups.heads),
                                                      tensors.singularValuesOf(anchor, h, groups.heads)));
                });
    }
    for (LayerIndex l; l.value < others.layers; ++l.value) {
        result.scale.push_back(times(relative[static_cast<std::size_t>(l.value)], source.size(l)));
    }
    return result;
}

} // namespace sextant::evidence
