// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/reported.h"

#include "core/analysis/mean.h"

namespace sextant::report {
namespace {

bool isThere(const quantities::QuantityKey& key, const quantities::Comparison& comparison) {
    return comparison.has(quantities::quantity(key.id).source);
}

} // namespace

std::vector<quantities::QuantityKey> reportedKeys(const quantities::Comparison& comparison) {
    std::vector<quantities::QuantityKey> keys;
    for (const quantities::Quantity& quantity : quantities::catalogue()) {
        if (!quantity.ofLeading) {
            keys.push_back({quantity.id});
        } else if (comparison.has(quantity.source)) {
            for (const int top : comparison.tables.signs->counts()) {
                keys.push_back({quantity.id, top});
            }
        }
    }
    return keys;
}

double reportedValue(const quantities::QuantityKey& key, const quantities::Comparison& comparison,
                     LayerIndex layer, HeadIndex head) {
    return isThere(key, comparison) ? quantities::valueOf(key, comparison, layer, head) : analysis::kMissing;
}

double reportedMean(const quantities::QuantityKey& key, const quantities::Comparison& comparison,
                    LayerIndex layer) {
    return isThere(key, comparison) ? quantities::meanOverHeads(key, comparison, layer) : analysis::kMissing;
}

} // namespace sextant::report
