// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/artifact/artifact.h"
#include "ui/session/background_services.h"

#include <atomic>
#include <condition_variable>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <new>
#include <set>
#include <stop_token>
#include <vector>

namespace sextant::session {

/// Grams whose cosine between layers l and m is 1 - |l - m| / L for every head.
inline std::shared_ptr<artifact::GramFile> fakeGrams(const std::filesystem::path& path, int layers,
                                                     int heads) {
    auto grams = std::make_shared<artifact::GramFile>();
    grams->path = path;
    grams->shape = {.layers = layers, .heads = heads, .headDim = 2, .hiddenSize = 8};
    grams->gram = artifact::LayerPairTable(layers, heads);
    for (int l = 0; l < layers; ++l) {
        for (int m = 0; m < layers; ++m) {
            for (int h = 0; h < heads; ++h) {
                grams->gram(LayerIndex{l}, LayerIndex{m}, HeadIndex{h}) =
                    1.0 - std::abs(l - m) / double(layers);
            }
        }
    }
    return grams;
}

inline std::shared_ptr<artifact::TensorFile> fakeTensors(const std::filesystem::path& path,
                                                         const artifact::ArtifactShape& shape) {
    auto tensors = std::make_shared<artifact::TensorFile>();
    tensors->path = path;
    tensors->topk = 1;
    tensors->eigenvalueCount = 2 * shape.headDim;
    for (int i = 0; i < shape.layers * shape.heads; ++i) {
        tensors->eigenvalues.insert(tensors->eigenvalues.end(), {4.0, -3.0, 2.0, -1.0});
    }
    return tensors;
}

/// An engine that computes nothing: the test says what it hands out, and when.
class FakeEngine : public AngleSource {
public:
    FakeEngine(const artifact::ArtifactShape& shape, LayerIndex first,
               angles::AngleEngine::Callbacks callbacks)
        : shape_(shape),
          callbacks_(std::move(callbacks)),
          requested{first.value} {}

    void requestAnchor(LayerIndex anchor) override { requested.push_back(anchor.value); }
    void cancel() override { cancelled = true; }

    void handOutRow(int anchor) const {
        auto row = std::make_shared<angles::AngleRow>();
        row->anchor = LayerIndex{anchor};
        row->heads = shape_.heads;
        row->values.assign(static_cast<std::size_t>(shape_.layers * shape_.heads),
                           angles::PrincipalAngles{0.5, 0.25, 0.125});
        row->ranks.assign(row->values.size(), 1);
        callbacks_.row(row);
    }

    void handOutTable() const {
        auto table = std::make_shared<angles::AngleTable>();
        table->meanCosine = artifact::LayerPairTable(shape_.layers, shape_.heads, 0.5);
        table->smallestCosine = artifact::LayerPairTable(shape_.layers, shape_.heads, 0.25);
        table->firstOverlap = artifact::LayerPairTable(shape_.layers, shape_.heads, 0.125);
        table->ranks.assign(static_cast<std::size_t>(shape_.layers * shape_.heads), 1);
        callbacks_.table(table);
    }

    void fail(const Error& error) const { callbacks_.failed(error); }

    void tellProgress(bool anchorRow, int anchor, int done) const {
        callbacks_.progress({anchorRow, LayerIndex{anchor}, done, shape_.heads});
    }

private:
    artifact::ArtifactShape shape_;
    angles::AngleEngine::Callbacks callbacks_;

public:
    std::vector<int> requested; ///< anchors in the order asked for
    std::atomic<bool> cancelled = false;
};

/// A disk that a test fills with artifacts, takes files from and lets hang. Engines stay reachable after the
/// session has let go of them, as a late background thread would be.
class FakeWorld {
public:
    void addArtifact(const std::string& json, int layers, int heads, bool withTensors = true) {
        const std::lock_guard lock(mutex_);
        grams_[json] = fakeGrams(json, layers, heads);
        if (withTensors) {
            tensors_.insert(json + "-eigdirs");
        } else {
            tensors_.erase(json + "-eigdirs");
        }
    }

    void addTensors(const std::string& path) {
        const std::lock_guard lock(mutex_);
        tensors_.insert(path);
    }

    void remove(const std::string& path) {
        const std::lock_guard lock(mutex_);
        grams_.erase(path);
        tensors_.erase(path);
    }

    /// Reading `path` blocks until letGo() or a stop request.
    void hold(const std::string& path) {
        const std::lock_guard lock(mutex_);
        held_.insert(path);
    }

    /// There is not enough memory to read `path`.
    void exhaust(const std::string& path) {
        const std::lock_guard lock(mutex_);
        exhausted_.insert(path);
    }

    void letGo(const std::string& path) {
        const std::lock_guard lock(mutex_);
        held_.erase(path);
        changed_.notify_all();
    }

    BackgroundServices services() {
        BackgroundServices services = BackgroundServices::ofCore();
        services.readers.grams = [this](const auto& path, const auto& stop) { return readGrams(path, stop); };
        services.readers.locateTensors = [this](const artifact::GramFile& grams) { return locate(grams); };
        services.readers.tensors = [this](const auto& path, const artifact::GramFile& grams,
                                          const auto& stop) { return readTensors(path, grams, stop); };
        services.startAngles = [this](const auto&, const artifact::ArtifactShape& shape, LayerIndex anchor,
                                      angles::AngleEngine::Callbacks callbacks) {
            auto engine = std::make_shared<FakeEngine>(shape, anchor, std::move(callbacks));
            engines.push_back(engine);
            return std::make_unique<Shared>(engine);
        };
        return services;
    }

    FakeEngine& engine() { return *engines.back(); }

    std::vector<std::shared_ptr<FakeEngine>> engines; ///< in the order started

private:
    struct Shared : AngleSource {
        explicit Shared(std::shared_ptr<FakeEngine> shared) : engine(std::move(shared)) {}
        void requestAnchor(LayerIndex anchor) override { engine->requestAnchor(anchor); }
        void cancel() override { engine->cancel(); }
        std::shared_ptr<FakeEngine> engine;
    };

    bool waitWhileHeld(const std::string& path, const std::stop_token& stop) {
        std::unique_lock lock(mutex_);
        return changed_.wait(lock, stop, [&] { return !held_.contains(path); });
    }

    void throwIfExhausted(const std::filesystem::path& path) const {
        if (exhausted_.contains(path.string())) {
            throw std::bad_alloc();
        }
    }

    Result<std::shared_ptr<const artifact::GramFile>> readGrams(const std::filesystem::path& path,
                                                                const std::stop_token& stop) {
        if (!waitWhileHeld(path.string(), stop)) {
            return failure(ErrorCode::Cancelled, path, {}, "cancelled");
        }
        const std::lock_guard lock(mutex_);
        throwIfExhausted(path);
        const auto found = grams_.find(path.string());
        if (found == grams_.end()) {
            return failure(ErrorCode::NotFound, path, {}, "there is no such file");
        }
        return found->second;
    }

    Result<std::filesystem::path> locate(const artifact::GramFile& grams) {
        const std::lock_guard lock(mutex_);
        const std::string path = grams.path.string() + "-eigdirs";
        if (!tensors_.contains(path)) {
            return failure(ErrorCode::NotFound, grams.path, {}, "no tensor file was found");
        }
        return std::filesystem::path(path);
    }

    Result<std::shared_ptr<const artifact::TensorFile>> readTensors(const std::filesystem::path& path,
                                                                    const artifact::GramFile& grams,
                                                                    const std::stop_token& stop) {
        if (!waitWhileHeld(path.string(), stop)) {
            return failure(ErrorCode::Cancelled, path, {}, "cancelled");
        }
        const std::lock_guard lock(mutex_);
        throwIfExhausted(path);
        if (!tensors_.contains(path.string())) {
            return failure(ErrorCode::NotFound, path, {}, "there is no such file");
        }
        return std::shared_ptr<const artifact::TensorFile>(fakeTensors(path, grams.shape));
    }

    std::mutex mutex_;
    std::condition_variable_any changed_;
    std::map<std::string, std::shared_ptr<const artifact::GramFile>> grams_;
    std::set<std::string> tensors_;
    std::set<std::string> held_;
    std::set<std::string> exhausted_;
};

} // namespace sextant::session
