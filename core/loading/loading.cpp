// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/loading/loading.h"

#include "core/artifact/artifact_reader.h"
#include "core/base/exception_guard.h"
#include "core/base/try.h"

#include <utility>

namespace sextant::loading {
namespace {

using artifact::Artifact;
using artifact::GramFile;
using artifact::TensorFile;
using integrity::IntegrityReport;
using integrity::TensorPlace;

/// A tensor file, and how it was found.
struct FoundTensors {
    std::shared_ptr<const TensorFile> file;
    TensorPlace place = TensorPlace::Beside;
};

class Loading {
public:
    Loading(const Request& request, const Observer& observer, const std::stop_token& stop,
            const Readers& readers)
        : request_(request),
          observer_(observer),
          stop_(stop),
          readers_(readers) {}

    Result<Loaded> run() const {
        TRY_ASSIGN(const std::shared_ptr<const GramFile> grams, readGrams());
        TRY_ASSIGN(const IntegrityReport ofGrams,
                   withoutExceptions(request_.json, [&] { return integrity::reportOnGrams(*grams); }));
        const Loaded loaded{share(Artifact{.grams = grams, .tensors = nullptr, .tensorError = {}}),
                            std::make_shared<const IntegrityReport>(ofGrams)};
        TRY(goOn());
        tell(observer_.gramsRead, loaded);
        TRY(goOn());

        const Result<FoundTensors> found = readTensors(*grams);
        TRY(goOn());
        if (!found) {
            if (found.error().code == ErrorCode::Cancelled) {
                return tl::make_unexpected(found.error());
            }
            return without(loaded, found.error());
        }
        Loaded whole{share({.grams = grams, .tensors = found->file, .tensorError = {}}), loaded.integrity};
        tell(observer_.tensorsRead, whole);
        const auto checked = checkTensors(ofGrams, *found, grams->shape);
        TRY(goOn());
        if (!checked) {
            return without(loaded, checked.error());
        }
        whole.integrity = *checked;
        return whole;
    }

private:
    static std::shared_ptr<const Artifact> share(Artifact artifact) {
        return std::make_shared<const Artifact>(std::move(artifact));
    }

    /// The grams alone, and why there is no more.
    static Loaded without(const Loaded& grams, const Error& error) {
        return {share({.grams = grams.artifact->grams, .tensors = nullptr, .tensorError = error}),
                grams.integrity};
    }

    template <typename... Values>
    static void tell(const std::function<void(const Values&...)>& callback, const Values&... values) {
        if (callback) {
            callback(values...);
        }
    }

    Result<void> goOn() const {
        return stop_.stop_requested()
                   ? failure(ErrorCode::Cancelled, request_.json, {}, "reading was cancelled")
                   : Result<void>();
    }

    Result<std::shared_ptr<const GramFile>> readGrams() const {
        if (request_.grams) {
            return request_.grams;
        }
        tell(observer_.begins, request_.json);
        return withoutExceptions(request_.json, [&] { return readers_.grams(request_.json, stop_); });
    }

    Result<FoundTensors> readTensors(const GramFile& grams) const {
        if (request_.eigdirs) {
            return readTensorsAt(*request_.eigdirs, TensorPlace::Named, grams);
        }
        if (request_.remembered) {
            auto tensors = readTensorsAt(*request_.remembered, TensorPlace::Named, grams);
            if (tensors || stop_.stop_requested()) {
                return tensors;
            }
        }
        TRY_ASSIGN(const std::filesystem::path path,
                   withoutExceptions(grams.path, [&] { return readers_.locateTensors(grams); }));
        const bool outside = artifact::liesOutside(grams.path, path);
        return readTensorsAt(path, outside ? TensorPlace::Outside : TensorPlace::Beside, grams);
    }

    Result<FoundTensors> readTensorsAt(const std::filesystem::path& path, TensorPlace place,
                                       const GramFile& grams) const {
        tell(observer_.begins, path);
        return withoutExceptions(path, [&] { return readers_.tensors(path, grams, stop_); })
            .map([&](std::shared_ptr<const TensorFile> file) {
                return FoundTensors{std::move(file), place};
            });
    }

    Result<std::shared_ptr<const IntegrityReport>> checkTensors(IntegrityReport report,
                                                                const FoundTensors& tensors,
                                                                const artifact::ArtifactShape& shape) const {
        return withoutExceptions(tensors.file->path, [&]() -> std::shared_ptr<const IntegrityReport> {
            integrity::addTensorChecks(report, *tensors.file, shape, tensors.place, stop_);
            return std::make_shared<const IntegrityReport>(std::move(report));
        });
    }

    const Request& request_;
    const Observer& observer_;
    const std::stop_token& stop_;
    const Readers& readers_;
};

} // namespace

Readers Readers::ofFiles() {
    return {artifact::readGramFile, artifact::locateTensorFile, artifact::readTensorFile};
}

Result<Loaded> load(const Request& request, const Observer& observer, const std::stop_token& stop,
                    const Readers& readers) {
    return Loading(request, observer, stop, readers).run();
}

} // namespace sextant::loading
