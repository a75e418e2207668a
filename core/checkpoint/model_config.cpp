// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/model_config.h"

#include "core/base/reading_budget.h"
#include "core/base/try.h"
#include "core/checkpoint/config_stack.h"
#include "core/checkpoint/config_values.h"
#include "core/checkpoint/shallow_json.h"
#include "core/checkpoint/weight_layout.h"
#include "core/tensor/lfs_pointer.h"
#include "core/tensor/mapped_file.h"

#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace sextant::checkpoint {
namespace {

using Json = nlohmann::json;

constexpr ConfigNames hiddenNames = {"hidden_size", "n_embd",  "n_embed",   "d_model",
                                     "dim",         "emb_dim", "model_dim", "embed_dim"};
constexpr ConfigNames headNames = {"num_attention_heads",
                                   "n_head",
                                   "n_heads",
                                   "num_heads",
                                   "attention_heads",
                                   "encoder_attention_heads",
                                   "decoder_attention_heads",
                                   "num_query_heads"};
constexpr ConfigNames keyHeadNames = {"num_key_value_heads", "num_kv_heads", "n_head_kv",
                                      "n_kv_heads",          "kv_n_heads",   "multi_query_group_num"};
constexpr ConfigNames headDimNames = {"head_dim", "kv_channels", "d_kv", "attention_head_dim"};

/// The sizes that the code of a type has where a config leaves them out, as configs within others do.
struct TypeSizes {
    std::string_view type;
    int layers;
    int hidden;
    int heads;
    int keyHeads;
};
constexpr std::array<TypeSizes, 21> typeSizes = {{{"llama", 32, 4096, 32, 32},
                                                  {"mistral", 32, 4096, 32, 8},
                                                  {"qwen2", 32, 4096, 32, 32},
                                                  {"clip_text_model", 12, 512, 8, 8},
                                                  {"clip_vision_model", 12, 768, 12, 12},
                                                  {"siglip_text_model", 12, 768, 12, 12},
                                                  {"siglip_vision_model", 12, 768, 12, 12},
                                                  {"persimmon", 36, 4096, 64, 64},
                                                  {"siglip2_text_model", 12, 768, 12, 12},
                                                  {"siglip2_vision_model", 12, 768, 12, 12},
                                                  {"owlv2_text_model", 12, 512, 8, 8},
                                                  {"owlv2_vision_model", 12, 768, 12, 12},
                                                  {"pixtral", 24, 1024, 16, 16},
                                                  {"timm_tiny", 12, 192, 3, 3},
                                                  {"timm_small", 12, 384, 6, 6},
                                                  {"timm_base", 12, 768, 12, 12},
                                                  {"timm_large", 24, 1024, 16, 16},
                                                  {"timm_huge", 32, 1280, 16, 16},
                                                  {"timm_giant", 40, 1408, 16, 16},
                                                  {"timm_gigantic", 48, 1664, 16, 16},
                                                  {"timm_so400m", 27, 1152, 16, 16}}};

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
        return parse({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
    }

    Result<ModelConfig> parse(std::string text) {
        config_.text = std::move(text);
        config_.path = path_;
        TRY_ASSIGN(const Json json, readShallowJson(path_, config_.text));
        if (!json.is_object()) {
            return failure(ErrorCode::Malformed, path_, {}, "is not a JSON object");
        }
        return interpret(json);
    }

private:
    Result<ModelConfig> interpret(const Json& whole) {
        // What is wished for may be what tells a model of one stack from one that keeps its layers in parts.
        TRY_ASSIGN(ConfigStack stack,
                   chooseStack(path_, wish_.tower.empty() ? withWishes(whole) : whole, wish_.tower));
        stack.json = withWishes(std::move(stack.json));
        const Json& text = stack.json;
        const bool isTimm =
            stack.modelType.empty() && text.contains("architecture") && text.contains("pretrained_cfg");
        config_.modelType = wishedType().value_or(isTimm ? "timm" : stack.modelType);
        config_.tower = wish_.tower;
        config_.isPart = stack.isPart;
        const std::string name = stringAt(whole, "_name_or_path", "");
        if (!name.empty() && name.front() != '/' && name.front() != '.' &&
            name.find('\\') == std::string::npos) {
            config_.name = name;
        }
        // OPT says it the one way, wav2vec2 the other, OLMo's first code and Molmo a third.
        config_.normalisesBefore =
            flagAt(text, "do_layer_norm_before",
                   flagAt(text, "do_stable_layer_norm",
                          !text.contains("conv_dim") && !flagAt(text, "norm_after", false)));
        for (const char* key : {"multi_query", "multi_query_attention"}) {
            if (text.contains(key)) {
                config_.multiQuery = flagAt(text, key, false);
            }
        }
        config_.newDecoderArchitecture = flagAt(text, "new_decoder_architecture", false);
        for (const Json* json : {&whole, &std::as_const(text)}) {
            if (const auto found = json->find("quantization_config"); found != json->end()) {
                config_.quantisation = stringAt(*found, "quant_method", "an unnamed method");
                if (found->is_object()) {
                    TRY_ASSIGN(config_.float8Block, countsAt(path_, *found, {"weight_block_size"}));
                }
            }
        }
        return readCounts(stack);
    }

    Json withWishes(Json json) const {
        for (const auto& [key, value] : wish_.values) {
            const Json parsed = Json::parse(value, nullptr, /*allow_exceptions=*/false);
            json[key] = parsed.is_primitive() && !parsed.is_discarded() ? parsed : Json(value);
        }
        return json;
    }

    std::optional<std::string> wishedType() const {
        for (const auto& [key, value] : wish_.values) {
            if (key == "model_type") {
                return value;
            }
        }
        return std::nullopt;
    }

    Result<ModelConfig> readCounts(const ConfigStack& stack) {
        const Json& text = stack.json;
        TRY_ASSIGN(std::optional<int> layers, countAt(path_, text, layerNames));
        layers = layers ? layers : listedLayers(text);
        TRY_ASSIGN(std::optional<int> hidden, countAt(path_, text, hiddenNames));
        TRY_ASSIGN(config_.heads, headCount(text, headNames, config_.layerHeads));
        TRY_ASSIGN(config_.headDim, countAt(path_, text, headDimNames));
        TRY(readKeyHeads(text));
        TRY(readPerLayer(text));
        TRY(readRanks(text));
        if (config_.modelType == "qwen2_vl_vision_model") { // whose hidden_size is what it gives to the text
            TRY_ASSIGN(hidden, countAt(path_, text, {"embed_dim"}));
        }
        const std::string type = config_.modelType + timmSize(text);
        const auto sizes = std::find_if(typeSizes.begin(), typeSizes.end(),
                                        [&type](const TypeSizes& each) { return each.type == type; });
        if ((stack.isNested || config_.modelType == "timm") && sizes != typeSizes.end()) {
            layers = layers.value_or(sizes->layers);
            hidden = hidden.value_or(sizes->hidden);
            config_.keyHeads = config_.keyHeads.value_or(config_.heads.value_or(sizes->keyHeads));
            config_.heads = config_.heads.value_or(sizes->heads);
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

    /// How many layers a list of their kinds has; a hybrid's config may give no other count.
    static std::optional<int> listedLayers(const Json& text) {
        for (const char* name : kindNames) {
            const auto found = text.find(name);
            const std::size_t count = found == text.end()  ? 0
                                      : found->is_array()  ? found->size()
                                      : found->is_string() ? found->get_ref<const std::string&>().size()
                                                           : 0;
            if (count > 0) {
                return static_cast<int>(count);
            }
        }
        return std::nullopt;
    }

    /// "_base" of a vision transformer of timm called "vit_base_patch16_224"; else empty.
    static std::string timmSize(const Json& text) {
        const std::string name = stringAt(text, "architecture", "");
        const std::size_t begin = name.find('_');
        const std::string_view kind = std::string_view(name).substr(0, begin);
        return kind == "vit" || kind == "deit" || kind == "deit3"
                   ? name.substr(begin, name.find('_', begin + 1) - begin)
                   : std::string();
    }

    /// A list gives every layer its number, of types whose layers differ; it stands for the largest.
    Result<std::optional<int>> headCount(const Json& text, ConfigNames names, std::vector<int>& ofLayers) {
        const WeightLayout* layout = layoutOf(config_.modelType);
        if (layout != nullptr && layout->variesInSize) {
            TRY_ASSIGN(ofLayers, countsAt(path_, text, names));
        }
        return ofLayers.empty() ? countAt(path_, text, names)
                                : std::optional(*std::max_element(ofLayers.begin(), ofLayers.end()));
    }

    Result<void> readKeyHeads(const Json& text) {
        TRY_ASSIGN(config_.keyHeads, headCount(text, keyHeadNames, config_.layerKeyHeads));
        const Json* attention = objectAt(text, {"attn_config"});
        if (attention != nullptr && !config_.keyHeads) {
            TRY_ASSIGN(config_.keyHeads, countAt(path_, *attention, keyHeadNames));
            if (stringAt(*attention, "attn_type", "") == "multiquery_attention") {
                config_.keyHeads = 1;
            }
        }
        return {};
    }

    /// What only some layers have.
    Result<void> readPerLayer(const Json& text) {
        TRY_ASSIGN(config_.globalHeadDim, countAt(path_, text, {"global_head_dim"}));
        if (config_.layerHeads.empty()) {
            TRY_ASSIGN(config_.layerHeads, countsAt(path_, text, {"num_attention_heads_per_layer"}));
        }
        const auto positive = [&text](const char* key) {
            const auto found = text.find(key);
            return found != text.end() && found->is_number_integer() && *found > 0;
        };
        if (positive("num_kv_shared_layers")) {
            TRY_ASSIGN(const std::optional<int> shared, countAt(path_, text, {"num_kv_shared_layers"}));
            config_.keySharingLayers = *shared;
        }
        if (positive("num_nextn_predict_layers")) {
            TRY_ASSIGN(const std::optional<int> further, countAt(path_, text, {"num_nextn_predict_layers"}));
            config_.predictionLayers = *further;
        }
        return {};
    }

    /// Of multi-head latent attention.
    Result<void> readRanks(const Json& text) {
        config_.hasFullRank = !flagAt(text, "use_mla", true);
        if (config_.hasFullRank) {
            return {}; // the ranks beside it are 0 or null
        }
        TRY_ASSIGN(config_.queryRank, countAt(path_, text, {"q_lora_rank"}));
        TRY_ASSIGN(config_.keyRank, countAt(path_, text, {"kv_lora_rank"}));
        TRY_ASSIGN(config_.plainHeadDim, countAt(path_, text, {"qk_nope_head_dim"}));
        TRY_ASSIGN(config_.rotatedHeadDim, countAt(path_, text, {"qk_rope_head_dim"}));
        TRY_ASSIGN(config_.valueHeadDim, countAt(path_, text, {"v_head_dim"}));
        return {};
    }

    std::filesystem::path path_;
    const ConfigWish& wish_;
    ModelConfig config_;
};

} // namespace

Result<ModelConfig> readModelConfig(const std::filesystem::path& folder, const ConfigWish& wish) {
    if (!wish.file.empty()) {
        return ConfigReader(wish.file, wish).read();
    }
    std::error_code code;
    if (!std::filesystem::is_directory(folder, code)) {
        const bool exists = std::filesystem::exists(folder, code);
        return failure(exists ? ErrorCode::Unreadable : ErrorCode::NotFound, folder, {},
                       exists ? "is not a folder; a model is given by the folder of its config.json"
                              : "the folder does not exist");
    }
    return ConfigReader(folder / "config.json", wish).read();
}

Result<ModelConfig> parseModelConfig(const std::filesystem::path& path, const std::string& text,
                                     const ConfigWish& wish) {
    return ConfigReader(path, wish).parse(text);
}

} // namespace sextant::checkpoint
