#include "core/measure/model_config.h"

#include <fstream>
#include <initializer_list>
#include <iterator>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

namespace sextant {
namespace {

using Json = nlohmann::json;

constexpr std::int64_t largestCount = std::int64_t{1} << 24;

/// The keys by which the layouts name one quantity.
using Names = std::initializer_list<const char*>;

class ConfigReader {
public:
    explicit ConfigReader(std::filesystem::path path) : path_(std::move(path)) {}

    Result<ModelConfig> read() {
        std::error_code code;
        if (!std::filesystem::exists(path_, code)) {
            return failure(ErrorCode::NotFound, path_, {},
                           "there is no such file; a model folder has a config.json");
        }
        std::ifstream file(path_, std::ios::binary);
        config_.text.assign(std::istreambuf_iterator<char>(file), {});
        if (!file.is_open() || file.bad()) {
            return failure(ErrorCode::Unreadable, path_, {}, "cannot be read");
        }
        config_.path = path_;
        Json json;
        try {
            json = Json::parse(config_.text);
        } catch (const Json::parse_error& error) {
            return failure(ErrorCode::Malformed, path_, fmt::format("byte {}", error.byte),
                           "is not valid JSON");
        }
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
        if (flagAt(whole, "is_encoder_decoder", false) || flagAt(text, "is_encoder_decoder", false)) {
            return failure(
                ErrorCode::Unsupported, path_, "is_encoder_decoder",
                fmt::format("the {} model is an encoder-decoder; only models of one stack of layers are "
                            "measured",
                            config_.modelType));
        }
        config_.normalisesBefore = flagAt(text, "do_layer_norm_before", true);
        return readCounts(text);
    }

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
            return failure(ErrorCode::Unsupported, path_, {},
                           fmt::format("names no {}, so this {} has no attention layers to measure",
                                       *layers ? "hidden_size" : "num_hidden_layers",
                                       config_.modelType.empty() ? "model" : config_.modelType + " model"));
        }
        config_.layers = **layers;
        config_.hiddenSize = **hidden;
        config_.heads = *heads;
        config_.keyHeads = *keyHeads;
        config_.headDim = *headDim;
        return std::move(config_);
    }

    /// A key that is absent or null is no count; one that is there must be a sensible one.
    Result<std::optional<int>> countAt(const Json& json, Names names) const {
        for (const char* name : names) {
            const auto found = json.find(name);
            if (found == json.end() || found->is_null()) {
                continue;
            }
            if (!found->is_number_integer() || *found < 1 || *found > largestCount) {
                return failure(ErrorCode::Inconsistent, path_, name,
                               fmt::format("is {}, but must be a whole number from 1 to {}",
                                           shortened(found->dump()), largestCount));
            }
            return found->get<int>();
        }
        return std::nullopt;
    }

    static std::string shortened(const std::string& value) {
        return value.size() <= 40 ? value : value.substr(0, 40) + "...";
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
    return ConfigReader(folder / "config.json").read();
}

} // namespace sextant
