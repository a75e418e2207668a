// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exit_status.h"
#include "app/export_command.h"
#include "app/measure_command.h"
#include "app/report_command.h"
#include "app/run_explorer.h"
#include "core/blas/kernels.h"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <new>

#include <fmt/format.h>

namespace sextant::app {
namespace {

constexpr const char* kDescription =
    "Sextant: are the attention operators of different layers one operator, rescaled?\n"
    "Without a subcommand it opens a window for every FILE, or for the demo.";

int run(int argc, char** argv) {
    blas::chooseBlasKernels(); // through the environment, which must not change once there are threads
    CLI::App program(kDescription, "sextant");
    program.set_version_flag("--version", "Sextant " SEXTANT_VERSION);
    program.require_subcommand(0, 1);
    ExplorerArguments explorer;
    program.add_option("FILE", explorer.files, "Artifacts to open, X.json");
    program.add_option("--eigdirs", explorer.eigdirs, "Tensor file, instead of the one the artifact names");
    program.add_option("--anchor", explorer.anchor, "Anchor layer, counted from 0; -1 is the last");
    program.add_flag("--until-first-paint", explorer.untilFirstPaint)->group(""); // for the benchmark
    const std::array commands{addReportCommand(program), addExportCommand(program),
                              addMeasureCommand(program)};
    try {
        program.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return program.exit(error) == 0 ? kExitSuccess : kExitUsage;
    }
    for (const Command& command : commands) {
        if (command.options->parsed()) {
            return command.run();
        }
    }
    return runExplorer(explorer, argc, argv);
}

} // namespace
} // namespace sextant::app

int main(int argc, char** argv) {
    int status = sextant::app::kExitFailure;
    try {
        status = sextant::app::run(argc, argv);
    } catch (const std::bad_alloc&) {
        std::fputs("sextant: error: there is not enough memory\n", stderr);
    } catch (const std::exception& exception) { // whatever is expected comes back as a Result
        fmt::print(stderr, "sextant: error: {}\n", exception.what());
    }
    // What was printed may still wait in a buffer; help and version never hear of a full disk otherwise.
    if (std::fflush(stdout) != 0 && status == sextant::app::kExitSuccess) {
        fmt::print(stderr, "sextant: error: standard output: could not be written completely\n");
        status = sextant::app::kExitFailure;
    }
    std::fflush(nullptr);
    std::quick_exit(status); // taking libtorch down would take longer than many a report
}
