// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/artifact/gram_checks.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace sextant::artifact {
namespace {

constexpr double tolerance = 1e-6;

struct Place {
    LayerIndex l, m;
    HeadIndex h;
};

std::string nameOf(const Place& at) {
    return fmt::format("gram[{}][{}][{}]", at.l.value, at.m.value, at.h.value);
}

/// How many places are suspicious, the first of them, and the worst.
struct Finding {
    std::size_t count = 0;
    double worst = 0.0;
    Place first, worstAt;

    void add(const Place& at, double badness = 0.0) {
        if (count++ == 0) {
            first = worstAt = at;
            worst = badness;
        }
        if (badness > worst) {
            worst = badness;
            worstAt = at;
        }
    }
};

struct Findings {
    Finding nonFinite, zero, negative, asymmetric, beyondOne;
};

/// The squared norm as far as it is one; 0 otherwise, so that a bad diagonal does not raise further findings.
double norm(double squared) {
    return squared > 0.0 && std::isfinite(squared) ? std::sqrt(squared) : 0.0;
}

void examine(const LayerPairTable& gram, const Place& at, Findings& findings) {
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
            findings.negative.add(at);
        }
        return;
    }
    const double scale = norm(gram(l, l, h)) * norm(gram(m, m, h));
    if (const double cosine = std::abs(value) / scale; scale > 0.0 && cosine > 1.0 + tolerance) {
        findings.beyondOne.add(at, cosine);
    }
    if (const double other = gram(m, l, h); l < m && std::isfinite(other)) {
        const double difference = std::abs(value - other);
        if (difference > tolerance * (scale > 0.0 ? scale : std::max(std::abs(value), std::abs(other)))) {
            findings.asymmetric.add(at, difference);
        }
    }
}

Findings examineAll(const LayerPairTable& gram) {
    Findings findings;
    for (LayerIndex l; l.value < gram.layers(); ++l.value) {
        for (LayerIndex m; m.value < gram.layers(); ++m.value) {
            for (HeadIndex h; h.value < gram.heads(); ++h.value) {
                examine(gram, {l, m, h}, findings);
            }
        }
    }
    return findings;
}

} // namespace

std::vector<Warning> checkGrams(const GramFile& file) {
    const Findings found = examineAll(file.gram);
    std::vector<Warning> warnings;
    const auto warn = [&](const Finding& finding, const Place& at, const std::string& sentence) {
        if (finding.count > 0) {
            warnings.push_back({file.path, nameOf(at), sentence});
        }
    };
    warn(found.nonFinite, found.nonFinite.first,
         fmt::format("{} of {} values are not finite, the first of them here; they count as missing",
                     found.nonFinite.count, file.gram.values().size()));
    warn(found.zero, found.zero.first,
         fmt::format("{} operators are zero (no norm to divide by), the first of them here",
                     found.zero.count));
    warn(found.negative, found.negative.first,
         fmt::format("{} squared norms are negative, the first of them here", found.negative.count));
    const Place& asymmetric = found.asymmetric.worstAt;
    warn(found.asymmetric, asymmetric,
         fmt::format("the gram is not symmetric in {} pairs; the largest difference is {:.3g}, to {}",
                     found.asymmetric.count, found.asymmetric.worst,
                     nameOf({asymmetric.m, asymmetric.l, asymmetric.h})));
    warn(found.beyondOne, found.beyondOne.worstAt,
         fmt::format("{} cosines exceed 1 in magnitude; the largest, here, is {:.9g}", found.beyondOne.count,
                     found.beyondOne.worst));
    if (file.froSquared) {
        std::size_t count = 0, first = 0;
        for (std::size_t i = file.froSquared->size(); i-- > 0;) {
            if (!std::isfinite((*file.froSquared)[i])) {
                ++count;
                first = i;
            }
        }
        if (count > 0) {
            const auto heads = static_cast<std::size_t>(file.shape.heads);
            warnings.push_back({file.path, fmt::format("fro_sq[{}][{}]", first / heads, first % heads),
                                fmt::format("{} values are not finite, the first of them here", count)});
        }
    }
    return warnings;
}

} // namespace sextant::artifact
