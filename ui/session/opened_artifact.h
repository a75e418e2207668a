// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/alignment_tables.h"
#include "core/base/error.h"
#include "core/integrity/integrity_report.h"

#include <compare>
#include <filesystem>
#include <memory>
#include <optional>

namespace sextant::session {

/// Names an opened artifact within its session; never used twice.
struct ArtifactId {
    int value = 0;
    friend auto operator<=>(ArtifactId, ArtifactId) = default;
};

/// The files an artifact is read from.
struct ArtifactSource {
    std::filesystem::path json;
    std::optional<std::filesystem::path> eigdirs; ///< named by a person; nullopt: found by the search
    /// Tried before the search, which continues when it cannot be read; ignored beside `eigdirs`.
    std::optional<std::filesystem::path> remembered = std::nullopt;

    friend bool operator==(const ArtifactSource&, const ArtifactSource&) = default;
};

/// An artifact of a session.
struct OpenedArtifact {
    ArtifactId id;
    ArtifactSource source;
    std::shared_ptr<const analysis::AlignmentTables> tables;     ///< never null; name the artifact
    std::shared_ptr<const integrity::IntegrityReport> integrity; ///< never null; of what is read so far

    /// Why there are no tensors; nullopt when there are, or when they are still being read.
    [[nodiscard]] const std::optional<Error>& tensorError() const { return tables->artifact->tensorError; }
};

} // namespace sextant::session
