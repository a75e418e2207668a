#pragma once

#include "core/analysis/alignment_tables.h"
#include "core/artifact/artifact.h"
#include "core/base/error.h"
#include "core/base/indices.h"
#include "core/engine/eigenspace_engine.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <stop_token>

namespace sextant {

/// Where a session gets its eigenspaces from: the part of EigenspaceEngine that it uses, behind which a test
/// can put an engine that answers when told to.
class EigenspaceSource {
public:
    virtual ~EigenspaceSource() = default;
    virtual void requestAnchor(LayerIndex anchor) = 0;
    virtual void cancel() = 0;
};

/// What a session has done for it in the background. Each is called from a background thread and must not
/// throw, except `startEigenspaces`, which is called from the session's thread and returns at once.
struct BackgroundServices {
    std::function<Result<std::shared_ptr<const GramFile>>(const std::filesystem::path&,
                                                          const std::stop_token&)>
        readGrams;
    std::function<Result<std::filesystem::path>(const GramFile&)> locateTensors;
    std::function<Result<std::shared_ptr<const TensorFile>>(const std::filesystem::path&, const GramFile&,
                                                            const std::stop_token&)>
        readTensors;
    /// Chance levels that are sampled are left out.
    std::function<std::shared_ptr<const AlignmentTables>(std::shared_ptr<const Artifact>,
                                                         const std::stop_token&)>
        computeTables;
    std::function<ChanceLevels(const Artifact&, const std::stop_token&)> sampleChance;
    std::function<std::unique_ptr<EigenspaceSource>(std::shared_ptr<const TensorFile>, const ArtifactShape&,
                                                    LayerIndex, EigenspaceEngine::Callbacks)>
        startEigenspaces;

    /// The readers, the analysis and the engine of core, on all cores of this machine.
    static BackgroundServices ofCore();
};

} // namespace sextant
