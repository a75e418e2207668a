// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/integrity/gram_checks.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace sextant::integrity {
namespace {

using artifact::LayerPairTable;

constexpr double relativeTolerance = 1e-6;

struct Cell {
    LayerIndex l, m;
    HeadIndex h;
};

/// How many cells are wrong, and the worst of them; of equally bad ones the first.
struct GramFinding {
    std::size_t count = 0;
    double worst = 0.0;
    Cell at;

    void add(const Cell& cell, double badness = 0.0) {
        if (count++ == 0 || badness > worst) {
            worst = badness;
            at = cell;
        }
    }
};

struct GramFindings {
    GramFinding nonFinite, zero, negative, asymmetric, beyondOne;
};

/// The square root where there is one; 0 otherwise, so that a bad diagonal does not raise further findings.
double normOf(double squared) {
    return squared > 0.0 && std::isfinite(squared) ? std::sqrt(squared) : 0.0;
}

void examine(const LayerPairTable& gram, const Cell& at, GramFindings& findings) {
    const auto& [l, m, h] = at;
    const double value = gram(l, m, h);
    if (!std::isfinite(value)) {
        findings.nonFinite.add(at);
        return;
    }
    if (l == m) {
        if (value == 0.0) {
            findings.zero.add(at);
        } else if (value < 0.0) {
            findings.negative.add(at, -value);
        }
        return;
    }
    const double scale = normOf(gram(l, l, h)) * normOf(gram(m, m, h));
    if (const double cosine = std::abs(value) / scale; scale > 0.0 && cosine > 1.0 + relativeTolerance) {
        findings.beyondOne.add(at, cosine);
    }
    if (const double other = gram(m, l, h); l < m && std::isfinite(other)) {
        const double difference = std::abs(value - other);
        if (difference >
            relativeTolerance * (scale > 0.0 ? scale : std::max(std::abs(value), std::abs(other)))) {
            findings.asymmetric.add(at, difference);
        }
    }
}

GramFindings examineAll(const LayerPairTable& gram) {
    GramFindings findings;
    for (LayerIndex l; l.value < gram.layers(); ++l.value) {
        for (LayerIndex m; m.value < gram.layers(); ++m.value) {
            for (HeadIndex h; h.value < gram.heads(); ++h.value) {
                examine(gram, {l, m, h}, findings);
            }
        }
    }
    return findings;
}

Place placeOf(const Cell& at, double value) {
    return {.name = fmt::format("gram[{}][{}][{}]", at.l.value, at.m.value, at.h.value),
            .layer = at.l,
            .otherLayer = at.m,
            .head = at.h,
            .value = value};
}

Check checkFroSquared(const artifact::GramFile& file) {
    Check check{.id = CheckId::FroSquaredFinite, .file = file.path};
    if (!file.froSquared) {
        return check;
    }
    check.severity = Severity::Passed;
    check.of = file.froSquared->size();
    const int heads = file.shape.heads;
    for (LayerIndex l; l.value < file.shape.layers; ++l.value) {
        for (HeadIndex h; h.value < heads; ++h.value) {
            const double value = (*file.froSquared)[static_cast<std::size_t>(l.value) * heads + h.value];
            if (!std::isfinite(value) && check.count++ == 0) {
                check.severity = Severity::Warning;
                check.worst = Place{.name = fmt::format("fro_sq[{}][{}]", l.value, h.value),
                                    .layer = l,
                                    .head = h,
                                    .value = value};
            }
        }
    }
    return check;
}

} // namespace

std::vector<Check> checkGrams(const artifact::GramFile& file) {
    const GramFindings found = examineAll(file.gram);
    const auto layers = static_cast<std::size_t>(file.shape.layers);
    const auto heads = static_cast<std::size_t>(file.shape.heads);
    const auto outcome = [&](CheckId id, const GramFinding& finding, std::size_t of, Severity severity,
                             double limit = 0.0) {
        Check check{.id = id,
                    .severity = finding.count > 0 ? severity : Severity::Passed,
                    .file = file.path,
                    .count = finding.count,
                    .of = of,
                    .limit = limit};
        if (finding.count > 0) {
            const bool isDerived = id == CheckId::GramSymmetric || id == CheckId::CosinesWithinOne;
            const auto& [l, m, h] = finding.at;
            check.worst = placeOf(finding.at, isDerived ? finding.worst : file.gram(l, m, h));
        }
        return check;
    };
    const std::size_t operators = layers * heads;
    const std::size_t pairs = layers * (layers - 1) / 2 * heads;
    return {outcome(CheckId::GramFinite, found.nonFinite, layers * operators, Severity::Warning),
            outcome(CheckId::OperatorsNonzero, found.zero, operators, Severity::Warning),
            outcome(CheckId::SquaredNormsPositive, found.negative, operators, Severity::Error),
            outcome(CheckId::GramSymmetric, found.asymmetric, pairs, Severity::Warning, relativeTolerance),
            outcome(CheckId::CosinesWithinOne, found.beyondOne, 2 * pairs, Severity::Error,
                    1.0 + relativeTolerance),
            checkFroSquared(file)};
}

} // namespace sextant::integrity
