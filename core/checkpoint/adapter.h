// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/checkpoint/checkpoint.h"
#include "core/tensor/tensor_view.h"

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace sextant::checkpoint {

/// What an adapter adds to a weight: `scale * up * down`, of a weight [out, in].
struct LowRankUpdate {
    tensor::TensorView down; ///< A, [rank, in]
    tensor::TensorView up;   ///< B, [out, rank]
    double scale = 0.0;      ///< alpha / rank, with rank-stabilised adapters alpha / sqrt(rank)

    [[nodiscard]] std::int64_t rank() const { return down.shape[0]; }

    /// Adds row `output` of the product to `row`, which has as many elements as A has columns. `downValues`
    /// are those of A, contiguous; a caller with many rows reads them once.
    template <typename Number>
    void addRow(std::int64_t output, const std::vector<double>& downValues, Number* row) const;
};

/// A LoRA adapter as peft saves it, not merged into its base: adapter_config.json with
/// adapter_model.safetensors or adapter_model.bin. Low-rank adaptation: Hu et al. 2021, arXiv 2106.09685; the
/// rank-stabilised scale: Kalajdzievski 2023, arXiv 2312.03732.
///
///     TRY_ASSIGN(Adapter adapter, Adapter::open("my-lora"));
///     TRY(adapter.matchTo(base));
///     TRY_ASSIGN(const auto update, adapter.updateOf("model.layers.0.self_attn.q_proj.weight", base));
class Adapter {
public:
    /// Whether the folder holds an adapter rather than a model: its configuration and its weights.
    [[nodiscard]] static bool isIn(const std::filesystem::path& folder);

    /// Errs when a file is missing or unsound, and with Unsupported for adapters of another kind, which are
    /// named: DoRA, those that begin by changing the base, those that replicate layers.
    [[nodiscard]] static Result<Adapter> open(const std::filesystem::path& folder);

    /// The base as the adapter names it, a path or a model of the hub; may be empty.
    [[nodiscard]] const std::string& base() const { return base_; }
    [[nodiscard]] const std::string& baseRevision() const { return baseRevision_; }

    [[nodiscard]] const std::filesystem::path& folder() const { return weights_.folder(); }
    [[nodiscard]] const Checkpoint& weights() const { return weights_; }
    [[nodiscard]] const std::string& configText() const { return configText_; }

    /// Finds the weight of `base` that each part of the adapter changes; names may differ in what stands
    /// before them. Errs with Inconsistent when a part that concerns attention changes no weight or could
    /// change several.
    [[nodiscard]] Result<void> matchTo(const Checkpoint& base);

    /// What is added to the weight `name` of the base, which has `outputs` outputs and `inputs` inputs;
    /// nullptr when nothing is. Errs with Unsupported when the adapter replaces the weight, with Inconsistent
    /// when the shapes do not fit or a value is not finite.
    [[nodiscard]] Result<std::shared_ptr<const LowRankUpdate>>
    updateOf(const std::string& name, std::int64_t outputs, std::int64_t inputs) const;

    /// Whether something is added to the weight `name` of the base.
    [[nodiscard]] bool changes(const std::string& name) const { return moduleOf_.contains(name); }

private:
    struct Part {
        std::string down; ///< names of tensors of the adapter
        std::string up;
    };

    [[nodiscard]] Result<void> readConfig();
    [[nodiscard]] Result<void> readParts();
    [[nodiscard]] Result<double> alphaOf(const std::string& module) const;
    [[nodiscard]] Result<const tensor::TensorView*> matrix(const std::string& name) const;

    Checkpoint weights_;
    std::filesystem::path configPath_;
    std::string configText_;
    std::string base_;
    std::string baseRevision_;
    double alpha_ = 0.0;
    std::optional<std::int64_t> rank_; ///< of every part, unless parts have ranks of their own
    bool isRankStabilised_ = false;
    std::vector<std::pair<std::string, double>> alphas_; ///< of modules with an alpha of their own
    std::map<std::string, Part> parts_;                  ///< by the module that they change
    std::map<std::string, std::string> replaced_;        ///< whole weights, by name, and their tensors
    std::map<std::string, std::string> moduleOf_;        ///< by weight of the base
};

} // namespace sextant::checkpoint
