// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/measure/measure.h"
#include "core/measure/measure_request.h"
#include "core/measure/survey.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <stop_token>
#include <vector>

namespace sextant::measure {

/// Where artifacts may go.
struct OutputPlace {
    std::filesystem::path folder;             ///< for an output that nobody names
    std::vector<std::filesystem::path> taken; ///< outputs of measurements that wait or run
};

/// What can be said of a measurement before it begins.
struct Outlook {
    MeasureOptions options; ///< for measure(), the output named
    ModelSurvey survey;
    std::optional<Error> outputError;       ///< why the artifact cannot go there
    bool replaces = false;                  ///< there is an artifact of that name
    bool hasUnfinishedWork = false;         ///< of a run with the same output, which may be resumed
    std::optional<std::uint64_t> freeBytes; ///< on the disk of the output, where the system tells
};

/// Looks at the model and at where its artifact goes, without writing. An output that is not named is
/// freeOutput(). Errs where the model cannot be measured like this.
///
///     TRY_ASSIGN(const Outlook outlook, outlookOf(request, names, {.folder = "."}, stop));
[[nodiscard]] Result<Outlook> outlookOf(const MeasureRequest& request, const RequestNames& names,
                                        const OutputPlace& place, const std::stop_token& stop);

/// `NAME.json` in the folder, else `NAME-2.json` and so on: the first of which neither JSON nor tensors exist
/// and that is not taken. NAME is that of the model; its last part where it is one of the hub.
[[nodiscard]] std::filesystem::path freeOutput(const std::filesystem::path& model, TensorFormat format,
                                               const OutputPlace& place);

} // namespace sextant::measure
