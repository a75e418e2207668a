// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/angles/head_alignment.h"

#include "core/angles/reference_alignment.h"
#include "core/blas/kernels.h"
#include "tests/core/support/made_artifacts.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace sextant::angles {
namespace {

using test::Directions;
using test::makeTensors;
using test::RandomMatrices;

constexpr HeadIndex kHead{0};

artifact::ArtifactShape shapeOf(int layers, int hiddenSize) {
    return {layers, 1, 4, hiddenSize};
}

/// One head whose layers have these directions.
struct Layers {
    explicit Layers(std::vector<Directions> given)
        : shape(shapeOf(static_cast<int>(given.size()), static_cast<int>(given.front().cols()))),
          tensors(makeTensors(shape, static_cast<int>(given.front().rows()),
                              [&](int l, int) { return given[static_cast<std::size_t>(l)]; })) {}

    HeadAlignment pairs() const { return *alignHeadPairs(*tensors, shape, kHead, {}); }
    HeadAlignment against(int anchor) const {
        return *alignHeadWithAnchor(*tensors, shape, kHead, LayerIndex{anchor}, {});
    }
    PrincipalAngles reference(int l, int a) const {
        return referenceAlignment(*tensors, shape, kHead, LayerIndex{l}, LayerIndex{a});
    }

    artifact::ArtifactShape shape;
    std::shared_ptr<artifact::TensorFile> tensors;
};

void expectNear(const PrincipalAngles& found, const PrincipalAngles& expected, double tolerance) {
    EXPECT_NEAR(found.meanCosine, expected.meanCosine, tolerance);
    EXPECT_NEAR(found.smallestCosine, expected.smallestCosine, tolerance);
    EXPECT_NEAR(found.firstOverlap, expected.firstOverlap, tolerance * (1.0 + expected.firstOverlap));
}

TEST(HeadAlignment, ARotatedBasisOfOneSpanHasAnglesZero) {
    RandomMatrices random;
    const Directions directions = random.orthonormal(5, 40);
    const Layers layers({directions, random.orthonormal(5, 5) * directions});
    for (const HeadAlignment& found : {layers.pairs(), layers.against(1)}) {
        EXPECT_NEAR(found.values[0].smallestCosine, 1.0, 1e-13);
    }
}

TEST(HeadAlignment, OrthogonalSpansHaveCosinesZero) {
    const Directions all = RandomMatrices().orthonormal(6, 30);
    const Layers layers({all.topRows(3), all.bottomRows(3)});
    EXPECT_NEAR(layers.against(0).values[1].meanCosine, 0.0, 1e-14);
    EXPECT_NEAR(layers.against(0).values[1].firstOverlap, 0.0, 1e-14);
}

TEST(HeadAlignment, KnownAnglesComeBack) {
    // span{e0, e1} against span{cos t e0 + sin t e2, e1}: cosines cos t and 1.
    Directions one = Directions::Zero(2, 6);
    one(0, 0) = one(1, 1) = 1.0;
    Directions other = one;
    other(0, 0) = std::cos(0.7);
    other(0, 2) = std::sin(0.7);
    const PrincipalAngles found = Layers({one, other}).against(0).values[1];
    EXPECT_NEAR(found.smallestCosine, std::cos(0.7), 1e-14);
    EXPECT_NEAR(found.meanCosine, (1.0 + std::cos(0.7)) / 2.0, 1e-14);
    EXPECT_NEAR(found.firstOverlap, std::pow(std::cos(0.7), 2), 1e-14);
}

struct Shape {
    int layers;
    int topk;
    int hiddenSize;
};

class HeadAlignmentOfShape : public testing::TestWithParam<Shape> {};

TEST_P(HeadAlignmentOfShape, AgreesWithQrAndSvdForEveryPair) {
    const Shape shape = GetParam();
    RandomMatrices random;
    std::vector<Directions> directions;
    for (int l = 0; l < shape.layers; ++l) {
        directions.push_back(random.gaussian(shape.topk, shape.hiddenSize));
    }
    const Layers layers(std::move(directions));
    const HeadAlignment pairs = layers.pairs();
    for (int a = 0; a < shape.layers; ++a) {
        const HeadAlignment row = layers.against(a);
        for (int l = 0; l < shape.layers; ++l) {
            const PrincipalAngles expected = layers.reference(l, a);
            expectNear(row.values[static_cast<std::size_t>(l)], expected, 1e-9);
            expectNear(pairs.values[static_cast<std::size_t>(l * shape.layers + a)], expected, 1e-9);
        }
    }
    EXPECT_EQ(pairs.ranks, std::vector<int>(static_cast<std::size_t>(shape.layers),
                                            std::min(shape.topk, shape.hiddenSize)));
}

INSTANTIATE_TEST_SUITE_P(OddOnes, HeadAlignmentOfShape,
                         testing::Values(Shape{1, 8, 64}, Shape{5, 1, 16}, Shape{4, 8, 700},
                                         Shape{3, 16, 2100}, Shape{6, 8, 8}, Shape{3, 20, 64},
                                         Shape{2, 6, 4}));

TEST(HeadAlignment, AStackTooTallForOneProductIsTakenLayerByLayer) {
    RandomMatrices random;
    std::vector<Directions> directions;
    for (int l = 0; l < 130; ++l) {
        directions.push_back(random.gaussian(32, 40)); // 4160 rows
    }
    const Layers layers(std::move(directions));
    const HeadAlignment pairs = layers.pairs();
    for (const int l : {0, 1, 129}) {
        expectNear(pairs.values[static_cast<std::size_t>(l * 130 + 3)], layers.reference(l, 3), 1e-9);
        expectNear(pairs.values[static_cast<std::size_t>(3 * 130 + l)], layers.reference(3, l), 1e-9);
    }
}

TEST(HeadAlignment, ATallStackKnowsDependentAndMissingDirectionsToo) {
    RandomMatrices random;
    std::vector<Directions> directions;
    for (int l = 0; l < 130; ++l) {
        directions.push_back(random.gaussian(32, 40));
    }
    directions[5].bottomRows(16) = 0.5 * directions[5].topRows(16);
    directions[7](3, 9) = std::numeric_limits<double>::quiet_NaN();
    const Layers layers(std::move(directions));
    const HeadAlignment pairs = layers.pairs();
    for (const int a : {5, 7, 100}) {
        const HeadAlignment row = layers.against(a);
        EXPECT_EQ(pairs.ranks, row.ranks);
        for (const int l : {0, 6, 129}) {
            const PrincipalAngles& found = pairs.values[static_cast<std::size_t>(l * 130 + a)];
            if (a == 7) {
                EXPECT_TRUE(std::isnan(found.meanCosine) && std::isnan(found.firstOverlap));
            } else {
                expectNear(found, row.values[static_cast<std::size_t>(l)], 1e-12);
            }
        }
    }
    EXPECT_EQ(pairs.ranks[5], 16);
    EXPECT_EQ(pairs.values[5 * 130 + 5].smallestCosine, 1.0);
}

TEST(HeadAlignment, TheReferenceGivesTheKernelsBack) {
    RandomMatrices random;
    const Layers layers({random.orthonormal(3, 20), random.orthonormal(3, 20)});
    const std::string before = blas::blasKernels();
    const PrincipalAngles once = layers.reference(0, 1);
    EXPECT_EQ(blas::blasKernels(), before);
    EXPECT_EQ(layers.reference(0, 1).meanCosine, once.meanCosine);
}

TEST(HeadAlignment, DependentDirectionsCountAsTheSpanTheyHave) {
    RandomMatrices random;
    const Directions plane = random.orthonormal(2, 30);
    Directions doubled(4, 30);
    doubled << plane, plane;
    Directions larger(4, 30);
    larger << plane, random.orthonormal(2, 30);
    const Layers layers({doubled, larger});
    const HeadAlignment pairs = layers.pairs();
    const HeadAlignment row = layers.against(1);
    EXPECT_EQ(pairs.ranks, (std::vector<int>{2, 4}));
    EXPECT_EQ(row.ranks, pairs.ranks);
    EXPECT_NEAR(pairs.values[1].smallestCosine, 1.0, 1e-12) << "the plane lies in the larger span";
    EXPECT_NEAR(row.values[0].smallestCosine, 1.0, 1e-12);
}

TEST(HeadAlignment, NearlyDependentDirectionsKeepTheirAccuracy) {
    RandomMatrices random;
    Directions close = random.orthonormal(3, 50);
    close.row(2) = close.row(0) + 1e-6 * close.row(2);
    const Layers layers({close, random.gaussian(3, 50)});
    expectNear(layers.against(1).values[0], layers.reference(0, 1), 1e-8);
    expectNear(layers.pairs().values[1], layers.reference(0, 1), 1e-8);
}

TEST(HeadAlignment, AZeroSpanIsOrthogonalToEverything) {
    const Layers layers({Directions::Zero(2, 10), RandomMatrices().orthonormal(2, 10)});
    const HeadAlignment found = layers.pairs();
    EXPECT_EQ(found.ranks, (std::vector<int>{0, 2}));
    EXPECT_EQ(found.values[1].meanCosine, 0.0);
    EXPECT_EQ(found.values[0].meanCosine, 0.0) << "not even a layer of zeros is aligned with itself";
    EXPECT_EQ(found.values[3].meanCosine, 1.0);
}

TEST(HeadAlignment, ALayerWithNanIsMissingAndSpoilsNoOther) {
    RandomMatrices random;
    Directions broken = random.gaussian(3, 20);
    broken(1, 7) = std::numeric_limits<double>::quiet_NaN();
    const Layers layers({random.gaussian(3, 20), broken, random.gaussian(3, 20)});
    const HeadAlignment pairs = layers.pairs();
    EXPECT_EQ(pairs.ranks, (std::vector<int>{3, kMissingRank, 3}));
    for (const int missing : {1, 3, 4, 5, 7}) {
        EXPECT_TRUE(std::isnan(pairs.values[static_cast<std::size_t>(missing)].meanCosine)) << missing;
        EXPECT_TRUE(std::isnan(pairs.values[static_cast<std::size_t>(missing)].firstOverlap)) << missing;
    }
    expectNear(pairs.values[2], layers.reference(0, 2), 1e-12);
    EXPECT_TRUE(std::isnan(layers.against(1).values[0].meanCosine));
}

TEST(HeadAlignment, ExtremeLengthsChangeNoAngle) {
    RandomMatrices random;
    const Directions one = random.orthonormal(3, 20);
    const Directions other = random.orthonormal(3, 20);
    const PrincipalAngles plain = Layers({one, other}).against(0).values[1];
    for (const double scale : {1e-180, 1e180}) {
        const PrincipalAngles scaled = Layers({one, other * scale}).against(0).values[1];
        EXPECT_NEAR(scaled.meanCosine, plain.meanCosine, 1e-12) << scale;
    }
}

TEST(HeadAlignment, HalfPrecisionIsReadAsItIs) {
    // Rows e0 and e1 in float16: 1.0 is 0x3C00.
    const artifact::ArtifactShape shape = shapeOf(2, 4);
    const auto bits = std::make_shared<std::vector<std::uint16_t>>(2 * 2 * 4, std::uint16_t{0});
    for (const int at : {0, 5, 8, 14}) { // layer 1 spans e0 and e2
        (*bits)[static_cast<std::size_t>(at)] = 0x3C00;
    }
    artifact::TensorFile tensors;
    tensors.topk = 2;
    tensors.directions = {tensor::ElementType::Float16,
                          {2, 1, 2, 4},
                          tensor::contiguousStrides({2, 1, 2, 4}),
                          reinterpret_cast<const std::byte*>(bits->data()),
                          bits};
    const HeadAlignment found = *alignHeadWithAnchor(tensors, shape, kHead, LayerIndex{0}, {});
    EXPECT_EQ(found.values[1].meanCosine, 0.5);
    EXPECT_EQ(found.values[1].smallestCosine, 0.0);
}

TEST(HeadAlignment, StopsWhenAsked) {
    const Layers layers({RandomMatrices().gaussian(3, 20), RandomMatrices(2).gaussian(3, 20)});
    std::stop_source source;
    source.request_stop();
    EXPECT_FALSE(alignHeadPairs(*layers.tensors, layers.shape, kHead, source.get_token()));
    EXPECT_FALSE(
        alignHeadWithAnchor(*layers.tensors, layers.shape, kHead, LayerIndex{0}, source.get_token()));
}

} // namespace
} // namespace sextant::angles
