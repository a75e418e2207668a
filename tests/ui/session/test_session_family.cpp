// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/session/desk.h"
#include "tests/ui/support/strict_test.h"

#include <atomic>
#include <stdexcept>
#include <thread>

namespace sextant::session {

/// What the layers share, as a session computes it.
class TestSessionFamily : public StrictTest {
    Q_OBJECT

    struct Counted {
        std::atomic<int> families = 0;
        std::atomic<int> suggestions = 0;
    };

    static void count(BackgroundServices& services, Counted& counted) {
        const BackgroundServices core = BackgroundServices::ofCore(ThreadBudget(1));
        services.computeFamily = [&counted, core](const auto& tables, const auto& stop) {
            ++counted.families;
            return core.computeFamily(tables, stop);
        };
        services.suggestAnchor = [&counted, core](const auto& tables, const auto& anchors, HeadSelection head,
                                                  const auto& stop) {
            ++counted.suggestions;
            return core.suggestAnchor(tables, anchors, head, stop);
        };
    }

private slots:
    void isComputedOnceSomethingShowsIt() {
        Counted counted;
        Desk desk;
        desk.useServices([&](BackgroundServices& services) { count(services, counted); });
        QVERIFY(desk.openWithAngles());
        QVERIFY(!desk.session->view()->family);
        QCOMPARE(counted.families.load(), 0);
        desk.session->apply(workspace::ShowDepthBlocks{true});
        QVERIFY(desk.waitUntil([&] { return desk.session->view()->family != nullptr; }));
        QVERIFY(desk.session->isViewCurrent() && desk.session->view()->hasAngles());
        desk.session->apply(workspace::ShowMap{workspace::Map::Family});
        desk.session->apply(workspace::ShowHead{HeadIndex{1}});
        QVERIFY(
            desk.waitUntil([&] { return counted.suggestions >= 1; })); // the newest replaces one that waits
        QCOMPARE(counted.families.load(), 1);
    }

    void staysWhenTheTensorsComeAndGoesWithTheArtifact() {
        Counted counted;
        Desk desk([](FakeWorld& world) { world.addArtifact("b.json", 4, 1); });
        desk.useServices([&](BackgroundServices& services) { count(services, counted); });
        desk.session->apply(workspace::ShowMap{workspace::Map::Family});
        QVERIFY(desk.open());
        QVERIFY(desk.waitUntil([&] { return desk.session->view()->family != nullptr; }));
        QCOMPARE(counted.families.load(), 1);
        QVERIFY(desk.open("b.json"));
        QVERIFY(desk.waitUntil([&] {
            const auto family = desk.session->view()->family;
            return family && family->shape.layers == 4;
        }));
        QCOMPARE(counted.families.load(), 2);
    }

    void suggestsAnAnchorForTheNewestStateOnly() {
        Counted counted;
        Desk desk;
        desk.useServices([&](BackgroundServices& services) { count(services, counted); });
        std::vector<SuggestedAnchor> found;
        QObject::connect(desk.session.get(), &Session::anchorSuggested,
                         [&](const SuggestedAnchor& one) { found.push_back(one); });
        desk.session->suggestAnchor(); // of nothing: nothing comes
        QVERIFY(desk.openWithAngles());
        desk.session->suggestAnchor();
        desk.session->apply(workspace::ToggleAnchor{LayerIndex{0}});
        desk.session->suggestAnchor();
        QVERIFY(desk.waitUntil([&] { return !found.empty(); }));
        deliverAll();
        QCOMPARE(found.size(), std::size_t{1});
        QCOMPARE(found.front().anchors.size(), std::size_t{2});
        QVERIFY(found.front().suggestion);
    }

    void aFailureIsToldAndNotRepeatedByEveryClick() {
        Desk desk;
        std::atomic<int> tried = 0;
        desk.useServices([&](BackgroundServices& services) {
            services.computeFamily = [&](const auto&, const auto&) -> std::shared_ptr<const family::Family> {
                ++tried;
                throw std::runtime_error("no luck");
            };
            services.suggestAnchor = [](const auto&, const auto&, HeadSelection, const auto&) {
                return std::nullopt;
            };
        });
        QVERIFY(desk.openWithAngles());
        desk.session->apply(workspace::ShowMap{workspace::Map::Family});
        QVERIFY(desk.waitUntil([&] { return !desk.errors.empty(); }));
        QVERIFY(desk.errors.front().sentence.find("what the layers share") != std::string::npos);
        desk.session->apply(workspace::ShowHead{HeadIndex{1}});
        deliverAll();
        QCOMPARE(tried.load(), 1);
        QCOMPARE(desk.errors.size(), std::size_t{1});
    }

    void nothingComesAfterTheSessionIsGone() {
        Desk desk;
        desk.useServices([&](BackgroundServices& services) {
            services.computeFamily = [](const auto&, const std::stop_token& stop) {
                while (!stop.stop_requested()) {
                    std::this_thread::yield();
                }
                return std::shared_ptr<const family::Family>();
            };
        });
        QVERIFY(desk.openWithAngles());
        desk.session->apply(workspace::ShowDepthBlocks{true});
        desk.session->cancel();
        desk.session.reset();
        deliverAll();
    }
};

} // namespace sextant::session

QTEST_GUILESS_MAIN(sextant::session::TestSessionFamily)
#include "test_session_family.moc"
