// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evidence/cross_head_spectra.h"

#include "core/analysis/sign_agreement.h"
#include "core/analysis/spectrum.h"
#include "tests/core/support/made_artifacts.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace sextant::evidence {
namespace {

constexpr artifact::ArtifactShape kShape{3, 4, 3, 8};

std::shared_ptr<artifact::TensorFile> tensors() {
    std::vector<double> eigenvalues;
    for (int i = 0; i < kShape.layers * kShape.heads; ++i) {
        std::vector<double> one;
        for (int j = 0; j < 2 * kShape.headDim; ++j) {
            one.push_back(std::sin(1.0 + 5.0 * i + 3.0 * j * j));
        }
        std::ranges::sort(one, [](double a, double b) { return std::abs(a) > std::abs(b); });
        eigenvalues.insert(eigenvalues.end(), one.begin(), one.end());
    }
    return test::makeTensors(
        kShape, 2, [](int, int) { return test::Directions::Identity(2, 8); }, std::move(eigenvalues));
}

/// The spectra as if head h of the layer were called `label(h)`, so that existing tables show the relabelled
/// values.
template <typename Value>
Reference overRotations(const Value& valueWithShift) {
    double sum = 0.0;
    for (int shift = 0; shift < kShape.heads; ++shift) {
        sum += valueWithShift(shift) / kShape.heads;
    }
    return {sum, 0.0};
}

TEST(CrossHeadSpectra, CentreOnTheMeanOverAllPairsOfHeads) {
    const auto file = tensors();
    const CrossHeadSpectra spectra = crossHeadSpectra(*file, kShape, {4, 4}, LayerIndex{0});
    ASSERT_EQ(spectra.cosine.size(), 3u);
    // Rotating the heads of layer 1 through all labels visits every pair of heads once.
    const auto shifted = [&](int shift) {
        auto turned = std::make_shared<artifact::TensorFile>(*file);
        const int perLayer = kShape.heads * file->eigenvalueCount;
        const auto begin = turned->eigenvalues.begin() + perLayer;
        std::rotate(begin, begin + static_cast<std::ptrdiff_t>(shift) * file->eigenvalueCount,
                    begin + perLayer);
        return turned;
    };
    const auto meanOver = [](const auto& value) {
        double sum = 0.0;
        for (int h = 0; h < kShape.heads; ++h) {
            sum += value(HeadIndex{h}) / kShape.heads;
        }
        return sum;
    };
    const Reference cosine = overRotations([&](int shift) {
        const auto table = analysis::spectralAlignment(*shifted(shift), kShape);
        return meanOver([&](HeadIndex h) { return table.cosine(LayerIndex{1}, LayerIndex{0}, h); });
    });
    EXPECT_NEAR(spectra.cosine[1].ofMean.mean, cosine.mean, 1e-14);
    const Reference scale = overRotations([&](int shift) {
        const auto table = analysis::spectralAlignment(*shifted(shift), kShape);
        return meanOver([&](HeadIndex h) { return table.scale(LayerIndex{1}, LayerIndex{0}, h); });
    });
    EXPECT_NEAR(spectra.scale[1].ofMean.mean, scale.mean, 1e-14);
    for (std::size_t c = 0; c < spectra.signs.size(); ++c) {
        const Reference agreement = overRotations([&](int shift) {
            const analysis::SignAgreementTable table(*shifted(shift), kShape);
            return meanOver([&](HeadIndex h) { return table.agreement(c, LayerIndex{1}, LayerIndex{0}, h); });
        });
        EXPECT_NEAR(spectra.signs[c][1].ofMean.mean, agreement.mean, 1e-14);
    }
}

TEST(CrossHeadSpectra, TellSignsApartWhereMagnitudesAgree) {
    const artifact::ArtifactShape shape{1, 2, 1, 4};
    const auto file = test::makeTensors(shape, 1, [](int, int) { return test::Directions::Identity(1, 4); },
                                        {3.0, 1.0, -3.0, 1.0});
    const CrossHeadSpectra spectra = crossHeadSpectra(*file, shape, {2, 2}, LayerIndex{0});
    EXPECT_DOUBLE_EQ(spectra.cosine[0].ofHeads[0].reference.mean, 1.0);
    // Sorted with their signs (3, 1) and (1, -3) are orthogonal.
    EXPECT_NEAR(spectra.signedCosine[0].ofHeads[0].reference.mean, 0.0, 1e-15);
    EXPECT_DOUBLE_EQ(spectra.signs[0][0].ofHeads[0].reference.mean, 0.5);
}

TEST(CrossHeadSpectra, KnowNothingOfAHeadWithoutFiniteValues) {
    const auto file = tensors();
    file->eigenvalues[1] = std::nan("");
    const CrossHeadSpectra spectra = crossHeadSpectra(*file, kShape, {4, 4}, LayerIndex{0});
    EXPECT_TRUE(std::isnan(spectra.cosine[1].ofHeads[0].reference.mean));
    EXPECT_TRUE(std::isfinite(spectra.cosine[1].ofHeads[1].reference.mean));
    EXPECT_TRUE(std::isfinite(spectra.cosine[1].ofMean.mean));
}

} // namespace
} // namespace sextant::evidence
