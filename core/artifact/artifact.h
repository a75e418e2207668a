// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/artifact/other_head_grams.h"
#include "core/base/error.h"
#include "core/base/indices.h"
#include "core/base/layer_numbers.h"
#include "core/tensor/tensor_archive.h"
#include "core/tensor/tensor_view.h"

#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace sextant::artifact {

/// The sizes of an artifact; each at least 1.
struct ArtifactShape {
    int layers = 0;     ///< L
    int heads = 0;      ///< H, query heads
    int headDim = 0;    ///< r
    int hiddenSize = 0; ///< d

    friend bool operator==(const ArtifactShape&, const ArtifactShape&) = default;
};

/// A table of doubles `[L, L, H]`, one number per pair of layers and head. NaN marks what is missing.
class LayerPairTable {
public:
    LayerPairTable() = default;
    LayerPairTable(int layers, int heads, double value = 0.0)
        : layers_(layers),
          heads_(heads),
          values_(static_cast<std::size_t>(layers) * static_cast<std::size_t>(layers) *
                      static_cast<std::size_t>(heads),
                  value) {}

    /// Takes `values`, of which there must be layers * layers * heads.
    LayerPairTable(int layers, int heads, std::vector<double> values)
        : layers_(layers),
          heads_(heads),
          values_(std::move(values)) {}

    [[nodiscard]] int layers() const { return layers_; }
    [[nodiscard]] int heads() const { return heads_; }

    [[nodiscard]] double operator()(LayerIndex l, LayerIndex m, HeadIndex h) const {
        return values_[offset(l, m) + h.value];
    }
    double& operator()(LayerIndex l, LayerIndex m, HeadIndex h) { return values_[offset(l, m) + h.value]; }

    /// The H contiguous values of the pair (l, m).
    [[nodiscard]] const double* heads(LayerIndex l, LayerIndex m) const {
        return values_.data() + offset(l, m);
    }
    double* heads(LayerIndex l, LayerIndex m) { return values_.data() + offset(l, m); }

    [[nodiscard]] const std::vector<double>& values() const { return values_; }
    std::vector<double>& values() { return values_; }

private:
    std::size_t offset(LayerIndex l, LayerIndex m) const {
        return (static_cast<std::size_t>(l.value) * static_cast<std::size_t>(layers_) +
                static_cast<std::size_t>(m.value)) *
               static_cast<std::size_t>(heads_);
    }

    int layers_ = 0;
    int heads_ = 0;
    std::vector<double> values_;
};

/// A key of the JSON that the analysis does not need, and its value as compact JSON text.
struct ProvenanceEntry {
    std::string key;
    std::string value;
};

/// What `X.json` holds.
struct GramFile {
    std::filesystem::path path;
    ArtifactShape shape;
    LayerPairTable gram;                           ///< `<g[l,h], g[m,h]>_F`
    std::optional<std::vector<double>> froSquared; ///< [L, H] `||W_K W_Q^T||_F^2`; never a norm of g
    std::optional<std::string> eigdirsPath;
    LayerNumbers layerNumbers;               ///< `layer_numbers`: how layers are shown and typed
    std::vector<ProvenanceEntry> provenance; ///< in the file's order

    /// The provenance's `model`, or the file's stem.
    [[nodiscard]] std::string modelName() const;
};

/// An optional tensor that is there but cannot be used, and why.
struct LeftOutTensor {
    std::string name;
    std::string reason; ///< "is not a floating-point tensor"
};

/// What the tensor file holds. The directions stay in the file; the eigenvalues, which are small, are read.
struct TensorFile {
    std::filesystem::path path;
    tensor::TensorView directions;   ///< [L, H, k, d], any float type and strides
    int topk = 0;                    ///< k
    std::vector<double> eigenvalues; ///< [L, H, 2r] contiguous, by decreasing magnitude, signed
    int eigenvalueCount = 0;         ///< 2r
    tensor::ElementType eigenvalueType =
        tensor::ElementType::Float32; ///< as stored: how finely they were rounded
    std::vector<double>
        singularValues; ///< [L, H, r] of g, decreasing; empty when the file has no usable ones
    std::optional<OtherHeadGrams> otherHeads;      ///< nullopt when the file has no usable ones
    std::vector<LeftOutTensor> leftOut;            ///< optional tensors that are there but unusable
    std::size_t entryCount = 0;                    ///< tensors of the file, and whatever else it holds
    std::vector<tensor::SkippedEntry> codeEntries; ///< those that only code could make; it was not run

    /// The 2r eigenvalues of one head. `heads` is H.
    [[nodiscard]] const double* eigenvaluesOf(LayerIndex l, HeadIndex h, int heads) const {
        return eigenvalues.data() + (static_cast<std::size_t>(l.value) * static_cast<std::size_t>(heads) +
                                     static_cast<std::size_t>(h.value)) *
                                        static_cast<std::size_t>(eigenvalueCount);
    }

    /// The r singular values of one head; empty when the file has none. `heads` is H.
    [[nodiscard]] std::span<const double> singularValuesOf(LayerIndex l, HeadIndex h, int heads) const {
        const auto count = static_cast<std::size_t>(eigenvalueCount / 2);
        const std::size_t head = static_cast<std::size_t>(l.value) * static_cast<std::size_t>(heads) +
                                 static_cast<std::size_t>(h.value);
        return singularValues.empty() ? std::span<const double>()
                                      : std::span(singularValues).subspan(head * count, count);
    }
};

/// An artifact pair as far as it could be read: grams always, tensors when their file was found and is sound.
struct Artifact {
    std::shared_ptr<const GramFile> grams;
    std::shared_ptr<const TensorFile> tensors; ///< null while loading, or when `tensorError` says why not
    std::optional<Error> tensorError;

    [[nodiscard]] const ArtifactShape& shape() const { return grams->shape; }

    /// The number of a layer as a person sees it.
    [[nodiscard]] int layerNumber(LayerIndex layer) const { return grams->layerNumbers.of(layer); }
};

} // namespace sextant::artifact
