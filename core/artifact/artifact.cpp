// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/artifact/artifact.h"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace sextant::artifact {

std::string GramFile::modelName() const {
    const auto model = std::find_if(provenance.begin(), provenance.end(),
                                    [](const ProvenanceEntry& entry) { return entry.key == "model"; });
    if (model != provenance.end()) {
        const nlohmann::json value = nlohmann::json::parse(model->value, nullptr, false);
        if (value.is_string() && !value.get_ref<const std::string&>().empty()) {
            return value.get<std::string>();
        }
    }
    return path.stem().string();
}

} // namespace sextant::artifact
