// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/angles/head_alignment.h"

#include "core/angles/head_rows.h"
#include "core/angles/pair_batch.h"
#include "core/angles/whitening.h"
#include "core/blas/products.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

namespace sextant::angles {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
/// Columns of a panel of all layers: the panel stays in the second-level cache while the product runs over
/// it.
constexpr int kPanelWidth = 512;
/// Beyond this many stacked rows (k near 2r) the product of all pairs would take gigabytes; one layer after
/// the other needs almost nothing.
constexpr int kMostStackedRows = 4096;

std::size_t square(int size) {
    return static_cast<std::size_t>(size) * static_cast<std::size_t>(size);
}

/// The spans of all layers, found from their own Gram matrices.
struct LayerSpans {
    std::vector<int> ranks;
    std::vector<RowMajorMatrix>
        whitenings; ///< lower-triangular [k, k]; identity where the rows were replaced
    bool replaced = false;
};

/// `gramOf(l)` is A_l A_l^T. Layers whose Gram matrix is too ill-conditioned, and those with directions
/// beyond the rank of their operator, are read again in full.
LayerSpans findSpans(HeadRows& rows, const std::function<RowMajorMatrix(int)>& gramOf) {
    const int k = rows.rowsPerLayer();
    LayerSpans spans;
    for (int l = 0; l < rows.layers(); ++l) {
        const int compared = rows.rowsCompared(LayerIndex{l});
        if (compared == k) {
            if (std::optional<RowMajorMatrix> factor = whitening(gramOf(l))) {
                spans.ranks.push_back(k);
                spans.whitenings.push_back(*std::move(factor));
                continue;
            }
        }
        RowMajorMatrix whole(k, rows.length());
        rows.readLayer(LayerIndex{l}, 0, rows.length(), whole.data());
        spans.whitenings.emplace_back(RowMajorMatrix::Identity(k, k));
        if (!whole.allFinite()) {
            spans.ranks.push_back(kMissingRank);
            continue;
        }
        SpanBasis basis = spanBasis(whole.topRows(compared), rows.storedAs());
        spans.ranks.push_back(basis.rank());
        rows.replace(LayerIndex{l}, std::move(basis));
        spans.replaced = true;
    }
    return spans;
}

/// `products[l]` = [A_l A_l^T | A_l A_a^T], each [k, 2k]. False when stopped.
bool anchorProducts(const HeadRows& rows, LayerIndex anchor, std::vector<RowMajorMatrix>& products,
                    const std::stop_token& stop) {
    const int k = rows.rowsPerLayer();
    const int widest = std::clamp(16384 / k, 64, 2048);
    products.assign(static_cast<std::size_t>(rows.layers()), RowMajorMatrix::Zero(k, 2 * k));
    std::vector<double> stack(2 * static_cast<std::size_t>(k) * static_cast<std::size_t>(widest));
    for (int begin = 0; begin < rows.length(); begin += widest) {
        const int width = std::min(widest, rows.length() - begin);
        double* layerRows = stack.data();
        double* anchorRows = stack.data() + static_cast<std::size_t>(k) * static_cast<std::size_t>(width);
        rows.readLayer(anchor, begin, width, anchorRows);
        for (int l = 0; l < rows.layers(); ++l) {
            if (stop.stop_requested()) {
                return false;
            }
            rows.readLayer(LayerIndex{l}, begin, width, layerRows);
            blas::addProduct(layerRows, k, stack.data(), 2 * k, width,
                             products[static_cast<std::size_t>(l)].data(), 2 * k);
        }
    }
    return true;
}

bool stackedGram(const HeadRows& rows, std::vector<double>& gram, const std::stop_token& stop) {
    const int count = rows.layers() * rows.rowsPerLayer();
    gram.assign(square(count), 0.0);
    std::vector<double> panel(static_cast<std::size_t>(count) *
                              static_cast<std::size_t>(std::min(kPanelWidth, rows.length())));
    for (int begin = 0; begin < rows.length(); begin += kPanelWidth) {
        if (stop.stop_requested()) {
            return false;
        }
        const int width = std::min(kPanelWidth, rows.length() - begin);
        rows.readAll(begin, width, panel.data());
        blas::addSymmetricProduct(panel.data(), count, width, gram.data());
    }
    return true;
}

/// The table of all pairs [L, L], filled from its lower triangle, row by row.
class PairTable {
public:
    PairTable(int layers, int size)
        : layers_(layers),
          size_(size),
          batch_(size),
          values_(square(layers), {kMissing, kMissing, kMissing}) {}

    void setFirstOverlap(int l, int m, double inner) { value(l, m).firstOverlap = inner * inner; }

    /// Fills the pairs of layer l with those up to it; `setCosines(m, matrix)` writes the whitened product of
    /// l and m. False when stopped.
    template <typename SetCosines>
    bool fillRow(int l, const std::vector<int>& ranks, const SetCosines& setCosines,
                 const std::stop_token& stop) {
        constexpr int pairsBetweenStops = 64;
        const int rank = ranks[static_cast<std::size_t>(l)];
        for (int m = 0; m <= l; ++m) {
            const int otherRank = ranks[static_cast<std::size_t>(m)];
            if (rank == kMissingRank || otherRank == kMissingRank) {
                value(l, m).firstOverlap = kMissing;
            } else if (l == m) {
                // A span against itself: no arithmetic can improve on 1.
                value(l, m).meanCosine = value(l, m).smallestCosine = rank > 0 ? 1.0 : 0.0;
            } else {
                setCosines(m, Eigen::Map<RowMajorMatrix>(batch_.add(value(l, m), std::min(rank, otherRank)),
                                                         size_, size_));
            }
            if (m == l || m % pairsBetweenStops == pairsBetweenStops - 1) {
                batch_.finish();
                if (stop.stop_requested()) {
                    return false;
                }
            }
        }
        for (int m = 0; m < l; ++m) {
            value(m, l) = value(l, m);
        }
        return true;
    }

    std::vector<PrincipalAngles> take() { return std::move(values_); }

private:
    PrincipalAngles& value(int l, int m) {
        return values_[static_cast<std::size_t>(l) * static_cast<std::size_t>(layers_) +
                       static_cast<std::size_t>(m)];
    }

    int layers_;
    int size_;
    PairBatch batch_;
    std::vector<PrincipalAngles> values_;
};

/// `own[l]` = A_l A_l^T [k, k] and `firsts` [L, L] the inner products of the first rows, lower triangles.
/// False when stopped.
bool ownProducts(const HeadRows& rows, std::vector<RowMajorMatrix>& own, std::vector<double>& firsts,
                 const std::stop_token& stop) {
    const int k = rows.rowsPerLayer();
    const int layers = rows.layers();
    own.assign(static_cast<std::size_t>(layers), RowMajorMatrix::Zero(k, k));
    firsts.assign(square(layers), 0.0);
    const auto widest = static_cast<std::size_t>(std::min(kPanelWidth, rows.length()));
    std::vector<double> panel(static_cast<std::size_t>(k) * widest);
    std::vector<double> firstRows(static_cast<std::size_t>(layers) * widest);
    for (int begin = 0; begin < rows.length(); begin += kPanelWidth) {
        const int width = std::min(kPanelWidth, rows.length() - begin);
        for (int l = 0; l < layers; ++l) {
            if (stop.stop_requested()) {
                return false;
            }
            rows.readLayer(LayerIndex{l}, begin, width, panel.data());
            blas::addSymmetricProduct(panel.data(), k, width, own[static_cast<std::size_t>(l)].data());
            std::copy_n(panel.data(), width, firstRows.data() + static_cast<std::ptrdiff_t>(l) * width);
        }
        blas::addSymmetricProduct(firstRows.data(), layers, width, firsts.data());
    }
    return true;
}

/// `products[m]` = A_l A_m^T [k, k] for m < l. False when stopped.
bool productsBefore(const HeadRows& rows, int l, std::vector<RowMajorMatrix>& products,
                    const std::stop_token& stop) {
    const int k = rows.rowsPerLayer();
    products.assign(static_cast<std::size_t>(l), RowMajorMatrix::Zero(k, k));
    const auto widest = static_cast<std::size_t>(std::min(kPanelWidth, rows.length()));
    std::vector<double> own(static_cast<std::size_t>(k) * widest);
    std::vector<double> other(own.size());
    for (int begin = 0; begin < rows.length(); begin += kPanelWidth) {
        const int width = std::min(kPanelWidth, rows.length() - begin);
        rows.readLayer(LayerIndex{l}, begin, width, own.data());
        for (int m = 0; m < l; ++m) {
            if (stop.stop_requested()) {
                return false;
            }
            rows.readLayer(LayerIndex{m}, begin, width, other.data());
            blas::addProduct(own.data(), k, other.data(), k, width,
                             products[static_cast<std::size_t>(m)].data(), k);
        }
    }
    return true;
}

/// All pairs, one layer after the other: for stacks too tall for one product. The spans are found once.
std::optional<HeadAlignment> alignPairsByLayer(HeadRows& rows, const std::stop_token& stop) {
    const int layers = rows.layers();
    std::vector<RowMajorMatrix> products;
    std::vector<double> firsts;
    if (!ownProducts(rows, products, firsts, stop)) {
        return std::nullopt;
    }
    PairTable table(layers, rows.rowsPerLayer());
    for (int l = 0; l < layers; ++l) {
        for (int m = 0; m <= l; ++m) {
            table.setFirstOverlap(l, m, firsts[static_cast<std::size_t>(l) * layers + m]);
        }
    }
    const LayerSpans spans =
        findSpans(rows, [&](int l) -> RowMajorMatrix { return products[static_cast<std::size_t>(l)]; });
    for (int l = 0; l < layers; ++l) {
        const auto setCosines = [&](int m, Eigen::Map<RowMajorMatrix> matrix) {
            matrix.noalias() = spans.whitenings[static_cast<std::size_t>(l)] *
                               products[static_cast<std::size_t>(m)] *
                               spans.whitenings[static_cast<std::size_t>(m)].transpose();
        };
        if (!productsBefore(rows, l, products, stop) || !table.fillRow(l, spans.ranks, setCosines, stop)) {
            return std::nullopt;
        }
    }
    return HeadAlignment{table.take(), spans.ranks};
}

} // namespace

bool stackedGram(const artifact::TensorFile& tensors, const artifact::ArtifactShape& shape, HeadIndex head,
                 std::vector<double>& gram, const std::stop_token& stop) {
    return stackedGram(HeadRows(tensors, shape, head), gram, stop);
}

bool anchorProducts(const artifact::TensorFile& tensors, const artifact::ArtifactShape& shape, HeadIndex head,
                    LayerIndex anchor, std::vector<RowMajorMatrix>& products, const std::stop_token& stop) {
    return anchorProducts(HeadRows(tensors, shape, head), anchor, products, stop);
}

void prefetchHead(const artifact::TensorFile& tensors, const artifact::ArtifactShape& shape, HeadIndex head) {
    HeadRows(tensors, shape, head).prefetch();
}

std::optional<HeadAlignment> alignHeadWithAnchor(const artifact::TensorFile& tensors,
                                                 const artifact::ArtifactShape& shape, HeadIndex head,
                                                 LayerIndex anchor, const std::stop_token& stop) {
    HeadRows rows(tensors, shape, head);
    const int k = rows.rowsPerLayer();
    std::vector<RowMajorMatrix> products;
    if (!anchorProducts(rows, anchor, products, stop)) {
        return std::nullopt;
    }
    HeadAlignment result;
    for (const RowMajorMatrix& product : products) {
        const double inner = product(0, k);
        result.values.push_back({kMissing, kMissing, inner * inner});
    }
    const LayerSpans spans =
        findSpans(rows, [&](int l) { return products[static_cast<std::size_t>(l)].leftCols(k); });
    result.ranks = spans.ranks;
    if (spans.replaced && !anchorProducts(rows, anchor, products, stop)) {
        return std::nullopt;
    }
    const int anchorRank = spans.ranks[static_cast<std::size_t>(anchor.value)];
    const RowMajorMatrix& anchorFactor = spans.whitenings[static_cast<std::size_t>(anchor.value)];
    PairBatch batch(k);
    for (std::size_t l = 0; l < products.size(); ++l) {
        const int rank = spans.ranks[l];
        PrincipalAngles& value = result.values[l];
        if (rank == kMissingRank || anchorRank == kMissingRank) {
            value.firstOverlap = kMissing;
        } else {
            Eigen::Map<RowMajorMatrix>(batch.add(value, std::min(rank, anchorRank)), k, k).noalias() =
                spans.whitenings[l] * products[l].rightCols(k) * anchorFactor.transpose();
        }
    }
    batch.finish();
    return result;
}

std::optional<HeadAlignment> alignHeadPairs(const artifact::TensorFile& tensors,
                                            const artifact::ArtifactShape& shape, HeadIndex head,
                                            const std::stop_token& stop) {
    HeadRows rows(tensors, shape, head);
    const int k = rows.rowsPerLayer();
    const int layers = shape.layers;
    const int count = layers * k;
    if (count > kMostStackedRows) {
        return alignPairsByLayer(rows, stop);
    }
    std::vector<double> gram;
    if (!stackedGram(rows, gram, stop)) {
        return std::nullopt;
    }
    const auto block = [&](int l, int m) {
        return gram.data() + static_cast<std::size_t>(l) * k * static_cast<std::size_t>(count) +
               static_cast<std::size_t>(m) * k;
    };
    using Block = Eigen::Map<RowMajorMatrix, 0, Eigen::OuterStride<>>;
    PairTable table(layers, k);
    for (int l = 0; l < layers; ++l) {
        for (int m = 0; m <= l; ++m) {
            table.setFirstOverlap(l, m, *block(l, m));
        }
    }
    const LayerSpans spans = findSpans(
        rows, [&](int l) { return RowMajorMatrix(Block(block(l, l), k, k, Eigen::OuterStride<>(count))); });
    if (spans.replaced && !stackedGram(rows, gram, stop)) {
        return std::nullopt;
    }
    // W_l from the left over block row l, W_m^T from the right over block column m: every block becomes W_l
    // G_lm W_m^T.
    for (int l = 0; l < layers; ++l) {
        const double* factor = spans.whitenings[static_cast<std::size_t>(l)].data();
        blas::multiplyByLowerFromLeft(factor, k, block(l, 0), l * k, count);
        blas::multiplyByLowerTransposedFromRight(factor, k, block(std::min(l + 1, layers - 1), l),
                                                 (layers - 1 - l) * k, count);
    }
    for (int l = 0; l < layers; ++l) {
        const auto setCosines = [&](int m, Eigen::Map<RowMajorMatrix> matrix) {
            matrix = Block(block(l, m), k, k, Eigen::OuterStride<>(count));
        };
        if (!table.fillRow(l, spans.ranks, setCosines, stop)) {
            return std::nullopt;
        }
    }
    return HeadAlignment{table.take(), spans.ranks};
}

} // namespace sextant::angles
