// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/artifact/artifact.h"
#include "core/base/indices.h"

#include <cstddef>
#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace sextant::integrity {

/// What is checked, in the order of a report.
enum class CheckId {
    GramFinite,            ///< every value of the gram is finite
    OperatorsNonzero,      ///< every operator has a norm to divide by
    SquaredNormsPositive,  ///< no squared norm is negative
    GramSymmetric,         ///< G_lm = G_ml within 1e-6 of sqrt(G_ll G_mm)
    CosinesWithinOne,      ///< |cos| <= 1 + 1e-6
    FroSquaredFinite,      ///< every value of fro_sq is finite
    TensorFileBeside,      ///< `eigdirs_path` does not lead out of the artifact's folder
    EntriesNeedNoCode,     ///< no entry of the tensor file could only be made by code that the file names
    EigenvaluesFinite,     ///< every eigenvalue is finite
    EigenvaluesOrdered,    ///< eigenvalues come by decreasing magnitude
    EigenvaluesDistinct,   ///< a head has as many distinct eigenvalues as its operator can have
    OptionalTensorsUsable, ///< sing_vals, other_grams and other_heads, where they are there, could be used
    SingularValuesSound,   ///< singular values are finite, not negative and come by decreasing size
    OtherGramsFinite,      ///< every value of other_grams is finite
    DirectionsFinite,      ///< every element of the directions is finite
    DirectionsOrthonormal, ///< inner products of a head's directions are those of orthonormal ones within 0.1
    DirectionsWithinRank,  ///< no head has more directions than its operator's rank, as far as the file tells
                           ///< it
};

inline constexpr int kCheckCount = static_cast<int>(CheckId::DirectionsWithinRank) + 1;

/// How bad the outcome of a check is; later is worse.
enum class Severity {
    NotApplicable, ///< what it would examine is not there
    Passed,
    Note,    ///< worth knowing; the numbers are not concerned
    Warning, ///< numbers are missing or doubtful
    Error,   ///< no operators have such numbers: what follows from them is wrong
};

/// Where in a file a check does not hold.
struct Place {
    std::string name; ///< the key and indices, e.g. `gram[0][1][0]`, or an entry's name
    std::optional<LayerIndex> layer = {};
    std::optional<LayerIndex> otherLayer = {}; ///< of a pair of layers
    std::optional<HeadIndex> head = {};
    std::optional<double> value = {}; ///< what is wrong there, as the check measures it; may be non-finite
    std::string kind = {};            ///< what an entry is, where that is not a number
};

/// Some heads in place of all, because all would take too long.
struct Sample {
    int heads = 0;
    int of = 0;
};

/// The outcome of one check. Says what was found, not what it means: wording.h does.
struct Check {
    CheckId id = CheckId::GramFinite;
    Severity severity = Severity::NotApplicable;
    std::filesystem::path file = {};
    std::size_t count = 0;           ///< places at which it does not hold
    std::size_t of = 0;              ///< places examined
    std::size_t heads = 0;           ///< heads that the places lie in, where values are counted
    std::optional<Place> worst = {}; ///< the worst place, or the first where none is worse; set if count > 0
    std::vector<std::string> named =
        {};                            ///< the first of many places by name, where it matters which they are
    std::optional<Sample> sample = {}; ///< nullopt: everything was examined
    double limit = 0.0;                ///< the value that a place may not exceed, or must reach
};

/// The outcomes of all checks of one artifact, passed ones too: each CheckId once, in its order.
///
///     IntegrityReport report = reportOnGrams(*grams);
///     addTensorChecks(report, *tensors, grams->shape, TensorPlace::Beside, stop);
///     if (report.worst() >= Severity::Warning) { std::puts(describe(*report.complaints().front()).c_str());
///     }
struct IntegrityReport {
    std::vector<Check> checks;

    /// All checks not applicable.
    IntegrityReport();

    [[nodiscard]] const Check& of(CheckId id) const { return checks[static_cast<std::size_t>(id)]; }

    [[nodiscard]] Severity worst() const;

    /// The checks of at least this severity, in their order. Valid while the report is.
    [[nodiscard]] std::vector<const Check*> complaints(Severity least = Severity::Warning) const;
};

/// How the tensor file was found.
enum class TensorPlace {
    Beside,  ///< in the artifact's folder or below it
    Outside, ///< `eigdirs_path` led out of that folder
    Named,   ///< a person named it
};

/// The checks of the JSON; those of the tensor file stay not applicable. O(L^2 H).
[[nodiscard]] IntegrityReport reportOnGrams(const artifact::GramFile& grams);

/// Fills in the checks of the tensor file. Directions of more than 256 MiB are sampled evenly, so that no
/// opening reads the whole of a large file. Returns early on a stop request, with some checks still not
/// applicable.
void addTensorChecks(IntegrityReport& report, const artifact::TensorFile& tensors,
                     const artifact::ArtifactShape& shape, TensorPlace place, const std::stop_token& stop);

} // namespace sextant::integrity
