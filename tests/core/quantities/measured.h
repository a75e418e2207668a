// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/quantities/finding.h"
#include "core/quantities/judged_map.h"
#include "tests/core/support/dense_algebra.h"
#include "tests/core/support/made_artifacts.h"

#include <algorithm>
#include <cmath>
#include <functional>

namespace sextant::test {

inline constexpr int kSize = 24;    // d
inline constexpr int kHeadDim = 12; // r: all d eigenvalues are stored

/// An artifact of dense operators, with their grams and eigenvalues.
class Measured {
public:
    /// With the grams of `otherHeads` other heads for each pair of layers, 0: none.
    Measured(int layers, int heads, const std::function<Eigen::MatrixXd(int layer, int head)>& operatorOf,
             int otherHeads = 0) {
        const artifact::ArtifactShape shape{layers, heads, kHeadDim, kSize};
        std::vector<Eigen::MatrixXd> operators;
        std::vector<double> eigenvalues;
        for (int l = 0; l < layers; ++l) {
            for (int h = 0; h < heads; ++h) {
                const Eigen::MatrixXd g = operatorOf(l, h);
                const Eigen::VectorXd found = symmetricEigenvaluesOf(g);
                std::vector<double> values(found.begin(), found.end());
                std::ranges::sort(values, [](double a, double b) { return std::abs(a) > std::abs(b); });
                eigenvalues.insert(eigenvalues.end(), values.begin(), values.end());
                operators.push_back(g);
            }
        }
        const auto asVector = [&](int l, int h) -> Eigen::VectorXd {
            return operators[static_cast<std::size_t>(l * heads + h)].reshaped();
        };
        const auto tensors = makeTensors(
            shape, 1, [](int, int) { return Directions::Identity(1, kSize); }, eigenvalues);
        if (otherHeads > 0) {
            tensors->otherHeads = makeOtherHeads(shape, otherHeads, asVector);
        }
        tables_ = analysis::alignmentTables(makeArtifact(makeGrams(shape, asVector), tensors), {},
                                            analysis::ChanceSampling::LeftOut);
    }

    [[nodiscard]] quantities::Finding finding(ReferenceKind chosen = ReferenceKind::OtherHeads,
                                              int anchor = 0) const {
        const quantities::Comparison comparison{*tables_, nullptr, LayerIndex{anchor}};
        return quantities::findingOf(comparison, quantities::References(comparison), {}, chosen);
    }

    [[nodiscard]] quantities::JudgedMap heads(const quantities::QuantityKey& key,
                                              ReferenceKind chosen) const {
        const quantities::Comparison comparison{*tables_, nullptr, LayerIndex{0}};
        return quantities::judgedHeads(key, comparison, quantities::References(comparison), chosen);
    }

    [[nodiscard]] const analysis::AlignmentTables& tables() const { return *tables_; }
    [[nodiscard]] std::shared_ptr<const analysis::AlignmentTables> shared() const { return tables_; }

    [[nodiscard]] std::shared_ptr<const quantities::AnchorView> view(ReferenceKind chosen,
                                                                     HeadSelection head = {}) const {
        return quantities::anchorView(tables_, LayerIndex{0}, head, nullptr, chosen);
    }

private:
    std::shared_ptr<const analysis::AlignmentTables> tables_;
};

} // namespace sextant::test
