// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/projection_placement.h"

#include "core/base/try.h"
#include "core/checkpoint/stored_matrix.h"
#include "core/checkpoint/weight_checks.h"

#include <utility>

namespace sextant::checkpoint {
namespace {

class Placement {
public:
    Placement(const Stack& stack, Packing packing, int layer, const Adapter* adapter)
        : stack_(stack),
          layout_(stack.layout),
          shape_(stack.shape),
          packing_(packing),
          layer_(layer),
          adapter_(adapter) {}

    Result<LayerWeights> place() {
        weights_.query.tensor = stack_.nameOf(layout_.query, layer_);
        weights_.key.tensor = stack_.nameOf(layout_.key, layer_);
        TRY(packing_ == Packing::HeadMatrices ? placeMatrices()
            : packing_ != Packing::Separate   ? placeBoth()
            : layout_.lowRank.key.empty()     ? placeEach()
                                              : placeFactors());
        if (adapter_ != nullptr) {
            TRY(addAdapter(weights_.query));
            TRY(addAdapter(weights_.key));
        }
        const int given = stack_.config.valueHeadDim.value_or(shape_.headDim);
        TRY(checkOutputProjection(stack_.checkpoint, weights_.query.tensor, shape_.heads, given));
        for (const ProjectionRows* rows : {&weights_.query, &weights_.key}) {
            TRY(stack_.checkpoint.refuseContradiction(rows->tensor));
            if (rows->inner) {
                TRY(stack_.checkpoint.refuseContradiction(rows->inner->tensor));
            }
        }
        return std::move(weights_);
    }

private:
    Result<void> placeEach() {
        const std::int64_t r = shape_.headDim;
        const std::int64_t perQuery = layout_.hasGatedQueries ? 2 * r : r;
        TRY(placeRows(weights_.query, {shape_.heads * perQuery, shape_.hidden}, {0, perQuery, 1, perQuery}));
        return placeRows(weights_.key, {shape_.keyHeads * r, shape_.hidden}, {0, r, 1, r});
    }

    /// Both projections in one tensor.
    Result<void> placeBoth() {
        TRY_ASSIGN(const FusedOutputs outputs,
                   namingFile(fusedOutputs(packing_, shape_.heads, shape_.keyHeads, shape_.headDim),
                              stack_.config.path));
        std::vector<std::int64_t> shape = {outputs.count, shape_.hidden};
        if (packing_ == Packing::StackedColumns) {
            std::swap(shape[0], shape[1]);
        }
        TRY(placeRows(weights_.query, shape, outputs.query));
        TRY(placeRows(weights_.key, shape, outputs.key));
        return checkBias(stack_.checkpoint, weights_.query.tensor, outputs.count);
    }

    Result<void> placeMatrices() {
        TRY(placeMatrix(weights_.query, shape_.heads));
        return placeMatrix(weights_.key, shape_.keyHeads);
    }

    /// A matrix [in, r] for each head, of this layer or within those of all layers.
    Result<void> placeMatrix(ProjectionRows& rows, int heads) {
        const bool isStacked = rows.tensor == stack_.nameOf(layout_.query, layer_ + 1) ||
                               rows.tensor == stack_.nameOf(layout_.key, layer_ + 1);
        std::vector<std::int64_t> shape = {heads, shape_.hidden, shape_.headDim};
        if (isStacked) {
            shape.insert(shape.begin(), stack_.config.layers);
        }
        TRY_ASSIGN(const CheckpointTensor* tensor, requireTensor(stack_, rows.tensor, shape));
        rows.file = stack_.checkpoint.fileOf(rows.tensor);
        rows.view = tensor->view;
        const std::size_t first = isStacked ? 1 : 0;
        rows.origin = isStacked ? layer_ * rows.view.strides[0] : 0;
        rows.headStride = rows.view.strides[first];
        rows.groupStride = rows.headStride;
        rows.columnStride = rows.view.strides[first + 1];
        rows.rowStride = rows.view.strides[first + 2];
        rows.ownRows = shape_.headDim;
        return {};
    }

    Result<void> addAdapter(ProjectionRows& rows) {
        const std::size_t outputs = packing_ == Packing::StackedColumns ? 1 : 0;
        const std::vector<std::int64_t>& shape = rows.view.shape;
        TRY_ASSIGN(rows.update, adapter_->updateOf(rows.tensor, shape[outputs], shape[1 - outputs]));
        const bool isOfFactor = rows.inner && adapter_->changes(rows.inner->tensor);
        const bool cannotTakeIt = rows.inner || packing_ == Packing::HeadMatrices || rows.rowStride == 0;
        if (isOfFactor || (rows.update != nullptr && cannotTakeIt)) {
            return failure(ErrorCode::Unsupported, rows.file, rows.tensor,
                           "is stored in a form that adapters are not merged into");
        }
        return {};
    }

    /// Multi-head latent attention: W_Q of a head is the product of its rows of one factor with another that
    /// all heads share; W_K likewise, but for the rotated rows, which are the last of the shared factor.
    Result<void> placeFactors() {
        const ModelConfig& config = stack_.config;
        const std::int64_t r = shape_.headDim;
        std::int64_t queryWidth = shape_.hidden;
        if (!layout_.lowRank.query.empty()) {
            queryWidth = *config.queryRank;
            TRY(placeInner(weights_.query, layout_.lowRank.query, *config.queryRank, 0));
        }
        TRY(placeRows(weights_.query, {shape_.heads * r, queryWidth}, {0, r, 1, r}));
        const std::int64_t perKey = *config.plainHeadDim + *config.valueHeadDim;
        TRY(placeInner(weights_.key, layout_.lowRank.key, *config.keyRank, *config.rotatedHeadDim));
        TRY(placeRows(weights_.key, {shape_.heads * perKey, *config.keyRank}, {0, perKey, 1, perKey}));
        weights_.key.ownRows = *config.plainHeadDim;
        return {};
    }

    Result<void> placeInner(ProjectionRows& rows, const std::string& pattern, int rank, int further) {
        InnerFactor inner;
        inner.tensor = stack_.nameOf(pattern, layer_);
        inner.rank = rank;
        TRY_ASSIGN(StoredMatrix matrix, requireMatrix(stack_, inner.tensor, {rank + further, shape_.hidden}));
        inner.file = stack_.checkpoint.fileOf(inner.tensor);
        inner.view = std::move(matrix.view);
        inner.float8 = std::move(matrix.float8);
        rows.inner = std::move(inner);
        return {};
    }

    Result<void> placeRows(ProjectionRows& rows, const std::vector<std::int64_t>& shape,
                           const HeadOutputs& outputs) {
        if (!stack_.has(rows.tensor) && layout_.name.empty() &&
            rows.tensor == stack_.nameOf(layout_.key, 0)) {
            return failure(ErrorCode::Inconsistent, stack_.checkpoint.folder(), rows.tensor,
                           "no tensor has this name, which was given for W_K", Advice::CorrectKeyPattern);
        }
        TRY_ASSIGN(StoredMatrix matrix, requireMatrix(stack_, rows.tensor, shape));
        rows.file = stack_.checkpoint.fileOf(rows.tensor);
        rows.view = std::move(matrix.view);
        rows.float8 = std::move(matrix.float8);
        const bool transposed = packing_ == Packing::StackedColumns;
        rows.rowStride = rows.view.strides[transposed ? 1 : 0];
        rows.columnStride = rows.view.strides[transposed ? 0 : 1];
        rows.origin = outputs.first * rows.rowStride;
        rows.headStride = outputs.perHead * rows.rowStride;
        rows.groupSize = outputs.groupSize;
        rows.groupStride = outputs.perGroup * rows.rowStride;
        rows.ownRows = shape_.headDim;
        return {};
    }

    const Stack& stack_;
    const WeightLayout& layout_;
    const AttentionShape& shape_;
    Packing packing_;
    int layer_;
    const Adapter* adapter_;
    LayerWeights weights_;
};

} // namespace

Result<LayerWeights> placeProjections(const Stack& stack, Packing packing, int layer,
                                      const Adapter* adapter) {
    return Placement(stack, packing, layer, adapter).place();
}

} // namespace sextant::checkpoint
