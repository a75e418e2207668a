// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/other_head_plan.h"

#include "core/measure/measure_plan.h"

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <utility>

namespace sextant::measure {
namespace {

/// SplitMix64 (Steele, Lea and Flood 2014): the standard library's distributions differ between
/// implementations.
class Draws {
public:
    /// In [0, count).
    int below(int count) { return static_cast<int>(next() % static_cast<std::uint64_t>(count)); }

    template <typename Value>
    void shuffle(std::vector<Value>& values) {
        for (std::size_t i = values.size(); i > 1; --i) {
            std::swap(values[i - 1], values[static_cast<std::size_t>(below(static_cast<int>(i)))]);
        }
    }

private:
    std::uint64_t next() {
        state_ += 0x9e3779b97f4a7c15U;
        std::uint64_t mixed = state_;
        mixed = (mixed ^ (mixed >> 30U)) * 0xbf58476d1ce4e5b9U;
        mixed = (mixed ^ (mixed >> 27U)) * 0x94d049bb133111ebU;
        return mixed ^ (mixed >> 31U);
    }

    std::uint64_t state_ = 0x73657874616e74U; // any number, but always the same
};

/// Draws matchings of heads with heads of other groups.
class Matchings {
public:
    explicit Matchings(const std::vector<HeadGroup>& groups) {
        for (const HeadGroup& group : groups) {
            groups_.push_back(group.positions);
        }
        if (groups_.size() == 1) { // all heads share a key: other heads of the group have to do
            const std::vector<int> all = std::move(groups_.front());
            groups_.clear();
            for (const int head : all) {
                groups_.push_back({head});
            }
        }
        for (const std::vector<int>& group : groups_) {
            heads_ += static_cast<int>(group.size());
            largest_ = std::max(largest_, static_cast<int>(group.size()));
            equal_ = equal_ && group.size() == groups_.front().size();
        }
    }

    int heads() const { return heads_; }

    /// How many heads a matching has: all, or where one group holds more than half of them, the others and as
    /// many of it.
    int size() const { return std::min(heads_, 2 * (heads_ - largest_)); }

    /// Heads in a random order of groups, each matched with the head a random shift further: by whole groups
    /// where they are of one size, else by at least the largest group where that leads to another one.
    std::vector<artifact::HeadPair> draw(Draws& draws) const {
        std::vector<int> order(groups_.size());
        std::iota(order.begin(), order.end(), 0);
        draws.shuffle(order);
        const int turn = equal_ ? draws.below(largest_) : 0;
        std::vector<int> heads;
        std::vector<int> turned;
        std::vector<int> groupOf;
        for (const int group : order) {
            const std::vector<int>& members = groups_[static_cast<std::size_t>(group)];
            for (std::size_t i = 0; i < members.size(); ++i) {
                heads.push_back(members[i]);
                turned.push_back(members[(i + static_cast<std::size_t>(turn)) % members.size()]);
                groupOf.push_back(group);
            }
        }
        const int shift = drawShift(draws);
        std::vector<artifact::HeadPair> pairs;
        for (std::size_t i = 0; i < heads.size(); ++i) {
            const std::size_t other = (i + static_cast<std::size_t>(shift)) % heads.size();
            if (groupOf[i] != groupOf[other]) {
                pairs.push_back({HeadIndex{heads[i]}, HeadIndex{turned[other]}});
            }
        }
        return pairs;
    }

private:
    int drawShift(Draws& draws) const {
        if (equal_) {
            return largest_ * (1 + draws.below(static_cast<int>(groups_.size()) - 1));
        }
        const int least = std::min(largest_, heads_ - largest_);
        const int most = std::max(largest_, heads_ - largest_);
        return least + draws.below(most - least + 1);
    }

    std::vector<std::vector<int>> groups_;
    int heads_ = 0;
    int largest_ = 0;
    bool equal_ = true;
};

} // namespace

OtherHeadPlan planOtherHeads(const std::vector<HeadGroup>& groups, int layers, int wanted) {
    const Matchings matchings(groups);
    OtherHeadPlan plan;
    if (layers < 2 || matchings.size() < 1) {
        return plan;
    }
    plan.draws = std::min(wanted, matchings.size());
    const auto draws = static_cast<std::size_t>(plan.draws);
    Draws random;
    std::vector<std::vector<int>> uses(static_cast<std::size_t>(layers),
                                       std::vector<int>(static_cast<std::size_t>(matchings.heads()), 0));
    for (std::size_t l = 0; draws > 0 && l < uses.size(); ++l) {
        for (std::size_t m = l + 1; m < uses.size(); ++m) {
            const auto usesOf = [&](std::vector<int>& layer, HeadIndex head) -> int& {
                return layer[static_cast<std::size_t>(head.value)];
            };
            std::vector<artifact::HeadPair> pairs = matchings.draw(random);
            random.shuffle(pairs);
            // What was used least comes first, which keeps the uses of a layer's heads even.
            std::stable_sort(pairs.begin(), pairs.end(), [&](const auto& a, const auto& b) {
                return usesOf(uses[l], a.first) + usesOf(uses[m], a.second) <
                       usesOf(uses[l], b.first) + usesOf(uses[m], b.second);
            });
            pairs.resize(draws);
            std::sort(pairs.begin(), pairs.end(),
                      [](const auto& a, const auto& b) { return a.first.value < b.first.value; });
            for (const artifact::HeadPair& pair : pairs) {
                ++usesOf(uses[l], pair.first);
                ++usesOf(uses[m], pair.second);
                plan.heads.push_back(pair);
            }
        }
    }
    return plan;
}

} // namespace sextant::measure
