// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/artifact/gram_file_handler.h"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

namespace sextant::artifact {
namespace {

/// A few bytes of the text, safe to print in a sentence.
std::string excerpt(std::string_view bytes) {
    std::string shown;
    for (const char c : bytes.substr(0, 20)) {
        shown += std::isprint(static_cast<unsigned char>(c)) != 0 ? c : '?';
    }
    return shown;
}

std::string dimensions(const std::vector<std::size_t>& shape) {
    return fmt::format("{}", fmt::join(shape, " x "));
}

} // namespace

GramFileHandler::GramFileHandler(const std::filesystem::path& path, JsonText& text, std::string_view bytes,
                                 std::stop_token stop)
    : path_(path),
      text_(text),
      bytes_(bytes),
      stop_(std::move(stop)),
      known_{{{"num_layers", &layers_},
              {"num_heads", &heads_},
              {"head_dim", &headDim_},
              {"hidden_size", &hiddenSize_},
              {"gram", &gram_},
              {"fro_sq", &froSquared_},
              {"eigdirs_path", &eigdirsPath_}}} {}

Result<GramFile> GramFileHandler::finish() {
    for (const KnownKey& known : known_) {
        const bool optional = known.reader == &froSquared_ || known.reader == &eigdirsPath_;
        if (!known.seen && !optional) {
            return failure(ErrorCode::Inconsistent, path_, known.name, "this key is missing");
        }
    }
    const std::pair layers{"num_layers", layers_.value()};
    const std::pair heads{"num_heads", heads_.value()};
    if (Result<void> checked = checkTable("gram", gram_.shape(), {layers, layers, heads}); !checked) {
        return tl::make_unexpected(checked.error());
    }
    GramFile file;
    file.path = path_;
    file.shape = {layers_.value(), heads_.value(), headDim_.value(), hiddenSize_.value()};
    file.gram = LayerPairTable(layers_.value(), heads_.value(), gram_.takeValues());
    if (const std::vector<std::size_t> shape = froSquared_.shape(); !shape.empty()) {
        if (Result<void> checked = checkTable("fro_sq", shape, {layers, heads}); !checked) {
            return tl::make_unexpected(checked.error());
        }
        file.froSquared = froSquared_.takeValues();
    }
    file.eigdirsPath = eigdirsPath_.value();
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

bool GramFileHandler::string(std::string& text) {
    if (reader_ == nullptr) {
        return refuseTopLevel("a string");
    }
    return accept(reader_->text(text)) && valueEnded();
}

bool GramFileHandler::start_object(std::size_t) {
    if (depth_++ == 0) {
        return true;
    }
    return accept(reader_->beginObject());
}

bool GramFileHandler::key(std::string& name) {
    return depth_ == 1 ? choose(name) : accept(reader_->name(name));
}

bool GramFileHandler::end_object() {
    if (--depth_ == 0) {
        reader_ = nullptr;
        return true;
    }
    return accept(reader_->endObject()) && valueEnded();
}

bool GramFileHandler::start_array(std::size_t) {
    if (reader_ == nullptr) {
        return refuseTopLevel("a list");
    }
    ++depth_;
    return accept(reader_->beginList());
}

bool GramFileHandler::end_array() {
    --depth_;
    return accept(reader_->endList()) && valueEnded();
}

bool GramFileHandler::parse_error(std::size_t, const std::string&, const std::exception&) {
    // The parser counts the characters it was shown, which are not those of the file.
    const std::size_t read = text_.bytesRead();
    if (bytes_.empty()) {
        return refuse(ErrorCode::Malformed, {}, "is empty");
    }
    if (text_.exhausted() && depth_ > 0) {
        return refuse(ErrorCode::Malformed, fmt::format("byte {}", bytes_.size()),
                      "the JSON ends here before it is complete (truncated?)");
    }
    const std::size_t at = read == 0 ? 0 : read - 1;
    return refuse(ErrorCode::Malformed, fmt::format("byte {}", at),
                  fmt::format("is not valid JSON here: {}", excerpt(bytes_.substr(at))));
}

bool GramFileHandler::number() {
    if (reader_ == nullptr) {
        return refuseTopLevel("a number");
    }
    return accept(reader_->number(text_.number())) && valueEnded();
}

bool GramFileHandler::literal(std::string_view word) {
    if (reader_ == nullptr) {
        return refuseTopLevel("a bare word");
    }
    return accept(reader_->literal(word)) && valueEnded();
}

bool GramFileHandler::choose(const std::string& name) {
    key_ = name;
    const auto known = std::find_if(known_.begin(), known_.end(),
                                    [&](const KnownKey& candidate) { return candidate.name == name; });
    if (known == known_.end()) {
        other_ = {};
        reader_ = &other_;
        return true;
    }
    if (known->seen) {
        return refuse(ErrorCode::Inconsistent, key_, "this key occurs twice");
    }
    known->seen = true;
    reader_ = known->reader;
    return true;
}

bool GramFileHandler::accept(bool accepted) {
    if (!accepted) {
        return refuse(ErrorCode::Inconsistent, key_ + reader_->problem().place, reader_->problem().sentence);
    }
    return !stop_.stop_requested() || refuse(ErrorCode::Cancelled, {}, "reading was cancelled");
}

bool GramFileHandler::valueEnded() {
    if (depth_ == 1 && reader_ == &other_) {
        provenance_.push_back({key_, other_.takeText()});
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
