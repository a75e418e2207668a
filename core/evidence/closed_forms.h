// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/sign_agreement.h"
#include "core/evidence/reference.h"

#include <cmath>

namespace sextant::evidence {

/// Cosine of two operators of R^d, one of them turned on both sides, `g -> R1 g R2` with R Haar: mean 0,
/// deviation `1/d` exactly.
[[nodiscard]] Reference isotropicCosine(int hiddenSize);

/// R^2 of an operator on `anchors` isotropic ones: mean `m/d^2`. The deviation, `sqrt(2 m)/d^2`, holds for
/// normal cosines.
[[nodiscard]] Reference isotropicRSquared(int hiddenSize, int anchors = 1);

/// What `g -> R g R^T` keeps of an operator of R^d.
struct OperatorSums {
    double squaredNorm = 0.0;       ///< `||g||^2`
    double eigenvalueSum = 0.0;     ///< `t = sum e` of the symmetric part
    double eigenvalueSquares = 0.0; ///< `sum e^2`
};

/// Cosine of two operators with these spectra, one of them turned, `g -> R g R^T` with R Haar. Exact: mean
/// `t_l t_m / (d n_l n_m)`; variance `[s_l^2 s_m^2 / (d(d+1)/2 - 1) + kappa_l^2 kappa_m^2 / (d(d-1)/2)] /
/// (n_l^2 n_m^2)` with `s^2 = sum e^2 - t^2/d` of the traceless symmetric part and `kappa^2 = max(0, ||g||^2
/// - sum e^2)` of the antisymmetric one. A zero operator has cosine 0 always.
[[nodiscard]] Reference sameSpectrumCosine(const OperatorSums& one, const OperatorSums& other,
                                           int hiddenSize);

/// What one operator brings to sameSpectrumCosine(), for many pairs at once: all zero for a zero operator.
struct SpectrumParts {
    double trace = 0.0;         ///< `t / n`
    double traceless = 0.0;     ///< `s^2 / n^2`
    double antisymmetric = 0.0; ///< `kappa^2 / n^2`
};
[[nodiscard]] SpectrumParts spectrumParts(const OperatorSums& sums, int hiddenSize);

/// sameSpectrumCosine() as a sum over heads: adds up its means and variances. O(1), no root and no division.
class SameSpectrumSum {
public:
    explicit SameSpectrumSum(int hiddenSize);
    /// Leaves out a pair of which a trace is NaN.
    void add(const SpectrumParts& one, const SpectrumParts& other) {
        if (std::isnan(one.trace) || std::isnan(other.trace)) {
            return;
        }
        mean_ += one.trace * other.trace;
        variance_ += symmetricWeight_ * one.traceless * other.traceless +
                     antisymmetricWeight_ * one.antisymmetric * other.antisymmetric;
        ++count_;
    }
    /// Of the mean of what was added; NaN where that is nothing.
    [[nodiscard]] Reference ofMean() const;
    void clear() { mean_ = variance_ = count_ = 0.0; }

private:
    double traceWeight_;
    double symmetricWeight_;
    double antisymmetricWeight_;
    double mean_ = 0.0;
    double variance_ = 0.0;
    double count_ = 0.0;
};

/// Of `C^2` where C is normal as `cosine` says: mean `mu^2 + sigma^2`, variance `2 sigma^4 + 4 mu^2 sigma^2`.
[[nodiscard]] Reference squareOf(const Reference& cosine);

/// Of `sqrt(1 - C^2)` where C is as `cosine` says. Takes C as normal, cut off at -1 and 1; by the trapezoid
/// rule over six deviations.
[[nodiscard]] Reference residualOf(const Reference& cosine);

/// Share of ranks at which two lists of signs agree, when each list's signs are shuffled over its non-zero
/// ranks. Zeros stay at the end, where sorting by magnitude puts them, and agree only with zeros. Exact mean
/// and variance (hypergeometric). Both lists have `length` ranks, each of values sorted by decreasing
/// magnitude. NaN when a count is, or without ranks.
[[nodiscard]] Reference shuffledSignAgreement(const analysis::LeadingSigns& one,
                                              const analysis::LeadingSigns& other, int length);

/// Squared inner product of two independent directions of R^d: Beta(1/2, (d-1)/2), mean `1/d`.
[[nodiscard]] Reference randomOverlap(int hiddenSize);

/// `sum e^2 / ||g||^2` of unrelated W_K and W_Q: mean `(1 + 1/d)/2`, deviation `1/(sqrt(2) d)`.
[[nodiscard]] Reference unrelatedSymmetricShare(int hiddenSize);

/// `tau = sqrt(d) sum e / ||g||` of unrelated W_K and W_Q: mean 0, deviation 1.
[[nodiscard]] Reference unrelatedMatchingIndex();

} // namespace sextant::evidence
