// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/reference_kind.h"

namespace sextant::evidence {

/// Why a reference is unavailable.
enum class WhyNot {
    OneHead,           ///< there is no other head
    NoCrossHeadGrams,  ///< the artifact holds no inner products of different heads
    NoCrossHeadAngles, ///< the angles between different heads would take minutes
    NotAComparison,    ///< the quantity belongs to one layer: no other head takes part
    KeptBySpectrum,    ///< the quantity follows from what the reference keeps
    NoEigenvalues,     ///< the tensor file, with the spectra, is not there
    NoSingularValues,  ///< the artifact holds none
    NoDirections,      ///< the tensor file, with the directions, is not there
    TooLargeToSample,  ///< its level is sampled, and was not: spectra are too large, or it is still to come
    BeingCompared,     ///< the heads are not compared yet, which happens in the background
    NothingKnown,      ///< no formula gives what chance would show
};

/// One sentence for a person, e.g. "The artifact holds no inner products of different heads; a new
/// measurement of the model records them."
[[nodiscard]] const char* sentenceOf(WhyNot reason);

/// The same in a few words for a legend, e.g. "other heads' grams are missing".
[[nodiscard]] const char* shortReasonOf(WhyNot reason);

/// "other heads", "same spectrum", "isotropic".
[[nodiscard]] const char* labelOf(ReferenceKind kind);

/// The same for machines: "other_heads", "same_spectrum", "isotropic".
[[nodiscard]] const char* nameOf(ReferenceKind kind);

/// What the reference shows, e.g. "what other heads show".
[[nodiscard]] const char* phraseOf(ReferenceKind kind);

/// What it means, as one sentence.
[[nodiscard]] const char* meaningOf(ReferenceKind kind);

} // namespace sextant::evidence
