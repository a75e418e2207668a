// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantities/comparison.h"

namespace sextant::quantities {

const char* sourceName(Source source) {
    switch (source) {
    case Source::Grams:
        return "grams";
    case Source::Eigenvalues:
        return "eigenvalues";
    case Source::SingularValues:
        return "singular values";
    case Source::Directions:
        break;
    }
    return "directions";
}

bool Comparison::has(Source source) const {
    switch (source) {
    case Source::Grams:
        return true;
    case Source::Eigenvalues:
        return tables.spectrum && tables.signs;
    case Source::SingularValues:
        return tables.singularCosine.has_value();
    case Source::Directions:
        break;
    }
    return angles != nullptr;
}

} // namespace sextant::quantities
