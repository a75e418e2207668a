// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operators/layer_grams.h"

#include "core/base/try.h"
#include "core/blas/area.h"
#include "core/blas/products.h"
#include "core/operators/pair_gram.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <type_traits>

#include <fmt/format.h>

namespace sextant::operators {
namespace {

/// Multiplications between two looks at the stop token: some 30 ms of one thread.
template <typename Number>
constexpr double mostPerPanel = std::is_same_v<Number, float> ? 1e9 : 5e8;

/// The products of two lists of layers, head after head of a group.
template <typename Number>
class RangeProducts {
public:
    RangeProducts(const checkpoint::AttentionWeights& weights, const GramTask& task,
                  const std::stop_token& stop)
        : weights_(weights),
          task_(task),
          stop_(stop),
          headDim_(weights.shape().headDim),
          hidden_(weights.shape().hidden),
          oneList_(task.isOneList()),
          firstRows_(static_cast<int>(task.first.size()) * headDim_),
          secondRows_(static_cast<int>(task.second.size()) * headDim_),
          first_(uninitialised(firstRows_, hidden_)),
          second_(uninitialised(oneList_ ? 0 : secondRows_, hidden_)),
          keyProduct_(uninitialised(firstRows_, secondRows_)),
          queryProduct_(uninitialised(firstRows_, secondRows_)) {}

    Result<std::vector<double>> compute() {
        std::vector<double> grams;
        TRY(multiply(keyProduct_.get(),
                     [&](LayerIndex l, Number* target) { weights_.readKey(l, task_.keyHead, target); }));
        for (std::size_t h = 0; h < task_.heads.size(); ++h) {
            TRY(multiply(queryProduct_.get(), [&](LayerIndex l, Number* target) {
                weights_.readQuery(l, task_.heads[h], target);
            }));
            TRY(appendGrams(h, grams));
        }
        return grams;
    }

private:
    /// Every element is written before it is read: clearing tens of megabytes first would show in the time.
    static std::unique_ptr<Number[]> uninitialised(int rows, int columns) {
        return std::make_unique_for_overwrite<Number[]>(blas::area(rows, columns));
    }

    Result<void> goOn() const {
        return stop_.stop_requested() ? failure(ErrorCode::Cancelled, {}, {}, "the measurement was stopped")
                                      : Result<void>{};
    }

    template <typename Read>
    Result<void> multiply(Number* product, const Read& read) {
        TRY(fill(first_.get(), task_.first, read));
        if (!oneList_) {
            TRY(fill(second_.get(), task_.second, read));
        }
        const int step = rowsPerPanel();
        for (int begin = 0; begin < firstRows_; begin += step) {
            TRY(goOn());
            multiplyPanel(begin, std::min(step, firstRows_ - begin), product);
        }
        return {};
    }

    /// Whole layers, so that every panel is as tall as BLAS likes.
    int rowsPerPanel() const {
        const double perRow = static_cast<double>(secondRows_) * hidden_ * (oneList_ ? 0.5 : 1.0);
        const double layers = mostPerPanel<Number> / (perRow * headDim_);
        const double most = static_cast<double>(task_.first.size());
        return headDim_ * static_cast<int>(std::clamp(layers, 1.0, most));
    }

    /// Rows [begin, begin + count) of the product; of one list's, only the lower triangle.
    void multiplyPanel(int begin, int count, Number* product) {
        const Number* rows = first_.get() + blas::area(begin, hidden_);
        Number* target = product + blas::area(begin, secondRows_);
        if (!oneList_) {
            blas::setProduct(rows, count, second_.get(), secondRows_, hidden_, target, secondRows_);
            return;
        }
        if (begin > 0) {
            blas::setProduct(rows, count, first_.get(), begin, hidden_, target, secondRows_);
        }
        blas::setSymmetricProduct(rows, count, hidden_, target + begin, secondRows_);
    }

    template <typename Read>
    Result<void> fill(Number* panel, const std::vector<LayerIndex>& layers, const Read& read) {
        for (std::size_t i = 0; i < layers.size(); ++i) {
            TRY(goOn());
            read(layers[i], panel + blas::area(static_cast<int>(i) * headDim_, hidden_));
        }
        return {};
    }

    Result<void> appendGrams(std::size_t head, std::vector<double>& grams) const {
        for (std::size_t i = 0; i < task_.first.size(); ++i) {
            for (std::size_t j = 0; j < task_.second.size(); ++j) {
                TRY(goOn()); // recomputing a pair in doubles takes some milliseconds
                const bool wanted = !oneList_ || i > j; // only the lower triangle was computed
                grams.push_back(wanted ? gramOf(i, j, head) : 0.0);
            }
        }
        return {};
    }

    double gramOf(std::size_t i, std::size_t j, std::size_t head) const {
        const std::size_t offset =
            blas::area(static_cast<int>(i) * headDim_, secondRows_) + j * static_cast<std::size_t>(headDim_);
        const double gram = blockInnerProduct(keyProduct_.get() + offset, queryProduct_.get() + offset,
                                              headDim_, secondRows_);
        if constexpr (std::is_same_v<Number, float>) {
            const double scale = task_.firstNorms[head * task_.first.size() + i] *
                                 task_.secondNorms[head * task_.second.size() + j];
            if (!(std::abs(gram) <= kLargestCosineInFloats * scale)) {
                return pairGramInDoubles(weights_,
                                         {task_.first[i], task_.second[j], task_.heads[head], task_.keyHead});
            }
        }
        return gram;
    }

    const checkpoint::AttentionWeights& weights_;
    const GramTask& task_;
    const std::stop_token& stop_;
    int headDim_;
    int hidden_;
    bool oneList_;
    int firstRows_;
    int secondRows_;
    std::unique_ptr<Number[]> first_;
    std::unique_ptr<Number[]> second_;
    std::unique_ptr<Number[]> keyProduct_;
    std::unique_ptr<Number[]> queryProduct_;
};

} // namespace

Result<std::vector<double>> layerGrams(const checkpoint::AttentionWeights& weights, const GramTask& task,
                                       const std::stop_token& stop) {
    TRY_ASSIGN(std::vector<double> grams, task.precision == ProductPrecision::Single
                                              ? RangeProducts<float>(weights, task, stop).compute()
                                              : RangeProducts<double>(weights, task, stop).compute());
    if (!std::all_of(grams.begin(), grams.end(), [](double gram) { return std::isfinite(gram); })) {
        // The spectra were finite: products of two layers can overflow where each with itself does not, and a
        // file can be cut short meanwhile.
        return failure(
            ErrorCode::Inconsistent, weights.layer(task.first.front()).key.file.parent_path(), {},
            fmt::format("the products of key head {} are not finite; the weights are too large, or "
                        "changed during the measurement",
                        task.keyHead));
    }
    return grams;
}

std::uint64_t workspaceOf(const GramTask& task, const checkpoint::AttentionShape& shape) {
    const std::uint64_t first = task.first.size() * static_cast<std::uint64_t>(shape.headDim);
    const std::uint64_t second = task.second.size() * static_cast<std::uint64_t>(shape.headDim);
    const std::uint64_t panels = (first + (task.isOneList() ? 0 : second)) * shape.hidden;
    return (panels + 2 * first * second) *
           (task.precision == ProductPrecision::Single ? sizeof(float) : sizeof(double));
}

} // namespace sextant::operators
