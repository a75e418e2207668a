// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/artifact/gram_file_handler.h"

#include "core/artifact/artifact_names.h"
#include "core/artifact/layer_number_list.h"
#include "core/base/reading_budget.h"
#include "core/base/try.h"

#include <algorithm>

#include <fmt/format.h>

namespace sextant::artifact {
namespace {

std::string dimensions(const std::vector<std::size_t>& shape) {
    return fmt::format("{}", fmt::join(shape, " x "));
}

} // namespace

GramFileHandler::GramFileHandler(const std::filesystem::path& path, std::size_t textSize,
                                 std::stop_token stop)
    : path_(path),
      textSize_(textSize),
      stop_(std::move(stop)),
      known_{{{keys::layers, &layers_},
              {keys::heads, &heads_},
              {keys::headDim, &headDim_},
              {keys::hiddenSize, &hiddenSize_},
              {keys::gram, &gram_},
              {keys::froSquared, &froSquared_},
              {keys::eigdirsPath, &eigdirsPath_},
              {keys::layerNumbers, &layerNumbers_}}} {}

Result<GramFile> GramFileHandler::finish() {
    for (const KnownKey& known : known_) {
        const bool optional =
            known.reader == &froSquared_ || known.reader == &eigdirsPath_ || known.reader == &layerNumbers_;
        if (!known.seen && !optional) {
            return failure(ErrorCode::Inconsistent, path_, known.name, "this key is missing");
        }
    }
    const std::pair layers{keys::layers, layers_.value()};
    const std::pair heads{keys::heads, heads_.value()};
    TRY(checkTable(keys::gram, gram_.shape(), {layers, layers, heads}));
    GramFile file;
    file.path = path_;
    file.shape = {layers_.value(), heads_.value(), headDim_.value(), hiddenSize_.value()};
    std::vector<double> values = gram_.takeValues();
    values.shrink_to_fit();
    file.gram = LayerPairTable(layers_.value(), heads_.value(), std::move(values));
    if (const std::vector<std::size_t> shape = froSquared_.shape(); !shape.empty()) {
        TRY(checkTable(keys::froSquared, shape, {layers, heads}));
        file.froSquared = froSquared_.takeValues();
        file.froSquared->shrink_to_fit();
    }
    file.eigdirsPath = eigdirsPath_.value();
    TRY_ASSIGN(file.layerNumbers, layerNumbersOf(path_, provenance_, layers_.value()));
    file.provenance = std::move(provenance_);
    return file;
}

Result<void> GramFileHandler::checkTable(const char* name, const std::vector<std::size_t>& found,
                                         const std::vector<std::pair<const char*, int>>& counts) const {
    const bool agree = std::equal(
        found.begin(), found.end(), counts.begin(), counts.end(),
        [](std::size_t length, const auto& count) { return static_cast<int>(length) == count.second; });
    if (agree) {
        return {};
    }
    std::vector<std::string> expected;
    expected.reserve(counts.size());
    for (const auto& [key, count] : counts) {
        expected.push_back(fmt::format("{} {}", key, count));
    }
    return failure(ErrorCode::Inconsistent, path_, name,
                   found.empty()
                       ? "must be nested lists of numbers, found null"
                       : fmt::format("is {}, but must be {}", dimensions(found), fmt::join(expected, " x ")));
}

bool GramFileHandler::number(const json::Number& number) {
    if (reader_ == nullptr) {
        return refuseTopLevel("a number");
    }
    return accept(reader_->number(number)) && valueEnded();
}

bool GramFileHandler::text(std::string_view text) {
    if (reader_ == nullptr) {
        return refuseTopLevel("a string");
    }
    return accept(reader_->text(text)) && valueEnded();
}

bool GramFileHandler::literal(std::string_view word) {
    if (reader_ == nullptr) {
        return refuseTopLevel("a bare word");
    }
    return accept(reader_->literal(word)) && valueEnded();
}

bool GramFileHandler::beginObject() {
    if (depth_++ == 0) {
        return true;
    }
    return accept(reader_->beginObject());
}

bool GramFileHandler::name(std::string_view name) {
    return depth_ == 1 ? choose(name) : accept(reader_->name(name));
}

bool GramFileHandler::endObject() {
    if (--depth_ == 0) {
        reader_ = nullptr;
        return true;
    }
    return accept(reader_->endObject()) && valueEnded();
}

bool GramFileHandler::beginList() {
    if (reader_ == nullptr) {
        return refuseTopLevel("a list");
    }
    ++depth_;
    return accept(reader_->beginList());
}

bool GramFileHandler::endList() {
    --depth_;
    return accept(reader_->endList()) && valueEnded();
}

bool GramFileHandler::choose(std::string_view name) {
    key_ = name;
    const auto known = std::find_if(known_.begin(), known_.end(),
                                    [&](const KnownKey& candidate) { return candidate.name == name; });
    if (known == known_.end()) {
        if (provenance_.size() == ReadingBudget::provenanceKeys) {
            return refuse(ErrorCode::Malformed, {},
                          fmt::format("has more than {} keys besides those of the format",
                                      ReadingBudget::provenanceKeys));
        }
        other_ = {};
        reader_ = &other_;
        return true;
    }
    if (known->seen) {
        return refuse(ErrorCode::Inconsistent, key_, "this key occurs twice");
    }
    known->seen = true;
    reader_ = known->reader;
    expectNumbers();
    return true;
}

/// Tables are collected without growing step by step: where the counts come before, for as many numbers as
/// they say, else for as many as the text can hold. No text of n bytes has more than n / 2 numbers, and
/// memory that is not written to costs nothing.
void GramFileHandler::expectNumbers() {
    const std::size_t most = textSize_ / 2 - std::min(textSize_ / 2, gram_.size() + froSquared_.size());
    const auto layers = static_cast<std::uint64_t>(layers_.value()); // each count is at most 2^24
    const std::uint64_t operators = layers * static_cast<std::uint64_t>(heads_.value());
    if (reader_ == &froSquared_) {
        froSquared_.expect(operators > 0 && operators < most ? static_cast<std::size_t>(operators) : most);
    } else if (reader_ == &gram_) {
        const bool areKnown = operators > 0 && operators < most && operators * layers < most;
        gram_.expect(areKnown ? static_cast<std::size_t>(operators * layers) : most);
    }
}

bool GramFileHandler::accept(bool accepted) {
    if (!accepted) {
        return refuse(ErrorCode::Inconsistent, key_ + reader_->problem().place, reader_->problem().sentence);
    }
    return !stop_.stop_requested() || refuse(ErrorCode::Cancelled, {}, "reading was cancelled");
}

bool GramFileHandler::valueEnded() {
    if (depth_ == 1 && (reader_ == &other_ || reader_ == &layerNumbers_)) {
        provenance_.push_back({key_, static_cast<CompactTextReader*>(reader_)->takeText()});
    }
    return true;
}

bool GramFileHandler::refuse(ErrorCode code, std::string place, std::string sentence) {
    error_ = {code, path_, std::move(place), std::move(sentence)};
    return false;
}

bool GramFileHandler::refuseTopLevel(const char* found) {
    return refuse(ErrorCode::Inconsistent, {},
                  fmt::format("must be an object with a gram in it, found {}", found));
}

} // namespace sextant::artifact
