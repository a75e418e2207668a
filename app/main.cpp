// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exit_status.h"
#include "app/export_command.h"
#include "app/measure_command.h"
#include "app/model_argument.h"
#include "app/output.h"
#include "app/report_command.h"
#include "app/run_explorer.h"
#include "core/base/exception_guard.h"
#include "core/base/parallel.h"
#include "core/base/thread_budget.h"
#include "core/blas/kernels.h"
#include "core/ranks/launch.h"
#include "core/tensor/mapping_guard.h"

#include <array>
#include <cstdlib>
#include <exception>
#include <sstream>

#include <unistd.h>

namespace sextant::app {
namespace {

constexpr const char* kDescription =
    "Sextant: are the attention operators of different layers one operator, rescaled?\n"
    "Without a subcommand it opens a window for every FILE, or for the demo. A model's folder, or the name\n"
    "of a model in the Hugging Face cache, is measured first.";

/// Prints the help or the version that was asked for, or what is wrong with the arguments.
int tellParseEnd(const CLI::App& program, const CLI::ParseError& end) {
    std::ostringstream wanted;
    std::ostringstream wrong;
    const bool isWrong = program.exit(end, wanted, wrong) != 0;
    // Rank 0 tells it and fails. Another that failed first would make the launcher end rank 0 unheard.
    if (ranks::launchOf(environmentVariable).rank > 0) {
        return kExitSuccess;
    }
    printError(wrong.str());
    StandardOutput out;
    out.print(wanted.str());
    if (const Result<void> printed = out.result(); !printed) {
        return reportFailure(printed.error());
    }
    return isWrong ? kExitUsage : kExitSuccess;
}

int run(int argc, char** argv) {
    blas::chooseBlasKernels(); // through the environment, which must not change once there are threads
    const ThreadBudget budget(defaultThreadCount());
    CLI::App program(kDescription, "sextant");
    program.set_version_flag("--version", "Sextant " SEXTANT_VERSION);
    program.require_subcommand(0, 1);
    ExplorerArguments explorer;
    program.add_option("FILE", explorer.files, "Artifacts to open, X.json, or models");
    program.add_option("--eigdirs", explorer.eigdirs, "Tensor file, instead of the one the artifact names");
    program.add_option("--anchor", explorer.anchor,
                       "Anchor layer, by the number that is shown; -1 is the last");
    program.add_flag("--until-first-paint", explorer.untilFirstPaint)->group(""); // for the benchmark
    const std::array commands{addReportCommand(program, budget), addExportCommand(program, budget),
                              addMeasureCommand(program)};
    try {
        program.parse(argc, argv);
    } catch (const CLI::ParseError& end) {
        return tellParseEnd(program, end);
    }
    for (const Command& command : commands) {
        if (command.options->parsed()) {
            return command.run();
        }
    }
    return runExplorer(explorer, budget, argc, argv);
}

/// Qt lets no exception through its event loop. Where memory ends on the window's own thread, a sentence is
/// all that is left to give.
void onTerminate() {
    if (std::current_exception() != nullptr) {
        const Error error = errorOfCurrentException();
        if (error.code == ErrorCode::OutOfMemory) {
            ::_exit(reportFailure(error));
        }
    }
    std::abort();
}

} // namespace
} // namespace sextant::app

int main(int argc, char** argv) {
    std::set_terminate(sextant::app::onTerminate);
    sextant::app::reserveStandardStreams();
    sextant::tensor::guardMappings();
    const sextant::Result<int> status =
        sextant::withoutExceptions([&] { return sextant::app::run(argc, argv); });
    // Taking libtorch down would take longer than many a report.
    std::quick_exit(status ? *status : sextant::app::reportFailure(status.error()));
}
