// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>

namespace sextant {

/// How much a reader takes from one file, whoever wrote it. A small file can ask for endless memory: by names
/// and shapes that thousands of entries share, by nesting, by counts. What exceeds these limits is refused
/// with a sentence, so that reading a file takes at most four times the bytes of its headers (its JSON, its
/// pickle, its directory) plus 64 MiB. Each limit is far beyond the largest files that models have today.
struct ReadingBudget {
    /// Tensors, records or keys of one file whose header has so many bytes. Mixtures of experts reach 100,000
    /// tensors over all their files; to name and describe one takes 50 bytes.
    [[nodiscard]] static constexpr std::size_t entries(std::size_t bytes) {
        constexpr std::size_t least = std::size_t{1} << 12;
        constexpr std::size_t most = std::size_t{1} << 17;
        return least + bytes / 24 < most ? least + bytes / 24 : most;
    }

    /// Bytes of all names and shapes of a file together, with the prefixes that nested dicts give to names. A
    /// tensor's take about 120.
    static constexpr std::size_t nameBytes = std::size_t{24} << 20;

    /// Keys of an artifact's JSON besides those of the format.
    static constexpr std::size_t provenanceKeys = 100'000;

    /// Dicts in dicts. Optimiser states have five levels.
    static constexpr std::size_t depth = 64;

    /// Dimensions of a tensor: NumPy's own limit.
    static constexpr std::size_t rank = 64;

    /// Values of a pickle: those of 100,000 tensors, at some 17 values each, and in a small file no more than
    /// its bytes can mean.
    [[nodiscard]] static constexpr std::size_t pickleValues(std::size_t bytes) {
        constexpr std::size_t least = std::size_t{1} << 18;
        constexpr std::size_t most = std::size_t{1} << 21;
        return least + bytes / 6 < most ? least + bytes / 6 : most;
    }

    /// Bytes of the name of a class or function in a pickle. Python's longest real ones have 100.
    static constexpr std::size_t globalName = 1024;

    /// Bytes of a safetensors header: the format's own limit.
    static constexpr std::size_t safetensorsHeader = std::size_t{100} << 20;

    /// Bytes of a model's config.json. Those that list 20,000 class names have 2 MB.
    static constexpr std::size_t configBytes = std::size_t{4} << 20;

    /// How many times larger than its compressed record a record may be. Weights hardly compress; a bomb does
    /// a thousandfold.
    static constexpr std::size_t compression = 64;
};

} // namespace sextant
