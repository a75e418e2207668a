// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evidence/why_not.h"

namespace sextant::evidence {

const char* sentenceOf(WhyNot reason) {
    switch (reason) {
    case WhyNot::OneHead:
        return "The model has one head: there is no other to compare with.";
    case WhyNot::NoCrossHeadGrams:
        return "The artifact holds no inner products of different heads; a new measurement of the model "
               "records them.";
    case WhyNot::NoCrossHeadAngles:
        return "Angles between different heads would take minutes at this size and are not computed.";
    case WhyNot::NotAComparison:
        return "The quantity belongs to a single layer, so no other head is involved.";
    case WhyNot::KeptBySpectrum:
        return "The quantity follows from the spectrum, which this reference keeps.";
    case WhyNot::NoEigenvalues:
        return "The spectra are missing: the tensor file was not read.";
    case WhyNot::NoSingularValues:
        return "The artifact holds no singular values; a new measurement of the model records them.";
    case WhyNot::NoDirections:
        return "The directions are missing: the tensor file was not read.";
    case WhyNot::TooLargeToSample:
        return "The chance level is estimated by sampling, which has not been done here.";
    case WhyNot::BeingCompared:
        return "The heads have not been compared.";
    case WhyNot::NothingKnown:
        break;
    }
    return "No formula is known for the chance level.";
}

const char* shortReasonOf(WhyNot reason) {
    switch (reason) {
    case WhyNot::OneHead:
        return "there is one head";
    case WhyNot::NoCrossHeadGrams:
        return "other heads' grams are missing";
    case WhyNot::NoCrossHeadAngles:
        return "there are too many directions";
    case WhyNot::NotAComparison:
        return "each belongs to one layer";
    case WhyNot::KeptBySpectrum:
        return "it follows from the spectrum";
    case WhyNot::NoEigenvalues:
    case WhyNot::NoDirections:
        return "there is no tensor file";
    case WhyNot::NoSingularValues:
        return "there are no singular values";
    case WhyNot::TooLargeToSample:
        return "its level has not been sampled";
    case WhyNot::BeingCompared:
        return "heads are being compared";
    case WhyNot::NothingKnown:
        break;
    }
    return "no formula is known";
}

const char* phraseOf(ReferenceKind kind) {
    switch (kind) {
    case ReferenceKind::OtherHeads:
        return "what other heads show";
    case ReferenceKind::SameSpectrum:
        return "what the same spectra show by chance";
    case ReferenceKind::Isotropic:
        break;
    }
    return "what random operators show";
}

const char* labelOf(ReferenceKind kind) {
    switch (kind) {
    case ReferenceKind::OtherHeads:
        return "other heads";
    case ReferenceKind::SameSpectrum:
        return "same spectrum";
    case ReferenceKind::Isotropic:
        break;
    }
    return "isotropic";
}

const char* nameOf(ReferenceKind kind) {
    switch (kind) {
    case ReferenceKind::OtherHeads:
        return "other_heads";
    case ReferenceKind::SameSpectrum:
        return "same_spectrum";
    case ReferenceKind::Isotropic:
        break;
    }
    return "isotropic";
}

const char* meaningOf(ReferenceKind kind) {
    switch (kind) {
    case ReferenceKind::OtherHeads:
        return "The same quantity between different heads of the same two layers: whole key groups "
               "relabelled at random.";
    case ReferenceKind::SameSpectrum:
        return "Operators with the layers' own spectra and symmetry, one of them turned at random.";
    case ReferenceKind::Isotropic:
        break;
    }
    return "Operators of the layers' sizes, one of them turned at random on both sides.";
}

} // namespace sextant::evidence
