// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/run_explorer.h"

#include "app/exit_status.h"
#include "app/first_paint.h"
#include "app/model_argument.h"
#include "app/start_qt.h"
#include "app/stop_on_signal.h"
#include "core/base/display_text.h"
#include "core/base/thread_budget.h"
#include "core/base/try.h"
#include "core/measure/artifact_paths.h"
#include "core/measure/measure.h"
#include "ui/opening/demo_artifact.h"
#include "ui/window/explorer.h"
#include "ui/window/main_window.h"

#include <QApplication>

#include <fmt/format.h>
#include <fontconfig/fontconfig.h>

#include <cstdint>
#include <memory>
#include <stop_token>
#include <thread>

namespace sextant::app {
namespace {

/// Address space, most of it stacks and heaps of threads that are reserved and never used. With less, an
/// allocation inside Qt may fail, which ends the program.
constexpr std::uint64_t kMemoryOfWindow = std::uint64_t{224} << 20;

/// Qt would abort, and advise to install it again.
bool isDisplayMissing() {
    return qEnvironmentVariableIsEmpty("DISPLAY") && qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY") &&
           qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM");
}

/// What one window is opened on.
struct Shown {
    std::filesystem::path artifact; ///< or where the artifact of `model` is written
    std::optional<std::filesystem::path> model;
};

Result<Shown> shownFor(const std::filesystem::path& argument) {
    if (!meansModel(argument)) {
        return Shown{argument, {}};
    }
    TRY_ASSIGN(const std::filesystem::path model, modelArgument(argument, {}));
    Result<std::filesystem::path> output = measure::defaultOutput(model, measure::TensorFormat::Torch);
    if (!output) {
        Error error = std::move(output).error();
        error.advice.reset();
        error.sentence += "; sextant measure writes the artifact where -o says";
        return tl::make_unexpected(std::move(error));
    }
    return Shown{*output, model};
}

void openWindow(window::Explorer& explorer, const Shown& shown,
                const std::optional<std::filesystem::path>& eigdirs, std::optional<int> anchor) {
    if (shown.model) {
        measure::MeasureOptions options;
        options.model = *shown.model;
        options.output = shown.artifact;
        explorer.openWindow({}).measureModel(options);
    } else {
        explorer.openWindow(opening::ArtifactFiles{shown.artifact, eigdirs}, anchor);
    }
}

} // namespace

int runExplorer(const ExplorerArguments& arguments, const ThreadBudget& budget, int& argc, char** argv) {
    std::vector<Shown> shown;
    for (const std::filesystem::path& argument : arguments.files) {
        Result<Shown> next = shownFor(argument);
        if (!next) {
            return reportFailure(next.error());
        }
        if (next->model && (arguments.anchor || arguments.eigdirs)) {
            return reportFailure({ErrorCode::Usage,
                                  {},
                                  arguments.anchor ? "--anchor" : "--eigdirs",
                                  "goes with an artifact, but " + displayText(argument.string(), 200) +
                                      " is a model, which is measured first"});
        }
        shown.push_back(*std::move(next));
    }
    if (isDisplayMissing()) {
        return reportFailure(
            {ErrorCode::NotFound,
             {},
             "DISPLAY",
             "there is no display to open a window on; report, export and measure need none"});
    }
    if (memoryWithinLimits() < kMemoryOfWindow) {
        return reportFailure({ErrorCode::OutOfMemory,
                              {},
                              {},
                              fmt::format("there is too little memory for a window, which reserves {} MiB",
                                          kMemoryOfWindow >> 20)});
    }
    // Qt asks for the fonts on its first text and waits for them; they can be read while it connects to the
    // screen.
    std::jthread fonts([] { FcInit(); });
    const std::unique_ptr<QApplication> application = startQt(argc, argv);
    QApplication::setApplicationName(QStringLiteral("sextant"));
    QApplication::setDesktopFileName(QStringLiteral("io.github.sextant_explorer.Sextant"));

    if (arguments.untilFirstPaint) {
        new FirstPaint(application.get());
    }
    // A signal closes the windows as their close buttons do, so that what they keep is kept.
    const StopOnSignal stopper("sextant: ended by a signal\n");
    const std::stop_callback closeWindows(stopper.token(), [&application] {
        QMetaObject::invokeMethod(
            application.get(), [] { QApplication::closeAllWindows(); }, Qt::QueuedConnection);
    });
    window::Explorer explorer(session::Settings::defaultFile(), budget, modelCache());
    if (arguments.files.empty()) {
        const auto demo = opening::demoArtifact();
        explorer.openWindow(demo ? std::optional(opening::ArtifactFiles{*demo, arguments.eigdirs})
                                 : std::nullopt,
                            arguments.anchor);
    }
    for (std::size_t i = 0; i < shown.size(); ++i) {
        openWindow(explorer, shown[i], i == 0 ? arguments.eigdirs : std::nullopt, arguments.anchor);
    }
    return QApplication::exec();
}

} // namespace sextant::app
