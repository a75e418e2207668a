// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/alignment_tables.h"
#include "core/artifact/artifact.h"
#include "core/base/error.h"
#include "core/integrity/integrity_report.h"
#include "core/loading/loading.h"
#include "ui/session/background_disposal.h"
#include "ui/session/background_services.h"
#include "ui/session/background_worker.h"
#include "ui/session/channel.h"

#include <QString>

#include <functional>
#include <memory>
#include <variant>

class QObject;

namespace sextant::session {

/// What to read, and what to do when not all of it can be.
struct LoadRequest {
    loading::Request files;
    bool tensorsRequired = false; ///< a failing tensor file fails the whole request
    bool whole = false;           ///< as does being cancelled before everything is read
};

/// A part of the work begins.
struct StageBegun {
    QString what;
};
/// Tables, and what the checks of their artifact found.
struct CheckedTables {
    std::shared_ptr<const analysis::AlignmentTables> tables;
    std::shared_ptr<const integrity::IntegrityReport> integrity;
};
/// Cosines and residuals are computed; the tensors are still to come.
struct GramsReady : CheckedTables {};
/// The tensor file is read; its checks, signs and spectra are still to come.
struct TensorsReady {
    std::shared_ptr<const artifact::Artifact> artifact;
};
/// Signs and spectra are computed; chance levels that are sampled are still to come.
struct SpectraReady : CheckedTables {};
/// Everything cheap is computed. This or an Error is the last step, except that an Error of sampling the
/// chance levels follows it; the artifact's `tensorError` tells why it has no tensors.
struct TablesReady : CheckedTables {};
using LoadStep = std::variant<StageBegun, GramsReady, TensorsReady, SpectraReady, TablesReady, Error>;

/// The tables of the grams in `tables`, of an artifact that has no tensors because of `error`.
[[nodiscard]] std::shared_ptr<const analysis::AlignmentTables>
withoutTensors(const analysis::AlignmentTables& tables, const Error& error);

/// Reads an artifact and computes its tables in the background, step by step. Steps are delivered in the
/// thread of the receiver, only those of the newest request, and none after the destructor.
class ArtifactLoader {
public:
    using Deliver = std::function<void(const LoadStep&)>;

    ArtifactLoader(BackgroundServices services, std::shared_ptr<BackgroundDisposal> disposal,
                   QObject* receiver, Deliver deliver);
    ~ArtifactLoader();
    ArtifactLoader(const ArtifactLoader&) = delete;
    ArtifactLoader& operator=(const ArtifactLoader&) = delete;

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
