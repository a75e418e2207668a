// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/model_config.h"

#include "core/base/reading_budget.h"
#include "core/base/try.h"
#include "core/checkpoint/shallow_json.h"
#include "core/checkpoint/weight_layout.h"
#include "core/tensor/lfs_pointer.h"
#include "core/tensor/mapped_file.h"

#include <initializer_list>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace sextant::checkpoint {
namespace {

using Json = nlohmann::json;

constexpr std::int64_t largestCount = std::int64_t{1} << 24;

/// The keys that different layouts use for one quantity.
using Names = std::initializer_list<const char*>;

class ConfigReader {
public:
    explicit ConfigReader(std::filesystem::path path) : path_(std::move(path)) {}

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
        const auto nested = whole.find("text_config");
        const Json& text = nested != whole.end() && nested->is_object() ? *nested : whole;
        config_.modelType = stringAt(text, "model_type", stringAt(whole, "model_type", ""));
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
        return readCounts(text);
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
        const auto layers = countAt(text, {"num_hidden_layers", "n_layer", "n_layers", "num_layers"});
        const auto hidden = countAt(text, {"hidden_size", "n_embd", "d_model"});
        const auto heads = countAt(text, {"num_attention_heads", "n_head", "n_heads"});
        const auto keyHeads = countAt(text, {"num_key_value_heads"});
        const auto headDim = countAt(text, {"head_dim"});
        for (const auto* each : {&layers, &hidden, &heads, &keyHeads, &headDim}) {
            if (!*each) {
                return tl::make_unexpected(each->error());
            }
        }
        if (!*layers || !*hidden) {
            const char* missing = *layers ? "hidden_size" : "num_hidden_layers";
            const bool known = layoutOf(config_.modelType) != nullptr;
            return failure(known ? ErrorCode::Inconsistent : ErrorCode::Unsupported, path_, {},
                           known ? fmt::format("gives no {}", missing)
                                 : fmt::format("names no {}, so this {} has no attention layers to measure",
                                               missing, kind()));
        }
        config_.layers = **layers;
        config_.hiddenSize = **hidden;
        config_.heads = *heads;
        config_.keyHeads = *keyHeads;
        config_.headDim = *headDim;
        return std::move(config_);
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
        std::string text = value.dump(-1, ' ', true); // ASCII only, so that it can be cut anywhere
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
    ModelConfig config_;
};

} // namespace

Result<ModelConfig> readModelConfig(const std::filesystem::path& folder) {
    std::error_code code;
    if (!std::filesystem::is_directory(folder, code)) {
        const bool exists = std::filesystem::exists(folder, code);
        return failure(exists ? ErrorCode::Unreadable : ErrorCode::NotFound, folder, {},
                       exists ? "is not a folder; a model is given by the folder of its config.json"
                              : "the folder does not exist");
    }
    return ConfigReader(folder / "config.json").read();
}

} // namespace sextant::checkpoint
