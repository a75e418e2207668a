// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace sextant::figures {

/// The part of an axis that is shown, in the axis' own unit; lower < upper.
struct Span {
    double lower = 0.0;
    double upper = 1.0;

    [[nodiscard]] double size() const { return upper - lower; }
    friend bool operator==(const Span&, const Span&) = default;
};

/// `shown` made `factor` times as long about `centre`, no shorter than `minimum` and inside of `full`.
[[nodiscard]] Span zoomed(const Span& shown, const Span& full, double centre, double factor, double minimum);

/// `shown` moved by `distance` as far as `full` allows; its length is kept.
[[nodiscard]] Span moved(const Span& shown, const Span& full, double distance);

/// The shortest span of round ends that holds [lower, upper]; never empty, also for equal, infinite or NaN
/// ends.
[[nodiscard]] Span roundSpan(double lower, double upper);

} // namespace sextant::figures
