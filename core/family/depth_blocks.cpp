// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/family/depth_blocks.h"

#include "core/family/leading_eigenvalue.h"

#include <Eigen/Dense>

#include <algorithm>
#include <functional>
#include <limits>
#include <numeric>
#include <random>
#include <utility>

namespace sextant::family {
namespace {

constexpr unsigned kOrderSeed = 20260104;
/// Shares that differ by less are equal: fewer blocks, and earlier borders, win.
constexpr double kEqualShares = 1e-7;

Eigen::MatrixXd matrixOf(const CosineMatrix& cosines) {
    return Eigen::Map<const Eigen::MatrixXd>(cosines.values.data(), cosines.size(), cosines.size());
}

/// (first, last): lambda_max of that block, above the diagonal and on it.
Eigen::MatrixXd leadingEigenvalues(const Eigen::MatrixXd& matrix, const std::stop_token& stop) {
    Eigen::MatrixXd values = Eigen::MatrixXd::Zero(matrix.rows(), matrix.rows());
    LeadingEigenvalue block(matrix);
    for (Eigen::Index first = 0; first < matrix.rows() && !stop.stop_requested(); ++first) {
        block.begin(first);
        values(first, first) = block.value();
        for (Eigen::Index last = first + 1; last < matrix.rows(); ++last) {
            block.grow();
            values(first, last) = block.value();
        }
    }
    return values;
}

/// The best blocks of each number up to `most`, with values that add up.
class Partition {
public:
    Partition(const Eigen::MatrixXd& values, int most)
        : size_(static_cast<int>(values.rows())),
          values_(values),
          best_(static_cast<std::size_t>(most)),
          border_(static_cast<std::size_t>(most)) {
        for (int count = 0; count < most; ++count) {
            addCount(static_cast<std::size_t>(count));
        }
    }

    /// The largest sum of so many blocks.
    [[nodiscard]] double sum(int count) const { return best_[static_cast<std::size_t>(count - 1)].back(); }

    /// The first layers of those blocks, in positions.
    [[nodiscard]] std::vector<int> firsts(int count) const {
        std::vector<int> firsts;
        int last = size_ - 1;
        for (auto k = static_cast<std::size_t>(count); k-- > 0;) {
            const int first = border_[k][static_cast<std::size_t>(last)];
            firsts.insert(firsts.begin(), first);
            last = first - 1;
        }
        return firsts;
    }

private:
    /// Of `count + 1` blocks that end at each layer; fewer layers than blocks have no value.
    void addCount(std::size_t count) {
        constexpr double kImpossible = -std::numeric_limits<double>::infinity();
        for (int last = 0; last < size_; ++last) {
            double best = kImpossible;
            int border = 0;
            for (int first = count == 0 ? 0 : 1; first <= (count == 0 ? 0 : last); ++first) {
                const double before =
                    count == 0 ? 0.0 : best_[count - 1][static_cast<std::size_t>(first - 1)];
                const double sum = before + values_(first, last);
                if (sum > best + kEqualShares) {
                    best = sum;
                    border = first;
                }
            }
            best_[count].push_back(best);
            border_[count].push_back(border);
        }
    }

    int size_;
    const Eigen::MatrixXd& values_;
    std::vector<std::vector<double>> best_; ///< [count - 1][last], sums over the blocks
    std::vector<std::vector<int>> border_;  ///< first layer of the last block
};

/// The coherence of the best blocks of any order of the layers.
class Coherence {
public:
    Coherence(const CosineMatrix& cosines, int most)
        : size_(cosines.size()),
          most_(most),
          cosines_(matrixOf(cosines)) {}

    /// The largest of 1, 2, ... blocks, over the layers. O(n^2 kMostBlocks).
    [[nodiscard]] std::vector<double> of(const std::vector<int>& order) const {
        constexpr double kImpossible = -std::numeric_limits<double>::infinity();
        // (b, last): of b + 1 blocks up to there.
        Eigen::ArrayXXd best = Eigen::ArrayXXd::Constant(size_, most_, kImpossible);
        Eigen::ArrayXd squares = Eigen::ArrayXd::Zero(size_); // [first], of the block that ends at `last`
        Eigen::ArrayXd traces = Eigen::ArrayXd::Zero(size_);
        Eigen::ArrayXd coherence(size_);
        for (int last = 0; last < size_; ++last) {
            const int layer = order[static_cast<std::size_t>(last)];
            const double own = cosines_(layer, layer);
            double column = own * own;
            squares[last] = column;
            for (int first = last - 1; first >= 0; --first) {
                const double cosine = cosines_(order[static_cast<std::size_t>(first)], layer);
                column += 2.0 * cosine * cosine;
                squares[first] += column;
            }
            traces.head(last + 1) += own;
            coherence.head(last + 1) =
                (traces.head(last + 1) > 0.0).select(squares.head(last + 1) / traces.head(last + 1), 0.0);
            best(last, 0) = coherence[0];
            for (int count = 1; count < std::min(most_, last + 1); ++count) {
                best(last, count) = (best.col(count - 1).head(last) + coherence.segment(1, last)).maxCoeff();
            }
        }
        const auto shares = best.row(size_ - 1) / size_;
        return {shares.begin(), shares.end()};
    }

private:
    int size_;
    int most_;
    Eigen::MatrixXd cosines_;
};

/// The same permutations on every platform, which std::shuffle does not promise.
void shuffle(std::vector<int>& order, std::mt19937_64& generator) {
    for (std::size_t i = order.size(); i > 1; --i) {
        std::swap(order[i - 1], order[generator() % i]);
    }
}

/// What each number of blocks gains over the mean order.
std::vector<double> gainsOf(const std::vector<double>& coherence, const std::vector<double>& mean) {
    std::vector<double> gains;
    std::ranges::transform(coherence, mean, std::back_inserter(gains), std::minus<>());
    return gains;
}

std::vector<LayerBlock> blocksFrom(const CosineMatrix& cosines, const std::vector<int>& firsts) {
    std::vector<LayerBlock> blocks;
    for (std::size_t i = 0; i < firsts.size(); ++i) {
        const int end = i + 1 < firsts.size() ? firsts[i + 1] : cosines.size();
        blocks.push_back({cosines.present[static_cast<std::size_t>(firsts[i])],
                          cosines.present[static_cast<std::size_t>(end - 1)]});
    }
    return blocks;
}

} // namespace

DepthBlocks bestBlocks(const CosineMatrix& cosines, int count, const std::stop_token& stop) {
    DepthBlocks found;
    const int size = cosines.size();
    if (size == 0) {
        return found;
    }
    const Eigen::MatrixXd matrix = matrixOf(cosines);
    if (count == 1) {
        const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> whole(matrix, Eigen::EigenvaluesOnly);
        found.share = whole.eigenvalues()[size - 1] / size;
        found.blocks = blocksFrom(cosines, {0});
        return found;
    }
    const Eigen::MatrixXd values = leadingEigenvalues(matrix, stop);
    const int most = std::min(count, size);
    const Partition partition(values, most);
    found.share = partition.sum(most) / size;
    found.blocks = blocksFrom(cosines, partition.firsts(most));
    return found;
}

DepthBlocks depthBlocks(const CosineMatrix& cosines, const std::stop_token& stop) {
    const int size = cosines.size();
    if (size == 0) {
        return {};
    }
    const int most = std::min(size, kMostBlocks);
    std::vector<int> order(static_cast<std::size_t>(size));
    std::iota(order.begin(), order.end(), 0);
    const Coherence coherence(cosines, most);
    std::vector<std::vector<double>> ofOrders{coherence.of(order)};
    std::mt19937_64 generator(kOrderSeed);
    for (int i = 0; size > 2 && i < kShuffledOrders && !stop.stop_requested(); ++i) {
        shuffle(order, generator);
        ofOrders.push_back(coherence.of(order));
    }
    std::vector<double> mean(static_cast<std::size_t>(most), 0.0);
    for (const std::vector<double>& one : ofOrders) {
        for (std::size_t k = 0; k < one.size(); ++k) {
            mean[k] += one[k] / static_cast<double>(ofOrders.size());
        }
    }
    const std::vector<double> gains = gainsOf(ofOrders.front(), mean);
    std::size_t count = 0;
    for (std::size_t k = 1; k < gains.size(); ++k) {
        count = gains[k] > gains[count] + kEqualShares ? k : count;
    }
    const bool isMoreThanChance = std::all_of(ofOrders.begin() + 1, ofOrders.end(), [&](const auto& one) {
        return std::ranges::max(gainsOf(one, mean)) + kEqualShares < gains[count];
    });
    DepthBlocks found = bestBlocks(cosines, isMoreThanChance ? static_cast<int>(count) + 1 : 1, stop);
    found.coherence = std::move(ofOrders.front());
    found.coherenceByChance = std::move(mean);
    return found;
}

} // namespace sextant::family
