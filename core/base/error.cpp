#include "core/base/error.h"

namespace sextant {
namespace {

std::string join(const std::filesystem::path& file, const std::string& place, const std::string& sentence) {
    std::string text;
    for (const std::string& part : {file.string(), place}) {
        if (!part.empty()) {
            text += part + ": ";
        }
    }
    return text + sentence;
}

} // namespace

std::string describe(const Error& error) {
    return join(error.file, error.place, error.sentence);
}

std::string describe(const Warning& warning) {
    return join(warning.file, warning.place, warning.sentence);
}

tl::unexpected<Error> failure(ErrorCode code, std::filesystem::path file, std::string place,
                              std::string sentence) {
    return tl::make_unexpected(Error{code, std::move(file), std::move(place), std::move(sentence)});
}

} // namespace sextant
