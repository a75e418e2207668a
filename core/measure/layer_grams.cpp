// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/layer_grams.h"

#include "core/blas/area.h"
#include "core/blas/products.h"
#include "core/operators/pair_gram.h"

#include <cmath>
#include <memory>
#include <type_traits>

namespace sextant::measure {
namespace {

/// The products of two layer ranges, head after head of a group.
template <typename Number>
class RangeProducts {
public:
    RangeProducts(const checkpoint::AttentionWeights& weights, const MeasurePlan& plan,
                  const MeasureTask& task, const artifact::LayerPairTable& known)
        : weights_(weights),
          plan_(plan),
          task_(task),
          known_(known),
          sameRange_(task.first.begin == task.second.begin),
          firstRows_(task.first.size() * plan.model.headDim),
          secondRows_(task.second.size() * plan.model.headDim),
          first_(uninitialised(firstRows_, plan.model.hidden)),
          second_(uninitialised(sameRange_ ? 0 : secondRows_, plan.model.hidden)),
          keyProduct_(uninitialised(firstRows_, secondRows_)),
          queryProduct_(uninitialised(firstRows_, secondRows_)) {}

    std::vector<double> compute(const std::stop_token& stop) {
        const HeadGroup& group = plan_.groups[static_cast<std::size_t>(task_.group)];
        multiply(keyProduct_.get(),
                 [&](LayerIndex l, Number* target) { weights_.readKey(l, group.keyHead, target); });
        std::vector<double> grams;
        for (const int position : group.positions) {
            if (stop.stop_requested()) {
                return grams;
            }
            const HeadIndex head{plan_.heads[static_cast<std::size_t>(position)]};
            multiply(queryProduct_.get(),
                     [&](LayerIndex l, Number* target) { weights_.readQuery(l, head, target); });
            appendGrams(position, grams);
        }
        return grams;
    }

private:
    /// Every element is written before it is read: clearing tens of megabytes first would show in the time.
    static std::unique_ptr<Number[]> uninitialised(int rows, int columns) {
        return std::make_unique_for_overwrite<Number[]>(blas::area(rows, columns));
    }

    template <typename Read>
    void multiply(Number* product, const Read& read) {
        const int hidden = plan_.model.hidden;
        fill(first_.get(), task_.first, read);
        if (sameRange_) {
            blas::setSymmetricProduct(first_.get(), firstRows_, hidden, product);
        } else {
            fill(second_.get(), task_.second, read);
            blas::setProduct(first_.get(), firstRows_, second_.get(), secondRows_, hidden, product,
                             secondRows_);
        }
    }

    template <typename Read>
    void fill(Number* panel, const LayerRange& range, const Read& read) {
        for (int l = range.begin; l < range.end; ++l) {
            read(LayerIndex{plan_.layers[static_cast<std::size_t>(l)]},
                 panel + blas::area((l - range.begin) * plan_.model.headDim, plan_.model.hidden));
        }
    }

    void appendGrams(int position, std::vector<double>& grams) const {
        for (int l = task_.first.begin; l < task_.first.end; ++l) {
            for (int m = task_.second.begin; m < task_.second.end; ++m) {
                const bool wanted = !sameRange_ || l > m; // only the lower triangle was computed
                grams.push_back(wanted ? gramOf(l, m, position) : 0.0);
            }
        }
    }

    double gramOf(int l, int m, int position) const {
        const int r = plan_.model.headDim;
        const std::size_t offset = blas::area((l - task_.first.begin) * r, secondRows_) +
                                   static_cast<std::size_t>((m - task_.second.begin) * r);
        const double gram = operators::blockInnerProduct(keyProduct_.get() + offset,
                                                         queryProduct_.get() + offset, r, secondRows_);
        if constexpr (std::is_same_v<Number, float>) {
            const HeadIndex head{position};
            const double scale = std::sqrt(known_(LayerIndex{l}, LayerIndex{l}, head)) *
                                 std::sqrt(known_(LayerIndex{m}, LayerIndex{m}, head));
            if (!(std::abs(gram) <= kLargestCosineInFloats * scale)) {
                return operators::pairGramInDoubles(
                    weights_, {LayerIndex{plan_.layers[static_cast<std::size_t>(l)]},
                               LayerIndex{plan_.layers[static_cast<std::size_t>(m)]},
                               HeadIndex{plan_.heads[static_cast<std::size_t>(position)]},
                               plan_.groups[static_cast<std::size_t>(task_.group)].keyHead});
            }
        }
        return gram;
    }

    const checkpoint::AttentionWeights& weights_;
    const MeasurePlan& plan_;
    const MeasureTask& task_;
    const artifact::LayerPairTable& known_; ///< its diagonal
    bool sameRange_;
    int firstRows_;
    int secondRows_;
    std::unique_ptr<Number[]> first_;
    std::unique_ptr<Number[]> second_;
    std::unique_ptr<Number[]> keyProduct_;
    std::unique_ptr<Number[]> queryProduct_;
};

} // namespace

std::vector<double> layerGrams(const checkpoint::AttentionWeights& weights, const MeasurePlan& plan,
                               const MeasureTask& task, ProductPrecision precision,
                               const artifact::LayerPairTable& grams, const std::stop_token& stop) {
    return precision == ProductPrecision::Single
               ? RangeProducts<float>(weights, plan, task, grams).compute(stop)
               : RangeProducts<double>(weights, plan, task, grams).compute(stop);
}

} // namespace sextant::measure
