// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/session/desk.h"
#include "tests/ui/support/strict_test.h"

namespace sextant::session {

class TestSessionAnchor : public StrictTest {
    Q_OBJECT
private slots:
    void aReAnchorMovesTheMarkerAtOnceAndKeepsTheOldCurvesUntilAllAreThere() {
        Desk desk;
        QVERIFY(desk.openWithAngles());
        const auto before = desk.session->view();
        desk.session->apply(workspace::ShowAnchor{LayerIndex{2}});
        QCOMPARE(desk.anchors.back(), 2);
        QVERIFY(desk.session->view() == before);
        QVERIFY(!desk.session->isViewCurrent());
        QCOMPARE(desk.world.engine().requested.back(), 2);

        desk.world.engine().handOutRow(2);
        deliverAll();
        QCOMPARE(desk.shownAnchor(), 2);
        QVERIFY(desk.session->view()->hasAngles());
        QVERIFY(desk.session->isViewCurrent());
    }

    void aFurtherAnchorIsShownAtOnceAndOpensNoHistory() {
        Desk desk;
        QVERIFY(desk.openWithAngles());
        desk.session->apply(workspace::ToggleAnchor{LayerIndex{2}});
        QCOMPARE(desk.anchors.back(), kLayers - 1);
        const auto view = desk.session->view();
        QVERIFY(view->span && view->hasAngles());
        QCOMPARE(view->anchors.size(), std::size_t{2});
        QVERIFY(desk.session->isViewCurrent());
        QVERIFY(!desk.session->canGoBack());
    }

    void withoutTheFirstAnchorTheNextOneIsTheFirst() {
        Desk desk;
        QVERIFY(desk.openWithAngles());
        desk.session->apply(workspace::ToggleAnchor{LayerIndex{2}});
        desk.session->apply(workspace::ToggleAnchor{LayerIndex{kLayers - 1}});
        QCOMPARE(desk.session->anchor().value, 2);
        QCOMPARE(desk.world.engine().requested.back(), 2);
        desk.world.engine().handOutRow(2);
        deliverAll();
        QCOMPARE(desk.shownAnchor(), 2);
        QVERIFY(!desk.session->view()->span);
        QVERIFY(desk.session->canGoBack());
    }

    void cancellingGivesBackAllTheAnchorsOnShow() {
        Desk desk;
        QVERIFY(desk.openWithAngles());
        desk.session->apply(workspace::ToggleAnchor{LayerIndex{2}});
        desk.session->apply(workspace::ShowAnchor{LayerIndex{1}});
        desk.session->cancel();
        QCOMPARE(desk.session->state().anchors, (std::vector{LayerIndex{kLayers - 1}, LayerIndex{2}}));
        QVERIFY(desk.session->isViewCurrent());
    }

    void withTheTableThereAReAnchorSwapsInTheSameEvent() {
        Desk desk;
        QVERIFY(desk.openWithAngles());
        desk.world.engine().handOutTable();
        deliverAll();
        const auto views = desk.views.size();
        desk.session->apply(workspace::ShowAnchor{LayerIndex{1}});
        QCOMPARE(desk.views.size(), views + 1);
        QCOMPARE(desk.shownAnchor(), 1);
        QVERIFY(desk.session->view()->hasAngles());
    }

    void anAnchorSeenBeforeIsShownAtOnce() {
        Desk desk;
        QVERIFY(desk.openWithAngles());
        desk.session->apply(workspace::ShowAnchor{LayerIndex{2}});
        desk.world.engine().handOutRow(2);
        deliverAll();
        desk.session->apply(workspace::ShowAnchor{LayerIndex{kLayers - 1}});
        QCOMPARE(desk.shownAnchor(), kLayers - 1);
        QVERIFY(desk.session->view()->hasAngles());
    }

    void clickingFastThroughAllLayersLeavesTheLastOneShown() {
        Desk desk;
        QVERIFY(desk.openWithAngles());
        const auto views = desk.views.size();
        for (int layer = 0; layer < kLayers - 1; ++layer) {
            desk.session->apply(workspace::ShowAnchor{LayerIndex{layer}});
            // Each row comes too late for its own click.
            if (layer > 0) {
                desk.world.engine().handOutRow(layer - 1);
                deliverAll();
            }
        }
        QCOMPARE(desk.views.size(), views);
        desk.world.engine().handOutRow(kLayers - 2);
        deliverAll();
        QCOMPARE(desk.views.size(), views + 1);
        QCOMPARE(desk.shownAnchor(), kLayers - 2);
    }

    void anAnchorOutsideTheArtifactIsIgnored() {
        Desk desk;
        desk.session->apply(workspace::ShowAnchor{LayerIndex{0}});
        QVERIFY(desk.openWithAngles());
        desk.session->apply(workspace::ShowAnchor{LayerIndex{kLayers}});
        desk.session->apply(workspace::ShowAnchor{LayerIndex{-1}});
        QCOMPARE(desk.session->anchor().value, kLayers - 1);
    }

    void aHeadCanBeChosenAtAnyTime() {
        Desk desk;
        QVERIFY(desk.openWithAngles());
        desk.session->apply(workspace::ShowHead{HeadIndex{1}});
        QCOMPARE(desk.session->view()->head->value, 1);
        QVERIFY(desk.session->view()->hasAngles());

        // While another anchor's curves are on their way, the head of those shown changes.
        desk.session->apply(workspace::ShowAnchor{LayerIndex{0}});
        desk.session->apply(workspace::ShowHead{HeadIndex{0}});
        QCOMPARE(desk.session->view()->head->value, 0);
        QCOMPARE(desk.shownAnchor(), kLayers - 1);
        desk.session->apply(workspace::ShowHead{HeadIndex{kHeads}});
        QCOMPARE(desk.session->head()->value, 0);
    }

    void aCellOfTheMapOfHeadsMakesOneViewHoweverLateItsAngles() {
        Desk desk;
        QVERIFY(desk.openWithAngles());
        const auto views = desk.views.size();
        desk.session->apply(workspace::ShowCell{LayerIndex{0}, HeadIndex{1}});
        QCOMPARE(desk.views.size(), views);
        desk.world.engine().handOutRow(0);
        deliverAll();
        QCOMPARE(desk.views.size(), views + 1);
        QCOMPARE(desk.shownAnchor(), 0);
        QCOMPARE(desk.session->view()->head->value, 1);
    }

    void withoutTensorsEveryViewIsImmediate() {
        Desk desk([](FakeWorld& world) { world.addArtifact("a.json", kLayers, kHeads, false); });
        QVERIFY(desk.open());
        QVERIFY(desk.session->artifact()->tensorError.has_value());
        QVERIFY(desk.world.engines.empty());
        desk.session->apply(workspace::ShowAnchor{LayerIndex{1}});
        QCOMPARE(desk.shownAnchor(), 1);
        QVERIFY(!desk.session->view()->hasAngles());
        QVERIFY(desk.errors.empty());
    }

    void anchorsVisitedCanBeWalked() {
        Desk desk([](FakeWorld& world) { world.addArtifact("a.json", kLayers, kHeads, false); });
        QVERIFY(desk.open());
        QVERIFY(!desk.session->canGoBack());
        desk.session->goBack();
        desk.session->apply(workspace::ShowAnchor{LayerIndex{1}});
        desk.session->apply(workspace::ShowAnchor{LayerIndex{3}});
        desk.session->goBack();
        QCOMPARE(desk.shownAnchor(), 1);
        desk.session->goBack();
        QCOMPARE(desk.shownAnchor(), kLayers - 1);
        QVERIFY(!desk.session->canGoBack());
        desk.session->goForward();
        QCOMPARE(desk.shownAnchor(), 1);
        QVERIFY(desk.session->canGoForward());
    }

    void cancelGivesUpTheAnchorWhoseCurvesHaveNotCome() {
        Desk desk;
        QVERIFY(desk.openWithAngles());
        desk.session->apply(workspace::ShowAnchor{LayerIndex{2}});
        desk.world.engine().tellProgress(true, 2, 1);
        deliverAll();
        QVERIFY(!desk.activities.back().what.isEmpty());
        QCOMPARE(desk.activities.back().done, 1);
        QCOMPARE(desk.activities.back().total, kHeads);

        desk.session->cancel();
        QVERIFY(desk.world.engine().cancelled);
        QVERIFY(desk.activities.back().what.isEmpty());
        QCOMPARE(desk.session->anchor().value, kLayers - 1);
        QCOMPARE(desk.anchors.back(), kLayers - 1);
        QVERIFY(desk.session->isViewCurrent());

        desk.world.engine().tellProgress(false, 2, 1);
        deliverAll();
        QVERIFY(desk.activities.back().what.isEmpty());

        // A later click is still answered.
        desk.session->apply(workspace::ShowAnchor{LayerIndex{1}});
        QCOMPARE(desk.world.engine().requested.back(), 1);
        QVERIFY(!desk.session->isViewCurrent());
        desk.world.engine().handOutRow(1);
        deliverAll();
        QCOMPARE(desk.shownAnchor(), 1);
        QVERIFY(desk.session->view()->hasAngles());
    }

    void nothingIsDeliveredAfterTheSession() {
        Desk desk;
        QVERIFY(desk.openWithAngles());
        const auto engine = desk.world.engines.front();
        const auto views = desk.views.size();
        desk.world.hold("a.json");
        desk.session->reload();
        desk.session->apply(workspace::ShowAnchor{LayerIndex{0}});
        engine->handOutRow(0);
        desk.session.reset();
        engine->handOutRow(1);
        desk.world.letGo("a.json");
        QTest::qWait(20);
        QCOMPARE(desk.views.size(), views);
    }
};

} // namespace sextant::session

QTEST_GUILESS_MAIN(sextant::session::TestSessionAnchor)
#include "test_session_anchor.moc"
