// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/config_stack.h"

#include "core/checkpoint/config_values.h"
#include "core/checkpoint/weight_layout.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace sextant::checkpoint {
namespace {

using Json = nlohmann::json;

/// Where a model of several parts keeps what concerns its language.
constexpr ConfigNames textNames = {"text_config", "llm_config", "language_config"};

/// Models of two stacks of equal rank.
constexpr std::array<std::string_view, 10> pairedTypes = {
    "clip", "siglip", "siglip2", "chinese_clip", "altclip", "clipseg", "owlvit", "owlv2", "clap", "blip"};

constexpr std::string_view configEnding = "_config";

bool givesBothHalves(const Json& json) {
    return json.contains("encoder_layers") && json.contains("decoder_layers");
}

/// Some configs say so outright; others give it away by their keys.
bool isEncoderDecoder(const Json& json) {
    const auto has = [&json](const char* first, const char* second) {
        return json.contains(first) && json.contains(second);
    };
    return flagAt(json, "is_encoder_decoder", false) || givesBothHalves(json) ||
           has("num_layers", "num_decoder_layers") || has("encoder", "decoder");
}

bool givesLayers(const Json& json) {
    for (const char* kinds : kindNames) {
        if (json.contains(kinds)) {
            return true;
        }
    }
    return std::any_of(layerNames.begin(), layerNames.end(),
                       [&json](const char* name) { return json.contains(name); });
}

class StackChooser {
public:
    StackChooser(const std::filesystem::path& path, const Json& whole, const std::string& tower)
        : path_(path),
          whole_(whole),
          tower_(tower),
          type_(stringAt(whole, "model_type", "")) {
        const Json* thinker = objectAt(whole, {"thinker_config"});
        outer_ = thinker == nullptr ? &whole_ : thinker;
        text_ = objectAt(*outer_, textNames);
    }

    Result<ConfigStack> choose() const { return tower_.empty() ? mainStack() : namedStack(); }

private:
    Result<ConfigStack> mainStack() const {
        const std::vector<std::string> found = towers();
        if (text_ == nullptr && !givesLayers(whole_) && found.size() == 1) {
            return failure(ErrorCode::Unsupported, path_, "model_type",
                           fmt::format("{} its layers in a part: {}",
                                       type_.empty() ? "is missing, and the model has"
                                                     : fmt::format("a \"{}\" model has", type_),
                                       found.front()),
                           Advice::ChooseTower);
        }
        const bool isPaired = std::find(pairedTypes.begin(), pairedTypes.end(), type_) != pairedTypes.end() ||
                              (text_ == nullptr && !givesLayers(whole_) && !found.empty());
        if (isPaired || isEncoderDecoder(whole_) || (text_ != nullptr && isEncoderDecoder(*text_))) {
            return failure(ErrorCode::Unsupported, path_, "model_type",
                           fmt::format("{} several stacks of layers: {}",
                                       type_.empty() ? "is missing, and the model has"
                                                     : fmt::format("\"{}\" models have", type_),
                                       fmt::join(found, ", ")),
                           Advice::ChooseTower);
        }
        return text_ == nullptr ? ConfigStack{whole_, type_, false, !found.empty()}
                                : ConfigStack{*text_, stringAt(*text_, "model_type", type_), true, true};
    }

    Result<ConfigStack> namedStack() const {
        const std::string key = tower_ + std::string(configEnding);
        const bool isText = tower_ == "text";
        const Json* own = isText ? text_ : objectAt(*outer_, {key.c_str(), tower_.c_str()});
        own = own == nullptr ? objectAt(whole_, {key.c_str()}) : own;
        if (own != nullptr) {
            const std::string type = stringAt(*own, "model_type", "");
            if (isHalfName() && givesBothHalves(*own)) { // a decoder that is one half of another model
                return ConfigStack{halfOf(*own), type.empty() ? type : type + "_" + tower_, true, true};
            }
            // Some name the whole model in each of its parts.
            return ConfigStack{*own, type.empty() || type == type_ ? type_ + "_" + tower_ + "_model" : type,
                               true, true};
        }
        if (isHalfName()) {
            for (const Json* json : {text_, &whole_}) {
                if (json != nullptr && canBeHalved(*json)) {
                    const std::string type = stringAt(*json, "model_type", type_);
                    return ConfigStack{halfOf(*json), type.empty() ? type : type + "_" + tower_,
                                       json == text_, true};
                }
            }
        }
        if (isText && givesLayers(whole_) && towers().size() > 1) {
            return ConfigStack{whole_, type_, false, true};
        }
        const std::vector<std::string> found = towers();
        return failure(ErrorCode::Usage, path_, isText ? "text_config" : key,
                       found.empty() ? "is missing: the model has one stack of layers"
                                     : fmt::format("is missing; the model has {}", fmt::join(found, ", ")));
    }

    bool isHalfName() const { return tower_ == "encoder" || tower_ == "decoder"; }

    /// Not every config says that it is an encoder-decoder; a type of one stack is none.
    bool canBeHalved(const Json& json) const {
        return isEncoderDecoder(json) ||
               (givesLayers(json) && layoutOf(stringAt(json, "model_type", type_)) == nullptr);
    }

    /// The config of an encoder-decoder with the sizes of one of the two under the usual keys.
    Json halfOf(const Json& json) const {
        Json half = json;
        const std::string layers = tower_ + "_layers";
        const std::string counted = "num_" + tower_ + "_layers";
        const std::string heads = tower_ + "_attention_heads";
        const std::string countedAfter = tower_ + "_num_hidden_layers";
        const std::string headsAfter = tower_ + "_num_attention_heads";
        const std::string keyHeads = tower_ + "_num_key_value_heads";
        const auto take = [&](const char* usual, ConfigNames names) {
            const auto found = std::find_if(names.begin(), names.end(),
                                            [&json](const char* name) { return json.contains(name); });
            if (found != names.end()) {
                half[usual] = json[*found];
            }
        };
        take("num_hidden_layers", {layers.c_str(), counted.c_str(), countedAfter.c_str(), "num_layers"});
        take("num_attention_heads", {heads.c_str(), headsAfter.c_str(), "num_heads"});
        take("num_key_value_heads", {keyHeads.c_str()});
        return half;
    }

    /// "text" and "vision" of "text_config" and "vision_config", "encoder" and "decoder"; only what can be a
    /// stack.
    std::vector<std::string> towers() const {
        std::vector<std::string> towers;
        for (const auto& [key, value] : outer_->items()) {
            const bool isText = &value == text_;
            const bool isHalf = key == "encoder" || key == "decoder";
            const bool isPart = key.ends_with(configEnding) && value.is_object() &&
                                (value.contains("model_type") || givesLayers(value));
            if (!(isHalf && value.is_object()) && (!isPart || (isText && isEncoderDecoder(value)))) {
                continue;
            }
            towers.push_back(isText                        ? "text"
                             : key.ends_with(configEnding) ? key.substr(0, key.size() - configEnding.size())
                                                           : key);
        }
        const bool isWhole = isEncoderDecoder(whole_) && objectAt(whole_, {"encoder"}) == nullptr;
        if (isWhole || (text_ != nullptr && isEncoderDecoder(*text_))) {
            std::erase_if(towers,
                          [](const std::string& name) { return name == "encoder" || name == "decoder"; });
            towers.insert(towers.end(), {"encoder", "decoder"});
        } else if (text_ == nullptr && !towers.empty() && givesLayers(whole_)) {
            towers.insert(towers.begin(), "text");
        }
        return towers;
    }

    const std::filesystem::path& path_;
    const Json& whole_;
    const std::string& tower_;
    std::string type_;
    const Json* outer_ = nullptr; ///< what holds the configs of the parts
    const Json* text_ = nullptr;  ///< the one of the language, if there is one
};

} // namespace

Result<ConfigStack> chooseStack(const std::filesystem::path& path, const Json& whole,
                                const std::string& tower) {
    return StackChooser(path, whole, tower).choose();
}

} // namespace sextant::checkpoint
