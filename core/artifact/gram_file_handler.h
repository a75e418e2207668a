// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/artifact/artifact.h"
#include "core/artifact/json_value_readers.h"

#include <array>
#include <cstdint>
#include <stop_token>
#include <string>
#include <utility>

namespace sextant::artifact {

/// The events of nlohmann's SAX parser on `X.json`: each value of the top-level object goes to the reader of
/// its key, any other key to the provenance. Returns false from an event when the file is refused; error()
/// says why.
class GramFileHandler {
public:
    GramFileHandler(const std::filesystem::path& path, JsonText& text, std::string_view bytes,
                    std::stop_token stop);

    /// The file as read; call it once, after the parser has returned true. Errs when a key is missing or the
    /// shapes of gram or fro_sq contradict the counts.
    Result<GramFile> finish();

    /// Why the parser returned false.
    const Error& error() const { return error_; }

    bool null() { return literal("null"); }
    bool boolean(bool value) { return literal(value ? "true" : "false"); }
    bool number_integer(std::int64_t) { return number(); }
    bool number_unsigned(std::uint64_t) { return number(); }
    bool number_float(double, const std::string&) { return number(); }
    bool string(std::string& text);
    bool binary(std::vector<std::uint8_t>&) { return false; }
    bool start_object(std::size_t);
    bool key(std::string& name);
    bool end_object();
    bool start_array(std::size_t);
    bool end_array();
    bool parse_error(std::size_t position, const std::string& token, const std::exception& exception);

private:
    struct KnownKey {
        const char* name;
        JsonValueReader* reader;
        bool seen = false;
    };

    bool number();
    bool literal(std::string_view word);
    bool choose(const std::string& name);
    bool accept(bool accepted);
    bool valueEnded();
    bool refuse(ErrorCode code, std::string place, std::string sentence);
    bool refuseTopLevel(const char* found);
    Result<void> checkTable(const char* name, const std::vector<std::size_t>& found,
                            const std::vector<std::pair<const char*, int>>& counts) const;

    const std::filesystem::path& path_;
    JsonText& text_;
    std::string_view bytes_;
    std::stop_token stop_;

    CountReader layers_, heads_, headDim_, hiddenSize_;
    NumberTableReader gram_{3};
    NumberTableReader froSquared_{2};
    OptionalTextReader eigdirsPath_;
    CompactTextReader other_;
    std::array<KnownKey, 7> known_;

    std::string key_;                   ///< of the value being read
    JsonValueReader* reader_ = nullptr; ///< null outside of the top-level object
    std::size_t depth_ = 0;             ///< lists and objects open
    std::vector<ProvenanceEntry> provenance_;
    Error error_;
};

} // namespace sextant::artifact
