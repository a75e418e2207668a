// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/alignment_tables.h"
#include "core/artifact/artifact.h"
#include "core/base/error.h"
#include "ui/session/background_disposal.h"
#include "ui/session/background_services.h"
#include "ui/session/background_worker.h"
#include "ui/session/channel.h"

#include <QString>

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <variant>

class QObject;

namespace sextant::session {

/// What to read.
struct LoadRequest {
    std::filesystem::path json;
    std::optional<std::filesystem::path> eigdirs;    ///< replaces the search for the tensor file
    std::optional<std::filesystem::path> remembered; ///< tried before that search
    std::shared_ptr<const artifact::GramFile> grams; ///< when set, the JSON is not read again
    bool tensorsRequired = false;                    ///< a tensor file that fails is an error of the whole
    bool whole = false;                              ///< so is being cancelled before all of it is there
};

/// A part of the work begins.
struct StageBegun {
    QString what;
};
/// Cosines and residuals are there; the tensors are still to come.
struct GramsReady {
    std::shared_ptr<const analysis::AlignmentTables> tables;
};
/// The tensor file is there; signs and spectra are still to come.
struct TensorsReady {
    std::shared_ptr<const artifact::Artifact> artifact;
};
/// Signs and spectra are there; chance levels that are sampled are still to come.
struct SpectraReady {
    std::shared_ptr<const analysis::AlignmentTables> tables;
};
/// Everything that is cheap is there. The last step, as an Error is, but for an Error of sampling the chance
/// levels, which comes after it; the artifact's `tensorError` tells why it has no tensors.
struct TablesReady {
    std::shared_ptr<const analysis::AlignmentTables> tables;
};
using LoadStep = std::variant<StageBegun, GramsReady, TensorsReady, SpectraReady, TablesReady, Error>;

/// Reads an artifact and computes its tables in the background, step by step. Steps are delivered in the
/// thread of the receiver, only those of the newest request, and none after the destructor.
class ArtifactLoader {
public:
    using Deliver = std::function<void(const LoadStep&)>;

    ArtifactLoader(BackgroundServices services, std::shared_ptr<BackgroundDisposal> disposal,
                   QObject* receiver, Deliver deliver);
    ~ArtifactLoader();

    /// Replaces the request that is being worked on. Returns at once.
    void load(LoadRequest request);

    /// Gives up what is being read. After the grams were delivered a TablesReady may still say so (its
    /// `tensorError` is Cancelled) unless the request was for the whole; else an Error of code Cancelled may
    /// follow.
    void cancel();

private:
    BackgroundServices services_;
    std::shared_ptr<BackgroundDisposal> disposal_;
    QObject* receiver_;
    Deliver deliver_;
    std::unique_ptr<Channel> channel_;
    std::shared_ptr<BackgroundWorker> worker_;
};

} // namespace sextant::session
