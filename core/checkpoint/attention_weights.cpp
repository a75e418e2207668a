// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/attention_weights.h"

namespace sextant::checkpoint {

template <typename Number>
void AttentionWeights::read(const ProjectionRows& rows, const std::vector<double>& columnGain, int head,
                            Number* target) const {
    readHead(rows, head, shape_.hidden, target);
    const auto width = static_cast<std::size_t>(shape_.hidden);
    for (int i = 0; i < shape_.headDim && !columnGain.empty(); ++i) {
        Number* row = target + static_cast<std::size_t>(i) * width;
        for (std::size_t j = 0; j < width; ++j) {
            row[j] = static_cast<Number>(row[j] * columnGain[j]);
        }
    }
    pages_->noteRead(bytesOfHead(rows, shape_.hidden));
}

void AttentionWeights::readQuery(LayerIndex l, HeadIndex head, float* target) const {
    read(layer(l).query, layer(l).columnGain, head.value, target);
}

void AttentionWeights::readQuery(LayerIndex l, HeadIndex head, double* target) const {
    read(layer(l).query, layer(l).columnGain, head.value, target);
}

void AttentionWeights::readKey(LayerIndex l, int keyHead, float* target) const {
    read(layer(l).key, layer(l).columnGain, keyHead, target);
}

void AttentionWeights::readKey(LayerIndex l, int keyHead, double* target) const {
    read(layer(l).key, layer(l).columnGain, keyHead, target);
}

} // namespace sextant::checkpoint
