// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/integrity/integrity_report.h"

#include "core/integrity/gram_checks.h"
#include "core/integrity/tensor_file_checks.h"

#include <algorithm>

namespace sextant::integrity {
namespace {

void put(IntegrityReport& report, std::vector<Check> checks) {
    for (Check& check : checks) {
        const auto index = static_cast<std::size_t>(check.id);
        report.checks[index] = std::move(check);
    }
}

} // namespace

IntegrityReport::IntegrityReport() : checks(kCheckCount) {
    for (std::size_t i = 0; i < checks.size(); ++i) {
        checks[i].id = static_cast<CheckId>(i);
    }
}

Severity IntegrityReport::worst() const {
    const auto worst = std::max_element(
        checks.begin(), checks.end(), [](const Check& a, const Check& b) { return a.severity < b.severity; });
    return worst->severity;
}

std::vector<const Check*> IntegrityReport::complaints(Severity least) const {
    std::vector<const Check*> found;
    for (const Check& check : checks) {
        if (check.severity >= least) {
            found.push_back(&check);
        }
    }
    return found;
}

IntegrityReport reportOnGrams(const artifact::GramFile& grams) {
    IntegrityReport report;
    put(report, checkGrams(grams));
    return report;
}

void addTensorChecks(IntegrityReport& report, const artifact::TensorFile& tensors,
                     const artifact::ArtifactShape& shape, TensorPlace place, const std::stop_token& stop) {
    put(report, {checkPlace(tensors, place), checkEntries(tensors)});
    put(report, checkEigenvalues(tensors, shape));
    put(report, checkOptionalTensors(tensors, shape));
    put(report, checkDirections(tensors, shape, stop));
    put(report, {checkRanks(tensors, shape)});
}

} // namespace sextant::integrity
