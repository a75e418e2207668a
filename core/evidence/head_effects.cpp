// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evidence/head_effects.h"

#include "core/artifact/other_head_grams.h"

#include <Eigen/Dense>

#include <algorithm>

namespace sextant::evidence {
namespace {

using Vector = Eigen::VectorXd;

constexpr int kMostSteps = 300;
constexpr double kTolerance = 1e-12; ///< of the size of the right-hand side

/// The draws as the matrix that takes effects to draws, less the mean of each pair of layers.
class Design {
public:
    Design(std::span<const HeadDraw> draws, int layers, int heads) : effects_(layers * heads) {
        for (const HeadDraw& draw : draws) {
            pair_.push_back(static_cast<Eigen::Index>(
                artifact::OtherHeadGrams::pairOf(draw.layer, draw.laterLayer, layers)));
            one_.push_back(draw.layer.value * heads + draw.head.value);
            other_.push_back(draw.laterLayer.value * heads + draw.otherHead.value);
        }
        drawsOfPair_ = Vector::Zero(layers * (layers - 1) / 2);
        for (const Eigen::Index pair : pair_) {
            drawsOfPair_(pair) += 1.0;
        }
    }

    [[nodiscard]] Eigen::Index pairsWithDraws() const { return (drawsOfPair_.array() > 0.0).count(); }

    [[nodiscard]] Vector centred(Vector values) const {
        Vector mean = Vector::Zero(drawsOfPair_.size());
        for (std::size_t i = 0; i < pair_.size(); ++i) {
            mean(pair_[i]) += values(static_cast<Eigen::Index>(i));
        }
        mean.array() /= drawsOfPair_.array().max(1.0);
        for (std::size_t i = 0; i < pair_.size(); ++i) {
            values(static_cast<Eigen::Index>(i)) -= mean(pair_[i]);
        }
        return values;
    }

    [[nodiscard]] Vector ofDraws(const Vector& effects) const {
        Vector values(static_cast<Eigen::Index>(pair_.size()));
        for (std::size_t i = 0; i < pair_.size(); ++i) {
            values(static_cast<Eigen::Index>(i)) = effects(one_[i]) + effects(other_[i]);
        }
        return centred(std::move(values));
    }

    /// The transpose of ofDraws(), for values that are centred.
    [[nodiscard]] Vector sums(const Vector& values) const {
        Vector sums = Vector::Zero(effects_);
        for (std::size_t i = 0; i < pair_.size(); ++i) {
            sums(one_[i]) += values(static_cast<Eigen::Index>(i));
            sums(other_[i]) += values(static_cast<Eigen::Index>(i));
        }
        return sums;
    }

    [[nodiscard]] std::vector<int> uses() const {
        std::vector<int> uses(static_cast<std::size_t>(effects_), 0);
        for (std::size_t i = 0; i < pair_.size(); ++i) {
            ++uses[static_cast<std::size_t>(one_[i])];
            ++uses[static_cast<std::size_t>(other_[i])];
        }
        return uses;
    }

private:
    Eigen::Index effects_;
    std::vector<Eigen::Index> pair_;
    std::vector<Eigen::Index> one_;
    std::vector<Eigen::Index> other_;
    Vector drawsOfPair_;
};

Vector leastSquares(const Design& design, const Vector& centred) {
    Vector rest = design.sums(centred);
    Vector effects = Vector::Zero(rest.size());
    Vector direction = rest;
    double size = rest.squaredNorm();
    const double enough = kTolerance * kTolerance * size;
    for (int step = 0; step < kMostSteps && size > enough; ++step) {
        const Vector image = design.sums(design.ofDraws(direction));
        const double curvature = direction.dot(image);
        if (!(curvature > 0.0)) {
            break;
        }
        effects += (size / curvature) * direction;
        rest -= (size / curvature) * image;
        const double next = rest.squaredNorm();
        direction = rest + (next / size) * direction;
        size = next;
    }
    return effects;
}

/// How many effects the draws can tell at most: in each layer one less than its heads that were drawn.
Eigen::Index effectsToTell(const std::vector<int>& uses, int layers, int heads) {
    Eigen::Index count = 0;
    for (int l = 0; l < layers; ++l) {
        const auto begin = uses.begin() + static_cast<std::ptrdiff_t>(l) * heads;
        const auto drawn = std::count_if(begin, begin + heads, [](int use) { return use > 0; });
        count += std::max<Eigen::Index>(drawn - 1, 0);
    }
    return count;
}

std::vector<double> listOf(const Vector& values) {
    return {values.begin(), values.end()};
}

} // namespace

HeadEffects headEffects(std::span<const HeadDraw> draws, int layers, int heads) {
    const Design design(draws, layers, heads);
    Vector values(static_cast<Eigen::Index>(draws.size()));
    std::ranges::transform(draws, values.begin(), &HeadDraw::value);
    const Vector centred = design.centred(std::move(values));
    const Vector effects = leastSquares(design, centred);
    HeadEffects result{listOf(effects), design.uses(), listOf(centred),
                       listOf(centred - design.ofDraws(effects)), 0.0};
    result.freedom = static_cast<double>(centred.size() - design.pairsWithDraws() -
                                         effectsToTell(result.uses, layers, heads));
    return result;
}

} // namespace sextant::evidence
