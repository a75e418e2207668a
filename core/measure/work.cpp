// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/work.h"

#include "core/base/try.h"

namespace sextant::measure {
namespace {

/// perform() for each kind of work.
struct Performer {
    Result<Outcome> operator()(const operators::SpectrumTask& task) const {
        TRY_ASSIGN(const std::vector<operators::HeadSpectrum> spectra,
                   operators::headSpectra(weights, task, stop));
        Outcome outcome;
        for (const operators::HeadSpectrum& spectrum : spectra) {
            outcome.numbers.insert(outcome.numbers.end(),
                                   {spectrum.normSquared, spectrum.froSquared, spectrum.cancellation});
            outcome.numbers.insert(outcome.numbers.end(), spectrum.eigenvalues.begin(),
                                   spectrum.eigenvalues.end());
            outcome.numbers.insert(outcome.numbers.end(), spectrum.singularValues.begin(),
                                   spectrum.singularValues.end());
            outcome.directions.insert(outcome.directions.end(), spectrum.directions.begin(),
                                      spectrum.directions.end());
        }
        return outcome;
    }

    Result<Outcome> operator()(const operators::GramTask& task) const {
        return operators::layerGrams(weights, task, stop).map([](std::vector<double> grams) {
            return Outcome{std::move(grams), {}};
        });
    }

    Result<Outcome> operator()(const operators::OtherHeadTask& task) const {
        return operators::otherHeadGrams(weights, task, stop).map([](std::vector<double> grams) {
            return Outcome{std::move(grams), {}};
        });
    }

    Result<Outcome> operator()(const operators::PrecisionProbe& probe) const {
        return operators::isSafeInFloats(weights, probe, stop).map([](bool isSafe) {
            return Outcome{{isSafe ? 1.0 : 0.0}, {}};
        });
    }

    const checkpoint::AttentionWeights& weights;
    const std::stop_token& stop;
};

} // namespace

Result<Outcome> perform(const checkpoint::AttentionWeights& weights, const Work& work,
                        const std::stop_token& stop) {
    return std::visit(Performer{weights, stop}, work);
}

std::uint64_t workspaceOf(const Work& work, const checkpoint::AttentionShape& shape) {
    return std::visit([&](const auto& task) { return operators::workspaceOf(task, shape); }, work);
}

} // namespace sextant::measure
