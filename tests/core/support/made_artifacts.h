// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/artifact/artifact.h"
#include "tests/core/support/dense_algebra.h"

#include <Eigen/Dense>

#include <functional>
#include <memory>
#include <random>
#include <vector>

namespace sextant::test {

/// The k x d directions of one layer and head.
using Directions = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using DirectionsOf = std::function<Directions(int layer, int head)>;

/// Directions in memory, float64; eigenvalues all 1 unless given, [L, H, 2r].
inline std::shared_ptr<artifact::TensorFile> makeTensors(const artifact::ArtifactShape& shape, int topk,
                                                         const DirectionsOf& directionsOf,
                                                         std::vector<double> eigenvalues = {}) {
    auto tensors = std::make_shared<artifact::TensorFile>();
    const auto values = std::make_shared<std::vector<double>>();
    for (int l = 0; l < shape.layers; ++l) {
        for (int h = 0; h < shape.heads; ++h) {
            const Directions directions = directionsOf(l, h);
            values->insert(values->end(), directions.data(), directions.data() + directions.size());
        }
    }
    tensors->topk = topk;
    tensors->directions.type = tensor::ElementType::Float64;
    tensors->directions.shape = {shape.layers, shape.heads, topk, shape.hiddenSize};
    tensors->directions.strides = tensor::contiguousStrides(tensors->directions.shape);
    tensors->directions.data = reinterpret_cast<const std::byte*>(values->data());
    tensors->directions.owner = values;
    tensors->eigenvalueCount = 2 * shape.headDim;
    const auto count = static_cast<std::size_t>(shape.layers * shape.heads * tensors->eigenvalueCount);
    tensors->eigenvalues = eigenvalues.empty() ? std::vector<double>(count, 1.0) : std::move(eigenvalues);
    return tensors;
}

/// Grams of operators given as vectors: operatorOf(layer, head) stands for vec(g).
inline std::shared_ptr<artifact::GramFile>
makeGrams(const artifact::ArtifactShape& shape,
          const std::function<Eigen::VectorXd(int layer, int head)>& operatorOf) {
    auto grams = std::make_shared<artifact::GramFile>();
    grams->path = "made.json";
    grams->shape = shape;
    grams->gram = artifact::LayerPairTable(shape.layers, shape.heads);
    for (int l = 0; l < shape.layers; ++l) {
        for (int m = 0; m < shape.layers; ++m) {
            for (int h = 0; h < shape.heads; ++h) {
                grams->gram(LayerIndex{l}, LayerIndex{m}, HeadIndex{h}) =
                    operatorOf(l, h).dot(operatorOf(m, h));
            }
        }
    }
    return grams;
}

/// Grams of `draws` heads of each pair of layers with other heads, each head at most once on either side and
/// all about equally often. Heads shift by whole key groups of `keySize`.
inline artifact::OtherHeadGrams
makeOtherHeads(const artifact::ArtifactShape& shape, int draws,
               const std::function<Eigen::VectorXd(int layer, int head)>& operatorOf, int keySize = 1) {
    artifact::OtherHeadGrams others;
    others.layers = shape.layers;
    others.draws = draws;
    std::mt19937 generator(7);
    int start = 0;
    for (int l = 0; l < shape.layers; ++l) {
        for (int m = l + 1; m < shape.layers; ++m, start += draws) {
            const auto groups = static_cast<unsigned>(shape.heads / keySize);
            const int shift = keySize * (1 + static_cast<int>(generator() % (groups - 1)));
            for (int i = 0; i < draws; ++i) {
                const HeadIndex head{(start + i) % shape.heads};
                const HeadIndex other{(head.value + shift) % shape.heads};
                others.heads.push_back({head, other});
                others.grams.push_back(operatorOf(l, head.value).dot(operatorOf(m, other.value)));
            }
        }
    }
    return others;
}

inline std::shared_ptr<artifact::Artifact>
makeArtifact(std::shared_ptr<const artifact::GramFile> grams,
             std::shared_ptr<const artifact::TensorFile> tensors = nullptr) {
    auto artifact = std::make_shared<artifact::Artifact>();
    artifact->grams = std::move(grams);
    artifact->tensors = std::move(tensors);
    return artifact;
}

/// Gaussian numbers that are the same in every run.
class RandomMatrices {
public:
    explicit RandomMatrices(unsigned seed = 1) : generator_(seed) {}

    Directions gaussian(int rows, int columns) {
        std::normal_distribution<double> normal;
        return Directions::NullaryExpr(rows, columns, [&] { return normal(generator_); });
    }

    Directions orthonormal(int rows, int columns) {
        return orthonormalBasisOf(gaussian(columns, rows)).transpose();
    }

private:
    std::mt19937 generator_;
};

} // namespace sextant::test
