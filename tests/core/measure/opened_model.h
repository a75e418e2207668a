// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/core/measure/measure_fixture.h"

#include "core/checkpoint/attention_weights.h"
#include "core/checkpoint/checkpoint.h"

namespace sextant::measure {

/// The weights of a model folder in the layout "llama".
class OpenedModel {
public:
    explicit OpenedModel(const std::filesystem::path& folder)
        : checkpoint_(checkpoint::Checkpoint::open(folder)),
          weights_(checkpoint::AttentionWeights::locate(*checkpoint_, *checkpoint::readModelConfig(folder),
                                                        *checkpoint::layoutOf("llama"), false)) {}

    const checkpoint::AttentionWeights& weights() const { return *weights_; }

private:
    Result<checkpoint::Checkpoint> checkpoint_;
    Result<checkpoint::AttentionWeights> weights_;
};

} // namespace sextant::measure
