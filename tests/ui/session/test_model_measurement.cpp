// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/loading/loading.h"
#include "tests/core/measure/model_folder.h"
#include "tests/ui/support/strict_test.h"
#include "ui/session/model_measurement.h"
#include "ui/session/paths.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <semaphore>
#include <thread>
#include <vector>

namespace sextant::session {

namespace {

/// Long enough for a machine that is busy with other things.
using test::kPatience;

const char* const kModel = SEXTANT_TEST_DATA "/measure/stories260K";

/// A measurement, and what it said.
struct Watched {
    std::shared_ptr<BackgroundDisposal> disposal = std::make_shared<BackgroundDisposal>();
    ModelMeasurement measurement{BackgroundServices::ofCore(), disposal};
    std::vector<BackgroundActivity> activities;
    std::optional<measure::MeasuredArtifact> finished;
    std::optional<Error> failed;
    std::function<void(const BackgroundActivity&)> onActivity;

    Watched() {
        QObject::connect(&measurement, &ModelMeasurement::activityChanged, &measurement,
                         [this](const BackgroundActivity& activity) {
                             activities.push_back(activity);
                             if (onActivity) {
                                 onActivity(activity);
                             }
                         });
        QObject::connect(&measurement, &ModelMeasurement::finished, &measurement,
                         [this](const measure::MeasuredArtifact& artifact) { finished = artifact; });
        QObject::connect(&measurement, &ModelMeasurement::failed, &measurement,
                         [this](const Error& error) { failed = error; });
    }

    void begin(const QString& output, const QString& model = kModel) {
        measure::MeasureOptions options;
        options.model = toPath(model);
        options.output = toPath(output);
        measurement.begin(options);
    }

    /// Until it is over one way or another.
    bool wait() {
        return QTest::qWaitFor([this] { return !measurement.isRunning(); }, kPatience);
    }
};

} // namespace

class TestModelMeasurement : public StrictTest {
    Q_OBJECT
private slots:
    void initTestCase() {
        // Enough work to be stopped in its middle.
        measure::writeFolder(toPath(large()),
                             measure::inLayout(measure::randomModel(64, 32, 2, 24, 96), "llama"));
    }

    void aModelBecomesAnArtifactInTheBackground() {
        const QTemporaryDir folder;
        Watched watched;
        watched.begin(folder.filePath("small.json"));
        QVERIFY(watched.measurement.isRunning());
        QVERIFY(!watched.finished);
        QVERIFY(watched.wait());
        QVERIFY(watched.finished.has_value());
        QCOMPARE(watched.finished->json.string(), folder.filePath("small.json").toStdString());
        QCOMPARE(watched.finished->shape.layers, 5);
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files | QDir::Hidden),
                 QStringList({"small-eigdirs.pt", "small.json"}));
        const auto loaded = loading::load({.json = watched.finished->json});
        QVERIFY(loaded && loaded->artifact->tensors);
    }

    void progressArrivesAndEnds() {
        const QTemporaryDir folder;
        Watched watched;
        watched.begin(folder.filePath("small.json"));
        QVERIFY(watched.wait());
        QVERIFY(watched.activities.size() >= 3);
        QVERIFY(watched.activities.front().what.contains("stories260K"));
        int done = 0;
        for (std::size_t i = 1; i + 1 < watched.activities.size(); ++i) {
            QVERIFY(watched.activities[i].what.contains("stories260K"));
            QCOMPARE(watched.activities[i].total, 1000);
            QVERIFY(watched.activities[i].done >= done);
            done = watched.activities[i].done;
        }
        QVERIFY(done > 0 && done <= 1000);
        QVERIFY(watched.activities.back().what.isEmpty());
    }

    void aCancelledOneLeavesNoOutputSaysNothingAndGoesOnLater() {
        const QTemporaryDir folder;
        {
            Watched watched;
            watched.onActivity = [&](const BackgroundActivity& now) {
                if (now.done > 0) {
                    watched.measurement.cancel();
                }
            };
            watched.begin(folder.filePath("large.json"), large());
            QVERIFY(watched.wait());
            QVERIFY(watched.activities.back().what.isEmpty());
            watched.measurement.cancel(); // with nothing to cancel
            QVERIFY(!watched.finished && !watched.failed);
        } // the thread has ended
        QVERIFY(QDir(folder.path()).entryList(QDir::Files).isEmpty());

        Watched again;
        again.begin(folder.filePath("large.json"), large());
        QVERIFY(again.wait());
        QVERIFY(again.finished && again.finished->resumedFraction > 0.0);
    }

    void anErrorIsTold() {
        const QTemporaryDir folder;
        const QTemporaryDir empty;
        Watched watched;
        watched.begin(folder.filePath("small.json"), empty.path());
        QVERIFY(watched.wait());
        QVERIFY(!watched.finished);
        QVERIFY(watched.failed && describe(*watched.failed).find("config.json") != std::string::npos);
        QVERIFY(QDir(folder.path()).isEmpty());
    }

    void aNewOneReplacesTheOneThatRuns() {
        const QTemporaryDir folder;
        Watched watched;
        watched.begin(folder.filePath("first.json"));
        watched.begin(folder.filePath("second.json"), SEXTANT_TEST_DATA "/measure/slm4096");
        QVERIFY(watched.wait());
        QVERIFY(watched.finished.has_value());
        QCOMPARE(watched.finished->json.filename().string(), std::string("second.json"));
        QCOMPARE(watched.finished->shape.layers, 4);
    }

    void itsEndStopsTheWork() {
        const QTemporaryDir folder;
        {
            Watched watched;
            watched.begin(folder.filePath("large.json"), large());
            QTRY_VERIFY_WITH_TIMEOUT(watched.activities.size() > 1, kPatience);
        }
        QVERIFY(QDir(folder.path()).entryList(QDir::Files).isEmpty());
    }

    void itsEndDoesNotWaitForAStepThatCannotBeStopped() {
        std::binary_semaphore begun(0);
        std::binary_semaphore mayEnd(0);
        std::binary_semaphore gone(0);
        std::atomic<bool> stopped = false;
        std::atomic<bool> waitedForIt = false;
        BackgroundServices services = BackgroundServices::ofCore();
        services.measure = [&](const auto&, const auto&,
                               const std::stop_token& stop) -> Result<measure::MeasuredArtifact> {
            begun.release();
            mayEnd.acquire();
            stopped = stop.stop_requested();
            return failure(ErrorCode::Cancelled, {}, {}, "stopped");
        };
        const std::jthread rescue([&] { // or the test would hang where the destructor waits
            waitedForIt = !gone.try_acquire_for(std::chrono::seconds(20));
            mayEnd.release();
        });
        const auto disposal = std::make_shared<BackgroundDisposal>();
        {
            ModelMeasurement measurement(services, disposal);
            measure::MeasureOptions options;
            options.model = "model";
            options.output = "out.json";
            measurement.begin(options);
            begun.acquire();
        }
        gone.release();
        QTRY_VERIFY(stopped);
        QVERIFY(!waitedForIt);
    }

private:
    QString large() const { return models_.filePath("large"); }

    QTemporaryDir models_;
};

} // namespace sextant::session

QTEST_GUILESS_MAIN(sextant::session::TestModelMeasurement)
#include "test_model_measurement.moc"
