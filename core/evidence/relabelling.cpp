// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evidence/relabelling.h"

#include <Eigen/Dense>

#include <algorithm>
#include <cmath>

namespace sextant::evidence {
namespace {

/// M at one position within the groups, [G, G]: other group, group.
using Cells = Eigen::MatrixXd;

std::vector<int> groupsWithData(const KeyGroups& groups, const CellValue& value) {
    std::vector<int> present;
    for (int g = 0; g < groups.groups; ++g) {
        bool complete = true;
        for (int position = 0; complete && position < groups.size(); ++position) {
            const HeadIndex head = groups.head(g, position);
            complete = std::isfinite(value(head, head));
        }
        if (complete) {
            present.push_back(g);
        }
    }
    return present;
}

Cells cellsAt(int position, const KeyGroups& groups, const std::vector<int>& present,
              const CellValue& value) {
    const auto count = static_cast<Eigen::Index>(present.size());
    Cells cells(count, count);
    for (Eigen::Index other = 0; other < count; ++other) {
        for (Eigen::Index own = 0; own < count; ++own) {
            cells(other, own) = value(groups.head(present[static_cast<std::size_t>(other)], position),
                                      groups.head(present[static_cast<std::size_t>(own)], position));
        }
    }
    return cells;
}

Reference ofSameIndexMean(const Cells& cells) {
    const auto count = static_cast<double>(cells.rows());
    const double mean = cells.mean();
    const Eigen::VectorXd rows = cells.rowwise().mean();
    const Eigen::RowVectorXd columns = cells.colwise().mean();
    const Cells interaction = ((cells.colwise() - rows).rowwise() - columns).array() + mean;
    return {mean, std::sqrt(interaction.squaredNorm() / (count - 1.0)) / count};
}

/// What rows and columns bring, from the cells off the diagonal alone: least squares of `m + a_i + b_j`.
struct AdditiveFit {
    Eigen::VectorXd predicted;    ///< of the cells on the diagonal
    double squaredResidual = 0.0; ///< summed over the cells off the diagonal
    double fourthAbove = 0.0;     ///< the fourth powers of the residuals above 0
    double fourthBelow = 0.0;
};

/// The degrees of freedom of Student's distribution with tails like those of residuals: shares that multiply
/// leave some cells far off. `4 + 6/kappa` for an excess kurtosis kappa; infinite for tails no heavier than
/// normal ones.
double freedomOfTails(double squares, double fourthPowers, double cells) {
    const double excess = cells * fourthPowers / (squares * squares) - 3.0;
    return excess > 0.0 ? 4.0 + 6.0 / excess
                        : std::numeric_limits<double>::infinity(); // which it is for NaN, too
}

AdditiveFit additiveFit(const Cells& cells) {
    const Eigen::Index count = cells.rows();
    const auto others = static_cast<double>(count - 1);
    Cells off = cells;
    off.diagonal().setZero();
    const double mean = off.sum() / (others * static_cast<double>(count));
    const Eigen::VectorXd rows = (off.rowwise().sum() / others).array() - mean;
    const Eigen::VectorXd columns = (off.colwise().sum().transpose() / others).array() - mean;
    // A row lacks its own column, so that each mean holds a little of the other side's effect.
    const double share = 1.0 / others;
    const double scale = 1.0 / (1.0 - share * share);
    const Eigen::VectorXd ofRow = scale * (rows + share * columns);
    const Eigen::VectorXd ofColumn = scale * (columns + share * rows);
    AdditiveFit fit{(ofRow + ofColumn).array() + mean};
    for (Eigen::Index i = 0; i < count; ++i) {
        for (Eigen::Index j = 0; j < count; ++j) {
            if (i != j) {
                const double residual = cells(i, j) - mean - ofRow(i) - ofColumn(j);
                fit.squaredResidual += residual * residual;
                (residual > 0.0 ? fit.fourthAbove : fit.fourthBelow) +=
                    residual * residual * residual * residual;
            }
        }
    }
    return fit;
}

std::vector<double> drawsFor(const Cells& cells, Eigen::Index head) {
    std::vector<double> draws;
    for (Eigen::Index other = 0; other < cells.rows(); ++other) {
        if (other != head) {
            draws.push_back(cells(other, head));
        }
    }
    return draws;
}

} // namespace

Relabelled relabelled(const KeyGroups& groups, const CellValue& value) {
    Relabelled result;
    result.ofHeads.resize(static_cast<std::size_t>(groups.heads));
    const std::vector<int> present = groupsWithData(groups, value);
    const auto count = static_cast<int>(present.size());
    if (count < 2) {
        return result;
    }
    Cells mean = Cells::Zero(count, count);
    double squaredResidual = 0.0;
    double fourthAbove = 0.0;
    double fourthBelow = 0.0;
    const auto headAt = [&](int index, int position) -> HeadReference& {
        const HeadIndex head = groups.head(present[static_cast<std::size_t>(index)], position);
        return result.ofHeads[static_cast<std::size_t>(head.value)];
    };
    for (int position = 0; position < groups.size(); ++position) {
        const Cells cells = cellsAt(position, groups, present, value);
        mean += cells / groups.size();
        const AdditiveFit fit = count > 2 ? additiveFit(cells) : AdditiveFit{};
        squaredResidual += fit.squaredResidual;
        fourthAbove += fit.fourthAbove;
        fourthBelow += fit.fourthBelow;
        for (int g = 0; g < count; ++g) {
            const std::vector<double> draws = drawsFor(cells, g);
            headAt(g, position).reference.mean = count > 2 ? fit.predicted(g) : draws.front();
            headAt(g, position).rank = rankShare(cells(g, g), draws);
        }
    }
    result.ofMean = ofSameIndexMean(mean);
    if (count < 3) {
        return result;
    }
    const double n = count;
    const double freedom = groups.size() * (n * (n - 3.0) + 1.0);
    const double ofPrediction = (2.0 * n - 3.0) / ((n - 1.0) * (n - 2.0));
    // What is skew has one long tail: as if both were as long.
    const double ofTails = freedomOfTails(squaredResidual, 2.0 * std::max(fourthAbove, fourthBelow),
                                          groups.size() * n * (n - 1.0));
    const double deviation = std::sqrt(squaredResidual / freedom * (1.0 + ofPrediction));
    for (int position = 0; position < groups.size(); ++position) {
        for (int g = 0; g < count; ++g) {
            headAt(g, position).reference.deviation = deviation;
            headAt(g, position).freedom = std::min(freedom, ofTails);
        }
    }
    return result;
}

double rankShare(double value, std::span<const double> draws) {
    double all = 1.0;
    double atLeast = 1.0;
    for (const double draw : draws) {
        if (!std::isnan(draw)) {
            ++all;
            atLeast += draw >= value ? 1.0 : 0.0;
        }
    }
    return std::isnan(value) || all < 2.0 ? std::numeric_limits<double>::quiet_NaN() : atLeast / all;
}

double zOfHead(double value, const HeadReference& reference) {
    return normalEquivalent(zOf(value, reference.reference), reference.freedom);
}

} // namespace sextant::evidence
