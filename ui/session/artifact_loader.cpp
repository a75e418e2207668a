// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/artifact_loader.h"

#include "core/base/exception_guard.h"
#include "ui/session/paths.h"

#include <QCoreApplication>

#include <utility>

namespace sextant::session {

namespace {

QString reading(const std::filesystem::path& file) {
    return QCoreApplication::translate("ArtifactLoader", "Reading %1").arg(toQString(file.filename()));
}

/// What `work` returns; what it throws becomes an error of `file`.
template <typename Work>
auto readGuarded(const std::filesystem::path& file, const Work& work) {
    auto result = withoutExceptions(work);
    if (!result && result.error().file.empty()) {
        result.error().file = file;
    }
    return result;
}

/// One request on its way through the background thread.
class Loading {
public:
    Loading(const BackgroundServices& services, const LoadRequest& request, std::stop_token stop,
            std::function<void(LoadStep)> post)
        : services_(services),
          request_(request),
          stop_(std::move(stop)),
          post_(std::move(post)) {}

    void run() {
        auto grams = readGrams();
        if (!grams) {
            post_(grams.error());
            return;
        }
        artifact::Artifact artifact{.grams = *grams, .tensors = nullptr, .tensorError = {}};
        const auto bare =
            services_.computeTables(std::make_shared<const artifact::Artifact>(artifact), stop_);
        if (stop_.stop_requested()) {
            post_(cancelled());
            return;
        }
        post_(GramsReady{bare});

        if (auto tensors = readTensors(**grams)) {
            artifact.tensors = *tensors;
            compareSpectra(std::make_shared<const artifact::Artifact>(artifact), *bare);
        } else {
            finishWithout(tensors.error(), *bare);
        }
    }

private:
    Error cancelled() const { return {ErrorCode::Cancelled, request_.json, {}, "reading was cancelled"}; }

    Result<std::shared_ptr<const artifact::GramFile>> readGrams() {
        if (request_.grams) {
            return request_.grams;
        }
        post_(StageBegun{reading(request_.json)});
        return readGuarded(request_.json, [&] { return services_.readGrams(request_.json, stop_); });
    }

    Result<std::shared_ptr<const artifact::TensorFile>> readTensors(const artifact::GramFile& grams) {
        if (!request_.eigdirs && request_.remembered) {
            auto tensors = readTensorsOf(*request_.remembered, grams);
            if (tensors || stop_.stop_requested()) {
                return tensors;
            }
        }
        const auto path = request_.eigdirs ? Result<std::filesystem::path>(*request_.eigdirs)
                                           : services_.locateTensors(grams);
        if (!path) {
            return tl::unexpected(path.error());
        }
        return readTensorsOf(*path, grams);
    }

    Result<std::shared_ptr<const artifact::TensorFile>> readTensorsOf(const std::filesystem::path& path,
                                                                      const artifact::GramFile& grams) {
        post_(StageBegun{reading(path)});
        return readGuarded(path, [&] { return services_.readTensors(path, grams, stop_); });
    }

    void compareSpectra(const std::shared_ptr<const artifact::Artifact>& artifact,
                        const analysis::AlignmentTables& bare) {
        post_(TensorsReady{artifact});
        post_(StageBegun{QCoreApplication::translate("ArtifactLoader", "Comparing spectra and signs")});
        const auto computed =
            readGuarded(artifact->tensors->path, [&] { return services_.computeTables(artifact, stop_); });
        if (stop_.stop_requested() || !computed) {
            finishWithout(computed ? cancelled() : computed.error(), bare);
            return;
        }
        const auto& tables = *computed;
        post_(SpectraReady{tables});
        post_(StageBegun{QCoreApplication::translate("ArtifactLoader", "Sampling chance levels")});
        const auto chance =
            readGuarded(artifact->tensors->path, [&] { return services_.sampleChance(*artifact, stop_); });
        if (stop_.stop_requested() || !chance) {
            post_(TablesReady{tables}); // everything but the levels, which stay unknown
        } else {
            auto complete = std::make_shared<analysis::AlignmentTables>(*tables);
            complete->chance = *chance;
            post_(TablesReady{std::move(complete)});
        }
        if (!chance) {
            post_(chance.error());
        }
    }

    void finishWithout(const Error& error, const analysis::AlignmentTables& bare) {
        if (request_.tensorsRequired || (request_.whole && error.code == ErrorCode::Cancelled)) {
            post_(error);
            return;
        }
        auto tables = std::make_shared<analysis::AlignmentTables>(bare);
        tables->artifact = std::make_shared<const artifact::Artifact>(
            artifact::Artifact{.grams = bare.artifact->grams, .tensors = nullptr, .tensorError = error});
        post_(TablesReady{std::move(tables)});
    }

    const BackgroundServices& services_;
    const LoadRequest& request_;
    std::stop_token stop_;
    std::function<void(LoadStep)> post_;
};

} // namespace

ArtifactLoader::ArtifactLoader(BackgroundServices services, std::shared_ptr<BackgroundDisposal> disposal,
                               QObject* receiver, Deliver deliver)
    : services_(std::move(services)),
      disposal_(std::move(disposal)),
      receiver_(receiver),
      deliver_(std::move(deliver)),
      worker_(std::make_shared<BackgroundWorker>()) {}

ArtifactLoader::~ArtifactLoader() {
    channel_.reset();
    worker_->stop();
    disposal_->dispose(std::exchange(worker_, nullptr));
}

void ArtifactLoader::load(LoadRequest request) {
    channel_ = std::make_unique<Channel>(receiver_);
    auto post = [sender = channel_->sender(), deliver = deliver_](LoadStep step) {
        sender.send([deliver, step = std::move(step)] { deliver(step); });
    };
    const auto failed = [json = request.json, post](Error error) {
        error.file = error.file.empty() ? json : error.file;
        post(std::move(error));
    };
    const auto job = [services = services_, request = std::move(request), post](const std::stop_token& stop) {
        Loading(services, request, stop, post).run();
    };
    worker_->submit(job, failed);
}

void ArtifactLoader::cancel() {
    worker_->stop();
}

} // namespace sextant::session
