// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/provenance.h"

#include "core/artifact/artifact_names.h"
#include "core/artifact/norm_notes.h"
#include "core/checkpoint/digest.h"
#include "core/measure/artifact_paths.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

namespace sextant::measure {
namespace {

using Json = nlohmann::ordered_json;

std::string modelName(const MeasureOptions& options, const PreparedModel& model) {
    if (!options.name.empty()) {
        return options.name;
    }
    // With an adapter the configuration is that of its base.
    return model.config.name && !model.adapter ? *model.config.name : modelNameOf(options.model);
}

int distinctKeyHeads(const MeasurePlan& plan) {
    return static_cast<int>(plan.groups.size());
}

/// Nothing found is not the same as nothing there.
Json listOrUnknown(const std::vector<std::string>& names, bool isComplete) {
    return names.empty() && !isComplete ? Json("unknown") : Json(names);
}

/// Of gains that the layout knows under one of these names. A model without the tensor of a gain that its
/// layout knows may have none, or keep it elsewhere: nobody can tell.
artifact::NormState stateOf(const std::vector<std::string>& patterns, const checkpoint::NormReport& found) {
    const auto names = [&patterns](const std::vector<std::string>& list) {
        return std::any_of(list.begin(), list.end(), [&](const std::string& name) {
            return std::any_of(patterns.begin(), patterns.end(), [&name](const std::string& pattern) {
                return !pattern.empty() && name.ends_with(pattern);
            });
        });
    };
    if (names(found.notFolded)) {
        return artifact::NormState::NotFolded;
    }
    if (names(found.folded)) {
        return artifact::NormState::Folded;
    }
    const bool isKnown =
        std::any_of(patterns.begin(), patterns.end(), [](const std::string& name) { return !name.empty(); });
    return found.isComplete && !isKnown ? artifact::NormState::Absent : artifact::NormState::Unknown;
}

Json normsOf(const checkpoint::WeightLayout& layout, const checkpoint::ModelConfig& config,
             const checkpoint::NormReport& found) {
    Json norms = Json::object();
    const std::vector<std::string> before =
        config.normalisesBefore ? layout.inputNorms : std::vector<std::string>();
    norms[artifact::keys::inputNorm] = artifact::nameOf(stateOf(before, found));
    norms[artifact::keys::queryNorm] = artifact::nameOf(stateOf({layout.queryNorm}, found));
    norms[artifact::keys::keyNorm] = artifact::nameOf(stateOf({layout.keyNorm}, found));
    return norms;
}

Json fileList(const checkpoint::Checkpoint& checkpoint) {
    Json files = Json::array();
    for (const checkpoint::CheckpointFile& file : checkpoint.files()) {
        files.push_back({{"name", file.name}, {"size", file.size}, {"header_sha256", file.headerDigest}});
    }
    return files;
}

} // namespace

std::vector<std::string> provenanceOf(const MeasureOptions& options, const PreparedModel& model) {
    const MeasurePlan& plan = model.plan;
    const checkpoint::ModelConfig& config = model.config;
    const checkpoint::WeightLayout& layout = model.choice.layout;
    const checkpoint::AttentionWeights& weights = model.weights;
    Json json;
    json["model"] = modelName(options, model);
    json["model_type"] = config.modelType;
    json["layout"] = layout.name.empty() ? "named by the user" : layout.name;
    json["num_kv_heads"] = distinctKeyHeads(plan);
    if (static_cast<int>(plan.layers.size()) != config.layers) {
        json["layers"] = plan.layerNumbers;
        json["model_num_layers"] = config.layers;
    }
    if (plan.layerNumbers.back() + 1 != static_cast<int>(plan.layerNumbers.size())) {
        json[artifact::keys::layerNumbers] = plan.layerNumbers;
    }
    if (static_cast<int>(plan.heads.size()) != plan.model.heads) {
        json["heads"] = plan.heads;
        json["model_num_heads"] = plan.model.heads;
        json["model_num_kv_heads"] = plan.model.keyHeads;
    }
    json["dtype"] = weights.elementNames();
    json["topk"] = plan.topk;
    json["directions"] = directionSideName(plan.directions);
    json["other_heads_per_pair"] = plan.others.draws;
    json[artifact::keys::norms] = normsOf(layout, config, weights.norms());
    json["norms_folded"] = weights.norms().folded;
    json["norms_not_folded"] = listOrUnknown(weights.norms().notFolded, weights.norms().isComplete);
    json["biases_ignored"] = listOrUnknown(weights.norms().biasesIgnored, weights.norms().isComplete);
    json["rope_offset"] = 0;
    json["files"] = fileList(model.checkpoint);
    if (model.adapter) {
        json["adapter"] = {{"name", modelNameOf(model.adapter->folder())},
                           {"base", modelNameOf(model.checkpoint.folder())},
                           {"files", fileList(model.adapter->weights())}};
    }
    json["program"] = "sextant " SEXTANT_VERSION;
    std::vector<std::string> members;
    for (const auto& [key, value] : json.items()) {
        // A folder's name may be in any encoding; bytes that are not UTF-8 are replaced and never cause an
        // exception.
        members.push_back(
            fmt::format("\"{}\": {}", key, value.dump(-1, ' ', false, Json::error_handler_t::replace)));
    }
    return members;
}

std::string runIdentity(const MeasureOptions& options, const std::vector<std::string>& provenance,
                        const PreparedModel& model) {
    std::string identity = fmt::format("{}; pieces {} {}; config {}", fmt::join(provenance, ", "),
                                       model.plan.spectra.size(), model.plan.grams.size(),
                                       checkpoint::digestOf(std::as_bytes(std::span(model.config.text))));
    identity +=
        fmt::format("; asked {} {} {} {} {} {}", options.foldNorms, options.queryPattern, options.keyPattern,
                    options.packing ? checkpoint::packingName(*options.packing) : "",
                    options.weights.string(), options.config.tower);
    for (const auto& [key, value] : options.config.values) {
        identity += fmt::format("; {}={}", key, value);
    }
    if (model.adapter) {
        identity += fmt::format("; adapter {}",
                                checkpoint::digestOf(std::as_bytes(std::span(model.adapter->configText()))));
        for (const checkpoint::CheckpointFile& file : model.adapter->weights().files()) {
            identity += fmt::format(" {} {}", file.name, file.changedNanoseconds);
        }
    }
    // The journal begins with one line.
    std::replace(identity.begin(), identity.end(), '\n', ' ');
    for (const checkpoint::CheckpointFile& file : model.checkpoint.files()) {
        identity += fmt::format("; {} {}", file.name, file.changedNanoseconds);
    }
    return identity;
}

} // namespace sextant::measure
