// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/gains.h"

#include "core/base/try.h"
#include "core/checkpoint/weight_checks.h"

#include <cmath>
#include <utility>

#include <fmt/format.h>

namespace sextant::checkpoint {

Gains::Gains(const Stack& stack)
    : stack_(stack),
      query_(stack.presentPattern(stack.layout.queryNorm)),
      key_(stack.presentPattern(stack.layout.keyNorm)),
      queryRank_(stack.presentPattern(stack.layout.lowRank.queryNorm)),
      keyRank_(stack.presentPattern(stack.layout.lowRank.keyNorm)) {
    for (const std::string& name : stack.layout.inputNorms) {
        if (input_.empty() && stack.config.normalisesBefore) {
            input_ = stack.presentPattern(name);
        }
    }
}

Result<void> Gains::refuseUnknown() const {
    const bool isBare = input_.empty() && query_.empty() && key_.empty() && keyRank_.empty();
    if (!stack_.layout.normsAreKnown || (stack_.layout.name.empty() && isBare)) {
        return failure(ErrorCode::Usage, stack_.checkpoint.folder(), {},
                       "it is unknown which gains to multiply in for a model with these tensor names");
    }
    return {};
}

Result<void> Gains::read(int layer, LayerWeights& weights) const {
    if (!input_.empty() && (layer > 0 || stack_.layout.firstLayerHasNorm)) {
        TRY(append(stack_.nameOf(input_, layer), {stack_.shape.hidden}, weights.columnGain));
    }
    for (const auto& [pattern, rows] :
         {std::pair{&queryRank_, &weights.query}, std::pair{&keyRank_, &weights.key}}) {
        if (!pattern->empty() && rows->inner) {
            TRY(append(stack_.nameOf(*pattern, layer), {rows->inner->rank}, rows->inner->gain));
        }
    }
    TRY(readOfHeads(query_, layer, stack_.shape.heads, weights.query.rowGain));
    return readOfHeads(key_, layer, stack_.shape.keyHeads, weights.key.rowGain);
}

/// Gains of [r] for every head alike, or of [heads, r], or of [heads * r], or a tensor of [r] for each.
Result<void> Gains::readOfHeads(const std::string& pattern, int layer, int heads,
                                std::vector<double>& gain) const {
    if (pattern.empty()) {
        return {};
    }
    const std::int64_t r = stack_.shape.headDim;
    if (pattern.find("{head}") != std::string::npos) {
        for (int h = 0; h < heads; ++h) {
            TRY(append(tensorName(stack_.prefix, pattern, layer, h), {r}, gain));
        }
        return {};
    }
    const std::string name = stack_.nameOf(pattern, layer);
    std::vector<std::int64_t> shape = {r};
    for (const auto& other : {std::vector<std::int64_t>{heads, r}, {heads * r}}) {
        shape = stack_.hasShape(name, other) ? other : shape;
    }
    return append(name, shape, gain);
}

Result<void> Gains::append(const std::string& name, const std::vector<std::int64_t>& shape,
                           std::vector<double>& gain) const {
    TRY_ASSIGN(const CheckpointTensor* tensor, requireTensor(stack_, name, shape));
    const std::vector<double> values = valuesOf(tensor->view);
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (!std::isfinite(values[i])) {
            return failure(ErrorCode::Inconsistent, stack_.checkpoint.fileOf(name),
                           fmt::format("{}[{}]", name, i), fmt::format("is {}", values[i]));
        }
        gain.push_back(values[i] + (stack_.layout.gain == Gain::OnePlusWeight ? 1.0 : 0.0));
    }
    return {};
}

NormReport Gains::report(bool folded) const {
    NormReport report;
    for (const std::string* pattern : {&input_, &query_, &key_, &queryRank_, &keyRank_}) {
        if (!pattern->empty()) {
            (folded ? report.folded : report.notFolded).push_back(stack_.prefix + *pattern);
        }
    }
    report.isComplete = stack_.layout.normsAreKnown;
    std::vector<std::string> biases = stack_.layout.biases;
    if (stack_.config.normalisesBefore) {
        for (const std::string& norm : stack_.layout.inputNorms) {
            biases.push_back(biasOf(norm));
        }
    }
    for (const std::string& pattern : biases) {
        if (!stack_.presentPattern(pattern).empty()) {
            report.biasesIgnored.push_back(stack_.prefix + pattern);
        }
    }
    return report;
}

} // namespace sextant::checkpoint
