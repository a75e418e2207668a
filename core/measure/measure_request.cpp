// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/measure_request.h"

#include "core/base/index_list.h"
#include "core/base/try.h"
#include "core/checkpoint/model_cache.h"

#include <fmt/format.h>

namespace sextant::measure {
namespace {

Result<void> readList(const std::optional<std::string>& text, const std::string& place,
                      std::optional<std::vector<int>>& list) {
    if (text) {
        TRY_ASSIGN(list, parseIndexList(*text, place));
    }
    return {};
}

Result<void> readConfig(const std::vector<std::string>& texts, const std::string& place,
                        checkpoint::ConfigWish& config) {
    for (const std::string& text : texts) {
        const std::size_t sign = text.find('=');
        if (sign == std::string::npos && config.file.empty()) {
            config.file = text;
            continue;
        }
        if (sign == std::string::npos || sign == 0) {
            return failure(ErrorCode::Usage, {}, place,
                           fmt::format("\"{}\" is not KEY=VALUE, nor the only file", text));
        }
        config.values.emplace_back(text.substr(0, sign), text.substr(sign + 1));
    }
    return {};
}

} // namespace

Result<MeasureOptions> optionsOf(const MeasureRequest& request, const RequestNames& names) {
    MeasureOptions options = request.options;
    TRY(readConfig(request.config, names.config, options.config));
    TRY(readList(request.layers, names.layers, options.layers));
    TRY(readList(request.heads, names.heads, options.heads));
    TRY_ASSIGN(options.model, checkpoint::findModel(options.cache, options.model, request.revision));
    if (!options.base.empty()) {
        TRY_ASSIGN(options.base, checkpoint::findModel(options.cache, options.base, {}));
    }
    return options;
}

} // namespace sextant::measure
