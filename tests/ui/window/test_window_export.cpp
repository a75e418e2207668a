// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/support/strict_test.h"
#include "tests/ui/window/opened_window.h"
#include "ui/exporting/export_dialog.h"
#include "ui/exporting/figure_exporter.h"

#include <QCheckBox>
#include <QImage>
#include <QLineEdit>

namespace sextant::window {

namespace {
const char* const kArtifact = "slm4096.json"; // 4 layers
}

class TestWindowExport : public StrictTest {
    Q_OBJECT

    static exporting::ExportDialog* openedDialog(const OpenedWindow& opened, const char* action) {
        opened.action(QString::fromUtf8(action))->trigger();
        auto* dialog = opened.window->findChild<exporting::ExportDialog*>();
        return dialog && QTest::qWaitForWindowExposed(dialog) ? dialog : nullptr;
    }

    static void setFolder(const exporting::ExportDialog& dialog, const QString& folder) {
        for (QLineEdit* edit : dialog.findChildren<QLineEdit*>()) {
            if (edit->accessibleName() == "Folder") {
                edit->setText(folder);
            }
        }
    }

private slots:
    void enterExportsThePlotIntoAFolderThatIsMade() {
        OpenedWindow opened;
        QVERIFY(opened.open(artifactFile(kArtifact)));
        const QString folder = opened.folder.filePath("new/figures");
        exporting::ExportDialog* dialog = openedDialog(opened, "Export Plot\u2026");
        QVERIFY(dialog != nullptr);
        setFolder(*dialog, folder);
        QTest::keyClick(dialog, Qt::Key_Return);
        QTRY_VERIFY(!opened.banner(notices::BannerTopic::Export).isEmpty());
        const QImage image(folder + "/slm4096-heatmap-anchor3.png");
        QCOMPARE(image.size(), QSize(1800, 1200));
        QVERIFY(opened.banner(notices::BannerTopic::Export).contains("slm4096-heatmap-anchor3.png"));
    }

    void allPlotsAreWrittenAndChoicesRemembered() {
        OpenedWindow opened;
        QVERIFY(opened.open(artifactFile(kArtifact)));
        const QString folder = opened.folder.filePath("all");
        exporting::ExportDialog* dialog = openedDialog(opened, "Export All Plots\u2026");
        QVERIFY(dialog != nullptr);
        setFolder(*dialog, folder);
        dialog->accept();
        QTRY_VERIFY(!opened.banner(notices::BannerTopic::Export).isEmpty());
        QCOMPARE(QDir(folder).entryList(QDir::Files).size(), 5);
        QCOMPARE(opened.settings.exportChoices().folder, folder);
    }

    void whatWasStillBeingComputedIsTold_data() {
        QTest::addColumn<bool>("arrives");
        QTest::newRow("it comes while the dialog is open") << true;
        QTest::newRow("it does not") << false;
    }
    void whatWasStillBeingComputedIsTold() {
        QFETCH(bool, arrives);
        OpenedWindow opened;
        QVERIFY(opened.open(artifactFile(kArtifact)));
        const auto whole = opened.session().view();
        auto early = std::make_shared<quantities::AnchorView>(*whole);
        std::vector<quantities::QuantitySeries> there;
        for (const quantities::QuantityKey& key : whole->quantities.keys()) {
            if (quantities::quantity(key.id).source != quantities::Source::Directions) {
                there.push_back(*whole->find(key));
            }
        }
        early->quantities = quantities::SeriesList(std::move(there));
        exporting::FigureExporter exporter(*opened.window, opened.settings,
                                           *opened.window->findChild<notices::BannerArea*>(),
                                           std::make_shared<session::BackgroundDisposal>());
        std::shared_ptr<const quantities::AnchorView> now = early;
        exporter.exportPlots([&now] { return now; }, {figures::PlotKind::Angles}, {});
        auto* dialog = opened.window->findChild<exporting::ExportDialog*>();
        setFolder(*dialog, opened.folder.filePath("angles"));
        now = arrives ? whole : now;
        dialog->accept();
        QTRY_VERIFY(!opened.banner(notices::BannerTopic::Export).isEmpty());
        QCOMPARE(opened.banner(notices::BannerTopic::Export).contains("still being computed"), !arrives);
    }

    void whatCannotBeWrittenIsToldInTheWindow() {
        OpenedWindow opened;
        QVERIFY(opened.open(artifactFile(kArtifact)));
        exporting::ExportDialog* dialog = openedDialog(opened, "Export Plot\u2026");
        QVERIFY(dialog != nullptr);
        setFolder(*dialog, artifactFile(kArtifact) + "/below-a-file");
        dialog->accept();
        QTRY_VERIFY(opened.banner(notices::BannerTopic::Export).contains("below-a-file"));
    }

    void nothingChosenIsNothingToExport() {
        OpenedWindow opened;
        QVERIFY(opened.open(artifactFile(kArtifact)));
        exporting::ExportDialog* dialog = openedDialog(opened, "Export Plot\u2026");
        QVERIFY(dialog != nullptr);
        for (QCheckBox* box : dialog->findChildren<QCheckBox*>()) {
            box->setChecked(false);
        }
        QTest::keyClick(dialog, Qt::Key_Return);
        QVERIFY(dialog->isVisible());
        dialog->reject();
    }
};

} // namespace sextant::window

QTEST_MAIN(sextant::window::TestWindowExport)
#include "test_window_export.moc"
