// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/tensor/tensor_view.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace sextant::checkpoint {

/// One file of a checkpoint, as the provenance names it.
struct CheckpointFile {
    std::string name;
    std::uint64_t size = 0;
    std::string headerDigest; ///< SHA-256 of the part that describes the tensors; see Checkpoint::open()
    /// The later of its modification and change times; nothing can set the latter back. Tells a resumed run
    /// that the file has changed; not part of the provenance.
    std::int64_t changedNanoseconds = 0;
};

/// A tensor of a checkpoint; its elements are in a mapped file.
struct CheckpointTensor {
    tensor::TensorView view;
    /// What it is when it is not a floating-point tensor, e.g. "a tensor of type I8"; else empty.
    std::string unusable = {};
    bool isFloat8 = false; ///< unusable by itself: `view` is of bytes; see requireMatrix()
};

/// The tensors of a model folder, read in place from their files.
///
///     TRY_ASSIGN(const Checkpoint checkpoint, Checkpoint::open("Qwen3-4B"));
///     const CheckpointTensor* norm = checkpoint.find("model.norm.weight"); // nullptr when absent
class Checkpoint {
public:
    /// Opens `model.safetensors`, else the shards of `model.safetensors.index.json`, else
    /// `pytorch_model.bin`, else the shards of `pytorch_model.bin.index.json`. Errs when there is none, when
    /// a shard is missing, or when a file is not sound. The header digest of a safetensors file is that of
    /// its length and header, of a torch file that of its first MiB, where its pickle lies.
    ///
    /// Where a single file lies beside an index with all its shards, the file counts, as for the models' own
    /// loader; refuseContradiction() compares them. A `file` in the folder is read in place of all this: the
    /// weights themselves, or an index.
    [[nodiscard]] static Result<Checkpoint> open(const std::filesystem::path& folder,
                                                 const std::filesystem::path& file = {});

    /// Errs with Inconsistent when the weights that were passed over hold the tensor with other bytes. Reads
    /// the tensor twice if there are such weights.
    [[nodiscard]] Result<void> refuseContradiction(const std::string& name) const;

    /// The index that was passed over; empty when there is none.
    [[nodiscard]] const std::string& passedOver() const { return passedOver_; }

    /// nullptr when no tensor has that name.
    [[nodiscard]] const CheckpointTensor* find(const std::string& name) const;

    /// The file that holds the tensor; the folder when there is no such tensor.
    [[nodiscard]] std::filesystem::path fileOf(const std::string& name) const;

    [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
    [[nodiscard]] const std::vector<CheckpointFile>& files() const { return files_; }

    /// Integers that lie beside the tensors of torch files, by their names, such as "model_args.n_layer".
    [[nodiscard]] const std::map<std::string, std::int64_t>& integers() const { return integers_; }

    /// All tensor names, sorted.
    [[nodiscard]] std::vector<std::string> names() const;

private:
    struct Entry {
        CheckpointTensor tensor;
        std::size_t file = 0;
    };

    /// `shardOf` maps each tensor to the file it belongs to; empty for a single file.
    [[nodiscard]] Result<void> add(const std::string& fileName,
                                   const std::map<std::string, std::string>& shardOf);
    [[nodiscard]] Result<void> addShards(const std::string& indexName);
    void passOver(const std::string& indexName);

    std::filesystem::path folder_;
    std::vector<CheckpointFile> files_;
    std::map<std::string, Entry> tensors_;
    std::map<std::string, std::int64_t> integers_;
    std::string passedOver_;
    std::shared_ptr<const Checkpoint> rival_; ///< the shards of `passedOver_`, when all are there
};

} // namespace sextant::checkpoint
