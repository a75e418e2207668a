// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/measure.h"

#include "core/artifact/artifact_writer.h"
#include "core/base/atomic_file.h"
#include "core/base/exception_guard.h"
#include "core/base/try.h"
#include "core/blas/availability.h"
#include "core/measure/artifact_paths.h"
#include "core/measure/measure_run.h"
#include "core/measure/pair_placement.h"
#include "core/measure/prepared_model.h"
#include "core/measure/provenance.h"
#include "core/measure/thread_executor.h"
#include "core/measure/working_folder.h"
#include "core/tensor/mapped_file.h"
#include "core/tensor/tensor_archive.h"

#include <array>
#include <chrono>

#include <unistd.h>

#include <fmt/format.h>

namespace sextant::measure {
namespace {

constexpr const char* kJournalName = "journal";
constexpr const char* kDirectionsName = "directions";
constexpr const char* kProbeName = "probe.pt";

/// What an output must not take the place of.
Result<void> refuseFilesOf(const PreparedModel& model, const ArtifactPaths& paths) {
    const checkpoint::Checkpoint& checkpoint = model.checkpoint;
    std::vector<std::filesystem::path> files = {model.config.path};
    if (model.adapter) {
        files.push_back(model.adapter->folder() / "adapter_config.json");
    }
    for (const char* index : {"model.safetensors.index.json", "pytorch_model.bin.index.json"}) {
        files.push_back(checkpoint.folder() / index);
    }
    for (const checkpoint::CheckpointFile& file : checkpoint.files()) {
        files.push_back(checkpoint.folder() / file.name);
    }
    for (const std::filesystem::path& target : {paths.json, paths.tensors}) {
        for (const std::filesystem::path& file : files) {
            std::error_code absent;
            if (std::filesystem::equivalent(target, file, absent)) {
                return failure(ErrorCode::Usage, target, {}, "belongs to the model; name another output");
            }
        }
    }
    return {};
}

/// An hour's work should not end with the news that the output cannot be named like that.
Result<void> refuseLongNames(const ArtifactPaths& paths) {
    const std::filesystem::path folder = paths.json.has_parent_path() ? paths.json.parent_path() : ".";
    const long longest = ::pathconf(folder.c_str(), _PC_NAME_MAX);
    for (const std::filesystem::path& path : {paths.json, paths.tensors, paths.workingFolder}) {
        const std::size_t length = path.filename().native().size();
        if (longest > 0 && length > static_cast<std::size_t>(longest)) {
            return failure(ErrorCode::Usage, path, {},
                           fmt::format("the name has {} bytes; the file system allows {}", length, longest));
        }
    }
    return {};
}

/// The files that a run makes in its working folder.
std::vector<std::string> workingNames(const ArtifactPaths& paths) {
    return {kJournalName, kDirectionsName, kProbeName, paths.json.filename().string(),
            paths.tensors.filename().string()};
}

/// An hour's work should not end with the news that torch files cannot be written.
Result<void> tryTensorFormat(const WorkingFolder& folder, const ArtifactPaths& paths, TensorFormat format) {
    if (format == TensorFormat::Safetensors) {
        return {};
    }
    constexpr std::array<float, 1> one = {1.0F};
    const std::filesystem::path probe = folder / kProbeName;
    Result<void> written = tensor::writeTorchArchive(
        probe, {{"probe", tensor::TensorView{tensor::ElementType::Float32,
                                             {1},
                                             {1},
                                             reinterpret_cast<const std::byte*>(one.data()),
                                             nullptr}}});
    if (!written) {
        Error error = std::move(written).error();
        error.file = paths.tensors;
        // A full disk stops safetensors too; only a missing or broken torch module is a reason to change.
        error.advice =
            error.code == ErrorCode::WriteFailed ? std::nullopt : std::optional(Advice::UseSafetensors);
        return tl::make_unexpected(std::move(error));
    }
    std::error_code ignored;
    std::filesystem::remove(probe, ignored);
    return {};
}

/// Work that took long, or was taken over from an earlier run, is not thrown away because a disk is full.
void keepWhatIsWorthIt(const MeasureOptions& options, std::chrono::steady_clock::duration spent,
                       WorkingFolder& folder, Error& error) {
    if (error.code == ErrorCode::Cancelled) {
        folder.keep();
    }
    const bool wrong = error.code == ErrorCode::Inconsistent; // in the model: no later run can use the work
    std::error_code absent;
    const bool isThere = std::filesystem::exists(folder / kJournalName, absent);
    if (error.code != ErrorCode::Cancelled && !wrong && isThere &&
        (options.resume || spent >= options.worthKeeping)) {
        folder.keep();
        error.sentence += "; what is finished is kept in " + folder.path().string();
        error.advice = Advice::ResumeKeepsWork;
    }
}

/// A model, what works on it, and where its artifact goes.
struct Measurement {
    const MeasureOptions& options;
    const MakeExecutor& makeExecutor;
    PreparedModel model;
    ArtifactPaths paths;
};

Result<void> writeTensors(const std::filesystem::path& path, const Measurement& measurement,
                          const std::filesystem::path& directionsFile, const MeasuredNumbers& numbers,
                          const std::stop_token& stop) {
    TRY_ASSIGN(const auto directions, tensor::MappedFile::open(directionsFile));
    return artifact::writeTensorFile(path, measurement.options.tensors,
                                     {measurement.model.plan.shape(), measurement.model.plan.topk,
                                      directions->bytes(), numbers.eigenvalues(), numbers.singularValues(),
                                      numbers.otherGrams(), measurement.model.plan.others.heads},
                                     stop);
}

Result<MeasuredArtifact> carryOut(const Measurement& measurement, WorkingFolder& folder,
                                  const std::function<void(const MeasureProgress&)>& progress,
                                  const std::stop_token& stop) {
    const MeasurePlan& plan = measurement.model.plan;
    const artifact::ArtifactShape shape = plan.shape();
    const std::vector<std::string> provenance = provenanceOf(measurement.options, measurement.model);
    const std::string identity = runIdentity(measurement.options, provenance, measurement.model);
    const auto journal = Journal::open(folder / kJournalName, identity, measurement.options.resume);
    if (!journal) {
        if (journal.error().code == ErrorCode::Usage || measurement.options.resume) {
            folder.keep(); // it is another run's
        }
        return tl::make_unexpected(journal.error());
    }
    const std::filesystem::path directionsFile = folder / kDirectionsName;
    const ArtifactPaths& paths = measurement.paths;
    restoreFormerPair(paths); // now that the journal says no other run is at work here
    const auto begun = std::chrono::steady_clock::now();
    const auto workOn = [&](DirectionStore& directions) -> Result<MeasuredArtifact> {
        MeasureSink sink(plan, directions, **journal);
        const std::unique_ptr<Executor> executor =
            measurement.makeExecutor(measurement.model.weights, identity);
        MeasureRun run(plan, *executor, sink);
        return tryTensorFormat(folder, paths, measurement.options.tensors)
            .and_then([&] { return sink.takeOverRecords(stop); })
            .and_then([&] { return run.run(progress, stop); })
            .and_then([&] {
                return writeTensors(folder / paths.tensors.filename(), measurement, directionsFile,
                                    sink.numbers(), stop);
            })
            .and_then([&] {
                return replaceFile(folder / paths.json.filename(),
                                   [&](const std::filesystem::path& temporary) {
                                       return artifact::writeGramFile(temporary,
                                                                      {shape, sink.numbers().gram(),
                                                                       sink.numbers().froSquared(),
                                                                       paths.tensors.filename().string()},
                                                                      provenance, stop);
                                   });
            })
            .and_then([&] { return putPairInPlace(paths); })
            .map([&] {
                return MeasuredArtifact{paths.json,
                                        paths.tensors,
                                        shape,
                                        plan.topk,
                                        plan.others.draws,
                                        sink.takenOverCost() / sink.totalCost(),
                                        measurement.model.weights.norms().notFolded,
                                        measurement.model.weights.norms().biasesIgnored,
                                        measurement.model.weights.norms().isComplete,
                                        noticesOf(measurement.model)};
            });
    };
    Result<MeasuredArtifact> done =
        DirectionStore::open(directionsFile, std::int64_t{shape.layers} * shape.heads,
                             std::int64_t{plan.topk} * shape.hiddenSize)
            .and_then([&](const std::shared_ptr<DirectionStore>& directions) { return workOn(*directions); });
    if (!done) {
        keepWhatIsWorthIt(measurement.options, std::chrono::steady_clock::now() - begun, folder,
                          done.error());
    }
    return done;
}

Result<MeasuredArtifact> measureOrThrow(const MeasureOptions& options, const MakeExecutor& makeExecutor,
                                        const std::function<void(const MeasureProgress&)>& progress,
                                        const std::stop_token& stop) {
    TRY_ASSIGN(const ArtifactPaths paths, artifactPaths(options.output, options.tensors));
    TRY(refuseLongNames(paths));
    TRY_ASSIGN(PreparedModel model, prepareModel(options, stop));
    TRY(refuseFilesOf(model, paths));
    TRY(blas::requireBlas());
    TRY_ASSIGN(const auto folder, WorkingFolder::create(paths.workingFolder, workingNames(paths)));
    const Measurement measurement{options, makeExecutor, std::move(model), paths};
    return carryOut(measurement, *folder, progress, stop);
}

} // namespace

Result<MeasuredArtifact> measure(const MeasureOptions& options, const MakeExecutor& makeExecutor,
                                 const std::function<void(const MeasureProgress&)>& progress,
                                 const std::stop_token& stop) {
    return withoutExceptions([&] { return measureOrThrow(options, makeExecutor, progress, stop); });
}

Result<MeasuredArtifact> measure(const MeasureOptions& options,
                                 const std::function<void(const MeasureProgress&)>& progress,
                                 const std::stop_token& stop) {
    const auto onThreads = [&options](const checkpoint::AttentionWeights& weights, const std::string&) {
        return std::make_unique<ThreadExecutor>(
            weights, options.budget.value_or(ThreadBudget(options.threads)), options.threads);
    };
    return measure(options, onThreads, progress, stop);
}

} // namespace sextant::measure
