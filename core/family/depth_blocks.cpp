// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/family/depth_blocks.h"

#include "core/family/leading_eigenvalue.h"

#include <Eigen/Dense>

#include <algorithm>
#include <limits>
#include <numeric>
#include <random>
#include <utility>

namespace sextant::family {
namespace {

constexpr unsigned kOrderSeed = 20260104;
/// Shares that differ by less are equal: fewer blocks, and earlier borders, win.
constexpr double kEqualShares = 1e-7;

/// The best blocks of one order of the layers.
class Partition {
public:
    Partition(const Eigen::MatrixXd& matrix, int most, const std::stop_token& stop)
        : size_(static_cast<int>(matrix.rows())),
          leading_(blockValues(matrix, stop)) {
        best_.assign(static_cast<std::size_t>(most), {});
        border_.assign(static_cast<std::size_t>(most), {});
        for (int count = 0; count < most; ++count) {
            addCount(static_cast<std::size_t>(count));
        }
    }

    /// The largest share of 1, 2, ... blocks.
    [[nodiscard]] std::vector<double> shares() const {
        std::vector<double> shares;
        std::ranges::transform(best_, std::back_inserter(shares),
                               [&](const std::vector<double>& best) { return best.back() / size_; });
        return shares;
    }

    /// The first layers of the best `count` blocks, in positions.
    [[nodiscard]] std::vector<int> firsts(std::size_t count) const {
        std::vector<int> firsts;
        int last = size_ - 1;
        for (std::size_t k = count; k-- > 0;) {
            const int first = border_[k][static_cast<std::size_t>(last)];
            firsts.insert(firsts.begin(), first);
            last = first - 1;
        }
        return firsts;
    }

private:
    static Eigen::MatrixXd blockValues(const Eigen::MatrixXd& matrix, const std::stop_token& stop) {
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

    /// Of `count + 1` blocks that end at each layer; fewer layers than blocks have no value.
    void addCount(std::size_t count) {
        constexpr double kImpossible = -std::numeric_limits<double>::infinity();
        for (int last = 0; last < size_; ++last) {
            double best = kImpossible;
            int border = 0;
            for (int first = count == 0 ? 0 : 1; first <= (count == 0 ? 0 : last); ++first) {
                const double before =
                    count == 0 ? 0.0 : best_[count - 1][static_cast<std::size_t>(first - 1)];
                const double sum = before + leading_(first, last);
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
    Eigen::MatrixXd leading_;               ///< (first, last): lambda_max of that block
    std::vector<std::vector<double>> best_; ///< [count - 1][last], sums over the blocks
    std::vector<std::vector<int>> border_;  ///< first layer of the last block
};

/// The same permutations on every platform, which std::shuffle does not promise.
void shuffle(std::vector<int>& order, std::mt19937_64& generator) {
    for (std::size_t i = order.size(); i > 1; --i) {
        std::swap(order[i - 1], order[generator() % i]);
    }
}

Eigen::MatrixXd reordered(const CosineMatrix& cosines, const std::vector<int>& order) {
    const auto size = static_cast<Eigen::Index>(order.size());
    return Eigen::MatrixXd::NullaryExpr(size, size, [&](Eigen::Index row, Eigen::Index column) {
        return cosines(order[static_cast<std::size_t>(row)], order[static_cast<std::size_t>(column)]);
    });
}

/// What each number of blocks gains over the mean order.
std::vector<double> gainsOf(const std::vector<double>& shares, const std::vector<double>& mean) {
    std::vector<double> gains;
    std::ranges::transform(shares, mean, std::back_inserter(gains), std::minus<>());
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

DepthBlocks depthBlocks(const CosineMatrix& cosines, const std::stop_token& stop) {
    DepthBlocks found;
    const int size = cosines.size();
    if (size == 0) {
        return found;
    }
    const int most = std::min(size, kMostBlocks);
    std::vector<int> order(static_cast<std::size_t>(size));
    std::iota(order.begin(), order.end(), 0);
    const Partition partition(reordered(cosines, order), most, stop);
    std::vector<std::vector<double>> shares{partition.shares()};
    std::mt19937_64 generator(kOrderSeed);
    for (int i = 0; size > 2 && i < kShuffledOrders && !stop.stop_requested(); ++i) {
        shuffle(order, generator);
        shares.push_back(Partition(reordered(cosines, order), most, stop).shares());
    }
    found.shareByCount = shares.front();
    found.shuffledByCount.assign(static_cast<std::size_t>(most), 0.0);
    for (const std::vector<double>& one : shares) {
        for (std::size_t k = 0; k < one.size(); ++k) {
            found.shuffledByCount[k] += one[k] / static_cast<double>(shares.size());
        }
    }
    const std::vector<double> gains = gainsOf(shares.front(), found.shuffledByCount);
    std::size_t count = 0;
    for (std::size_t k = 1; k < gains.size(); ++k) {
        count = gains[k] > gains[count] + kEqualShares ? k : count;
    }
    const bool isMoreThanChance = std::all_of(shares.begin() + 1, shares.end(), [&](const auto& one) {
        return std::ranges::max(gainsOf(one, found.shuffledByCount)) + kEqualShares < gains[count];
    });
    count = isMoreThanChance ? count : 0;
    found.share = found.shareByCount[count];
    found.blocks = blocksFrom(cosines, partition.firsts(count + 1));
    return found;
}

} // namespace sextant::family
