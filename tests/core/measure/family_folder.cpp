// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/measure/family_folder.h"

#include <array>
#include <random>
#include <sstream>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace sextant::measure {
namespace {

using Json = nlohmann::json;

/// What output `o` of the layer is, told as the family's view() tells it.
struct Output {
    char part; ///< 'q', 'k' or 'v'
    int head;
};

Output outputAt(const TestModel& model, Cut cut, int o) {
    const int r = model.headDim;
    const int head = o / r;
    const int group = model.heads / model.keyHeads;
    switch (cut) {
    case Cut::Two:
    case Cut::Gated:
    case Cut::Parts:
    case Cut::Conv1D:
        return head < model.heads                    ? Output{'q', head}
               : head < model.heads + model.keyHeads ? Output{'k', head - model.heads}
                                                     : Output{'v', 0};
    case Cut::Heads:
        return {"qkv"[head % 3], head / 3};
    case Cut::Groups: {
        const int slot = head % (group + 2);
        const int keyHead = head / (group + 2);
        return slot < group ? Output{'q', keyHead * group + slot}
                            : Output{slot == group ? 'k' : 'v', keyHead};
    }
    case Cut::Quarter: {
        const int perQuarter = model.heads / 4;
        const int slot = head % (3 * perQuarter);
        return {"qvk"[slot / perQuarter], head / (3 * perQuarter) * perQuarter + slot % perQuarter};
    }
    }
    return {'v', 0};
}

TestTensor gatedQueries(const TestModel& model, int layer) {
    TestTensor tensor{{2 * model.heads * model.headDim, model.hidden}, {}};
    for (int h = 0; h < model.heads; ++h) {
        const float* begin = model.queryRow(layer, h, 0);
        tensor.values.insert(tensor.values.end(), begin, begin + model.headDim * model.hidden);
        tensor.values.insert(tensor.values.end(), static_cast<std::size_t>(model.headDim * model.hidden),
                             1000.0F);
    }
    return tensor;
}

Json configFor(const TestModel& model, const FamilyCase& family) {
    std::istringstream words(family.counts);
    std::string nest;
    std::vector<std::string> keys;
    for (std::string word; words >> word;) {
        if (word.ends_with("_config")) {
            nest = word;
        } else {
            keys.push_back(word);
        }
    }
    if (keys.empty()) {
        keys = {"num_hidden_layers", "hidden_size", "num_attention_heads", "num_key_value_heads"};
    }
    Json config = Json::parse(family.more);
    if (*family.type != '\0') {
        config["model_type"] = family.type;
    }
    const std::array values = {model.layers, model.hidden, model.heads, model.keyHeads};
    for (std::size_t i = 0; i < keys.size(); ++i) {
        config[keys[i]] = values[i];
    }
    const std::string label = family.label;
    const std::string whole = label.substr(0, label.find(','));
    if (nest == "thinker_config") {
        return {{"model_type", whole}, {nest, {{"text_config", config}}}};
    }
    return nest.empty() ? config : Json{{"model_type", whole}, {nest, config}};
}

class GainMaker {
public:
    GainMaker(const FamilyCase& family, TestFolder& folder) : family_(family), folder_(folder) {}

    /// Adds a tensor of random weights and returns the gains that they stand for.
    Eigen::VectorXd gain(const std::string& name, std::vector<std::int64_t> shape) {
        TestTensor tensor{std::move(shape), {}};
        std::int64_t count = 1;
        for (const std::int64_t size : tensor.shape) {
            count *= size;
        }
        Eigen::VectorXd gain(count);
        for (std::int64_t i = 0; i < count; ++i) {
            tensor.values.push_back(0.5F + uniform_(generator_));
            gain(i) = tensor.values.back() + (family_.gainIsOnePlusWeight ? 1.0 : 0.0);
        }
        folder_.tensors[name] = std::move(tensor);
        return gain;
    }

    /// [heads * r].
    Eigen::VectorXd headGains(const char* pattern, int l, int heads, int r) {
        const std::string name = fmt::format(fmt::runtime(pattern), l, 0);
        switch (family_.headGains) {
        case HeadGains::None:
            break;
        case HeadGains::Alike:
            return gain(name, {r}).replicate(heads, 1);
        case HeadGains::Matrix:
            return gain(name, {heads, r});
        case HeadGains::Together:
            return gain(name, {heads * r});
        case HeadGains::Tensors: {
            Eigen::VectorXd all(heads * r);
            for (int h = 0; h < heads; ++h) {
                all.segment(h * r, r) = gain(fmt::format(fmt::runtime(pattern), l, h), {r});
            }
            return all;
        }
        }
        return {};
    }

private:
    const FamilyCase& family_;
    TestFolder& folder_;
    std::mt19937 generator_{5};
    std::uniform_real_distribution<float> uniform_;
};

} // namespace

TestTensor cutTensor(const TestModel& model, int layer, Cut cut) {
    const int outputs = (model.heads + 2 * model.keyHeads) * model.headDim;
    const bool isTransposed = cut == Cut::Conv1D;
    TestTensor tensor{{outputs, model.hidden},
                      std::vector<float>(static_cast<std::size_t>(outputs * model.hidden), 1000.0F)};
    if (isTransposed) {
        tensor.shape = {model.hidden, outputs};
    }
    for (int o = 0; o < outputs; ++o) {
        const Output output = outputAt(model, cut, o);
        if (output.part == 'v') {
            continue;
        }
        const int i = o % model.headDim;
        const float* row =
            output.part == 'q' ? model.queryRow(layer, output.head, i) : model.keyRow(layer, output.head, i);
        for (int j = 0; j < model.hidden; ++j) {
            tensor.values[static_cast<std::size_t>(isTransposed ? j * outputs + o : o * model.hidden + j)] =
                row[j];
        }
    }
    return tensor;
}

TestFolder inFamily(const TestModel& model, const FamilyCase& family) {
    TestFolder folder;
    folder.config = configFor(model, family).dump();
    for (int l = 0; l < model.layers; ++l) {
        const auto layer = static_cast<std::size_t>(l);
        const std::string query = fmt::format(fmt::runtime(family.query), l);
        if (family.cut == Cut::Two || family.cut == Cut::Gated) {
            folder.tensors[query] =
                family.cut == Cut::Gated
                    ? gatedQueries(model, l)
                    : TestTensor{{model.heads * model.headDim, model.hidden}, model.query[layer]};
            folder.tensors[fmt::format(fmt::runtime(family.key), l)] = {
                {model.keyHeads * model.headDim, model.hidden}, model.key[layer]};
        } else {
            folder.tensors[query] = cutTensor(model, l, family.cut);
        }
    }
    return folder;
}

void addGains(const TestModel& model, const FamilyCase& family, TestFolder& folder, DenseModel& dense) {
    GainMaker maker(family, folder);
    for (int l = 0; l < model.layers; ++l) {
        if (*family.norm != '\0' && (l > 0 || family.firstLayerHasNorm)) {
            const Eigen::VectorXd gain =
                maker.gain(fmt::format(fmt::runtime(family.norm), l), {model.hidden});
            for (int h = 0; h < model.heads; ++h) {
                dense.query[dense.cell(l, h)] *= gain.asDiagonal();
                dense.key[dense.cell(l, h)] *= gain.asDiagonal();
            }
        }
        if (family.headGains != HeadGains::None) {
            const Eigen::VectorXd query = maker.headGains(family.queryNorm, l, model.heads, model.headDim);
            const Eigen::VectorXd key = maker.headGains(family.keyNorm, l, model.keyHeads, model.headDim);
            for (int h = 0; h < model.heads; ++h) {
                const int r = model.headDim;
                const int keyHead = h / (model.heads / model.keyHeads);
                dense.query[dense.cell(l, h)].array().colwise() *= query.segment(h * r, r).array();
                dense.key[dense.cell(l, h)].array().colwise() *= key.segment(keyHead * r, r).array();
            }
        }
    }
}

} // namespace sextant::measure
