// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/cached_survey.h"

#include "core/base/try.h"

#include <filesystem>

#include <fmt/format.h>

namespace sextant::measure {
namespace {

Error seenFrom(const std::filesystem::path& folder, Error error) {
    const std::filesystem::path inside = error.file.lexically_relative(folder);
    if (!inside.empty() && *inside.begin() != "..") {
        error.file = inside == "." ? std::filesystem::path() : inside;
    }
    return error;
}

} // namespace

Result<ModelSurvey> surveyCached(const checkpoint::CachedModel& model, MeasureOptions options,
                                 const std::stop_token& stop) {
    TRY_ASSIGN(const std::filesystem::path folder, model.snapshot);
    options.model = folder;
    return survey(options, stop).map_error([&folder](Error error) {
        return seenFrom(folder, std::move(error));
    });
}

std::string headsText(const checkpoint::AttentionShape& shape) {
    return shape.keyHeads == shape.heads ? fmt::format("{}", shape.heads)
                                         : fmt::format("{}/{}", shape.heads, shape.keyHeads);
}

} // namespace sextant::measure
