// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/measure/measure.h"

#include <optional>
#include <string>
#include <vector>

namespace sextant::measure {

/// What a person asks of a measurement, as they write it on a command line or into a form.
struct MeasureRequest {
    MeasureOptions options; ///< `model` and `base` may be names of the hub; `layers`, `heads` and `config`'s
                            ///< values come from what follows
    std::string revision;   ///< of a model of the cache; may be empty
    std::optional<std::string> layers; ///< "0-11,20"; all without it
    std::optional<std::string> heads;
    std::vector<std::string> config; ///< "KEY=VALUE" each, or once the file to read in place of config.json
};

/// What whoever asks calls the parts of a request, for errors about them.
struct RequestNames {
    std::string layers;
    std::string heads;
    std::string config;
};

/// The options that the request means: names are looked up in `options.cache`, which touches the disk, and
/// lists are read. Errs with Usage about a part that cannot be read, as checkpoint::findModel() does about a
/// model that is not there. Neither the model nor the output is looked into.
[[nodiscard]] Result<MeasureOptions> optionsOf(const MeasureRequest& request, const RequestNames& names);

} // namespace sextant::measure
