// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantities/series_list.h"

#include <algorithm>
#include <mutex>
#include <utility>

namespace sextant::quantities {

struct SeriesList::Entry {
    QuantityKey key; ///< beside the series, which another thread may be making
    QuantitySeries series;
    std::once_flag made;
};

SeriesList::SeriesList(const std::vector<QuantityKey>& keys, Make make) : make_(std::move(make)) {
    for (const QuantityKey& key : keys) {
        entries_.push_back(std::make_shared<Entry>());
        entries_.back()->key = key;
    }
}

SeriesList::SeriesList(std::vector<QuantitySeries> series) {
    for (QuantitySeries& each : series) {
        entries_.push_back(std::make_shared<Entry>());
        entries_.back()->key = each.key;
        entries_.back()->series = std::move(each);
    }
}

std::vector<QuantityKey> SeriesList::keys() const {
    std::vector<QuantityKey> keys;
    for (const auto& entry : entries_) {
        keys.push_back(entry->key);
    }
    return keys;
}

bool SeriesList::has(const QuantityKey& key) const {
    return std::ranges::any_of(entries_, [&](const auto& entry) { return entry->key == key; });
}

const QuantitySeries* SeriesList::find(const QuantityKey& key) const {
    const auto found = std::ranges::find_if(entries_, [&](const auto& entry) { return entry->key == key; });
    if (found == entries_.end()) {
        return nullptr;
    }
    Entry& entry = **found;
    if (make_) {
        std::call_once(entry.made, [&] { entry.series = make_(key); });
    }
    return &entry.series;
}

} // namespace sextant::quantities
