// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace sextant::test {

inline std::string littleEndian(std::uint64_t number, int bytes) {
    std::string text;
    for (int i = 0; i < bytes; ++i) {
        text += static_cast<char>(number >> (8 * i) & 0xff);
    }
    return text;
}

inline std::string zeros(std::size_t count) {
    return std::string(count, '\0');
}

/// A zip archive of plain records (name, content), without checksums, which nobody here reads.
inline std::string zipOf(const std::vector<std::pair<std::string, std::string>>& records) {
    std::string archive;
    std::string directory;
    for (const auto& [name, content] : records) {
        const std::string sizes = littleEndian(content.size(), 4) + littleEndian(content.size(), 4);
        const std::string lengths = littleEndian(name.size(), 2) + littleEndian(0, 2);
        directory += "PK\x01\x02" + zeros(12) + littleEndian(0, 4) + sizes + lengths + zeros(10) +
                     littleEndian(archive.size(), 4) + name;
        archive += "PK\x03\x04" + zeros(10) + littleEndian(0, 4) + sizes + lengths + name + content;
    }
    // The largest count stands for "see the 64-bit record".
    const std::string end64 = "PK\x06\x06" + littleEndian(44, 8) + zeros(12) +
                              littleEndian(records.size(), 8) + littleEndian(records.size(), 8) +
                              littleEndian(directory.size(), 8) + littleEndian(archive.size(), 8);
    const std::size_t end64At = archive.size() + directory.size();
    const std::string locator =
        "PK\x06\x07" + littleEndian(0, 4) + littleEndian(end64At, 8) + littleEndian(1, 4);
    return archive + directory + end64 + locator + "PK\x05\x06" + std::string(16, '\xff') +
           littleEndian(0, 2);
}

/// Pieces of pickles in protocol 2.
inline std::string pickledText(const std::string& text) {
    return "X" + littleEndian(text.size(), 4) + text;
}

inline std::string pickledInteger(std::uint32_t number) {
    return "J" + littleEndian(number, 4);
}

inline std::string pickledTuple(const std::vector<std::uint32_t>& numbers) {
    std::string tuple = "(";
    for (const std::uint32_t number : numbers) {
        tuple += pickledInteger(number);
    }
    return tuple + "t";
}

/// A float32 tensor over the record data/0.
inline std::string pickledTensor(const std::vector<std::uint32_t>& shape,
                                 const std::vector<std::uint32_t>& strides) {
    return "ctorch._utils\n_rebuild_tensor_v2\n((" + pickledText("storage") + "ctorch\nFloatStorage\n" +
           pickledText("0") + pickledText("cpu") + pickledInteger(1) + "tQ" + pickledInteger(0) +
           pickledTuple(shape) + pickledTuple(strides) + "\x89)tR";
}

/// A torch file of that pickle and one stored float.
inline std::string torchFile(const std::string& pickle) {
    return zipOf({{"archive/data.pkl", "\x80\x02" + pickle + "."},
                  {"archive/data/0", std::string(4, '\0')},
                  {"archive/version", "3\n"}});
}

} // namespace sextant::test
