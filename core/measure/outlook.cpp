// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/outlook.h"

#include "core/base/exception_guard.h"
#include "core/base/try.h"
#include "core/measure/artifact_paths.h"

#include <algorithm>
#include <system_error>

#include <fmt/format.h>

namespace sextant::measure {
namespace {

namespace fs = std::filesystem;

bool isThere(const fs::path& path) {
    std::error_code code;
    return fs::exists(fs::symlink_status(path, code));
}

fs::path plainPath(const fs::path& path) {
    std::error_code code;
    const fs::path whole = fs::weakly_canonical(path, code);
    return code ? path.lexically_normal() : whole;
}

bool isTaken(const fs::path& output, const OutputPlace& place) {
    return std::any_of(place.taken.begin(), place.taken.end(),
                       [&](const fs::path& taken) { return plainPath(taken) == plainPath(output); });
}

void lookAtOutput(const OutputPlace& place, Outlook& outlook) {
    const fs::path& output = outlook.options.output;
    const Result<ArtifactPaths> paths = artifactPaths(output, outlook.options.tensors);
    if (!paths) {
        outlook.outputError = paths.error();
        return;
    }
    if (isTaken(output, place)) {
        outlook.outputError = Error{ErrorCode::Usage,
                                    output,
                                    {},
                                    "is already the output of a queued or running measurement",
                                    Advice::NameOutput};
        return;
    }
    outlook.replaces = isThere(paths->json) || isThere(paths->tensors);
    outlook.hasUnfinishedWork = isThere(paths->workingFolder);
    std::error_code code;
    const fs::space_info space = fs::space(output.has_parent_path() ? output.parent_path() : ".", code);
    if (!code) {
        outlook.freeBytes = space.available;
    }
}

} // namespace

fs::path freeOutput(const fs::path& model, TensorFormat format, const OutputPlace& place) {
    const std::string name = modelNameOf(model);
    std::string last = name.substr(name.rfind('/') + 1);
    last = last.empty() ? "model" : last;
    for (int number = 1;; ++number) {
        fs::path output = place.folder / (number == 1 ? fmt::format("{}.json", last)
                                                      : fmt::format("{}-{}.json", last, number));
        if (!isThere(output) && !isThere(artifact::tensorPathOf(output, format)) && !isTaken(output, place)) {
            return output;
        }
    }
}

Result<Outlook> outlookOf(const MeasureRequest& request, const RequestNames& names, const OutputPlace& place,
                          const std::stop_token& stop) {
    return withoutExceptions([&]() -> Result<Outlook> {
        Outlook outlook;
        TRY_ASSIGN(outlook.options, optionsOf(request, names));
        TRY_ASSIGN(outlook.survey, survey(outlook.options, stop));
        if (outlook.options.output.empty()) {
            outlook.options.output = freeOutput(outlook.options.model, outlook.options.tensors, place);
        }
        lookAtOutput(place, outlook);
        return outlook;
    });
}

} // namespace sextant::measure
