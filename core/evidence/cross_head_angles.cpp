// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evidence/cross_head_angles.h"

#include "core/angles/other_head_alignment.h"
#include "core/evidence/sampled_heads.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>
#include <utility>

namespace sextant::evidence {
namespace {

using angles::HeadBlock;
using angles::PrincipalAngles;
using LayerBlocks = std::vector<std::vector<HeadBlock>>; // [L]

constexpr unsigned kBlockSeed = 20261101;
constexpr double kSecondOfWork = 3e10; ///< floating-point operations
constexpr double kMinuteOfWork = 1e12; ///< the most that is done at all
constexpr int kFewestGroups = 4;

double workOf(const artifact::ArtifactShape& shape, int topk, int groupsAtOnce) {
    const double k = topk;
    const double ofPair = 2.0 * k * k * shape.hiddenSize + 30.0 * k * k * k;
    return ofPair * shape.layers * shape.heads * groupsAtOnce;
}

/// The groups in blocks of at least `atOnce`, shuffled where these are not all.
std::vector<std::vector<int>> blocksOfGroups(int groups, int atOnce, LayerIndex layer, LayerIndex anchor) {
    std::vector<int> order(static_cast<std::size_t>(groups));
    std::iota(order.begin(), order.end(), 0);
    std::seed_seq seed{kBlockSeed, static_cast<unsigned>(layer.value), static_cast<unsigned>(anchor.value)};
    std::mt19937 generator(seed);
    for (std::size_t i = order.size(); atOnce < groups && i > 1; --i) {
        std::swap(order[i - 1], order[generator() % i]); // std::shuffle differs between libraries
    }
    const auto count = static_cast<std::size_t>(groups / atOnce);
    std::vector<std::vector<int>> blocks(count);
    for (std::size_t i = 0; i < order.size(); ++i) {
        blocks[i % count].push_back(order[i]);
    }
    return blocks;
}

/// Of blocks that hold all heads at the same place of their groups, [size of a group]; none at the anchor.
std::vector<Relabelled> ofAllGroups(const LayerBlocks& blocks, const KeyGroups& groups,
                                    double PrincipalAngles::*quantity) {
    std::vector<Relabelled> result;
    for (const std::vector<HeadBlock>& positions : blocks) {
        if (positions.empty()) {
            result.emplace_back().ofHeads.resize(static_cast<std::size_t>(groups.heads));
            continue;
        }
        result.push_back(relabelled(groups, [&](HeadIndex other, HeadIndex head) {
            const auto position = static_cast<std::size_t>(head.value % groups.size());
            const auto groupOf = [&](HeadIndex h) {
                return static_cast<std::size_t>(h.value / groups.size());
            };
            return positions[position].at(groupOf(other), groupOf(head)).*quantity;
        }));
    }
    return result;
}

/// Of heads that were compared with some others only.
std::vector<Relabelled> ofSome(const LayerBlocks& blocks, const KeyGroups& groups, LayerIndex anchor,
                               double PrincipalAngles::*quantity) {
    const auto heads = static_cast<std::size_t>(groups.heads);
    std::vector<double> own(blocks.size() * heads, std::nan(""));
    std::vector<HeadDraw> draws;
    for (LayerIndex l; l.value < static_cast<int>(blocks.size()); ++l.value) {
        for (const HeadBlock& block : blocks[static_cast<std::size_t>(l.value)]) {
            for (std::size_t i = 0; i < block.heads.size(); ++i) {
                own[static_cast<std::size_t>(l.value) * heads +
                    static_cast<std::size_t>(block.heads[i].value)] = block.at(i, i).*quantity;
                for (std::size_t j = 0; j < block.heads.size(); ++j) {
                    const double value = block.at(i, j).*quantity;
                    if (i == j || !std::isfinite(value)) {
                        continue;
                    }
                    draws.push_back(l < anchor ? HeadDraw{l, block.heads[i], anchor, block.heads[j], value}
                                               : HeadDraw{anchor, block.heads[j], l, block.heads[i], value});
                }
            }
        }
    }
    return SampledHeads(std::move(draws), groups, static_cast<int>(blocks.size()))
        .against(anchor, [&](LayerIndex l, HeadIndex h) {
            return own[static_cast<std::size_t>(l.value) * heads + static_cast<std::size_t>(h.value)];
        });
}

} // namespace

int groupsComparedAtOnce(const artifact::ArtifactShape& shape, int topk, const KeyGroups& groups) {
    const double ofOne = workOf(shape, topk, 1);
    const double most = std::max<double>(kFewestGroups, std::floor(kSecondOfWork / ofOne));
    const int atOnce = most < groups.groups ? static_cast<int>(most) : groups.groups;
    return ofOne * atOnce > kMinuteOfWork ? 0 : atOnce;
}

std::shared_ptr<const CrossHeadAngles> crossHeadAngles(const artifact::TensorFile& tensors,
                                                       const artifact::ArtifactShape& shape,
                                                       const KeyGroups& groups, LayerIndex anchor, int atOnce,
                                                       const ThreadBudget& budget,
                                                       const std::stop_token& stop) {
    if (groups.groups < 2 || atOnce < 2 || tensors.directions.data == nullptr) {
        return nullptr;
    }
    const auto blocksOf = [&](LayerIndex layer) {
        std::vector<std::vector<HeadIndex>> blocks;
        if (layer == anchor) {
            return blocks;
        }
        for (const std::vector<int>& some : blocksOfGroups(groups.groups, atOnce, layer, anchor)) {
            for (int position = 0; position < groups.size(); ++position) {
                std::vector<HeadIndex>& heads = blocks.emplace_back();
                for (const int group : some) {
                    heads.push_back(groups.head(group, position));
                }
            }
        }
        return blocks;
    };
    const auto blocks = angles::alignOtherHeads(tensors, shape, anchor, blocksOf, budget, stop);
    if (!blocks) {
        return nullptr;
    }
    const bool isWhole = atOnce == groups.groups;
    const auto listOf = [&](double PrincipalAngles::*quantity) {
        return isWhole ? ofAllGroups(*blocks, groups, quantity) : ofSome(*blocks, groups, anchor, quantity);
    };
    return std::make_shared<const CrossHeadAngles>(
        CrossHeadAngles{listOf(&PrincipalAngles::meanCosine), listOf(&PrincipalAngles::smallestCosine),
                        listOf(&PrincipalAngles::firstOverlap), atOnce - 1});
}

} // namespace sextant::evidence
