// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/artifact/artifact.h"
#include "core/artifact/json_value_readers.h"

#include <array>
#include <stop_token>
#include <string>
#include <utility>

namespace sextant::artifact {

/// Receives the parts of `X.json`: each value of the top-level object goes to the reader of its key, any
/// other key to the provenance.
class GramFileHandler : public json::Events {
public:
    /// `textSize` is that of the text to come, in bytes.
    GramFileHandler(const std::filesystem::path& path, std::size_t textSize, std::stop_token stop);

    /// The file as read; call it once, after the whole text was accepted. Errs when a key is missing or the
    /// shapes of gram or fro_sq contradict the counts.
    [[nodiscard]] Result<GramFile> finish();

    /// Why an event returned false.
    [[nodiscard]] const Error& error() const { return error_; }

    bool number(const json::Number& number) override;
    bool text(std::string_view text) override;
    bool literal(std::string_view word) override;
    bool beginList() override;
    bool endList() override;
    bool beginObject() override;
    bool name(std::string_view name) override;
    bool endObject() override;

private:
    struct KnownKey {
        const char* name;
        JsonValueReader* reader;
        bool seen = false;
    };

    bool choose(std::string_view name);
    void expectNumbers();
    bool accept(bool accepted);
    bool valueEnded();
    bool refuse(ErrorCode code, std::string place, std::string sentence);
    bool refuseTopLevel(const char* found);
    Result<void> checkTable(const char* name, const std::vector<std::size_t>& found,
                            const std::vector<std::pair<const char*, int>>& counts) const;

    const std::filesystem::path& path_;
    std::size_t textSize_;
    std::stop_token stop_;

    CountReader layers_, heads_, headDim_, hiddenSize_;
    NumberTableReader gram_{3};
    NumberTableReader froSquared_{2};
    OptionalPathReader eigdirsPath_;
    CompactTextReader layerNumbers_; ///< also part of the provenance
    CompactTextReader other_;
    std::array<KnownKey, 8> known_;

    std::string key_;                   ///< of the value being read
    JsonValueReader* reader_ = nullptr; ///< null outside of the top-level object
    std::size_t depth_ = 0;             ///< lists and objects open
    std::vector<ProvenanceEntry> provenance_;
    Error error_;
};

} // namespace sextant::artifact
