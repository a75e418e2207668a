// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/model_config.h"

#include "core/base/reading_budget.h"
#include "core/base/try.h"
#include "core/checkpoint/shallow_json.h"
#include "core/tensor/lfs_pointer.h"
#include "core/tensor/mapped_file.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <string_view>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

namespace sextant::checkpoint {
namespace {

using Json = nlohmann::json;

constexpr std::int64_t largestCount = std::int64_t{1} << 24;

/// The keys that different families use for one quantity, in the order of precedence.
using Names = std::initializer_list<const char*>;
constexpr Names layerNames = {"num_hidden_layers", "n_layer", "n_layers", "num_layers",
                              "num_transformer_layers"};
constexpr Names hiddenNames = {"hidden_size", "n_embd", "n_embed", "d_model", "dim", "emb_dim", "model_dim"};
constexpr Names headNames = {"num_attention_heads", "n_head",          "n_heads",
                             "num_heads",           "attention_heads", "encoder_attention_heads",
                             "num_query_heads"};
constexpr Names keyHeadNames = {"num_key_value_heads", "num_kv_heads", "n_head_kv",
                                "n_kv_heads",          "kv_n_heads",   "multi_query_group_num"};
constexpr Names headDimNames = {"head_dim", "kv_channels"};

/// Where a model of several parts keeps what concerns its language.
constexpr Names textNames = {"text_config", "llm_config", "language_config"};

/// Models of two stacks of equal rank.
constexpr std::array<std::string_view, 9> pairedTypes = {
    "clip", "siglip", "siglip2", "chinese_clip", "altclip", "clipseg", "owlvit", "owlv2", "clap"};

class ConfigReader {
public:
    ConfigReader(std::filesystem::path path, const ConfigWish& wish) : path_(std::move(path)), wish_(wish) {}

    Result<ModelConfig> read() {
        const auto file = tensor::MappedFile::open(path_);
        if (!file) {
            Error error = file.error();
            error.sentence += error.code == ErrorCode::NotFound ? "; a model folder has a config.json" : "";
            return tl::make_unexpected(std::move(error));
        }
        const std::span<const std::byte> bytes = (*file)->bytes();
        if (tensor::isLfsPointer(bytes)) {
            return tl::make_unexpected(tensor::lfsPointerError(path_));
        }
        if (bytes.empty()) {
            return failure(ErrorCode::Malformed, path_, {}, "is empty");
        }
        if (bytes.size() > ReadingBudget::configBytes) {
            return failure(ErrorCode::Malformed, path_, {},
                           fmt::format("has {} bytes; a config.json of more than {} is not read",
                                       bytes.size(), ReadingBudget::configBytes));
        }
        config_.text.assign(reinterpret_cast<const char*>(bytes.data()), bytes.size());
        config_.path = path_;
        TRY_ASSIGN(const Json json, readShallowJson(path_, config_.text));
        if (!json.is_object()) {
            return failure(ErrorCode::Malformed, path_, {}, "is not a JSON object");
        }
        return interpret(json);
    }

private:
    Result<ModelConfig> interpret(const Json& whole) {
        TRY_ASSIGN(Json text, stackOf(whole));
        isNested_ = whole.contains("text_config");
        for (const auto& [key, value] : wish_.values) {
            const Json parsed = Json::parse(value, nullptr, /*allow_exceptions=*/false);
            text[key] = parsed.is_primitive() && !parsed.is_discarded() ? parsed : Json(value);
        }
        config_.modelType = stringAt(text, "model_type", stringAt(whole, "model_type", ""));
        if (!wish_.tower.empty() && !text.contains("model_type")) {
            config_.modelType += "_" + wish_.tower + "_model";
        }
        config_.tower = wish_.tower;
        const std::string name = stringAt(whole, "_name_or_path", "");
        if (!name.empty() && name.front() != '/' && name.front() != '.' &&
            name.find('\\') == std::string::npos) {
            config_.name = name;
        }
        if (isEncoderDecoder(whole) || isEncoderDecoder(text)) {
            return failure(
                ErrorCode::Unsupported, path_, {},
                fmt::format("the {} is an encoder-decoder; only models of one stack of layers are measured",
                            kind()));
        }
        config_.normalisesBefore = flagAt(text, "do_layer_norm_before", true);
        for (const char* key : {"multi_query", "multi_query_attention"}) {
            if (text.contains(key)) {
                config_.multiQuery = flagAt(text, key, false);
            }
        }
        config_.newDecoderArchitecture = flagAt(text, "new_decoder_architecture", false);
        for (const Json* json : {&whole, &std::as_const(text)}) {
            if (const auto found = json->find("quantization_config"); found != json->end()) {
                config_.quantisation = stringAt(*found, "quant_method", "an unnamed method");
            }
        }
        return readCounts(text);
    }

    /// The object that describes the stack to be measured.
    Result<Json> stackOf(const Json& whole) const {
        if (!wish_.tower.empty()) {
            return towerOf(whole);
        }
        const std::string type = stringAt(whole, "model_type", "");
        if (std::find(pairedTypes.begin(), pairedTypes.end(), type) != pairedTypes.end()) {
            return failure(ErrorCode::Unsupported, path_, "model_type",
                           fmt::format("\"{}\" models have several stacks of layers: {}", type,
                                       fmt::join(towersOf(whole), ", ")),
                           Advice::ChooseTower);
        }
        const Json* outer = objectAt(whole, {"thinker_config"});
        const Json* text = objectAt(outer == nullptr ? whole : *outer, textNames);
        return text == nullptr ? whole : *text;
    }

    Result<Json> towerOf(const Json& whole) const {
        const std::string key = wish_.tower + "_config";
        const Json* tower =
            wish_.tower == "text" ? objectAt(whole, textNames) : objectAt(whole, {key.c_str()});
        if (tower != nullptr) {
            return *tower;
        }
        const std::vector<std::string> towers = towersOf(whole);
        return failure(ErrorCode::Usage, path_, key,
                       towers.empty() ? "is missing: the model has one stack of layers"
                                      : fmt::format("is missing; the model has {}", fmt::join(towers, ", ")));
    }

    /// "text" and "vision" of "text_config" and "vision_config"; only what gives a number of layers.
    static std::vector<std::string> towersOf(const Json& whole) {
        constexpr std::string_view ending = "_config";
        std::vector<std::string> towers;
        for (const auto& [key, value] : whole.items()) {
            const bool isStack =
                key.ends_with(ending) && value.is_object() &&
                (value.contains("model_type") ||
                 std::any_of(layerNames.begin(), layerNames.end(),
                             [&value = value](const char* name) { return value.contains(name); }));
            if (isStack) {
                towers.push_back(key.substr(0, key.size() - ending.size()));
            }
        }
        return towers;
    }

    /// The first of the members that is an object, or nullptr.
    static const Json* objectAt(const Json& json, Names names) {
        for (const char* name : names) {
            if (const auto found = json.find(name); found != json.end() && found->is_object()) {
                return &*found;
            }
        }
        return nullptr;
    }

    /// Some configs say so outright; others give it away by their keys.
    static bool isEncoderDecoder(const Json& json) {
        const auto has = [&json](const char* first, const char* second) {
            return json.contains(first) && json.contains(second);
        };
        return flagAt(json, "is_encoder_decoder", false) || has("encoder_layers", "decoder_layers") ||
               has("num_layers", "num_decoder_layers") || has("encoder", "decoder");
    }

    /// "llama model", or "model" when the type is not given.
    std::string kind() const { return config_.modelType.empty() ? "model" : config_.modelType + " model"; }

    Result<ModelConfig> readCounts(const Json& text) {
        TRY_ASSIGN(std::optional<int> layers, countAt(text, layerNames));
        TRY_ASSIGN(std::optional<int> hidden, countAt(text, hiddenNames));
        TRY_ASSIGN(config_.heads, countAt(text, headNames));
        TRY_ASSIGN(config_.headDim, countAt(text, headDimNames));
        TRY(readKeyHeads(text));
        if (isNested_ && config_.modelType == "llama") { // such configs leave out what the type's code has
            layers = layers.value_or(32);
            hidden = hidden.value_or(4096);
            config_.heads = config_.heads.value_or(32);
        }
        if (!layers || !hidden) {
            return failure(ErrorCode::Inconsistent, path_, {},
                           fmt::format("gives no {} under any name in use; a model with no attention layers "
                                       "cannot be measured",
                                       layers ? "hidden_size" : "num_hidden_layers"),
                           Advice::SetConfigValue);
        }
        config_.layers = *layers;
        config_.hiddenSize = *hidden;
        return std::move(config_);
    }

    Result<void> readKeyHeads(const Json& text) {
        TRY_ASSIGN(config_.keyHeads, countAt(text, keyHeadNames));
        const Json* attention = objectAt(text, {"attn_config"});
        if (attention != nullptr && !config_.keyHeads) {
            TRY_ASSIGN(config_.keyHeads, countAt(*attention, keyHeadNames));
            if (stringAt(*attention, "attn_type", "") == "multiquery_attention") {
                config_.keyHeads = 1;
            }
        }
        const auto positive = [&text](const char* key) {
            const auto found = text.find(key);
            return found != text.end() && found->is_number_integer() && *found > 0;
        };
        config_.sharesKeys = positive("num_kv_shared_layers");
        if (positive("num_nextn_predict_layers")) {
            TRY_ASSIGN(const std::optional<int> further, countAt(text, {"num_nextn_predict_layers"}));
            config_.predictionLayers = *further;
        }
        return {};
    }

    /// nullopt when the key is absent or null; any other value must be a valid count.
    Result<std::optional<int>> countAt(const Json& json, Names names) const {
        for (const char* name : names) {
            const auto found = json.find(name);
            if (found == json.end() || found->is_null()) {
                continue;
            }
            if (!found->is_number_integer() || *found < 1 || *found > largestCount) {
                return failure(ErrorCode::Inconsistent, path_, name,
                               fmt::format("is {}, but must be a whole number from 1 to {}",
                                           shortText(*found), largestCount));
            }
            return found->get<int>();
        }
        return std::nullopt;
    }

    /// The value as a sentence can hold it.
    static std::string shortText(const Json& value) {
        if (value.is_structured()) {
            return value.is_array() ? "a list" : "an object";
        }
        constexpr std::size_t longest = 40;
        std::string text = value.dump(
            -1, ' ', true, Json::error_handler_t::replace); // ASCII only, so that it can be cut anywhere
        return text.size() <= longest ? text : text.substr(0, longest) + "...";
    }

    static std::string stringAt(const Json& json, const char* key, const std::string& otherwise) {
        const auto found = json.find(key);
        return found != json.end() && found->is_string() ? found->get<std::string>() : otherwise;
    }

    static bool flagAt(const Json& json, const char* key, bool otherwise) {
        const auto found = json.find(key);
        return found != json.end() && found->is_boolean() ? found->get<bool>() : otherwise;
    }

    std::filesystem::path path_;
    const ConfigWish& wish_;
    ModelConfig config_;
    bool isNested_ = false; ///< the stack's sizes are in an object of their own
};

} // namespace

Result<ModelConfig> readModelConfig(const std::filesystem::path& folder, const ConfigWish& wish) {
    std::error_code code;
    if (!std::filesystem::is_directory(folder, code)) {
        const bool exists = std::filesystem::exists(folder, code);
        return failure(exists ? ErrorCode::Unreadable : ErrorCode::NotFound, folder, {},
                       exists ? "is not a folder; a model is given by the folder of its config.json"
                              : "the folder does not exist");
    }
    return ConfigReader(folder / "config.json", wish).read();
}

} // namespace sextant::checkpoint
