// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/angles/angle_tables.h"

#include "core/angles/head_alignment.h"
#include "core/base/parallel.h"
#include "core/base/try.h"
#include "core/blas/availability.h"

#include <algorithm>
#include <cstdint>
#include <mutex>

namespace sextant::angles {
namespace {

tl::unexpected<Error> cancelled() {
    return failure(ErrorCode::Cancelled, {}, {}, "cancelled");
}

std::size_t headSlots(const artifact::ArtifactShape& shape) {
    return static_cast<std::size_t>(shape.layers) * static_cast<std::size_t>(shape.heads);
}

std::size_t slot(const artifact::ArtifactShape& shape, int layer, HeadIndex head) {
    return static_cast<std::size_t>(layer) * static_cast<std::size_t>(shape.heads) +
           static_cast<std::size_t>(head.value);
}

/// The threads that work on `heads` heads: those that are free, if memory suffices for what each of them
/// holds.
ThreadBudget::Lease leaseFor(const ThreadBudget& budget, int heads, std::uint64_t bytesPerHead) {
    return budget.lease(std::min(heads, threadsThatFit(bytesPerHead + blas::kBufferPerThread)));
}

/// Upper estimates, in bytes, of the memory that one head takes in alignHeadWithAnchor() and
/// alignHeadPairs().
std::uint64_t rowWorkspace(const artifact::ArtifactShape& shape, int topk) {
    const auto k = static_cast<std::uint64_t>(topk);
    const auto layers = static_cast<std::uint64_t>(shape.layers);
    return sizeof(double) * (k * (4 * layers * k + 3 * static_cast<std::uint64_t>(shape.hiddenSize)));
}

std::uint64_t pairsWorkspace(const artifact::ArtifactShape& shape, int topk) {
    constexpr std::uint64_t tallestStack = 4096; // beyond, alignHeadPairs() goes layer by layer
    constexpr std::uint64_t panelWidth = 512;
    const std::uint64_t rows = static_cast<std::uint64_t>(shape.layers) * static_cast<std::uint64_t>(topk);
    const std::uint64_t stack = std::min(rows, tallestStack);
    const auto pairs = static_cast<std::uint64_t>(shape.layers) * static_cast<std::uint64_t>(shape.layers);
    return rowWorkspace(shape, topk) + sizeof(double) * stack * (stack + panelWidth) +
           sizeof(PrincipalAngles) * pairs;
}

} // namespace

Result<AngleRow> angleRow(const artifact::TensorFile& tensors, const artifact::ArtifactShape& shape,
                          LayerIndex anchor, const ThreadBudget& budget, const std::stop_token& stop,
                          const HeadsDone& progress) {
    TRY(blas::requireBlas());
    AngleRow row{anchor, shape.heads, std::vector<PrincipalAngles>(headSlots(shape)),
                 std::vector<int>(headSlots(shape))};
    std::mutex mutex;
    int done = 0;
    prefetchHead(tensors, shape, HeadIndex{0});
    const ThreadBudget::Lease lease = leaseFor(budget, shape.heads, rowWorkspace(shape, tensors.topk));
    // Counted below instead: a head that gives up midway is not done.
    static_cast<void>(parallelFor(shape.heads, lease.count(), stop, [&](int h) {
        if (h + 1 < shape.heads) {
            prefetchHead(tensors, shape, HeadIndex{h + 1});
        }
        const std::optional<HeadAlignment> head =
            alignHeadWithAnchor(tensors, shape, HeadIndex{h}, anchor, stop);
        if (!head) {
            return;
        }
        for (int l = 0; l < shape.layers; ++l) {
            row.values[slot(shape, l, HeadIndex{h})] = head->values[static_cast<std::size_t>(l)];
            row.ranks[slot(shape, l, HeadIndex{h})] = head->ranks[static_cast<std::size_t>(l)];
        }
        const std::lock_guard lock(mutex);
        ++done;
        if (progress) {
            progress(done);
        }
    }));
    if (done != shape.heads) {
        return cancelled();
    }
    return row;
}

AngleTableBuilder::AngleTableBuilder(const artifact::TensorFile& tensors,
                                     const artifact::ArtifactShape& shape)
    : tensors_(tensors),
      shape_(shape),
      table_{artifact::LayerPairTable(shape.layers, shape.heads),
             artifact::LayerPairTable(shape.layers, shape.heads),
             artifact::LayerPairTable(shape.layers, shape.heads), std::vector<int>(headSlots(shape))},
      done_(static_cast<std::size_t>(shape.heads), false) {}

void AngleTableBuilder::store(HeadIndex head, const HeadAlignment& alignment) {
    for (int l = 0; l < shape_.layers; ++l) {
        table_.ranks[slot(shape_, l, head)] = alignment.ranks[static_cast<std::size_t>(l)];
        for (int m = 0; m < shape_.layers; ++m) {
            const PrincipalAngles& value = alignment.values[static_cast<std::size_t>(l) * shape_.layers + m];
            table_.meanCosine(LayerIndex{l}, LayerIndex{m}, head) = value.meanCosine;
            table_.smallestCosine(LayerIndex{l}, LayerIndex{m}, head) = value.smallestCosine;
            table_.firstOverlap(LayerIndex{l}, LayerIndex{m}, head) = value.firstOverlap;
        }
    }
}

bool AngleTableBuilder::run(const ThreadBudget& budget, const std::stop_token& stop,
                            const HeadsDone& progress) {
    std::vector<int> missing;
    for (int h = 0; h < shape_.heads; ++h) {
        if (!done_[static_cast<std::size_t>(h)]) {
            missing.push_back(h);
        }
    }
    std::mutex mutex;
    int finished = shape_.heads - static_cast<int>(missing.size());
    const auto count = static_cast<int>(missing.size());
    const ThreadBudget::Lease lease = leaseFor(budget, count, pairsWorkspace(shape_, tensors_.topk));
    // Counted below instead: a head that gives up midway is not done.
    static_cast<void>(parallelFor(count, lease.count(), stop, [&](int i) {
        const HeadIndex head{missing[static_cast<std::size_t>(i)]};
        if (static_cast<std::size_t>(i) + 1 < missing.size()) {
            prefetchHead(tensors_, shape_, HeadIndex{missing[static_cast<std::size_t>(i) + 1]});
        }
        const std::optional<HeadAlignment> alignment = alignHeadPairs(tensors_, shape_, head, stop);
        if (!alignment) {
            return;
        }
        store(head, *alignment);
        const std::lock_guard lock(mutex);
        done_[static_cast<std::size_t>(head.value)] = true;
        ++finished;
        if (progress) {
            progress(finished);
        }
    }));
    return finished == shape_.heads;
}

AngleTable AngleTableBuilder::take() {
    return std::move(table_);
}

Result<AngleTable> angleTable(const artifact::TensorFile& tensors, const artifact::ArtifactShape& shape,
                              const ThreadBudget& budget, const std::stop_token& stop,
                              const HeadsDone& progress) {
    AngleTableBuilder builder(tensors, shape);
    if (!builder.run(budget, stop, progress)) {
        return cancelled();
    }
    return builder.take();
}

} // namespace sextant::angles
