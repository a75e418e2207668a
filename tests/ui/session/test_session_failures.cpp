// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/session/desk.h"
#include "tests/ui/support/strict_test.h"

#include <new>

namespace sextant::session {

/// Exceptions on background threads: each becomes an error of the session, which continues.
class TestSessionFailures : public StrictTest {
    Q_OBJECT
private slots:
    void noMemoryForTheGramsIsAnErrorOfTheirFile() {
        Desk desk([](FakeWorld& world) {
            world.addArtifact("huge.json", kLayers, kHeads);
            world.exhaust("huge.json");
        });
        desk.session->open("huge.json");
        QVERIFY(desk.waitUntil([&] { return !desk.errors.empty(); }));
        QVERIFY(desk.errors.front().code == ErrorCode::OutOfMemory);
        QCOMPARE(desk.errors.front().file.string(), std::string("huge.json"));
        QVERIFY(desk.open());
    }

    void noMemoryForTheTensorsLeavesTheGrams() {
        Desk desk([](FakeWorld& world) { world.exhaust("a.json-eigdirs"); });
        QVERIFY(desk.open());
        const auto error = desk.session->artifact()->tensorError;
        QVERIFY(error && error->code == ErrorCode::OutOfMemory);
        QCOMPARE(error->file.string(), std::string("a.json-eigdirs"));
        QVERIFY(desk.session->view() != nullptr);
    }

    void noMemoryForTheTablesIsAnErrorOfTheArtifact() {
        Desk desk;
        desk.useServices([](BackgroundServices& services) {
            services.computeTables = [](const auto&,
                                        const auto&) -> decltype(services.computeTables(nullptr, {})) {
                throw std::bad_alloc();
            };
        });
        desk.session->open("a.json");
        QVERIFY(desk.waitUntil([&] { return !desk.errors.empty(); }));
        QVERIFY(desk.errors.front().code == ErrorCode::OutOfMemory);
        QCOMPARE(desk.errors.front().file.string(), std::string("a.json"));
    }

    void noMemoryToCompareHeadsLeavesTheNextWeakerReference() {
        Desk desk;
        desk.useServices([](BackgroundServices& services) {
            services.compareHeads = [](const auto&, LayerIndex, const auto&) -> evidence::CrossHeads {
                throw std::bad_alloc();
            };
        });
        QVERIFY(desk.open());
        QVERIFY(desk.waitUntil([&] { return !desk.errors.empty(); }));
        QVERIFY(desk.errors.front().code == ErrorCode::OutOfMemory);
        QCOMPARE(desk.errors.front().file.string(), std::string("a.json"));
        const quantities::ShownReference& shown =
            desk.session->view()->find({QuantityId::SpectralCosine})->reference;
        QVERIFY(shown.whyNot == evidence::WhyNot::BeingCompared);
        QVERIFY(shown.kind != ReferenceKind::OtherHeads);
    }

    void noMemoryForTheChanceLevelsLeavesEverythingElse() {
        Desk desk;
        desk.useServices([](BackgroundServices& services) {
            services.sampleChance = [](const auto&, const auto&) -> analysis::ChanceLevels {
                throw std::bad_alloc();
            };
        });
        QVERIFY(desk.open());
        QVERIFY(desk.waitUntil([&] { return !desk.errors.empty(); }));
        QVERIFY(desk.errors.front().code == ErrorCode::OutOfMemory);
        QVERIFY(desk.session->artifact()->tensors);
        QVERIFY(hasSpectrum(*desk.session->view()));
    }

    void anEngineThatCannotBeMadeIsAnError() {
        Desk desk;
        desk.useServices([](BackgroundServices& services) {
            services.startAngles = [](const auto&, const auto&, LayerIndex,
                                      const auto&) -> std::unique_ptr<AngleSource> {
                throw std::bad_alloc();
            };
        });
        QVERIFY(desk.open());
        QVERIFY(desk.waitUntil([&] { return !desk.errors.empty(); }));
        QVERIFY(desk.errors.front().code == ErrorCode::OutOfMemory);
    }

    void anEngineThatFailsIsToldAndTheAnchorIsShownWithoutAngles() {
        Desk desk;
        QVERIFY(desk.openWithAngles());
        desk.session->apply(workspace::ShowAnchor{LayerIndex{1}});
        QCOMPARE(desk.shownAnchor(), kLayers - 1); // waits for its angles
        desk.world.engine().fail(
            {ErrorCode::OutOfMemory, "a.json-eigdirs", {}, "there is not enough memory"});
        deliverAll();
        QCOMPARE(desk.errors.size(), std::size_t(1));
        QVERIFY(desk.errors.front().code == ErrorCode::OutOfMemory);
        QCOMPARE(desk.shownAnchor(), 1);
        QVERIFY(!desk.session->view()->hasAngles());
        QVERIFY(!desk.session->view()->anglesAwaited);
        QVERIFY(desk.activities.back().what.isEmpty());

        desk.session->apply(workspace::ShowAnchor{LayerIndex{2}}); // asks again
        desk.world.engine().handOutRow(2);
        deliverAll();
        QCOMPARE(desk.shownAnchor(), 2);
        QVERIFY(desk.session->view()->hasAngles());
    }
};

} // namespace sextant::session

QTEST_GUILESS_MAIN(sextant::session::TestSessionFailures)
#include "test_session_failures.moc"
