// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/measure_command.h"

#include "app/advice_text.h"
#include "app/exit_status.h"
#include "app/model_argument.h"
#include "app/model_list.h"
#include "app/output.h"
#include "app/stop_on_signal.h"
#include "core/base/amount_text.h"
#include "core/base/try.h"
#include "core/measure/artifact_paths.h"
#include "core/measure/measure.h"
#include "core/measure/measure_request.h"
#include "core/ranks/launch.h"
#include "core/ranks/measure_on_ranks.h"
#include "core/ranks/mpi_door.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace sextant::app {
namespace {

struct MeasureArguments {
    measure::MeasureRequest request;
    std::string directions = "q";
    std::string tensors = "pt";
    std::string packing;
    bool threadsAreGiven = false;
    bool lists = false; ///< the models of the cache, in place of measuring one
};

std::string counted(int count, const char* noun) {
    return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

/// One line on the terminal, written over and over; nothing where standard error is a file or a pipe.
class ProgressLine {
public:
    void show(const measure::MeasureProgress& progress) {
        const auto now = std::chrono::steady_clock::now();
        if (!terminal_ || now - shown_ < std::chrono::milliseconds(100)) {
            return;
        }
        shown_ = now;
        const std::string left =
            progress.secondsLeft ? fmt::format(", about {} left", durationText(*progress.secondsLeft)) : "";
        printError(fmt::format("\r{:.0f} %, {} of {}{}\033[K", 100.0 * progress.fraction, progress.headsDone,
                               counted(progress.heads, "head"), left));
    }

    void clear() const {
        if (terminal_) {
            printError("\r\033[K");
        }
    }

private:
    bool terminal_ = ::isatty(STDERR_FILENO) == 1;
    std::chrono::steady_clock::time_point shown_;
};

/// What getrusage() tells begins with the size of the program that started this one; the status file is only
/// of this one.
double peakMegabytes() {
    std::ifstream status("/proc/self/status");
    for (std::string word; status >> word;) {
        double kilobytes = 0.0;
        if (word == "VmHWM:" && status >> kilobytes) {
            return kilobytes * 1024.0 / 1e6;
        }
    }
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) * 1024.0 / 1e6;
}

[[nodiscard]] Result<void> printSummary(const measure::MeasuredArtifact& artifact, int otherHeadsWanted,
                                        double seconds) {
    const artifact::ArtifactShape& shape = artifact.shape;
    StandardOutput out;
    out.print(fmt::format("{}\n{}\n", artifact.json.string(), artifact.tensors.string()));
    out.print(fmt::format("{}, {}, head_dim {}, hidden_size {}, {}; {}, peak memory {:.0f} MB\n",
                          counted(shape.layers, "layer"), counted(shape.heads, "head"), shape.headDim,
                          shape.hiddenSize, counted(artifact.topk, "direction"), durationText(seconds),
                          peakMegabytes()));
    if (artifact.otherHeads < otherHeadsWanted) {
        out.print(fmt::format("other heads per pair of layers: {} of {}; there are no more to match\n",
                              artifact.otherHeads, otherHeadsWanted));
    }
    if (artifact.resumedFraction > 0.0) {
        out.print(fmt::format("resumed from the previous run: {:.0f} %\n", 100.0 * artifact.resumedFraction));
    }
    for (const std::string& notice : artifact.notices) {
        out.print(fmt::format("notice: {}\n", notice));
    }
    if (!artifact.normsAreKnown) {
        out.print("norm gains and biases: unknown for this model\n");
    }
    if (!artifact.normsNotFolded.empty()) {
        out.print(fmt::format("norm gains left out (--fold-norms multiplies them in): {}\n",
                              fmt::join(artifact.normsNotFolded, ", ")));
    }
    if (!artifact.biasesIgnored.empty()) {
        out.print(
            fmt::format("biases, not part of the operator: {}\n", fmt::join(artifact.biasesIgnored, ", ")));
    }
    return out.result();
}

/// The options with a path for the model, and an output where none is named.
Result<measure::MeasureOptions> resolvedOptions(const MeasureArguments& arguments) {
    measure::MeasureRequest request = arguments.request;
    if (request.options.model.empty()) {
        return failure(ErrorCode::Usage, {}, "MODEL", "is missing; --list shows the models of the cache");
    }
    for (const measure::DirectionSide side :
         {measure::DirectionSide::Query, measure::DirectionSide::Key, measure::DirectionSide::Symmetric}) {
        request.options.directions =
            measure::directionSideName(side) == arguments.directions ? side : request.options.directions;
    }
    request.options.tensors =
        arguments.tensors == "pt" ? measure::TensorFormat::Torch : measure::TensorFormat::Safetensors;
    request.options.packing = checkpoint::packingNamed(arguments.packing);
    request.options.cache = modelCache();
    TRY_ASSIGN(measure::MeasureOptions options,
               measure::optionsOf(request, {.layers = "--layers", .heads = "--heads", .config = "--config"}));
    if (options.output.empty()) {
        TRY_ASSIGN(options.output, measure::defaultOutput(options.model, options.tensors));
    }
    return options;
}

std::string lastWords() {
    return fmt::format("sextant: stopped; what is finished is kept beside the output; {}\n",
                       adviceText(Advice::ResumeKeepsWork));
}

/// Reports the end of a measurement that was not stopped.
int tellEnd(const Result<measure::MeasuredArtifact>& artifact, int otherHeadsWanted,
            std::chrono::steady_clock::time_point begun) {
    if (!artifact) {
        return reportFailure(artifact.error());
    }
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begun;
    const Result<void> printed = printSummary(*artifact, otherHeadsWanted, seconds.count());
    return printed ? kExitSuccess : reportFailure(printed.error());
}

bool isStopped(const Result<measure::MeasuredArtifact>& artifact) {
    return !artifact && artifact.error().code == ErrorCode::Cancelled;
}

int measureAlone(const MeasureArguments& arguments) {
    const Result<measure::MeasureOptions> options = resolvedOptions(arguments);
    if (!options) {
        return reportFailure(options.error());
    }
    const StopOnSignal stopper(lastWords());
    ProgressLine line;
    const auto begun = std::chrono::steady_clock::now();
    const Result<measure::MeasuredArtifact> artifact = measure::measure(
        *options, [&line](const measure::MeasureProgress& progress) { line.show(progress); },
        stopper.token());
    line.clear();
    return isStopped(artifact) ? stopper.sayStopped() : tellEnd(artifact, options->otherHeads, begun);
}

/// The options of one rank of several. An error is for rank 0 to tell: it may be this rank's alone.
Result<measure::MeasureOptions> optionsOfRank(const MeasureArguments& arguments,
                                              const ranks::Transport& transport) {
    TRY_ASSIGN(measure::MeasureOptions options, resolvedOptions(arguments));
    if (!arguments.threadsAreGiven) {
        options.threads = ranks::threadsOfRank(transport.ranksHere());
        const int outOfReach = ranks::coresOutOfReach(transport.ranksHere());
        if (outOfReach > 0 && transport.rank() == 0) {
            reportNote(fmt::format("each rank is kept on {} of its {} cores; mpirun --bind-to none, or srun "
                                   "--cpus-per-task, gives it more",
                                   options.threads, options.threads + outOfReach));
        }
    }
    return options;
}

/// From a signal to the end of rank 0 by force. Open MPI's launcher kills all ranks as soon as one of them
/// has ended, or a second after its SIGTERM: rank 0 has to speak before the others run out of patience.
constexpr std::chrono::milliseconds kPatienceOfRank0{400};
static_assert(kPatienceOfRank0 < StopOnSignal::kPatience);

int measureTogether(const MeasureArguments& arguments, const ranks::Launch& launch) {
    const Result<std::unique_ptr<ranks::Transport>> transport = ranks::openMpi(launch);
    if (!transport) {
        return launch.rank == 0 ? reportFailure(transport.error()) : kExitFailure;
    }
    const Result<measure::MeasureOptions> options = optionsOfRank(arguments, **transport);
    const StopOnSignal stopper(launch.rank == 0 ? lastWords() : "",
                               launch.rank == 0 ? kPatienceOfRank0 : StopOnSignal::kPatience);
    ProgressLine line;
    const auto begun = std::chrono::steady_clock::now();
    const ranks::Ending ending = ranks::measureOnRanks(
        **transport, options, [&line](const measure::MeasureProgress& progress) { line.show(progress); },
        stopper.token());
    if (launch.rank != 0) {
        if (stopper.signal() != 0 && !ending.isEveryoneGone) {
            return stopper.sayStopped(); // without a word; the launcher ends the others
        }
        (*transport)->close(!ending.isEveryoneGone, kExitFailure);
        return kExitSuccess;
    }
    line.clear();
    if (isStopped(*ending.result)) {
        const int status = stopper.sayStopped(); // while the others still wait for this rank to close
        (*transport)->close(!ending.isEveryoneGone, kExitFailure);
        return status;
    }
    const int status = tellEnd(*ending.result, arguments.request.options.otherHeads, begun);
    (*transport)->close(!ending.isEveryoneGone, status);
    return status;
}

int runMeasure(const MeasureArguments& arguments) {
    const ranks::Launch launch = ranks::launchOf(environmentVariable);
    if (arguments.lists) {
        return launch.rank == 0 ? listModels(arguments.request.options.threads) : kExitSuccess;
    }
    return launch.isShared() ? measureTogether(arguments, launch) : measureAlone(arguments);
}

} // namespace

Command addMeasureCommand(CLI::App& program) {
    const auto arguments = std::make_shared<MeasureArguments>();
    measure::MeasureOptions& values = arguments->request.options;
    CLI::App* options = program.add_subcommand(
        "measure", "Make an artifact, OUT.json and its tensors, from a model's weights");
    options->add_option("MODEL", values.model,
                        "A model folder (config.json with safetensors or pytorch_model.bin), a name in the "
                        "Hugging Face cache such as Qwen/Qwen3-4B, a file of weights (also from nanoGPT, "
                        "llama2.c, Lightning or TransformerLens), or a LoRA adapter");
    options->add_option(
        "-o,--output", values.output,
        "OUT.json; the tensors go beside it (default: the model's name, in the current folder)");
    options->add_flag("--list", arguments->lists,
                      "List the models of the cache with their sizes and how long measuring them takes");
    options->add_option("--revision", arguments->request.revision,
                        "A branch, tag or commit of a cached model");
    options->add_option("--topk", values.topk, "Directions per head")->default_val(8);
    options
        ->add_option("--other-heads", values.otherHeads,
                     "Cosines with other heads to sample for each pair of layers; 0: none")
        ->default_val(8);
    options
        ->add_option("--directions", arguments->directions,
                     "q: right singular vectors of W_K^T W_Q (query side), k: left (key side), sym: "
                     "eigenvectors of its "
                     "symmetric part")
        ->check(CLI::IsMember({"q", "k", "sym"}))
        ->capture_default_str();
    options->add_option("--layers", arguments->request.layers, "Only these, e.g. 0-11,20")->type_name("LIST");
    options->add_option("--heads", arguments->request.heads, "Only these query heads")->type_name("LIST");
    options->add_flag("--fold-norms", values.foldNorms,
                      "Multiply the gains of the input norm, and of query and key norms, into W_Q and W_K");
    options->add_option("--tensors", arguments->tensors, "Format of the tensor file")
        ->check(CLI::IsMember({"pt", "safetensors"}))
        ->capture_default_str();
    options->add_flag("--resume", values.resume, "Resume a stopped run");
    options->add_option("--q-pattern", values.queryPattern,
                        "Tensor with W_Q, {layer} for the number, for other layouts");
    options->add_option("--k-pattern", values.keyPattern,
                        "Tensor with W_K; the same name: a tensor with both, packed as --packing says");
    options->add_option("--packing", arguments->packing, "How a tensor holds both W_Q and W_K")
        ->check(CLI::IsMember({"rows", "columns", "per-head", "grouped", "blocks"}));
    options->add_option("--tower", values.config.tower,
                        "Which of several stacks: text, vision, audio, encoder, decoder, or as config.json "
                        "names them");
    options
        ->add_option("--config", arguments->request.config,
                     "A value that is missing or wrong in config.json, or a file to read instead of it; may "
                     "be repeated")
        ->type_name("KEY=VALUE|FILE")
        ->allow_extra_args(false);
    options->add_option("--base", values.base, "The base model of an adapter, if not the one it names");
    options->add_option("--weights", values.weights, "Which file of the folder to read, or an index");
    options->add_option("--name", values.name, "The model's name in the artifact");
    const CLI::Option* threads =
        options
            ->add_option(
                "--threads", values.threads,
                "Threads; under mpirun or srun, threads of each rank (by default the machine's cores "
                "divided by its ranks)")
            ->check(CLI::Range(1, 1024))
            ->default_val(defaultThreadCount());
    return {options, [arguments, threads] {
                arguments->threadsAreGiven = threads->count() > 0;
                return runMeasure(*arguments);
            }};
}

} // namespace sextant::app
