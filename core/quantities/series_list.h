// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/layer_series.h"
#include "core/quantities/catalogue.h"
#include "core/quantities/references.h"

#include <functional>
#include <memory>
#include <vector>

namespace sextant::quantities {

/// A quantity of the catalogue over depth, beside what unrelated layers would show.
struct QuantitySeries {
    QuantityKey key;
    analysis::LayerSeries series;
    std::vector<double> chance; ///< [L], mean over the selected heads; empty when nothing is known
    ShownReference reference;   ///< of the averaging on show, or why there is none
};

/// The series of a view. Each is made when it is first asked for, as what is on show takes only some of them.
/// Copies share them. Immutable for whoever looks, and safe to read from several threads.
///
///     const SeriesList list(available(comparison), make);
///     if (const QuantitySeries* cosine = list.find({QuantityId::OperatorCosine})) { ... }
class SeriesList {
public:
    /// Gives the series of a key that the list has; the same whenever it is asked.
    using Make = std::function<QuantitySeries(const QuantityKey&)>;

    SeriesList() = default;
    SeriesList(const std::vector<QuantityKey>& keys, Make make);
    /// Of series that are there.
    explicit SeriesList(std::vector<QuantitySeries> series);

    /// In the order that they were given in.
    [[nodiscard]] std::vector<QuantityKey> keys() const;
    /// Whether find() would give a series, without making it.
    [[nodiscard]] bool has(const QuantityKey& key) const;
    /// Null for a key that is not in the list. Lives as long as a list that shares it.
    [[nodiscard]] const QuantitySeries* find(const QuantityKey& key) const;

private:
    struct Entry;

    std::vector<std::shared_ptr<Entry>> entries_;
    Make make_;
};

} // namespace sextant::quantities
