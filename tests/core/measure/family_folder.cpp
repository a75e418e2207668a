// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/measure/family_folder.h"

#include <array>
#include <sstream>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace sextant::measure {
namespace {

using Json = nlohmann::json;

constexpr const char* usual = "num_hidden_layers hidden_size num_attention_heads num_key_value_heads";
constexpr const char* equalHeads = "num_hidden_layers hidden_size num_attention_heads";
constexpr const char* gptKeys = "n_layer n_embd n_head";
constexpr const char* q = "model.layers.{}.self_attn.q_proj.weight";
constexpr const char* k = "model.layers.{}.self_attn.k_proj.weight";

constexpr FamilyCase like(const char* type, int keyHeads = 2) {
    return {type, type, Cut::Two, q, k, keyHeads == 4 ? equalHeads : usual, keyHeads, "{}"};
}

constexpr FamilyCase bert(const char* type, const char* query, const char* key) {
    return {type, type, Cut::Two, query, key, equalHeads, 4, "{}"};
}

constexpr std::array cases = {
    like("llama"),
    like("mistral"),
    like("mixtral"),
    like("qwen2"),
    like("qwen3"),
    like("qwen3_moe"),
    like("gemma"),
    like("gemma2"),
    like("phi", 4),
    like("phimoe"),
    like("stablelm"),
    like("starcoder2"),
    like("olmo"),
    like("olmo2"),
    like("olmo3"),
    like("olmoe"),
    like("cohere"),
    like("cohere2"),
    like("granite"),
    like("granitemoe"),
    like("nemotron"),
    like("ernie4_5"),
    like("glm"),
    like("glm4"),
    like("glm4_moe"),
    like("gpt_oss"),
    like("exaone4"),
    like("smollm3"),
    like("qwen2_vl"),
    FamilyCase{"gptj", "gptj", Cut::Two, "transformer.h.{}.attn.q_proj.weight",
               "transformer.h.{}.attn.k_proj.weight", gptKeys, 4, "{}"},
    FamilyCase{"gpt_neo", "gpt_neo", Cut::Two, "transformer.h.{}.attn.attention.q_proj.weight",
               "transformer.h.{}.attn.attention.k_proj.weight", "num_layers hidden_size num_heads", 4, "{}"},
    FamilyCase{"exaone", "exaone", Cut::Two, "transformer.h.{}.attn.attention.q_proj.weight",
               "transformer.h.{}.attn.attention.k_proj.weight",
               "num_layers hidden_size num_attention_heads num_key_value_heads", 2, "{}"},
    FamilyCase{"opt", "opt", Cut::Two, "model.decoder.layers.{}.self_attn.q_proj.weight",
               "model.decoder.layers.{}.self_attn.k_proj.weight", equalHeads, 4, "{}"},
    FamilyCase{"biogpt", "biogpt", Cut::Two, "biogpt.layers.{}.self_attn.q_proj.weight",
               "biogpt.layers.{}.self_attn.k_proj.weight", equalHeads, 4, "{}"},
    bert("bert", "bert.encoder.layer.{}.attention.self.query.weight",
         "bert.encoder.layer.{}.attention.self.key.weight"),
    bert("roberta", "roberta.encoder.layer.{}.attention.self.query.weight",
         "roberta.encoder.layer.{}.attention.self.key.weight"),
    bert("xlm-roberta", "roberta.encoder.layer.{}.attention.self.query.weight",
         "roberta.encoder.layer.{}.attention.self.key.weight"),
    bert("camembert", "roberta.encoder.layer.{}.attention.self.query.weight",
         "roberta.encoder.layer.{}.attention.self.key.weight"),
    bert("electra", "electra.encoder.layer.{}.attention.self.query.weight",
         "electra.encoder.layer.{}.attention.self.key.weight"),
    bert("deberta-v2", "deberta.encoder.layer.{}.attention.self.query_proj.weight",
         "deberta.encoder.layer.{}.attention.self.key_proj.weight"),
    bert("vit", "vit.encoder.layer.{}.attention.attention.query.weight",
         "vit.encoder.layer.{}.attention.attention.key.weight"),
    bert("deit", "deit.encoder.layer.{}.attention.attention.query.weight",
         "deit.encoder.layer.{}.attention.attention.key.weight"),
    bert("dinov2", "dinov2.encoder.layer.{}.attention.attention.query.weight",
         "dinov2.encoder.layer.{}.attention.attention.key.weight"),
    FamilyCase{"distilbert", "distilbert", Cut::Two, "distilbert.transformer.layer.{}.attention.q_lin.weight",
               "distilbert.transformer.layer.{}.attention.k_lin.weight", "n_layers dim n_heads", 4, "{}"},
    FamilyCase{"phi3", "phi3", Cut::Parts, "model.layers.{}.self_attn.qkv_proj.weight", "", usual, 2, "{}"},
    FamilyCase{"phi3_v", "phi3_v", Cut::Parts, "model.layers.{}.self_attn.qkv_proj.weight", "", usual, 2,
               "{}"},
    FamilyCase{"baichuan", "baichuan", Cut::Parts, "model.layers.{}.self_attn.W_pack.weight", "", equalHeads,
               4, "{}"},
    FamilyCase{"qwen", "qwen", Cut::Parts, "transformer.h.{}.attn.c_attn.weight", "", equalHeads, 4,
               R"({"kv_channels":2})"},
    FamilyCase{"gpt2", "gpt2", Cut::Conv1D, "transformer.h.{}.attn.c_attn.weight", "", gptKeys, 4, "{}"},
    FamilyCase{"gpt2, linear layers", "gpt2", Cut::Parts, "_orig_mod.transformer.h.{}.attn.c_attn.weight", "",
               gptKeys, 4, "{}"},
    FamilyCase{"imagegpt", "imagegpt", Cut::Conv1D, "transformer.h.{}.attn.c_attn.weight", "", gptKeys, 4,
               "{}"},
    FamilyCase{"openai-gpt", "openai-gpt", Cut::Conv1D, "h.{}.attn.c_attn.weight", "", gptKeys, 4, "{}"},
    FamilyCase{"gpt_bigcode, multi-query", "gpt_bigcode", Cut::Parts, "transformer.h.{}.attn.c_attn.weight",
               "", gptKeys, 1, R"({"multi_query":true})"},
    FamilyCase{"gpt_bigcode, not multi-query", "gpt_bigcode", Cut::Heads,
               "transformer.h.{}.attn.c_attn.weight", "", gptKeys, 4, R"({"multi_query":false})"},
    FamilyCase{"codegen", "codegen", Cut::Quarter, "transformer.h.{}.attn.qkv_proj.weight", "", gptKeys, 4,
               "{}"},
    FamilyCase{"mpt", "mpt", Cut::Parts, "transformer.blocks.{}.attn.Wqkv.weight", "",
               "n_layers d_model n_heads", 4, R"({"attn_config":{"attn_type":"multihead_attention"}})"},
    FamilyCase{"mpt, multi-query", "mpt", Cut::Parts, "transformer.blocks.{}.attn.Wqkv.weight", "",
               "n_layers d_model n_heads", 1, R"({"attn_config":{"attn_type":"multiquery_attention"}})"},
    FamilyCase{"dbrx", "dbrx", Cut::Parts, "transformer.blocks.{}.norm_attn_norm.attn.Wqkv.weight", "",
               "n_layers d_model n_heads", 2, R"({"attn_config":{"kv_n_heads":2}})"},
    FamilyCase{"bloom", "bloom", Cut::Heads, "transformer.h.{}.self_attention.query_key_value.weight", "",
               "n_layer n_embed n_head", 4, "{}"},
    FamilyCase{"falcon, rw", "falcon", Cut::Heads, "transformer.h.{}.self_attention.query_key_value.weight",
               "", equalHeads, 4, R"({"multi_query":false,"new_decoder_architecture":false})"},
    FamilyCase{"falcon, 7b", "falcon", Cut::Parts, "transformer.h.{}.self_attention.query_key_value.weight",
               "", equalHeads, 1,
               R"({"multi_query":true,"new_decoder_architecture":false,"num_kv_heads":4})"},
    FamilyCase{"falcon, 40b", "falcon", Cut::Groups, "transformer.h.{}.self_attention.query_key_value.weight",
               "", equalHeads, 2, R"({"multi_query":true,"new_decoder_architecture":true,"num_kv_heads":2})"},
    FamilyCase{"gpt_neox", "gpt_neox", Cut::Heads, "gpt_neox.layers.{}.attention.query_key_value.weight", "",
               equalHeads, 4, "{}"},
    FamilyCase{"gpt_neox_japanese", "gpt_neox_japanese", Cut::Heads,
               "gpt_neox_japanese.layers.{}.attention.query_key_value.weight", "", equalHeads, 4, "{}"},
    FamilyCase{"persimmon", "persimmon", Cut::Heads, "model.layers.{}.self_attn.query_key_value.weight", "",
               equalHeads, 4, "{}"},
    FamilyCase{"deberta", "deberta", Cut::Heads, "deberta.encoder.layer.{}.attention.self.in_proj.weight", "",
               equalHeads, 4, "{}"},
    FamilyCase{"internlm2", "internlm2", Cut::Groups, "model.layers.{}.attention.wqkv.weight", "", usual, 2,
               "{}"},
    FamilyCase{"chatglm", "chatglm", Cut::Parts,
               "transformer.encoder.layers.{}.self_attention.query_key_value.weight", "",
               "num_layers hidden_size num_attention_heads", 2,
               R"({"multi_query_attention":true,"multi_query_group_num":2,"kv_channels":2})"},
    FamilyCase{"modernbert", "modernbert", Cut::Parts, "model.layers.{}.attn.Wqkv.weight", "", equalHeads, 4,
               "{}"},
    FamilyCase{"nomic_bert", "nomic_bert", Cut::Parts, "encoder.layers.{}.attn.Wqkv.weight", "", gptKeys, 4,
               "{}"},
    FamilyCase{"hf_olmo", "hf_olmo", Cut::Parts, "model.transformer.blocks.{}.att_proj.weight", "",
               "n_layers d_model n_heads", 4, "{}"},
    FamilyCase{"llava", "llama", Cut::Two, "language_model.model.layers.{}.self_attn.q_proj.weight",
               "language_model.model.layers.{}.self_attn.k_proj.weight", "text_config", 2, "{}"},
    FamilyCase{"qwen2_5_vl", "qwen2_5_vl_text", Cut::Two,
               "model.language_model.layers.{}.self_attn.q_proj.weight",
               "model.language_model.layers.{}.self_attn.k_proj.weight", "text_config", 2, "{}"},
    FamilyCase{"qwen2_5_omni", "qwen2_5_omni_text", Cut::Two,
               "thinker.model.layers.{}.self_attn.q_proj.weight",
               "thinker.model.layers.{}.self_attn.k_proj.weight", "thinker_config", 2, "{}"},
    FamilyCase{"internvl_chat", "internlm2", Cut::Groups,
               "language_model.model.layers.{}.attention.wqkv.weight", "", "llm_config", 2, "{}"},
    FamilyCase{"deepseek_vl", "llama", Cut::Two, "language_model.model.layers.{}.self_attn.q_proj.weight",
               "language_model.model.layers.{}.self_attn.k_proj.weight", "language_config", 2, "{}"},
};

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

Json configFor(const TestModel& model, const FamilyCase& family) {
    const std::string counts = family.counts;
    Json config = Json::parse(family.more);
    config["model_type"] = family.type;
    const bool isNested = counts.find("_config") != std::string::npos;
    std::istringstream keys(isNested ? usual : counts);
    const std::array values = {model.layers, model.hidden, model.heads, model.keyHeads};
    std::size_t next = 0;
    for (std::string key; keys >> key;) {
        config[key] = values[next++];
    }
    if (counts == "thinker_config") {
        return {{"model_type", family.label}, {"thinker_config", {{"text_config", config}}}};
    }
    return isNested ? Json{{"model_type", family.label}, {counts, config}} : config;
}

} // namespace

std::span<const FamilyCase> familyCases() {
    return cases;
}

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
        if (family.cut == Cut::Two) {
            folder.tensors[query] = {{model.heads * model.headDim, model.hidden}, model.query[layer]};
            folder.tensors[fmt::format(fmt::runtime(family.key), l)] = {
                {model.keyHeads * model.headDim, model.hidden}, model.key[layer]};
        } else {
            folder.tensors[query] = cutTensor(model, l, family.cut);
        }
    }
    return folder;
}

} // namespace sextant::measure
