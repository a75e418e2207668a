// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/text_report.h"

#include "core/analysis/layer_series.h"
#include "core/analysis/mean.h"
#include "core/analysis/verdict.h"
#include "core/angles/reference_alignment.h"
#include "core/artifact/operator_notes.h"
#include "core/quantities/catalogue.h"
#include "core/quantities/finding.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

namespace sextant::report {

using quantities::QuantityId;

namespace {

/// Python prints a NaN without its sign bit.
double printable(double value) {
    return std::isnan(value) ? std::numeric_limits<double>::quiet_NaN() : value;
}

template <typename... Values>
void print(std::string& text, fmt::format_string<Values...> format, Values&&... values) {
    fmt::format_to(std::back_inserter(text), format, std::forward<Values>(values)...);
}

double mean(std::span<const double> values) {
    return printable(analysis::meanOfPresent(values).value);
}

/// One anchor's report as it grows; each section is one function.
class Writer {
public:
    Writer(const analysis::AlignmentTables& tables, const angles::AngleRow* angles, LayerIndex anchor,
           const TextReportOptions& options)
        : tables_(tables),
          shape_(tables.artifact->shape()),
          angles_(angles),
          anchor_(anchor),
          options_(options),
          adjacent_(adjacentCosines()) {}

    std::string write() {
        operatorSection();
        operatorResiduals();
        signAgreement();
        principalAngles();
        verdictOfAnchor();
        if (options_.full) {
            spectra();
            chance();
            finding();
        }
        return std::move(text_);
    }

private:
    double headMean(int l, int m) const {
        return tables_.headMeanCosine[static_cast<std::size_t>(l) * shape_.layers + m];
    }

    std::vector<double> adjacentCosines() const {
        std::vector<double> cosines;
        for (int l = 0; l + 1 < shape_.layers; ++l) {
            cosines.push_back(headMean(l, l + 1));
        }
        return cosines;
    }

    std::vector<double> meansOverHeads(QuantityId id) const {
        const quantities::Comparison comparison{tables_, angles_, anchor_};
        return analysis::layerMeans(shape_, {}, [&](LayerIndex l, HeadIndex h) {
            return quantities::valueOf({id}, comparison, l, h);
        });
    }

    void operatorSection() {
        std::vector<double> diagonal(static_cast<std::size_t>(shape_.layers));
        for (int l = 0; l < shape_.layers; ++l) {
            diagonal[static_cast<std::size_t>(l)] = headMean(l, l);
        }
        std::vector<double> sorted = adjacent_;
        const double smallest = printable(analysis::quantileInPlace(sorted, 0.0));
        const double largest = printable(analysis::quantileInPlace(sorted, 1.0));
        print(text_, "=== (a) Operator cos-sim between layers, averaged over {} heads ===\n", shape_.heads);
        print(text_, "  diagonal (should be 1.0): mean {:.4f}\n", mean(diagonal));
        print(text_, "  adjacent layers cos-sim: mean {:.4f}  min {:.4f}  max {:.4f}\n", mean(adjacent_),
              smallest, largest);
        print(text_, "  layer -> anchor L={} cos-sim:\n", anchor_.value);
        print(text_, "  {:>3} {:>7} {:>7} {:>10}\n", "L", "cos", "T_opt", "resid_frac");
        const std::vector<double> scales = meansOverHeads(QuantityId::OperatorScale);
        for (int l = 0; l < shape_.layers; ++l) {
            const double cosine = printable(headMean(l, anchor_.value));
            print(text_, "  {:>3} {:+.4f} {:+7.3f} {:>10.4f}\n", l, cosine,
                  printable(scales[static_cast<std::size_t>(l)]), analysis::residual(cosine));
        }
        const int last = shape_.layers - 1;
        print(text_, "\n  long-range: cos(L=0, last) = {:+.3f}  cos(L=midish, last) = {:+.3f}\n",
              printable(headMean(0, last)), printable(headMean(shape_.layers / 2, last)));
    }

    void operatorResiduals() {
        const std::vector<double> residuals = meansOverHeads(QuantityId::OperatorResidual);
        print(text_, "\n=== (b) Operator-level scalar rescale to anchor L={} ===\n", anchor_.value);
        print(text_, "  {:>3} {:>9} {:>10}\n", "L", "mean_cos", "mean_resid");
        for (int l = 0; l < shape_.layers; ++l) {
            print(text_, "  {:>3} {:>+9.4f} {:>10.4f}\n", l, printable(headMean(l, anchor_.value)),
                  printable(residuals[static_cast<std::size_t>(l)]));
        }
    }

    /// The mean over the layers of a band and all heads, as one mean.
    double bandMean(std::size_t countIndex, int begin, int end) const {
        std::vector<double> values;
        for (int l = std::clamp(begin, 0, shape_.layers); l < std::clamp(end, 0, shape_.layers); ++l) {
            for (int h = 0; h < shape_.heads; ++h) {
                values.push_back(tables_.signs->agreement(countIndex, LayerIndex{l}, anchor_, HeadIndex{h}));
            }
        }
        return mean(values);
    }

    void signAgreement() {
        print(text_, "\n=== (c) Curvature-sign alignment vs anchor L={} ===\n", anchor_.value);
        if (!tables_.signs) {
            text_ += "  not available: " + whyNoTensors() + "\n";
            return;
        }
        const analysis::SignAgreementTable& signs = *tables_.signs;
        const LayerBands bands = options_.bands;
        for (std::size_t c = 0; c < signs.counts().size(); ++c) {
            print(text_,
                  "  top-{:>3} signs: mean agree = {:.3f}  by layer range: early {:.3f}  mid {:.3f}  late "
                  "{:.3f}\n",
                  signs.counts()[c], bandMean(c, 0, shape_.layers), bandMean(c, 0, bands.first),
                  bandMean(c, bands.first, bands.second), bandMean(c, bands.second, shape_.layers));
        }
        text_ += "\n  fraction positive eigenvalues per layer:\n";
        for (int l = 0; l < shape_.layers; ++l) {
            print(text_, "    L={:2}  frac+ = {:.3f}\n", l,
                  printable(signs.positiveShareOfAll(LayerIndex{l})));
        }
    }

    /// The script's own numbers where they differ from the span's: see referenceAlignment().
    angles::PrincipalAngles asTheScript(LayerIndex l, HeadIndex h) const {
        const artifact::TensorFile& tensors = *tables_.artifact->tensors;
        const int rank = angles_->rankAt(l, h);
        const int anchorRank = angles_->rankAt(anchor_, h);
        const bool present = rank != angles::kMissingRank && anchorRank != angles::kMissingRank;
        if (present && (rank < tensors.topk || anchorRank < tensors.topk)) {
            return angles::referenceAlignment(tensors, shape_, h, l, anchor_);
        }
        return angles_->at(l, h);
    }

    void principalAngles() {
        if (angles_ == nullptr) {
            print(text_, "\n=== (d) Eigensubspace principal angles vs anchor L={} ===\n", anchor_.value);
            text_ += "  not available: " + whyNoTensors() + "\n";
            return;
        }
        print(text_, "\n=== (d) Top-{} eigensubspace principal angles vs anchor L={} ===\n",
              tables_.artifact->tensors->topk, anchor_.value);
        print(text_, "  {:>3} {:>10} {:>10} {:>10}\n", "L", "meanCosPA", "minCosPA", "max_top1");
        std::vector<double> means(static_cast<std::size_t>(shape_.heads));
        std::vector<double> smallest(means.size());
        std::vector<double> first(means.size());
        for (int l = 0; l < shape_.layers; ++l) {
            for (int h = 0; h < shape_.heads; ++h) {
                const angles::PrincipalAngles alignment = asTheScript(LayerIndex{l}, HeadIndex{h});
                means[static_cast<std::size_t>(h)] = alignment.meanCosine;
                smallest[static_cast<std::size_t>(h)] = alignment.smallestCosine;
                first[static_cast<std::size_t>(h)] = alignment.firstOverlap;
            }
            print(text_, "  {:>3} {:>10.4f} {:>10.4f} {:>10.4f}\n", l, mean(means), mean(smallest),
                  mean(first));
        }
    }

    void verdictOfAnchor() {
        const analysis::Verdict verdict =
            sextant::analysis::verdict(tables_.headMeanCosine, shape_.layers, anchor_);
        text_ += "\n=== Verdict ===\n";
        print(text_, "  mean operator cos-sim to anchor: {:+.4f}\n", printable(verdict.meanCosine));
        print(text_, "  mean operator cos-sim adjacent layers: {:+.4f}\n", printable(verdict.adjacentMean));
        print(text_, "  {}: {}\n", analysis::gradeName(verdict.grade),
              analysis::gradeSentence(verdict.grade));
        if (options_.full) {
            print(text_, "  mean operator cos-sim to anchor, anchor itself left out: {:+.4f}\n",
                  printable(verdict.meanWithoutAnchor));
        }
    }

    void spectra() {
        print(text_, "\n=== (e) Spectral alignment vs anchor L={} ===\n", anchor_.value);
        if (!tables_.spectrum) {
            text_ += "  not available: " + whyNoTensors() + "\n";
            return;
        }
        const std::vector<double> cosines = meansOverHeads(QuantityId::SpectralCosine);
        const std::vector<double> fits = meansOverHeads(QuantityId::SpectralScale);
        const std::vector<double> residuals = meansOverHeads(QuantityId::SpectralResidual);
        print(text_, "  {:>3} {:>9} {:>9} {:>10}\n", "L", "spec_cos", "T_spec", "spec_resid");
        for (std::size_t l = 0; l < cosines.size(); ++l) {
            print(text_, "  {:>3} {:>9.4f} {:>+9.3f} {:>10.4f}\n", l, printable(cosines[l]),
                  printable(fits[l]), printable(residuals[l]));
        }
    }

    void chance() {
        const analysis::ChanceLevels& chance = tables_.chance;
        text_ += "\n=== Chance levels (unrelated layers of this shape) ===\n";
        print(text_, "  operator cos-sim: mean 0, standard deviation {:.6f}\n",
              chance.operatorCosineDeviation);
        if (!tables_.artifact->tensors) {
            return;
        }
        print(text_, "  spectral cos-sim, Gaussian weights: {:.4f}\n", printable(chance.spectralCosine));
        print(text_, "  principal angles: mean cos {:.4f}  min cos {:.4f}  first overlap {:.6f}\n",
              printable(chance.meanPrincipalCosine), printable(chance.smallestPrincipalCosine),
              chance.firstOverlap);
    }

    void finding() {
        const quantities::Comparison comparison{tables_, nullptr, anchor_};
        const quantities::Finding found =
            quantities::findingOf(comparison, quantities::References(comparison), {});
        text_ += "\n=== Finding (the anchor itself left out) ===\n";
        const analysis::VerdictGrade script =
            sextant::analysis::verdict(tables_.headMeanCosine, shape_.layers, anchor_).grade;
        print(text_, "  grade: {}", analysis::gradeName(found.grade));
        text_ +=
            found.grade == script ? "\n" : fmt::format("; the script's: {}\n", analysis::gradeName(script));
        print(text_, "  mean operator cos-sim: {:+.4f}; {}: {:+.4f}, standard deviation {:.4f}; z {:+.1f}\n",
              printable(found.meanCosine), evidence::labelOf(found.comparedWith),
              printable(found.reference.mean), printable(found.reference.deviation), printable(found.z));
        print(text_, "  R^2, blind to signs: {:.6f}; isotropic: {:.6f}, standard deviation {:.6f}\n",
              printable(found.rSquared), printable(found.rSquaredReference.mean),
              printable(found.rSquaredReference.deviation));
        print(text_, "  negative T: {:.1f} %\n", printable(100.0 * found.negativeScaleShare));
        print(text_, "  {}\n", quantities::sentenceOf(found));
        for (const std::string& note : artifact::operatorNotes(*tables_.artifact->grams).sentences) {
            print(text_, "  {}\n", note);
        }
    }

    std::string whyNoTensors() const {
        const std::optional<Error>& error = tables_.artifact->tensorError;
        return error ? describe(*error) : "no tensor file was read";
    }

    const analysis::AlignmentTables& tables_;
    const artifact::ArtifactShape& shape_;
    const angles::AngleRow* angles_;
    LayerIndex anchor_;
    TextReportOptions options_;
    std::vector<double> adjacent_;
    std::string text_;
};

} // namespace

std::string textReport(const analysis::AlignmentTables& tables, const angles::AngleRow* angles,
                       LayerIndex anchor, const TextReportOptions& options) {
    return Writer(tables, angles, anchor, options).write();
}

} // namespace sextant::report
