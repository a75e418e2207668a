// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/evidence.h"

#include "core/report/reported.h"

namespace sextant::report {

std::vector<Evidence> evidenceOf(const quantities::Comparison& comparison,
                                 const quantities::References& references) {
    std::vector<Evidence> all;
    for (const quantities::QuantityKey& key : reportedKeys(comparison)) {
        std::vector<double> means;
        for (LayerIndex l; l.value < comparison.shape().layers; ++l.value) {
            means.push_back(reportedMean(key, comparison, l));
        }
        for (const ReferenceKind kind :
             {ReferenceKind::Isotropic, ReferenceKind::SameSpectrum, ReferenceKind::OtherHeads}) {
            Evidence evidence{key, kind, references.of(key, {}, kind), {}};
            for (LayerIndex l; evidence.reference && l.value < comparison.shape().layers; ++l.value) {
                evidence.z.push_back(quantities::zAt(*evidence.reference, means, l));
            }
            all.push_back(std::move(evidence));
        }
    }
    return all;
}

std::string nameOf(const Evidence& evidence) {
    return quantities::nameOf(evidence.key) + '.' + evidence::nameOf(evidence.kind);
}

} // namespace sextant::report
