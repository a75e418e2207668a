// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/shard_index.h"

#include "core/base/reading_budget.h"
#include "core/json/json_parser.h"

#include <utility>

#include <fmt/format.h>

namespace sextant::checkpoint {
namespace {

bool isPlainFileName(std::string_view name) {
    return !name.empty() && name != "." && name != ".." &&
           name.find_first_of(std::string_view("/\0", 2)) == std::string_view::npos;
}

class IndexEvents : public json::Events {
public:
    explicit IndexEvents(std::size_t bytes) : mostEntries_(ReadingBudget::entries(bytes)) {}

    std::map<std::string, std::string> takeShards() { return std::move(shards_); }
    const std::string& place() const { return place_; }
    const std::string& sentence() const { return sentence_; }

    bool number(const json::Number&) override { return other(); }
    bool literal(std::string_view) override { return other(); }

    bool text(std::string_view text) override {
        if (!isInMap()) {
            return other();
        }
        return isPlainFileName(text) ? add(text) : other();
    }

    bool beginList() override { return other() && ++depth_ > 0; }
    bool endList() override { return --depth_ >= 0; }

    bool beginObject() override {
        inMap_ = inMap_ || (depth_ == 1 && key_ == "weight_map");
        return (depth_ != 2 || other()) && ++depth_ > 0;
    }

    bool name(std::string_view name) override {
        if (depth_ == 1 || isInMap()) {
            key_ = name;
        }
        return true;
    }

    bool endObject() override {
        --depth_;
        inMap_ = inMap_ && depth_ > 1;
        return true;
    }

private:
    bool isInMap() const { return inMap_ && depth_ == 2; }

    bool refuse(std::string place, std::string sentence) {
        place_ = std::move(place);
        sentence_ = std::move(sentence);
        return false;
    }

    /// Anything but a file name: of no interest outside of the map, wrong in it.
    bool other() {
        return !isInMap() ||
               refuse(fmt::format("weight_map[{}]", key_), "is not the name of a file beside the index");
    }

    bool add(std::string_view shard) {
        nameBytes_ += key_.size() + shard.size();
        if (shards_.size() == mostEntries_ || nameBytes_ > ReadingBudget::nameBytes) {
            return refuse("weight_map", fmt::format("has more than {} entries or {} bytes of names",
                                                    mostEntries_, ReadingBudget::nameBytes));
        }
        shards_.insert_or_assign(key_, std::string(shard));
        return true;
    }

    std::map<std::string, std::string> shards_;
    std::string key_;
    bool inMap_ = false;
    int depth_ = 0; ///< lists and objects open
    std::size_t nameBytes_ = 0;
    std::size_t mostEntries_;
    std::string place_;
    std::string sentence_;
};

} // namespace

Result<std::map<std::string, std::string>> parseShardIndex(const std::filesystem::path& path,
                                                           std::string_view text) {
    IndexEvents events(text.size());
    const auto problem = json::parse(text, events);
    if (problem && problem->kind == json::Problem::Kind::Refused) {
        return failure(ErrorCode::Malformed, path, events.place(), events.sentence());
    }
    auto shards = events.takeShards();
    if (problem || shards.empty()) {
        return failure(ErrorCode::Malformed, path, {}, "is not a JSON object with a weight_map");
    }
    return shards;
}

} // namespace sextant::checkpoint
