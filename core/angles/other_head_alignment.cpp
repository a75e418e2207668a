// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/angles/other_head_alignment.h"

#include "core/angles/head_rows.h"
#include "core/angles/pair_batch.h"
#include "core/angles/whitening.h"
#include "core/base/parallel.h"
#include "core/base/try.h"
#include "core/blas/availability.h"
#include "core/blas/products.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

namespace sextant::angles {
namespace {

/// Pairs whose singular values are found side by side: as many as stay in the cache.
constexpr std::size_t kPairsAtOnce = 256;

/// The directions of some heads of one layer, ready to be multiplied with others'.
class HeadStack {
public:
    HeadStack(const artifact::TensorFile& tensors, const artifact::ArtifactShape& shape, LayerIndex layer,
              const std::vector<HeadIndex>& heads)
        : size_(tensors.topk),
          length_(shape.hiddenSize),
          rows_(heads.size() * area()) {
        spans_.reserve(heads.size());
        for (std::size_t i = 0; i < heads.size(); ++i) {
            spans_.push_back(read(HeadRows(tensors, shape, heads[i]), layer, rows_.data() + i * area()));
        }
    }

    /// Those of `which` heads of another stack.
    HeadStack(const HeadStack& all, const std::vector<HeadIndex>& which)
        : size_(all.size_),
          length_(all.length_),
          rows_(which.size() * area()) {
        spans_.reserve(which.size());
        for (std::size_t i = 0; i < which.size(); ++i) {
            const auto head = static_cast<std::size_t>(which[i].value);
            spans_.push_back(all.spans_[head]);
            std::copy_n(all.rows_.data() + head * area(), area(), rows_.data() + i * area());
        }
    }

    [[nodiscard]] std::size_t heads() const { return spans_.size(); }
    [[nodiscard]] int rank(std::size_t head) const { return spans_[head].rank; }
    [[nodiscard]] const RowMajorMatrix& whitening(std::size_t head) const { return spans_[head].whitening; }

    /// All rows times all rows of the other: [heads k, heads k].
    [[nodiscard]] RowMajorMatrix times(const HeadStack& other) const {
        const auto own = static_cast<int>(heads()) * size_;
        const auto others = static_cast<int>(other.heads()) * size_;
        RowMajorMatrix product(own, others);
        blas::setProduct(rows_.data(), own, other.rows_.data(), others, length_, product.data(), others);
        return product;
    }

    /// Inner product of the two first rows, as stored; `product` is that of the rows in the stacks.
    [[nodiscard]] double firstProduct(std::size_t head, const HeadStack& other, std::size_t otherHead,
                                      double product) const {
        const bool asStored = spans_[head].first.size() == 0 && other.spans_[otherHead].first.size() == 0;
        return asStored ? product : first(head).dot(other.first(otherHead));
    }

private:
    struct Span {
        int rank = kMissingRank;
        RowMajorMatrix whitening; ///< [k, k]; identity where the rows were replaced
        Eigen::VectorXd first;    ///< the first row as stored, where the rows were replaced; else empty
    };

    [[nodiscard]] std::size_t area() const {
        return static_cast<std::size_t>(size_) * static_cast<std::size_t>(length_);
    }

    [[nodiscard]] Eigen::VectorXd first(std::size_t head) const {
        const Span& span = spans_[head];
        return span.first.size() > 0 ? span.first
                                     : Eigen::VectorXd(Eigen::Map<const Eigen::VectorXd>(
                                           rows_.data() + head * area(), length_));
    }

    /// Reads one head's k rows, and replaces them by a basis of their span and zeros where they are nearly
    /// dependent or some lie beyond the operator's rank.
    Span read(const HeadRows& source, LayerIndex layer, double* target) const {
        source.readLayer(layer, 0, length_, target);
        const int compared = source.rowsCompared(layer);
        if (compared == size_) {
            RowMajorMatrix gram = RowMajorMatrix::Zero(size_, size_);
            blas::addSymmetricProduct(target, size_, length_, gram.data());
            if (std::optional<RowMajorMatrix> factor = angles::whitening(gram)) {
                return {size_, *std::move(factor), {}};
            }
        }
        Eigen::Map<RowMajorMatrix> rows(target, size_, length_);
        Span span{kMissingRank, RowMajorMatrix::Identity(size_, size_), rows.row(0).transpose()};
        if (!rows.allFinite()) {
            rows.setZero(); // or the whole product would be NaN
            return span;
        }
        const SpanBasis basis = spanBasis(rows.topRows(compared), source.storedAs());
        span.rank = basis.rank();
        rows.setZero();
        rows.topRows(basis.rank()) = basis.rows;
        return span;
    }

    int size_;   ///< k
    int length_; ///< d
    std::vector<double> rows_;
    std::vector<Span> spans_;
};

/// All pairs of heads of two stacks.
std::vector<PrincipalAngles> alignStacks(const HeadStack& layer, const HeadStack& anchor, int size) {
    constexpr double missing = std::numeric_limits<double>::quiet_NaN();
    const RowMajorMatrix product = layer.times(anchor);
    std::vector<PrincipalAngles> values(layer.heads() * anchor.heads(), {missing, missing, missing});
    PairBatch batch(size);
    for (std::size_t i = 0; i < layer.heads(); ++i) {
        for (std::size_t j = 0; j < anchor.heads(); ++j) {
            if (layer.rank(i) == kMissingRank || anchor.rank(j) == kMissingRank) {
                continue;
            }
            const auto block = product.block(static_cast<Eigen::Index>(i) * size,
                                             static_cast<Eigen::Index>(j) * size, size, size);
            PrincipalAngles& value = values[i * anchor.heads() + j];
            const double inner = layer.firstProduct(i, anchor, j, block(0, 0));
            value.firstOverlap = inner * inner;
            RowMajorMatrix::Map(batch.add(value, std::min(layer.rank(i), anchor.rank(j))), size, size)
                .noalias() = layer.whitening(i) * block * anchor.whitening(j).transpose();
            if (batch.count() == kPairsAtOnce) {
                batch.finish();
            }
        }
    }
    batch.finish();
    return values;
}

} // namespace

Result<std::vector<std::vector<HeadBlock>>>
alignOtherHeads(const artifact::TensorFile& tensors, const artifact::ArtifactShape& shape, LayerIndex anchor,
                const BlocksOfLayer& blocks, const ThreadBudget& budget, const std::stop_token& stop) {
    TRY(blas::requireBlas());
    std::vector<std::vector<HeadBlock>> result(static_cast<std::size_t>(shape.layers));
    std::size_t largest = 1;
    for (LayerIndex l; l.value < shape.layers; ++l.value) {
        for (std::vector<HeadIndex>& heads : blocks(l)) {
            largest = std::max(largest, heads.size());
            result[static_cast<std::size_t>(l.value)].push_back({std::move(heads), {}});
        }
    }
    std::vector<HeadIndex> all;
    for (HeadIndex h; h.value < shape.heads; ++h.value) {
        all.push_back(h);
    }
    const HeadStack ofAnchor(tensors, shape, anchor, all);
    const auto rows = static_cast<std::uint64_t>(largest) * static_cast<std::uint64_t>(tensors.topk);
    const std::uint64_t bytes =
        sizeof(double) * rows * (2 * static_cast<std::uint64_t>(shape.hiddenSize) + rows);
    const ThreadBudget::Lease lease =
        budget.lease(std::min(shape.layers, threadsThatFit(bytes + blas::kBufferPerThread)));
    // Asked below instead: a layer that gives up midway is not done.
    static_cast<void>(parallelFor(shape.layers, lease.count(), stop, [&](int l) {
        for (HeadBlock& block : result[static_cast<std::size_t>(l)]) {
            if (stop.stop_requested()) {
                return;
            }
            const HeadStack ofLayer(tensors, shape, LayerIndex{l}, block.heads);
            block.values = alignStacks(ofLayer, HeadStack(ofAnchor, block.heads), tensors.topk);
        }
    }));
    if (stop.stop_requested()) {
        return failure(ErrorCode::Cancelled, {}, {}, "cancelled");
    }
    return result;
}

} // namespace sextant::angles
