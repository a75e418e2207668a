// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/adapter.h"

#include "core/base/reading_budget.h"
#include "core/base/try.h"
#include "core/checkpoint/attention_names.h"
#include "core/checkpoint/shallow_json.h"
#include "core/checkpoint/weight_checks.h"
#include "core/tensor/mapped_file.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <set>
#include <string_view>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace sextant::checkpoint {
namespace {

constexpr const char* adapterConfigName = "adapter_config.json";
constexpr std::array adapterWeightNames = {"adapter_model.safetensors", "adapter_model.bin"};
constexpr std::string_view weightEnding = ".weight";

/// The wrappers of peft around the model that was trained.
std::string_view withoutWrapper(std::string_view name) {
    constexpr std::string_view wrapper = "base_model.model.";
    return name.starts_with(wrapper) ? name.substr(wrapper.size()) : name;
}

/// "model.q_proj" of "base_model.model.model.q_proj.lora_A.weight", and of a name with the adapter's own in
/// it, ".lora_A.default.weight"; empty when the name is not of that part.
std::string moduleOfPart(std::string_view name, std::string_view part) {
    const std::string word = fmt::format(".{}.", part);
    const std::size_t at = name.rfind(word);
    if (at == std::string_view::npos || !name.ends_with(weightEnding)) {
        return {};
    }
    return std::string(withoutWrapper(name.substr(0, at)));
}

/// Whether `whole` is `part`, or ends in it behind a dot.
bool endsInName(std::string_view whole, std::string_view part) {
    return whole == part || (whole.size() > part.size() && whole.ends_with(part) &&
                             whole[whole.size() - part.size() - 1] == '.');
}

bool isPlainName(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char c) {
        return std::isalnum(c) != 0 || c == '_' || c == '.';
    });
}

bool isSet(const nlohmann::json& json, const char* key) {
    const auto found = json.find(key);
    return found != json.end() && !found->is_null() && *found != false &&
           !(found->is_object() && found->empty());
}

std::string textAt(const nlohmann::json& json, const char* key) {
    const auto found = json.find(key);
    return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
}

/// What makes an adapter more than a product of two matrices; nothing when it is one.
std::string furtherKind(const nlohmann::json& json) {
    const std::string type = textAt(json, "peft_type");
    if (type != "LORA") {
        return type.empty() ? "has no peft_type" : fmt::format("is a {} adapter", type);
    }
    constexpr std::array<std::pair<const char*, const char*>, 4> kinds = {
        std::pair{"use_dora", "is a DoRA adapter, which rescales each output"},
        std::pair{"use_qalora", "is a QALoRA adapter, which pools the inputs"},
        std::pair{"layer_replication", "repeats layers of its base"},
        std::pair{"alora_invocation_tokens", "applies only after certain tokens"},
    };
    for (const auto& [key, kind] : kinds) {
        if (isSet(json, key)) {
            return kind;
        }
    }
    const std::string start = textAt(json, "init_lora_weights");
    constexpr std::array harmless = {"", "gaussian", "eva", "orthogonal"};
    if (std::find(harmless.begin(), harmless.end(), start) == harmless.end()) {
        return fmt::format("was initialized with \"{}\", which also changes the base", start);
    }
    return {};
}

} // namespace

template <typename Number>
void LowRankUpdate::addRow(std::int64_t output, const std::vector<double>& downValues, Number* row) const {
    const auto count = static_cast<std::size_t>(rank());
    const auto width = static_cast<std::size_t>(down.shape[1]);
    std::vector<double> factors(count);
    tensor::convertToDouble(
        up.type, up.data + output * up.strides[0] * static_cast<std::int64_t>(tensor::elementSize(up.type)),
        up.strides[1], count, factors.data());
    std::vector<double> sum(width, 0.0);
    for (std::size_t t = 0; t < count; ++t) {
        const double* values = downValues.data() + t * width;
        for (std::size_t j = 0; j < width; ++j) {
            sum[j] += factors[t] * values[j];
        }
    }
    for (std::size_t j = 0; j < width; ++j) {
        row[j] = static_cast<Number>(static_cast<double>(row[j]) + scale * sum[j]);
    }
}

template void LowRankUpdate::addRow(std::int64_t, const std::vector<double>&, float*) const;
template void LowRankUpdate::addRow(std::int64_t, const std::vector<double>&, double*) const;

bool Adapter::isIn(const std::filesystem::path& folder) {
    const auto has = [&folder](const char* name) {
        std::error_code code;
        return std::filesystem::exists(std::filesystem::symlink_status(folder / name, code));
    };
    return has(adapterConfigName) && std::any_of(adapterWeightNames.begin(), adapterWeightNames.end(), has);
}

Result<Adapter> Adapter::open(const std::filesystem::path& folder) {
    Adapter adapter;
    adapter.configPath_ = folder / adapterConfigName;
    TRY(adapter.readConfig());
    const auto* name =
        std::find_if(adapterWeightNames.begin(), adapterWeightNames.end(), [&](const char* each) {
            std::error_code code;
            return std::filesystem::exists(std::filesystem::symlink_status(folder / each, code));
        });
    if (name == adapterWeightNames.end()) {
        return failure(ErrorCode::NotFound, folder, {},
                       "holds an adapter's configuration without its weights, adapter_model.safetensors or "
                       "adapter_model.bin");
    }
    TRY_ASSIGN(adapter.weights_, Checkpoint::open(folder, *name));
    TRY(adapter.readParts());
    return adapter;
}

Result<void> Adapter::readConfig() {
    TRY_ASSIGN(const auto file, tensor::MappedFile::open(configPath_));
    const std::span<const std::byte> bytes = file->bytes();
    if (bytes.size() > ReadingBudget::configBytes) {
        return failure(
            ErrorCode::Malformed, configPath_, {},
            fmt::format("has {} bytes; the limit is {}", bytes.size(), ReadingBudget::configBytes));
    }
    configText_.assign(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    TRY_ASSIGN(const nlohmann::json json, readShallowJson(configPath_, configText_));
    if (!json.is_object()) {
        return failure(ErrorCode::Malformed, configPath_, {}, "is not a JSON object");
    }
    if (const std::string kind = furtherKind(json); !kind.empty()) {
        return failure(ErrorCode::Unsupported, configPath_, {},
                       fmt::format("the adapter {}; only LoRA is merged here, but a model with it already "
                                   "merged into its base can be measured",
                                   kind));
    }
    const auto alpha = json.find("lora_alpha");
    if (alpha == json.end() || !alpha->is_number()) {
        return failure(ErrorCode::Inconsistent, configPath_, "lora_alpha", "is not a number");
    }
    alpha_ = alpha->get<double>();
    if (const auto rank = json.find("r");
        rank != json.end() && rank->is_number_integer() && !isSet(json, "rank_pattern")) {
        rank_ = rank->get<std::int64_t>();
    }
    isRankStabilised_ = isSet(json, "use_rslora");
    if (isSet(json, "alpha_pattern")) {
        for (const auto& [module, value] : json["alpha_pattern"].items()) {
            if (!isPlainName(module) || !value.is_number()) {
                return failure(
                    ErrorCode::Unsupported, configPath_, "alpha_pattern",
                    fmt::format("\"{}\" is more than the name of a module and its number", module));
            }
            alphas_.emplace_back(module, value.get<double>());
        }
    }
    base_ = textAt(json, "base_model_name_or_path");
    baseRevision_ = textAt(json, "revision");
    return {};
}

Result<void> Adapter::readParts() {
    for (const std::string& name : weights_.names()) {
        if (const std::string module = moduleOfPart(name, "lora_A"); !module.empty()) {
            parts_[module].down = name;
        } else if (const std::string same = moduleOfPart(name, "lora_B"); !same.empty()) {
            parts_[same].up = name;
        } else if (name.find("lora_magnitude_vector") != std::string::npos) {
            return failure(ErrorCode::Unsupported, weights_.fileOf(name), name,
                           "belongs to a DoRA adapter; only LoRA is merged here");
        } else if (name.find(".lora_") == std::string::npos) {
            replaced_.emplace(withoutWrapper(name), name);
        }
    }
    for (const auto& [module, part] : parts_) {
        if (part.down.empty() || part.up.empty()) {
            return failure(ErrorCode::Inconsistent, weights_.folder(), module,
                           part.down.empty() ? "has a lora_B without a lora_A"
                                             : "has a lora_A without a lora_B");
        }
    }
    if (parts_.empty()) {
        return failure(ErrorCode::Inconsistent, weights_.folder(), {},
                       "the adapter's weights hold no pair of lora_A and lora_B");
    }
    return {};
}

Result<void> Adapter::matchTo(const Checkpoint& base) {
    std::map<std::string, std::set<std::string>>
        weightsOf; // by module: exact, else every one that ends alike
    for (const std::string& name : base.names()) {
        if (!name.ends_with(weightEnding)) {
            continue;
        }
        const std::string_view module = std::string_view(name).substr(0, name.size() - weightEnding.size());
        // The base may have more words before the name, or the adapter may.
        for (std::string_view rest = module; !rest.empty();) {
            if (const auto part = parts_.find(std::string(rest)); part != parts_.end()) {
                weightsOf[part->first].insert(name);
            }
            const std::size_t dot = rest.find('.');
            rest = dot == std::string_view::npos ? std::string_view() : rest.substr(dot + 1);
        }
    }
    for (const auto& [module, part] : parts_) {
        std::set<std::string>& weights = weightsOf[module];
        for (std::string_view rest = module; weights.empty() && !rest.empty();) {
            if (const std::string name = std::string(rest) + std::string(weightEnding);
                base.find(name) != nullptr) {
                weights.insert(name);
            }
            const std::size_t dot = rest.find('.');
            rest = dot == std::string_view::npos ? std::string_view() : rest.substr(dot + 1);
        }
        const std::string exact = module + std::string(weightEnding);
        if (weights.contains(exact)) {
            weights = {exact};
        }
        if (weights.size() == 1) {
            moduleOf_[*weights.begin()] = module;
        } else if (suggestsAttention(module)) {
            return failure(
                ErrorCode::Inconsistent, weights_.fileOf(part.down), module,
                fmt::format("is changed by the adapter, but {} in the base {}",
                            weights.empty() ? "there is no such weight" : "several weights have this name",
                            base.folder().string()));
        }
    }
    return {};
}

Result<double> Adapter::alphaOf(const std::string& module) const {
    std::optional<double> alpha;
    for (const auto& [name, value] : alphas_) {
        if (endsInName(module, name)) {
            if (alpha && *alpha != value) {
                return failure(ErrorCode::Unsupported, configPath_, "alpha_pattern",
                               fmt::format("gives {} more than one number", module));
            }
            alpha = value;
        }
    }
    return alpha.value_or(alpha_);
}

Result<const tensor::TensorView*> Adapter::matrix(const std::string& name) const {
    const CheckpointTensor* tensor = weights_.find(name);
    if (!tensor->unusable.empty()) {
        return failure(ErrorCode::Unsupported, weights_.fileOf(name), name,
                       fmt::format("is {}; an adapter's weights are floating-point", tensor->unusable));
    }
    if (tensor->view.shape.size() != 2) {
        return failure(ErrorCode::Inconsistent, weights_.fileOf(name), name,
                       fmt::format("has shape {}, but must be a matrix", shapeText(tensor->view.shape)));
    }
    const auto width = static_cast<std::size_t>(tensor->view.shape[1]);
    std::vector<double> row(width);
    for (std::int64_t i = 0; i < tensor->view.shape[0]; ++i) {
        tensor::convertToDouble(tensor->view.type,
                                tensor->view.data +
                                    i * tensor->view.strides[0] *
                                        static_cast<std::int64_t>(tensor::elementSize(tensor->view.type)),
                                tensor->view.strides[1], width, row.data());
        for (std::size_t j = 0; j < width; ++j) {
            if (!std::isfinite(row[j])) {
                return failure(ErrorCode::Inconsistent, weights_.fileOf(name),
                               fmt::format("{}[{}][{}]", name, i, j), fmt::format("is {}", row[j]));
            }
        }
    }
    return &tensor->view;
}

Result<std::shared_ptr<const LowRankUpdate>> Adapter::updateOf(const std::string& name, std::int64_t outputs,
                                                               std::int64_t inputs) const {
    for (const auto& [weight, tensor] : replaced_) {
        if (endsInName(name, weight) || endsInName(weight, name)) {
            return failure(ErrorCode::Unsupported, weights_.fileOf(tensor), tensor,
                           "replaces a weight of the base; only low-rank changes are merged");
        }
    }
    const auto found = moduleOf_.find(name);
    if (found == moduleOf_.end()) {
        return nullptr;
    }
    const Part& part = parts_.at(found->second);
    TRY_ASSIGN(const tensor::TensorView* down, matrix(part.down));
    TRY_ASSIGN(const tensor::TensorView* up, matrix(part.up));
    const std::int64_t rank = down->shape[0];
    if (up->shape[1] != rank || rank == 0 || rank_.value_or(rank) != rank) {
        return failure(ErrorCode::Inconsistent, weights_.fileOf(part.down), part.down,
                       fmt::format("has shape {} and {} has {}, which does not fit the rank {}",
                                   shapeText(down->shape), part.up, shapeText(up->shape),
                                   rank_.value_or(rank)));
    }
    if (up->shape[0] != outputs || down->shape[1] != inputs) {
        return failure(
            ErrorCode::Inconsistent, weights_.fileOf(part.down), found->second,
            fmt::format("the adapter has {} outputs and {} inputs, but {} of the base has {} and {}",
                        up->shape[0], down->shape[1], name, outputs, inputs));
    }
    TRY_ASSIGN(const double alpha, alphaOf(found->second));
    const auto count = static_cast<double>(rank);
    const double scale = alpha / (isRankStabilised_ ? std::sqrt(count) : count);
    if (!std::isfinite(scale)) {
        return failure(ErrorCode::Inconsistent, configPath_, "lora_alpha", fmt::format("is {}", alpha));
    }
    return std::make_shared<const LowRankUpdate>(LowRankUpdate{*down, *up, scale});
}

} // namespace sextant::checkpoint
