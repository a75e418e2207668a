#include "ui/session/background_services.h"

#include "core/artifact/artifact_reader.h"
#include "core/base/parallel.h"

#include <utility>

namespace sextant {

namespace {

class EngineSource : public EigenspaceSource {
public:
    EngineSource(std::shared_ptr<const TensorFile> tensors, const ArtifactShape& shape, LayerIndex anchor,
                 EigenspaceEngine::Callbacks callbacks)
        : engine_(std::move(tensors), shape, anchor, std::move(callbacks), defaultThreadCount()) {}

    void requestAnchor(LayerIndex anchor) override { engine_.requestAnchor(anchor); }
    void cancel() override { engine_.cancel(); }

private:
    EigenspaceEngine engine_;
};

} // namespace

BackgroundServices BackgroundServices::ofCore() {
    BackgroundServices services;
    services.readGrams = readGramFile;
    services.locateTensors = locateTensorFile;
    services.readTensors = readTensorFile;
    services.computeTables = [](std::shared_ptr<const Artifact> artifact, const std::stop_token& stop) {
        return alignmentTables(std::move(artifact), stop, ChanceSampling::LeftOut);
    };
    services.sampleChance = [](const Artifact& artifact, const std::stop_token& stop) {
        return chanceLevels(artifact.shape(), artifact.tensors->topk, artifact.tensors->eigenvalueCount,
                            stop);
    };
    services.startEigenspaces = [](std::shared_ptr<const TensorFile> tensors, const ArtifactShape& shape,
                                   LayerIndex anchor, EigenspaceEngine::Callbacks callbacks) {
        return std::make_unique<EngineSource>(std::move(tensors), shape, anchor, std::move(callbacks));
    };
    return services;
}

} // namespace sextant
