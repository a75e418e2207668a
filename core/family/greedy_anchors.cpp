// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/family/greedy_anchors.h"

#include "core/analysis/mean.h"
#include "core/family/anchor_span.h"

#include <Eigen/Dense>

#include <algorithm>
#include <cmath>
#include <optional>
#include <random>

namespace sextant::family {
namespace {

constexpr unsigned kGreedySeed = 20260103;
constexpr int kGreedyDraws = 400;
/// Two candidates whose R^2 differ by less are equal: the first layer is taken, whatever rounding says.
constexpr double kEqualRSquared = 1e-12;

/// One head's operators less their parts in the span of the anchors.
class Remainder {
public:
    explicit Remainder(const CosineMatrix& cosines)
        : position_(static_cast<std::size_t>(cosines.layers), -1),
          products_(cosines.size(), cosines.size()),
          squaredNorm_(cosines.size()) {
        for (int i = 0; i < cosines.size(); ++i) {
            position_[static_cast<std::size_t>(cosines.present[static_cast<std::size_t>(i)].value)] = i;
            for (int j = 0; j < cosines.size(); ++j) {
                products_(i, j) = cosines(i, j);
            }
            squaredNorm_[i] = cosines(i, i);
        }
    }

    [[nodiscard]] bool has(LayerIndex layer) const { return at(layer) >= 0; }

    /// R^2 of a layer with `added` among the anchors too; `added` may have no data.
    [[nodiscard]] double rSquared(LayerIndex layer, std::optional<LayerIndex> added) const {
        const int l = at(layer);
        double left = products_(l, l);
        if (added && isIndependent(*added)) {
            const int a = at(*added);
            left -= products_(l, a) * products_(l, a) / products_(a, a);
        }
        return squaredNorm_[l] > 0.0 ? std::clamp(1.0 - left / squaredNorm_[l], 0.0, 1.0) : 0.0;
    }

    void add(LayerIndex anchor) {
        if (isIndependent(anchor)) {
            const int a = at(anchor);
            const Eigen::VectorXd column = products_.col(a) / std::sqrt(products_(a, a));
            products_.noalias() -= column * column.transpose();
        }
    }

private:
    [[nodiscard]] int at(LayerIndex layer) const { return position_[static_cast<std::size_t>(layer.value)]; }

    /// Whether something of it is left outside of the span.
    [[nodiscard]] bool isIndependent(LayerIndex layer) const {
        return has(layer) && products_(at(layer), at(layer)) > kDependent;
    }

    std::vector<int> position_;   ///< [L], -1 without data
    Eigen::MatrixXd products_;    ///< [n, n]
    Eigen::VectorXd squaredNorm_; ///< [n], before anything was taken away
};

class Choice {
public:
    Choice(std::span<const CosineMatrix> heads, std::span<const LayerIndex> given) {
        for (const CosineMatrix& cosines : heads) {
            remainders_.emplace_back(cosines);
            isAnchor_.resize(static_cast<std::size_t>(cosines.layers));
        }
        for (const LayerIndex anchor : given) {
            add(anchor);
        }
    }

    [[nodiscard]] int layers() const { return static_cast<int>(isAnchor_.size()); }
    [[nodiscard]] bool isAnchor(LayerIndex layer) const {
        return isAnchor_[static_cast<std::size_t>(layer.value)];
    }
    [[nodiscard]] bool hasData(LayerIndex layer) const {
        return std::ranges::any_of(remainders_, [&](const Remainder& one) { return one.has(layer); });
    }

    /// Mean over the layers that are not anchors; NaN when nothing is left.
    template <typename Function>
    [[nodiscard]] double mean(std::optional<LayerIndex> added, const Function& function) const {
        double sum = 0.0;
        double count = 0.0;
        for (const Remainder& one : remainders_) {
            for (LayerIndex l; l.value < layers(); ++l.value) {
                if (!isAnchor(l) && l != added && one.has(l)) {
                    sum += function(one.rSquared(l, added));
                    ++count;
                }
            }
        }
        return count > 0.0 ? sum / count : analysis::kMissing;
    }

    [[nodiscard]] double meanRSquared(std::optional<LayerIndex> added = {}) const {
        return mean(added, [](double square) { return square; });
    }

    void add(LayerIndex anchor) {
        isAnchor_[static_cast<std::size_t>(anchor.value)] = true;
        for (Remainder& one : remainders_) {
            one.add(anchor);
        }
    }

private:
    std::vector<Remainder> remainders_;
    std::vector<bool> isAnchor_;
};

/// The squared cosines of isotropic operators, mean over heads, in units of 1/d^2; to first order the R^2
/// of several anchors are their sums.
class ChanceChoice {
public:
    ChanceChoice(int layers, int heads, std::mt19937_64& generator)
        : squares_(Eigen::MatrixXd::Zero(layers, layers)),
          explained_(Eigen::VectorXd::Zero(layers)),
          isAnchor_(static_cast<std::size_t>(layers)) {
        std::chi_squared_distribution<double> chi(heads);
        for (int l = 0; l < layers; ++l) {
            for (int m = 0; m < l; ++m) {
                squares_(l, m) = chi(generator) / heads;
                squares_(m, l) = squares_(l, m);
            }
        }
    }

    void add(int anchor) {
        isAnchor_[static_cast<std::size_t>(anchor)] = true;
        ++anchors_;
        explained_ += squares_.col(anchor);
    }

    /// Of the layers that are not anchors; there is at least one.
    [[nodiscard]] double mean() const { return sumOfOthers() / others(); }

    /// Adds the best of the layers; at least two are not anchors.
    void addBest() {
        const double sum = sumOfOthers();
        std::optional<int> best;
        double most = 0.0;
        for (int j = 0; j < squares_.rows(); ++j) {
            if (!isAnchor_[static_cast<std::size_t>(j)]) {
                double with = sum - explained_[j];
                for (int l = 0; l < squares_.rows(); ++l) {
                    with += isAnchor_[static_cast<std::size_t>(l)] ? 0.0 : squares_(l, j);
                }
                if (!best || with > most) {
                    best = j;
                    most = with;
                }
            }
        }
        add(*best);
    }

private:
    [[nodiscard]] int others() const { return static_cast<int>(squares_.rows()) - anchors_; }

    [[nodiscard]] double sumOfOthers() const {
        double sum = 0.0;
        for (int l = 0; l < squares_.rows(); ++l) {
            sum += isAnchor_[static_cast<std::size_t>(l)] ? 0.0 : explained_[l];
        }
        return sum;
    }

    Eigen::MatrixXd squares_;   ///< [L, L], 0 on the diagonal
    Eigen::VectorXd explained_; ///< [L], by the anchors so far
    std::vector<bool> isAnchor_;
    int anchors_ = 0;
};

/// Mean and deviation of what is added.
class Tally {
public:
    void add(double value) {
        sum_ += value;
        squares_ += value * value;
        ++count_;
    }
    [[nodiscard]] evidence::Reference scaled(double factor) const {
        const double mean = sum_ / count_;
        const double variance = std::max(0.0, squares_ / count_ - mean * mean);
        return evidence::scaled({mean, std::sqrt(variance)}, factor);
    }

private:
    double sum_ = 0.0;
    double squares_ = 0.0;
    int count_ = 0;
};

} // namespace

std::vector<GreedyStep> greedyAnchors(std::span<const CosineMatrix> heads, std::span<const LayerIndex> given,
                                      int count, const std::stop_token& stop) {
    std::vector<GreedyStep> steps;
    Choice choice(heads, given);
    double before = choice.meanRSquared();
    while (static_cast<int>(steps.size()) < count && !stop.stop_requested()) {
        std::optional<GreedyStep> best;
        for (LayerIndex l; l.value < choice.layers(); ++l.value) {
            const bool isCandidate = !choice.isAnchor(l) && choice.hasData(l);
            const double with = isCandidate ? choice.meanRSquared(l) : analysis::kMissing;
            if (std::isfinite(with) && (!best || with > best->rSquared + kEqualRSquared)) {
                best = GreedyStep{l, with, with - before, 0.0};
            }
        }
        if (!best) {
            break; // no layer would be left to explain
        }
        choice.add(best->layer);
        best->meanResidual = choice.mean({}, [](double square) { return std::sqrt(1.0 - square); });
        before = best->rSquared;
        steps.push_back(*best);
    }
    return steps;
}

std::vector<ChanceStep> greedyByChance(int layers, int heads, int hiddenSize, int given, int count,
                                       const std::stop_token& stop) {
    const int most = std::max(0, std::min(count, layers - 1 - given));
    std::vector<Tally> gains(static_cast<std::size_t>(most));
    std::vector<Tally> totals(static_cast<std::size_t>(most));
    std::mt19937_64 generator(kGreedySeed);
    int draws = 0;
    for (; most > 0 && draws < kGreedyDraws && !stop.stop_requested(); ++draws) {
        ChanceChoice choice(layers, heads, generator);
        for (int anchor = 0; anchor < given; ++anchor) {
            choice.add(anchor);
        }
        double before = choice.mean();
        for (std::size_t step = 0; step < gains.size(); ++step) {
            choice.addBest();
            const double now = choice.mean();
            gains[step].add(now - before);
            totals[step].add(now);
            before = now;
        }
    }
    std::vector<ChanceStep> steps;
    const double unit = 1.0 / (static_cast<double>(hiddenSize) * hiddenSize);
    for (std::size_t step = 0; draws > 0 && step < gains.size(); ++step) {
        steps.push_back({gains[step].scaled(unit), totals[step].scaled(unit)});
    }
    return steps;
}

} // namespace sextant::family
