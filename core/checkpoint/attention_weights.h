// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/base/indices.h"
#include "core/checkpoint/adapter.h"
#include "core/checkpoint/checkpoint.h"
#include "core/checkpoint/model_config.h"
#include "core/checkpoint/page_budget.h"
#include "core/checkpoint/projection_rows.h"
#include "core/checkpoint/weight_layout.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace sextant::checkpoint {

/// The sizes of a model's attention. Each is at least 1; `heads` is a multiple of `keyHeads`.
struct AttentionShape {
    int layers = 0;   ///< L, those with attention of these sizes
    int heads = 0;    ///< H, query heads
    int keyHeads = 0; ///< KV; query head h uses key head h / (H / KV)
    int headDim = 0;  ///< r
    int hidden = 0;   ///< d

    [[nodiscard]] int groupSize() const { return heads / keyHeads; }
    friend bool operator==(const AttentionShape&, const AttentionShape&) = default;
};

/// W_Q and W_K of one layer.
struct LayerWeights {
    ProjectionRows query;
    ProjectionRows key;
    std::vector<double> columnGain; ///< [d] or empty: multiplies the columns of both
};

/// Tensors found in the model that change the operator or add to it, as patterns with `{layer}`.
struct NormReport {
    std::vector<std::string> folded;
    std::vector<std::string> notFolded;
    std::vector<std::string> biasesIgnored;
    bool isComplete = true; ///< false when the model may have others
};

/// W_Q and W_K of every layer of a model: where they are stored, and how to read one head of them.
///
///     TRY_ASSIGN(const AttentionWeights weights,
///                AttentionWeights::locate(checkpoint, config, layout, /*foldNorms=*/false));
///     std::vector<float> rows(headDim * hidden); // [r, d]
///     weights.readQuery(LayerIndex{3}, HeadIndex{0}, rows.data());
class AttentionWeights {
public:
    /// Finds the weights by `layout`, in the layers that have attention, and checks them against `config`.
    /// Errs when a tensor is missing, is not of a float type, has a shape other than the config says or
    /// contradicts a bias or an output projection beside it, or differs from its like in weights that were
    /// passed over; and when gains are to be folded that the layout does not name.
    ///
    /// Where layers differ in size those of the size of the layers `wanted`, by their numbers in the model,
    /// are found, which have to be of one size; else those of the size that most layers have. `adapter`,
    /// matched to the checkpoint, is added to the weights as they are read; null for none. Errs where it does
    /// not fit.
    [[nodiscard]] static Result<AttentionWeights>
    locate(const Checkpoint& checkpoint, const ModelConfig& config, const WeightLayout& layout,
           bool foldNorms, const std::optional<std::vector<int>>& wanted = std::nullopt,
           const Adapter* adapter = nullptr);

    [[nodiscard]] const AttentionShape& shape() const { return shape_; }

    /// Which layers of the model these are: [L], ascending. A LayerIndex counts within them.
    [[nodiscard]] const std::vector<int>& layerNumbers() const { return layerNumbers_; }
    [[nodiscard]] const NormReport& norms() const { return norms_; }

    /// Sentences about what was left out or taken for granted.
    [[nodiscard]] const std::vector<std::string>& notices() const { return notices_; }

    /// The type of the weights, or their types joined by '+' when they differ.
    [[nodiscard]] const std::string& elementNames() const { return elementNames_; }

    [[nodiscard]] const LayerWeights& layer(LayerIndex l) const {
        return layers_[static_cast<std::size_t>(l.value)];
    }

    /// Writes the r rows of one query head, [r, d], gains folded, to `target`.
    void readQuery(LayerIndex l, HeadIndex head, float* target) const;
    void readQuery(LayerIndex l, HeadIndex head, double* target) const;

    /// The same for key head `keyHead`, in [0, keyHeads).
    void readKey(LayerIndex l, int keyHead, float* target) const;
    void readKey(LayerIndex l, int keyHead, double* target) const;

    /// The place of the first NaN or infinity in the rows of a head, as "TENSOR[i][j] is nan"; empty when all
    /// are finite.
    [[nodiscard]] std::string nonFiniteOf(const ProjectionRows& rows, int head) const {
        return checkpoint::nonFiniteOf(rows, head, shape_.hidden);
    }

private:
    friend class AttentionLocator;

    template <typename Number>
    void read(const ProjectionRows& rows, const std::vector<double>& columnGain, int head,
              Number* target) const;

    AttentionShape shape_;
    std::vector<int> layerNumbers_;
    NormReport norms_;
    std::vector<std::string> notices_;
    std::string elementNames_;
    std::vector<LayerWeights> layers_;
    std::shared_ptr<PageBudget> pages_;
};

} // namespace sextant::checkpoint
