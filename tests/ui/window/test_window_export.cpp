#include "tests/ui/support/strict_test.h"
#include "tests/ui/window/opened_window.h"
#include "ui/window/export_dialog.h"

#include <QCheckBox>
#include <QImage>
#include <QLineEdit>

namespace sextant {

namespace {
const char* const kArtifact = "slm4096.json"; // 4 layers
}

class TestWindowExport : public StrictTest {
    Q_OBJECT

    static ExportDialog* openedDialog(const OpenedWindow& opened, const char* action) {
        opened.action(QString::fromUtf8(action))->trigger();
        auto* dialog = opened.window->findChild<ExportDialog*>();
        return dialog && QTest::qWaitForWindowExposed(dialog) ? dialog : nullptr;
    }

    static void setFolder(const ExportDialog& dialog, const QString& folder) {
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
        ExportDialog* dialog = openedDialog(opened, "Export Plot\u2026");
        QVERIFY(dialog != nullptr);
        setFolder(*dialog, folder);
        QTest::keyClick(dialog, Qt::Key_Return);
        QTRY_VERIFY(!opened.banner(BannerTopic::Export).isEmpty());
        const QImage image(folder + "/slm4096-heatmap-anchor3.png");
        QCOMPARE(image.size(), QSize(1800, 1200));
        QVERIFY(opened.banner(BannerTopic::Export).contains("slm4096-heatmap-anchor3.png"));
    }

    void allPlotsAreWrittenAndChoicesRemembered() {
        OpenedWindow opened;
        QVERIFY(opened.open(artifactFile(kArtifact)));
        const QString folder = opened.folder.filePath("all");
        ExportDialog* dialog = openedDialog(opened, "Export All Plots\u2026");
        QVERIFY(dialog != nullptr);
        setFolder(*dialog, folder);
        dialog->accept();
        QTRY_VERIFY(!opened.banner(BannerTopic::Export).isEmpty());
        QCOMPARE(QDir(folder).entryList(QDir::Files).size(), 5);
        QCOMPARE(opened.settings.exportChoices().folder, folder);
    }

    void whatCannotBeWrittenIsToldInTheWindow() {
        OpenedWindow opened;
        QVERIFY(opened.open(artifactFile(kArtifact)));
        ExportDialog* dialog = openedDialog(opened, "Export Plot\u2026");
        QVERIFY(dialog != nullptr);
        setFolder(*dialog, artifactFile(kArtifact) + "/below-a-file");
        dialog->accept();
        QTRY_VERIFY(opened.banner(BannerTopic::Export).contains("below-a-file"));
    }

    void nothingChosenIsNothingToExport() {
        OpenedWindow opened;
        QVERIFY(opened.open(artifactFile(kArtifact)));
        ExportDialog* dialog = openedDialog(opened, "Export Plot\u2026");
        QVERIFY(dialog != nullptr);
        for (QCheckBox* box : dialog->findChildren<QCheckBox*>()) {
            box->setChecked(false);
        }
        QTest::keyClick(dialog, Qt::Key_Return);
        QVERIFY(dialog->isVisible());
        dialog->reject();
    }
};

} // namespace sextant

QTEST_MAIN(sextant::TestWindowExport)
#include "test_window_export.moc"
