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

/// One request on its way through the background thread: reads by way of core/loading and computes the tables
/// of what is read.
class Loading {
public:
    Loading(const BackgroundServices& services, const LoadRequest& request, std::stop_token stop,
            std::function<void(LoadStep)> post)
        : services_(services),
          request_(request),
          stop_(std::move(stop)),
          post_(std::move(post)) {}

    void run() {
        const loading::Observer observer{
            .begins = [this](const std::filesystem::path& file) { post_(StageBegun{reading(file)}); },
            .gramsRead = [this](const loading::Loaded& loaded) { compareOperators(loaded); },
            .tensorsRead = [this](const loading::Loaded& loaded) { post_(TensorsReady{loaded.artifact}); }};
        const auto loaded = loading::load(request_.files, observer, stop_, services_.readers);
        if (!loaded) {
            bare_.tables ? finishWithout(loaded.error()) : post_(loaded.error());
        } else if (const auto& error = loaded->artifact->tensorError) {
            finishWithout(*error);
        } else {
            compareSpectra(*loaded);
        }
    }

private:
    Error cancelled() const {
        return {ErrorCode::Cancelled, request_.files.json, {}, "reading was cancelled"};
    }

    void compareOperators(const loading::Loaded& loaded) {
        auto tables = services_.computeTables(loaded.artifact, stop_);
        if (!stop_.stop_requested()) {
            bare_ = {std::move(tables), loaded.integrity};
            post_(GramsReady{bare_});
        }
    }

    void compareSpectra(const loading::Loaded& loaded) {
        const std::filesystem::path& file = loaded.artifact->tensors->path;
        post_(StageBegun{QCoreApplication::translate("ArtifactLoader", "Comparing spectra and signs")});
        const auto tables =
            withoutExceptions(file, [&] { return services_.computeTables(loaded.artifact, stop_); });
        if (stop_.stop_requested() || !tables) {
            finishWithout(tables ? cancelled() : tables.error());
            return;
        }
        post_(SpectraReady{{*tables, loaded.integrity}});
        post_(StageBegun{QCoreApplication::translate("ArtifactLoader", "Sampling chance levels")});
        const auto chance =
            withoutExceptions(file, [&] { return services_.sampleChance(*loaded.artifact, stop_); });
        if (stop_.stop_requested() || !chance) {
            post_(TablesReady{{*tables, loaded.integrity}}); // everything but the levels, which stay unknown
        } else {
            auto complete = std::make_shared<analysis::AlignmentTables>(**tables);
            complete->chance = *chance;
            post_(TablesReady{{std::move(complete), loaded.integrity}});
        }
        if (!chance) {
            post_(chance.error());
        }
    }

    void finishWithout(const Error& error) {
        if (request_.tensorsRequired || (request_.whole && error.code == ErrorCode::Cancelled)) {
            post_(error);
            return;
        }
        post_(TablesReady{{withoutTensors(*bare_.tables, error), bare_.integrity}});
    }

    const BackgroundServices& services_;
    const LoadRequest& request_;
    std::stop_token stop_;
    std::function<void(LoadStep)> post_;
    CheckedTables bare_; ///< of the grams alone; null until they are read
};

} // namespace

std::shared_ptr<const analysis::AlignmentTables> withoutTensors(const analysis::AlignmentTables& tables,
                                                                const Error& error) {
    auto bare = std::make_shared<analysis::AlignmentTables>(tables);
    bare->artifact = std::make_shared<const artifact::Artifact>(
        artifact::Artifact{.grams = tables.artifact->grams, .tensors = nullptr, .tensorError = error});
    return bare;
}

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
    const auto failed = [json = request.files.json, post](const Error& error) {
        post(namingFile(error, json));
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
