// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/artifact/json_value_readers.h"

#include <fmt/format.h>

namespace sextant::artifact {

bool CountReader::number(const json::Number& number) {
    if (!number.isInteger) {
        return refuse(std::string(number.text));
    }
    if (number.value < 1.0 || number.value > largest) {
        return report(fmt::format("must be from 1 to {}, found {}", largest, number.text));
    }
    value_ = static_cast<int>(number.value);
    return true;
}

bool OptionalPathReader::text(std::string_view text) {
    if (text.size() > longest) {
        return report(fmt::format("has {} bytes, but a path has at most {}", text.size(), longest));
    }
    if (text.find('\0') != std::string_view::npos) {
        return report("contains a NUL, which a path cannot");
    }
    value_ = std::string(text);
    return true;
}

bool OptionalPathReader::literal(std::string_view word) {
    return word == "null" || refuse(std::string(word));
}

bool NumberTableReader::number(const json::Number& number) {
    if (level_ != counts_.size()) {
        return refuse(std::string(number.text));
    }
    if (values_.size() < most_) {
        values_.push_back(number.value);
    }
    ++counts_.back();
    return true;
}

bool NumberTableReader::literal(std::string_view word) {
    return (level_ == 0 && word == "null") || refuse(std::string(word));
}

bool NumberTableReader::beginList() {
    if (level_ == counts_.size()) {
        return refuse("a list");
    }
    absent_ = false;
    counts_[level_++] = 0;
    return true;
}

bool NumberTableReader::endList() {
    --level_;
    std::optional<std::size_t>& length = lengths_[level_];
    if (!length) {
        length = counts_[level_];
    } else if (*length != counts_[level_]) {
        return report(
            fmt::format("has {} entries, but the lists before it have {}", counts_[level_], *length));
    }
    if (level_ > 0) {
        ++counts_[level_ - 1];
    }
    return true;
}

std::vector<std::size_t> NumberTableReader::shape() const {
    std::vector<std::size_t> shape;
    for (const std::optional<std::size_t>& length : lengths_) {
        shape.push_back(length.value_or(0));
    }
    return absent_ ? std::vector<std::size_t>{} : shape;
}

std::string NumberTableReader::expected() const {
    return level_ == counts_.size() ? "a number" : "a list";
}

std::string NumberTableReader::place() const {
    std::string place;
    for (std::size_t i = 0; i < level_; ++i) {
        place += fmt::format("[{}]", counts_[i]);
    }
    return place;
}

bool CompactTextReader::text(std::string_view text) {
    return item(json::quoted(text));
}

bool CompactTextReader::name(std::string_view name) {
    item(json::quoted(name));
    append(":");
    separate_ = false;
    return true;
}

bool CompactTextReader::item(std::string_view text) {
    append(separate_ ? "," : "");
    append(text);
    separate_ = true;
    return true;
}

bool CompactTextReader::open(char bracket) {
    item({&bracket, 1});
    separate_ = false;
    tooDeep_ = ++depth_ > deepest || tooDeep_;
    return true;
}

bool CompactTextReader::close(char bracket) {
    --depth_;
    append({&bracket, 1});
    separate_ = true;
    return true;
}

void CompactTextReader::append(std::string_view text) {
    tooLong_ = tooLong_ || text_.size() + text.size() > limit;
    if (tooLong_) {
        text_.clear();
    } else {
        text_ += text;
    }
}

std::string CompactTextReader::takeText() {
    if (tooDeep_) {
        return fmt::format("\"(nested deeper than {} levels, not kept)\"", deepest);
    }
    return tooLong_ ? fmt::format("\"(longer than {} bytes, not kept)\"", limit) : std::move(text_);
}

} // namespace sextant::artifact
