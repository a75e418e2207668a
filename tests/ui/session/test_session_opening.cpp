// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/session/desk.h"
#include "tests/ui/support/strict_test.h"

#include <algorithm>
#include <cmath>

namespace sextant::session {

class TestSessionOpening : public StrictTest {
    Q_OBJECT
private slots:
    void openingShowsWhatIsKnownAsSoonAsItIs() {
        Desk desk;
        desk.world.hold("a.json-eigdirs");
        desk.session->open("a.json");
        QVERIFY(desk.waitUntil([&] { return !desk.views.empty(); }));
        QVERIFY(!hasSpectrum(*desk.views.back()));
        QVERIFY(!desk.session->artifact()->tensorError);
        QCOMPARE(desk.views.back()->find({QuantityId::OperatorCosine})->series.value.back(), 1.0);

        desk.world.letGo("a.json-eigdirs");
        QVERIFY(desk.waitUntil([&] { return desk.isOpen("a.json"); }));
        QVERIFY(hasSpectrum(*desk.views.back()));
        QVERIFY(!desk.views.back()->hasAngles());

        desk.world.engine().handOutRow(kLayers - 1);
        deliverAll();
        QVERIFY(desk.views.back()->hasAngles());
        QCOMPARE(desk.views.back()->find({QuantityId::MeanPrincipalCosine})->series.value.front(), 0.5);
        QCOMPARE(desk.anchors, std::vector<int>({kLayers - 1}));
        QVERIFY(desk.errors.empty());
    }

    void signsDoNotWaitForChanceLevelsThatAreSampled() {
        Desk desk;
        QVERIFY(desk.open());
        const auto first = std::find_if(desk.views.begin(), desk.views.end(), [](const auto& view) {
            return view->find({quantities::QuantityId::SpectralCosine}) != nullptr;
        });
        QVERIFY(first != desk.views.end());
        QVERIFY(std::isnan((*first)->tables->chance.spectralCosine));
        QVERIFY(std::isfinite(desk.views.back()->tables->chance.spectralCosine));
    }

    void anAnchorCanBeAskedFor_data() {
        QTest::addColumn<int>("asked");
        QTest::addColumn<int>("expected");
        QTest::newRow("first") << 0 << 0;
        QTest::newRow("middle") << 3 << 3;
        QTest::newRow("-1 is the last") << -1 << kLayers - 1;
    }
    void anAnchorCanBeAskedFor() {
        QFETCH(int, asked);
        QFETCH(int, expected);
        Desk desk;
        desk.session->open("a.json", {}, asked);
        QVERIFY(desk.waitUntil([&] { return desk.isOpen("a.json"); }));
        QCOMPARE(desk.shownAnchor(), expected);
        QCOMPARE(desk.world.engine().requested, std::vector<int>({expected}));
        QVERIFY(desk.errors.empty());
    }

    void anAnchorOutOfRangeIsToldAndTheLastIsTaken() {
        Desk desk;
        desk.session->open("a.json", {}, kLayers);
        QVERIFY(desk.waitUntil([&] { return desk.isOpen("a.json"); }));
        QCOMPARE(desk.shownAnchor(), kLayers - 1);
        QCOMPARE(desk.errors.size(), std::size_t(1));
        QVERIFY(desk.errors.front().code == ErrorCode::Usage);
    }

    void theEngineOfAnEarlierArtifactIsNotListenedTo() {
        Desk desk([](FakeWorld& world) { world.addArtifact("b.json", 3, 1); });
        QVERIFY(desk.openWithAngles());
        const auto first = desk.world.engines.front();
        first->handOutRow(1); // still on its way when the other artifact comes
        QVERIFY(desk.open("b.json"));
        QVERIFY(first->cancelled);
        first->handOutRow(2);
        first->handOutTable();
        first->tellProgress(false, 0, 1);
        deliverAll();
        QCOMPARE(desk.session->view()->shape().layers, 3);
        QVERIFY(!desk.session->view()->hasAngles());
        desk.world.engine().handOutRow(2);
        deliverAll();
        QVERIFY(desk.session->view()->hasAngles());
    }

    void aLaterOpenReplacesAnEarlierOneThatIsStillBeingRead() {
        Desk desk([](FakeWorld& world) { world.addArtifact("b.json", 3, 1); });
        desk.world.hold("a.json");
        desk.session->open("a.json");
        QVERIFY(desk.open("b.json"));
        desk.world.letGo("a.json");
        QTest::qWait(20);
        QVERIFY(desk.isOpen("b.json"));
        for (const auto& view : desk.views) {
            QCOMPARE(view->shape().layers, 3);
        }
        QVERIFY(desk.errors.empty());
    }

    void aFailingOpenKeepsTheOldArtifact() {
        Desk desk;
        QVERIFY(desk.openWithAngles());
        const auto view = desk.session->view();
        desk.session->open("none.json");
        QVERIFY(desk.waitUntil([&] { return !desk.errors.empty(); }));
        QVERIFY(desk.errors.front().code == ErrorCode::NotFound);
        QCOMPARE(desk.errors.front().file.string(), std::string("none.json"));
        QVERIFY(desk.session->view() == view);
        QVERIFY(desk.activities.back().what.isEmpty());
        desk.session->apply(workspace::ShowAnchor{LayerIndex{2}});
        desk.world.engine().handOutRow(2);
        deliverAll();
        QCOMPARE(desk.shownAnchor(), 2);
    }

    void aFailingOpenLetsAnUnfinishedOneFinish() {
        Desk desk;
        desk.world.hold("a.json-eigdirs");
        desk.session->open("a.json");
        QVERIFY(desk.waitUntil([&] { return !desk.views.empty(); }));
        desk.session->open("none.json");
        QVERIFY(desk.waitUntil([&] { return !desk.errors.empty(); }));
        desk.world.letGo("a.json-eigdirs");
        QVERIFY(desk.waitUntil([&] { return desk.isOpen("a.json"); }));
        QVERIFY(desk.session->artifact()->tensors != nullptr);
    }

    void aReloadThatFailsIsNotTriedForEver() {
        Desk desk;
        desk.world.hold("a.json-eigdirs");
        desk.session->open("a.json");
        QVERIFY(desk.waitUntil([&] { return !desk.views.empty(); }));
        desk.world.remove("a.json");
        desk.session->reload();
        QVERIFY(desk.waitUntil([&] { return !desk.errors.empty(); }));
        QTest::qWait(100);
        QCOMPARE(desk.errors.size(), std::size_t(1));
        QVERIFY(desk.session->artifact()->tensorError.has_value());
        QVERIFY(desk.activities.back().what.isEmpty());
        desk.world.letGo("a.json-eigdirs");
    }

    void aMissingTensorFileCanBeLocated() {
        Desk desk([](FakeWorld& world) {
            world.addArtifact("a.json", kLayers, kHeads, false);
            world.addTensors("elsewhere.pt");
        });
        QVERIFY(desk.open());
        desk.session->apply(workspace::ShowAnchor{LayerIndex{1}});

        desk.session->locateTensors("wrong.pt");
        QVERIFY(desk.waitUntil([&] { return !desk.errors.empty(); }));
        QVERIFY(desk.session->artifact()->tensorError.has_value());

        desk.session->locateTensors("elsewhere.pt");
        QVERIFY(desk.waitUntil([&] { return desk.session->artifact()->tensors != nullptr; }));
        QCOMPARE(desk.shownAnchor(), 1);
        QVERIFY(hasSpectrum(*desk.session->view()));
        QVERIFY(desk.session->canGoBack());

        // A reload keeps to the file that was named.
        desk.session->reload();
        QVERIFY(desk.waitUntil([&] { return desk.world.engines.size() == 2; }));
        QVERIFY(desk.session->artifact()->tensors->path == "elsewhere.pt");
    }

    void aReloadKeepsAnchorHeadAndWhatIsShownUntilAllOfItIsThere() {
        Desk desk;
        QVERIFY(desk.openWithAngles());
        desk.session->apply(workspace::ShowAnchor{LayerIndex{2}});
        desk.session->apply(workspace::ShowHead{HeadIndex{1}});
        desk.world.engine().handOutRow(2);
        QVERIFY(
            desk.waitUntil([&] { return desk.shownAnchor() == 2 && !desk.session->view()->headsAwaited; }));
        const auto views = desk.views.size();

        desk.session->reload();
        QVERIFY(desk.waitUntil([&] { return desk.world.engines.size() == 2; }));
        deliverAll();
        QCOMPARE(desk.views.size(), views);
        desk.world.engine().handOutRow(2);
        deliverAll();
        QVERIFY(desk.views.size() > views);
        QVERIFY(std::all_of(desk.views.begin() + static_cast<std::ptrdiff_t>(views), desk.views.end(),
                            [](const auto& view) { return view->hasAngles(); }));
        QCOMPARE(desk.shownAnchor(), 2);
        QCOMPARE(desk.session->view()->head->value, 1);
        QVERIFY(desk.session->view()->tables != desk.views.front()->tables);
    }

    void aReloadOfAnArtifactThatShrankStaysInRange() {
        Desk desk;
        desk.session->open("a.json", {}, 4);
        QVERIFY(desk.waitUntil([&] { return desk.isOpen("a.json"); }));
        desk.session->apply(workspace::ShowHead{HeadIndex{1}});
        desk.session->apply(workspace::ShowAnchor{LayerIndex{3}});
        desk.world.addArtifact("a.json", 2, 1);
        desk.session->reload();
        QVERIFY(desk.waitUntil([&] { return desk.session->artifact()->shape().layers == 2; }));
        QCOMPARE(desk.session->anchor().value, 1);
        QVERIFY(!desk.session->head());
        QVERIFY(!desk.session->canGoBack());
        desk.session->goForward();
        desk.session->goBack();
        QCOMPARE(desk.session->anchor().value, 1);
    }

    void headsAreComparedInTheBackgroundForEveryAnchor() {
        Desk desk;
        QVERIFY(desk.openWithAngles());
        QVERIFY(!desk.session->view()->headsAwaited);
        const auto kind = [&] {
            return desk.session->view()->find({quantities::QuantityId::SpectralCosine})->reference.kind;
        };
        QCOMPARE(kind(), ReferenceKind::OtherHeads);
        desk.world.engine().handOutTable();
        desk.session->apply(workspace::ShowAnchor{LayerIndex{1}});
        QVERIFY(
            desk.waitUntil([&] { return desk.shownAnchor() == 1 && !desk.session->view()->headsAwaited; }));
        QCOMPARE(kind(), ReferenceKind::OtherHeads);
        desk.session->apply(workspace::CompareWith{ReferenceKind::Isotropic});
        QCOMPARE(kind(), ReferenceKind::Isotropic);
    }

    void aReloadThatFailsKeepsEverything() {
        Desk desk;
        QVERIFY(desk.openWithAngles());
        const auto view = desk.session->view();
        desk.world.remove("a.json");
        desk.session->reload();
        QVERIFY(desk.waitUntil([&] { return !desk.errors.empty(); }));
        QVERIFY(desk.session->view() == view);
    }

    void aReloadBeforeAFirstArtifactTriesAgain() {
        Desk desk;
        desk.session->reload();
        desk.session->open("late.json");
        QVERIFY(desk.waitUntil([&] { return !desk.errors.empty(); }));
        desk.world.addArtifact("late.json", 2, 1);
        desk.session->reload();
        QVERIFY(desk.waitUntil([&] { return desk.isOpen("late.json"); }));
    }

    void theLastLayerStaysTheLastInTheNextArtifact() {
        Desk desk([](FakeWorld& world) {
            world.addArtifact("b.json", 12, kHeads);
            world.addArtifact("c.json", 3, 1);
        });
        QVERIFY(desk.open("a.json"));
        QVERIFY(desk.open("b.json"));
        QCOMPARE(desk.session->anchor().value, 11);
        desk.session->apply(workspace::ShowAnchor{LayerIndex{4}});
        desk.session->apply(workspace::ShowHead{HeadIndex{1}});
        QVERIFY(desk.open("a.json"));
        QCOMPARE(desk.session->anchor().value, 4);
        QCOMPARE(desk.session->head()->value, 1);
        QVERIFY(desk.open("c.json"));
        QCOMPARE(desk.session->anchor().value, 2);
        QVERIFY(!desk.session->head());
    }

    void cancellingTheTensorFileLeavesTheRestUsable() {
        Desk desk;
        desk.world.hold("a.json-eigdirs");
        desk.session->open("a.json");
        QVERIFY(desk.waitUntil([&] { return !desk.views.empty(); }));
        desk.session->cancel();
        QVERIFY(desk.waitUntil([&] { return desk.session->artifact()->tensorError.has_value(); }));
        QVERIFY(desk.session->artifact()->tensorError->code == ErrorCode::Cancelled);
        QVERIFY(desk.errors.empty());
        desk.world.letGo("a.json-eigdirs");
        desk.session->reload();
        QVERIFY(desk.waitUntil([&] { return desk.session->artifact()->tensors != nullptr; }));
    }

    void cancellingAReloadKeepsEverything() {
        Desk desk;
        QVERIFY(desk.openWithAngles());
        const auto view = desk.session->view();
        desk.world.hold("a.json-eigdirs");
        desk.session->reload();
        QVERIFY(desk.waitUntil([&] { return desk.activities.back().what.contains("eigdirs"); }));
        desk.session->cancel();
        QTest::qWait(20);
        QVERIFY(desk.session->view() == view);
        QVERIFY(desk.session->artifact()->tensors != nullptr);
        QVERIFY(desk.activities.back().what.isEmpty());
    }

    void oneLayerAndOneHeadAreEnough() {
        Desk desk([](FakeWorld& world) { world.addArtifact("one.json", 1, 1); });
        QVERIFY(desk.open("one.json"));
        QCOMPARE(desk.shownAnchor(), 0);
        desk.world.engine().handOutTable();
        deliverAll();
        QVERIFY(desk.session->view()->hasAngles());
    }
};

} // namespace sextant::session

QTEST_GUILESS_MAIN(sextant::session::TestSessionOpening)
#include "test_session_opening.moc"
