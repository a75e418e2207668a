// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/support/strict_test.h"
#include "tests/ui/window/opened_window.h"
#include "ui/plots/plot_canvas.h"

#include <QAbstractButton>
#include <QCheckBox>
#include <QClipboard>
#include <QFile>
#include <QLabel>
#include <QMenu>
#include <QMenuBar>
#include <QScreen>
#include <QSignalSpy>
#include <QTabBar>
#include <QTableView>

#include <set>

namespace sextant::window {

namespace {
const char* const kArtifact = "tinygpt_vehicle_8L4H.json"; // 8 layers, 4 heads
}

class TestWindow : public StrictTest {
    Q_OBJECT
private slots:
    void opensAtTheLastLayerWithModelAndFileInTheTitle() {
        OpenedWindow opened;
        QVERIFY(opened.open(artifactFile(kArtifact)));
        QCOMPARE(opened.shownAnchor(), 7);
        QVERIFY(opened.window->windowTitle().contains("tinygpt_vehicle_8L4H.json"));
        QVERIFY(opened.window->windowTitle().endsWith("Sextant"));
        QCOMPARE(opened.named<QSpinBox>("Anchor layer")->value(), 7);
        QVERIFY(opened.banner(notices::BannerTopic::Failure).isEmpty());
    }

    void keysMoveTheAnchorWhereverTheFocusIs_data() {
        QTest::addColumn<QString>("focus");
        QTest::newRow("a plot") << QString();
        QTest::newRow("the heads") << QStringLiteral("Heads");
        QTest::newRow("the leading eigenvalues") << QStringLiteral("Leading eigenvalues");
        QTest::newRow("the maps' tabs") << QStringLiteral("Maps");
    }
    void keysMoveTheAnchorWhereverTheFocusIs() {
        QFETCH(QString, focus);
        OpenedWindow opened;
        QVERIFY(opened.open(artifactFile(kArtifact)));
        QWidget* focused =
            focus.isEmpty() ? &opened.plots().plot(figures::PlotKind::Signs) : opened.named<QWidget>(focus);
        QVERIFY(focused != nullptr);
        opened.window->activateWindow();
        focused->setFocus();
        const auto press = [&](Qt::Key key, Qt::KeyboardModifiers modifiers = {}) {
            QTest::keyClick(opened.window->windowHandle(), key, modifiers);
        };
        press(Qt::Key_Home);
        QCOMPARE(opened.session().anchor().value, 0);
        press(Qt::Key_Left);
        QCOMPARE(opened.session().anchor().value, 0);
        press(Qt::Key_Right);
        press(Qt::Key_Down);
        press(Qt::Key_Right);
        QCOMPARE(opened.session().anchor().value, 3);
        press(Qt::Key_Up);
        press(Qt::Key_Left);
        QCOMPARE(opened.session().anchor().value, 1);
        press(Qt::Key_End);
        QCOMPARE(opened.session().anchor().value, 7);
        press(Qt::Key_Right);
        QCOMPARE(opened.session().anchor().value, 7);
        press(Qt::Key_Left, Qt::AltModifier);
        QCOMPARE(opened.session().anchor().value, 1);
        press(Qt::Key_Right, Qt::AltModifier);
        QCOMPARE(opened.session().anchor().value, 7);
        QVERIFY(!opened.session().head());
        QVERIFY(opened.waitForAnchor(7));
    }

    void inTheAnchorBoxKeysEditItsNumber() {
        OpenedWindow opened;
        QVERIFY(opened.open(artifactFile(kArtifact)));
        auto* box = opened.named<QSpinBox>("Anchor layer");
        opened.window->activateWindow();
        QTest::keyClick(opened.window->windowHandle(), Qt::Key_L, Qt::ControlModifier);
        QVERIFY(box->hasFocus());
        QTest::keyClick(opened.window->windowHandle(), Qt::Key_3);
        QTest::keyClick(opened.window->windowHandle(), Qt::Key_Home);
        QTest::keyClick(opened.window->windowHandle(), Qt::Key_Right);
        QCOMPARE(opened.session().anchor().value, 7);
        QTest::keyClick(opened.window->windowHandle(), Qt::Key_Return);
        QCOMPARE(opened.session().anchor().value, 3);
        QVERIFY(!box->hasFocus()); // the keys belong to the plots again
        QTest::keyClick(opened.window->windowHandle(), Qt::Key_BracketRight);
        QCOMPARE(opened.session().head(), HeadSelection(HeadIndex{0}));
        QTest::keyClick(opened.window->windowHandle(), Qt::Key_M);
        QVERIFY(!opened.session().head());
        QTest::keyClick(opened.window->windowHandle(), Qt::Key_Right);
        QCOMPARE(opened.session().anchor().value, 4);
    }

    void escGivesTheNumberInTheAnchorBoxUp() {
        OpenedWindow opened;
        QVERIFY(opened.open(artifactFile(kArtifact)));
        auto* box = opened.named<QSpinBox>("Anchor layer");
        opened.window->activateWindow();
        QTest::keyClick(opened.window->windowHandle(), Qt::Key_L, Qt::ControlModifier);
        QTest::keyClick(opened.window->windowHandle(), Qt::Key_3);
        QTest::keyClick(opened.window->windowHandle(), Qt::Key_Escape);
        QVERIFY(!box->hasFocus());
        QCOMPARE(box->value(), 7);
        QCOMPARE(opened.session().anchor().value, 7);
    }

    void theAnchorBoxFollowsTheAnchorWithoutAnswering() {
        OpenedWindow opened;
        QVERIFY(opened.open(artifactFile(kArtifact)));
        opened.session().apply(workspace::ShowAnchor{LayerIndex{2}});
        QCOMPARE(opened.named<QSpinBox>("Anchor layer")->value(), 2);
        opened.session().goBack();
        QCOMPARE(opened.named<QSpinBox>("Anchor layer")->value(), 7);
        QVERIFY(!opened.session().canGoBack());
    }

    void aClickMakesOneViewAndSetsTheMarkerOnce_data() {
        QTest::addColumn<figures::PlotKind>("kind");
        for (const figures::PlotKind kind : figures::kAllPlots) {
            QTest::newRow(figures::plotName(kind)) << kind;
        }
    }
    void aClickMakesOneViewAndSetsTheMarkerOnce() {
        QFETCH(figures::PlotKind, kind);
        OpenedWindow opened;
        QVERIFY(opened.open(artifactFile(kArtifact)));
        if (kind == figures::PlotKind::Heads) {
            opened.action("Map of Heads")->trigger();
        }
        plots::AlignmentPlot& plot = opened.plots().plot(kind);
        plot.setFocus(); // which makes it the current plot, a change of its own
        QTRY_VERIFY(opened.plots().currentPlot().kind() == kind);
        QTRY_VERIFY(plot.height() > 100);
        plot.grab(); // its axes lie where they are painted
        QSignalSpy states(&opened.session(), &session::Session::stateChanged);
        QSignalSpy views(&opened.session(), &session::Session::viewChanged);
        std::vector<std::unique_ptr<QSignalSpy>> markers;
        for (auto* each : opened.plots().findChildren<plots::AlignmentPlot*>()) {
            markers.push_back(std::make_unique<QSignalSpy>(each, &plots::AlignmentPlot::anchorMarkerMoved));
        }
        QVERIFY(markers.size() >= 4);

        const plots::PlotCanvas& canvas = plot.canvas();
        const QPointF spot(canvas.xAxis->coordToPixel(2.0), kind == figures::PlotKind::Heatmap
                                                                ? canvas.yAxis->coordToPixel(2.0)
                                                                : canvas.axisRect()->center().y());
        QTest::mouseClick(&plot, Qt::LeftButton, {}, spot.toPoint());
        QVERIFY(opened.waitForAnchor(2));
        QCOMPARE(states.size(), 1);
        QCOMPARE(views.size(), 1);
        for (const auto& moved : markers) {
            QCOMPARE(moved->size(), 1);
        }
        QCOMPARE(opened.session().head().has_value(), kind == figures::PlotKind::Heads);
        for (const figures::PlotKind each : figures::kAllPlots) {
            QVERIFY(opened.plots().plot(each).view() == opened.session().view());
        }
    }

    void theHeadIsChosenInBoxMenuKeysAndMap() {
        OpenedWindow opened;
        QVERIFY(opened.open(artifactFile(kArtifact)));
        auto* box = opened.named<QComboBox>("Heads");
        QCOMPARE(box->count(), 5);
        box->setCurrentIndex(3);
        QCOMPARE(opened.session().view()->head->value, 2);
        opened.action("Next Head")->trigger();
        QCOMPARE(opened.session().view()->head->value, 3);
        opened.action("Next Head")->trigger();
        QCOMPARE(opened.session().head()->value, 3);
        QCOMPARE(box->currentIndex(), 4);
        opened.action("Mean over Heads")->trigger();
        QVERIFY(!opened.session().head());
        QCOMPARE(box->currentIndex(), 0);
        opened.action("Previous Head")->trigger();
        QVERIFY(!opened.session().head());
    }

    void theLeadingEigenvaluesAreChosenFromThoseAvailable() {
        OpenedWindow opened;
        QVERIFY(opened.open(artifactFile(kArtifact)));
        auto* box = opened.named<QComboBox>("Leading eigenvalues");
        QCOMPARE(box->count(), static_cast<int>(opened.session().view()->signTops().size()));
        QCOMPARE(box->currentText().toInt(), opened.plots().shownSignTop());
        box->setCurrentIndex(0);
        QCOMPARE(opened.plots().shownSignTop(), 2);
        QCOMPARE(opened.settings.firstState().signTop, 2);
    }

    void coloursAreFittedFromBoxAndMenuAlike() {
        OpenedWindow opened;
        auto* box = opened.window->findChild<QCheckBox*>();
        auto* action = opened.action("Fit Colours to the Data");
        box->click();
        QVERIFY(action->isChecked());
        action->trigger();
        QVERIFY(!box->isChecked());
        QVERIFY(opened.settings.firstState().colours == workspace::ColourRange::Fixed);
    }

    void anotherArtifactChangesRangesAndChoices() {
        OpenedWindow opened;
        QVERIFY(opened.open(artifactFile(kArtifact)));
        QVERIFY(opened.open(artifactFile("kwt1_1head.json")));
        QCOMPARE(opened.named<QComboBox>("Heads")->count(), 2);
        QCOMPARE(opened.named<QSpinBox>("Anchor layer")->maximum(),
                 opened.session().artifact()->shape().layers - 1);
        QVERIFY(opened.open(artifactFile("slm4096.json")));
    }

    void aPlotIsCopiedAsImageAndAsTable() {
        OpenedWindow opened;
        QVERIFY(opened.open(artifactFile(kArtifact)));
        opened.plots().plot(figures::PlotKind::Residual).setFocus();
        opened.action("Copy Plot as Table")->trigger();
        const QString table = QApplication::clipboard()->text();
        QCOMPARE(table, QString::fromStdString(
                            figures::toText(opened.plots().plot(figures::PlotKind::Residual).table())));
        QCOMPARE(table.count('\n'), 9);
        opened.action("Copy Plot as Image")->trigger();
        QVERIFY(!QApplication::clipboard()->image().isNull());
    }

    void withoutAnArtifactItsActionsAreOff() {
        OpenedWindow opened;
        for (const char* text :
             {"Export Plot\u2026", "Next Layer", "Copy Plot as Image", "Locate Tensor File\u2026"}) {
            QVERIFY2(!opened.action(text)->isEnabled(), text);
        }
        QVERIFY(!opened.named<QSpinBox>("Anchor layer")->isEnabled());
        QTest::keyClick(opened.window->windowHandle(), Qt::Key_Home);
        QTest::keyClick(opened.window->windowHandle(), Qt::Key_F5);
        QVERIFY(!opened.session().artifact());
        QVERIFY(opened.banner(notices::BannerTopic::Failure).isEmpty());
    }

    void fitsOnASmallScreen() {
        OpenedWindow opened;
        QVERIFY(opened.open(artifactFile(kArtifact)));
        QVERIFY(opened.window->screen()->availableGeometry().contains(opened.window->geometry()));
        opened.window->resize(100, 100);
        QVERIFY2(opened.window->height() <= 560, qPrintable(QString::number(opened.window->height())));
        QVERIFY2(opened.window->width() <= 800, qPrintable(QString::number(opened.window->width())));
    }

    void theKeysOfATableWalkInItAndLeaveTheAnchor() {
        OpenedWindow opened;
        QVERIFY(opened.open(artifactFile(kArtifact)));
        opened.action("Numbers")->trigger();
        auto* table = opened.window->findChild<QTableView*>();
        QTRY_VERIFY(table->isVisible());
        QVERIFY(opened.waitForAnchor(7));
        QCoreApplication::processEvents();
        opened.window->activateWindow();
        table->setFocus();
        table->setCurrentIndex(table->model()->index(1, 1));
        const int anchor = opened.session().anchor().value;
        QTest::keyClick(opened.window->windowHandle(), Qt::Key_Up);
        QCOMPARE(table->currentIndex().row(), 0);
        QTest::keyClick(opened.window->windowHandle(), Qt::Key_Right);
        QCOMPARE(table->currentIndex().column(), 2);
        QCOMPARE(opened.session().anchor().value, anchor);
    }

    void theCursorOfATableStaysWhenItsNumbersChange() {
        OpenedWindow opened;
        QVERIFY(opened.open(artifactFile(kArtifact)));
        opened.plots().plot(figures::PlotKind::Residual).setFocus();
        opened.action("Numbers")->trigger();
        auto* table = opened.window->findChild<QTableView*>();
        QTRY_VERIFY(table->isVisible());
        QVERIFY(opened.waitForAnchor(7));
        table->setCurrentIndex(table->model()->index(1, 1));
        const QVariant before = table->currentIndex().data();
        opened.action("Previous Layer")->trigger();
        QVERIFY(opened.waitForAnchor(6));
        QTRY_VERIFY(table->model()->index(1, 1).data() != before);
        QCOMPARE(table->currentIndex(), table->model()->index(1, 1));
    }

    void aPanelBehindATabIsRaisedBeforeItIsClosed() {
        OpenedWindow opened;
        QVERIFY(opened.open(artifactFile(kArtifact)));
        opened.action("Numbers")->trigger();
        opened.action("About This Artifact")->trigger();
        auto* table = opened.window->findChild<QTableView*>();
        const auto inFront = [&opened] {
            for (const QTabBar* tabs : opened.window->findChildren<QTabBar*>()) {
                if (tabs->parent() == opened.window) { // those of the docks
                    return tabs->tabText(tabs->currentIndex()).remove(QLatin1Char('&'));
                }
            }
            return QString();
        };
        QTRY_COMPARE(inFront(), QStringLiteral("About This Artifact"));
        QTRY_VERIFY(table->visibleRegion().isEmpty());
        opened.action("Numbers")->trigger();
        QTRY_COMPARE(inFront(), QStringLiteral("Numbers"));
        QVERIFY(opened.action("Numbers")->isChecked());
        QVERIFY(opened.action("About This Artifact")->isChecked());
        opened.action("Numbers")->trigger();
        QTRY_VERIFY(!table->isVisible());
        QVERIFY(!opened.action("Numbers")->isChecked());
    }

    void noTwoControlsShareAMnemonic() {
        OpenedWindow opened;
        const QString alone = opened.folder.filePath("alone.json");
        QVERIFY(QFile::copy(artifactFile(kArtifact), alone));
        QVERIFY(opened.open(alone)); // with the banner of a missing tensor file
        QStringList texts;
        for (const QAction* menu : opened.window->menuBar()->actions()) {
            texts << menu->text();
        }
        for (const QLabel* label : opened.window->findChildren<QLabel*>()) {
            if (label->buddy() && label->isVisible()) {
                texts << label->text();
            }
        }
        for (const QAbstractButton* button : opened.window->findChildren<QAbstractButton*>()) {
            if (button->isVisible()) {
                texts << button->text();
            }
        }
        std::set<QKeySequence> seen;
        for (const QString& text : texts) {
            const QKeySequence key = QKeySequence::mnemonic(text);
            QVERIFY2(key.isEmpty() || seen.insert(key).second, qPrintable(text));
        }
        QVERIFY(seen.size() >= 9);
    }

    void noTwoEntriesOfAMenuShareAMnemonic() {
        OpenedWindow opened;
        for (const QMenu* menu : opened.window->menuBar()->findChildren<QMenu*>()) {
            std::set<QKeySequence> seen;
            for (const QAction* action : menu->actions()) {
                const QKeySequence key = QKeySequence::mnemonic(action->text());
                QVERIFY2(action->isSeparator() || !key.isEmpty(), qPrintable(action->text()));
                QVERIFY2(action->isSeparator() || seen.insert(key).second, qPrintable(action->text()));
            }
        }
    }

    void everyControlHasANameForAScreenReader() {
        OpenedWindow opened;
        for (const QWidget* widget : opened.window->findChildren<QWidget*>()) {
            const bool partOfABox = qobject_cast<const QSpinBox*>(widget->parent());
            if (widget->focusPolicy() & Qt::TabFocus && widget->isVisible() && !partOfABox) {
                const auto* button = qobject_cast<const QAbstractButton*>(widget);
                const bool named =
                    !widget->accessibleName().isEmpty() || (button && !button->text().isEmpty());
                QVERIFY2(named, widget->metaObject()->className());
            }
        }
    }

    void aDarkPaletteReachesThePlots() {
        OpenedWindow opened;
        QVERIFY(!opened.plots().plot(figures::PlotKind::Heatmap).theme().dark);
        QPalette dark;
        dark.setColor(QPalette::Window, QColor(40, 40, 40));
        dark.setColor(QPalette::Base, QColor(30, 30, 30));
        dark.setColor(QPalette::WindowText, Qt::white);
        dark.setColor(QPalette::Text, Qt::white);
        opened.window->setPalette(dark);
        QVERIFY(opened.plots().plot(figures::PlotKind::Heatmap).theme().dark);
        QVERIFY(opened.plots().plot(figures::PlotKind::Heads).theme().dark);
    }
};

} // namespace sextant::window

QTEST_MAIN(sextant::window::TestWindow)
#include "test_window.moc"
