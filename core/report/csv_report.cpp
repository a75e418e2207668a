// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/csv_report.h"

#include "core/base/display_text.h"
#include "core/quantities/finding.h"
#include "core/report/evidence.h"
#include "core/report/exact_number.h"
#include "core/report/family_report.h"
#include "core/report/reported.h"

#include <fmt/format.h>

#include <algorithm>

namespace sextant::report {
namespace {

/// It stands in every line, so that a name of megabytes would make a report of gigabytes.
constexpr std::size_t kLongestName = 1000;

/// RFC 4180: quoted when it holds a comma or a quote. Line breaks and other control characters are escaped,
/// as wherever text from a file is shown.
std::string field(const std::string& text) {
    std::string shown = displayText(text, kLongestName);
    if (shown.find_first_of(",\"") == std::string::npos) {
        return shown;
    }
    std::string quoted = "\"";
    for (const char c : shown) {
        quoted += c == '"' ? "\"\"" : std::string(1, c);
    }
    return quoted + '"';
}

constexpr const char* kVerdictHeader = ",verdict.grade_without_anchor,verdict.r_squared,"
                                       "verdict.negative_scale_share,verdict.above_other_heads";

std::string verdictCells(const quantities::Finding& finding) {
    const char* above = !finding.aboveOtherHeads ? "" : *finding.aboveOtherHeads ? "true" : "false";
    return fmt::format(",{},{},{},{}", analysis::gradeName(finding.grade), exactNumber(finding.rSquared),
                       exactNumber(finding.negativeScaleShare), above);
}

/// Three columns for every reference; what a head's line leaves empty.
std::string evidenceHeader(const std::vector<Evidence>& all) {
    std::string header;
    for (const Evidence& one : all) {
        header += fmt::format(",evidence.{0}.mean,evidence.{0}.sd,evidence.{0}.z", nameOf(one));
    }
    return header + kVerdictHeader;
}

std::string evidenceOfMean(const std::vector<Evidence>& all, std::size_t layer) {
    std::string cells;
    for (const Evidence& one : all) {
        if (one.reference) {
            const evidence::Reference& reference = one.reference->layers[layer];
            cells += fmt::format(",{},{},{}", exactNumber(reference.mean), exactNumber(reference.deviation),
                                 exactNumber(one.z[layer]));
        } else {
            cells += ",,,";
        }
    }
    return cells;
}

} // namespace

void writeCsvReport(std::ostream& out, const ReportSource& source) {
    const analysis::AlignmentTables& tables = *source.tables;
    const artifact::ArtifactShape& shape = tables.artifact->shape();
    const std::string model = field(tables.artifact->grams->modelName());
    const FamilyColumns family(source);
    const LayerNumbers& numbers = tables.artifact->grams->layerNumbers;
    const auto numbersOf = [&numbers](LayerIndex one, LayerIndex other) {
        return numbers.areIndices() ? std::string()
                                    : fmt::format(",{},{}", numbers.of(one), numbers.of(other));
    };
    bool headerWritten = false;
    for (const LayerIndex anchor : source.anchors) {
        const std::shared_ptr<const angles::AngleRow> row = source.angles(anchor);
        const quantities::Comparison comparison{tables, row.get(), anchor};
        const std::vector<quantities::QuantityKey> keys = reportedKeys(comparison);
        const quantities::References references(comparison, source.budget);
        const std::vector<Evidence> evidence = evidenceOf(comparison, references);
        const std::string verdict = verdictCells(quantities::findingOf(comparison, references, {}));
        const std::string header = evidenceHeader(evidence);
        const std::string noEvidence(static_cast<std::size_t>(std::ranges::count(header, ',')), ',');
        if (!headerWritten) {
            out << "model,anchor,layer,head" << (numbers.areIndices() ? "" : ",anchor_number,layer_number");
            for (const quantities::QuantityKey& key : keys) {
                out << ',' << quantities::nameOf(key);
            }
            out << header << family.header() << '\n';
            headerWritten = true;
        }
        for (int l = 0; l < shape.layers; ++l) {
            for (int h = 0; h < shape.heads; ++h) {
                out << fmt::format("{},{},{},{}", model, anchor.value, l, h)
                    << numbersOf(anchor, LayerIndex{l});
                for (const quantities::QuantityKey& key : keys) {
                    out << ',' << exactNumber(reportedValue(key, comparison, LayerIndex{l}, HeadIndex{h}));
                }
                out << noEvidence << family.cells(LayerIndex{l}, HeadIndex{h}) << '\n';
            }
            out << fmt::format("{},{},{},mean", model, anchor.value, l) << numbersOf(anchor, LayerIndex{l});
            for (const quantities::QuantityKey& key : keys) {
                out << ',' << exactNumber(reportedMean(key, comparison, LayerIndex{l}));
            }
            out << evidenceOfMean(evidence, static_cast<std::size_t>(l)) << verdict
                << family.cells(LayerIndex{l}, {}) << '\n';
        }
    }
}

} // namespace sextant::report
