// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/support/strict_test.h"
#include "ui/headline/answer_meter.h"
#include "ui/headline/headline_text.h"
#include "ui/notices/banner.h"
#include "ui/opening/drop_files.h"
#include "ui/panels/figure_table_model.h"
#include "ui/panels/provenance_panel.h"
#include "ui/plots/model_text.h"
#include "ui/plots/plot_theme.h"
#include "ui/widgets/elided_label.h"
#include "ui/window/guide_dialog.h"
#include "ui/window/status_area.h"
#include "ui/window/window_place.h"
#include "ui/workbench/controls_bar.h"

#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTextBrowser>
#include <QTreeWidget>

#include <cmath>
#include <limits>

namespace sextant::window {

namespace {

std::shared_ptr<const quantities::AnchorView> viewWithoutTensors(int layers, int heads, int anchor) {
    auto grams = std::make_shared<artifact::GramFile>();
    grams->path = "/somewhere/<b>bold.json";
    grams->shape = {.layers = layers, .heads = heads, .headDim = 4, .hiddenSize = 16};
    grams->gram = artifact::LayerPairTable(layers, heads, 0.5);
    for (int layer = 0; layer < layers; ++layer) {
        for (int head = 0; head < heads; ++head) {
            grams->gram(LayerIndex{layer}, LayerIndex{layer}, HeadIndex{head}) = 1.0;
        }
    }
    artifact::Artifact artifact{grams, nullptr, Error{ErrorCode::NotFound, "x.pt", "", "is not there"}};
    const auto tables = analysis::alignmentTables(std::make_shared<const artifact::Artifact>(artifact));
    return quantities::anchorView(tables, LayerIndex{anchor}, {}, nullptr);
}

std::shared_ptr<const integrity::IntegrityReport> reportOn(const artifact::GramFile& grams) {
    return std::make_shared<const integrity::IntegrityReport>(integrity::reportOnGrams(grams));
}

} // namespace

class TestWindowParts : public StrictTest {
    Q_OBJECT
private slots:
    void theHeadlineSaysVerdictWithItsNumbers() {
        const headline::HeadlineText text = headline::headlineText(*viewWithoutTensors(5, 3, 4));
        QCOMPARE(text.model, QStringLiteral("<b>bold"));
        QCOMPARE(text.grade, QStringLiteral("WEAK")); // 0.5 is not above 0.5
        QVERIFY(text.numbers.contains("mean cosine of the others 0.500"));
        QVERIFY(text.numbers.contains("the script, which counts the anchor, says MEDIUM at 0.600"));
        QCOMPARE(text.context, QStringLiteral("Anchor layer 4"));
        QVERIFY(text.sizes.startsWith(QStringLiteral("5 layers \u00b7 3 heads")));
    }

    void oneLayerHasNoOthers() {
        const headline::HeadlineText text = headline::headlineText(*viewWithoutTensors(1, 1, 0));
        QVERIFY(text.numbers.isEmpty());
        QCOMPARE(text.grade, QStringLiteral("ONE LAYER")); // not the strongest agreement
        QVERIFY(text.sizes.startsWith(QStringLiteral("1 layer \u00b7 1 head")));
    }

    void numbersKeepTheirSign() {
        QCOMPARE(headline::cosineText(-0.25), QStringLiteral("\u22120.250"));
        QCOMPARE(headline::cosineText(-0.0002), QStringLiteral("0.000"));
        QCOMPARE(headline::cosineText(std::numeric_limits<double>::quiet_NaN()), QStringLiteral("none"));
    }

    void aMeterTellsItsAnswerToAScreenReader() {
        headline::AnswerMeter meter("Same operator?", "What it means.");
        meter.setAnswer(0.25, 0.1, "chance 0.100");
        QVERIFY(meter.accessibleDescription().startsWith("0.250, chance 0.100"));
        meter.setReason("no tensor file");
        QVERIFY(meter.accessibleDescription().startsWith("no tensor file"));
        const int narrow = meter.minimumSizeHint().width();
        meter.setAnswer(0.25, 0.1, QString(60, QLatin1Char('0')));
        QVERIFY(meter.minimumSizeHint().width() > narrow + meter.fontMetrics().averageCharWidth() * 20);
        meter.setAnswer(std::numeric_limits<double>::quiet_NaN(), 7.0, {});
        QVERIFY(meter.accessibleDescription().startsWith("none"));
    }

    void aMeterDrawsItsAnswerInsideItsScale() {
        headline::AnswerMeter meter("Same operator?", "What it means.");
        meter.resize(200, meter.sizeHint().height());
        const auto barLength = [&](double value) {
            meter.setAnswer(value, std::numeric_limits<double>::quiet_NaN(), {});
            const QImage image = meter.grab().toImage();
            const QRgb colour = plots::PlotTheme::fromPalette(meter.palette()).series[0].rgb();
            int length = 0;
            for (int x = 0; x < image.width(); ++x) {
                length += image.pixel(x, image.height() - 6) == colour ? 1 : 0;
            }
            return length;
        };
        QCOMPARE(barLength(0.25), 50);
        QCOMPARE(barLength(7.0), 200);
        QCOMPARE(barLength(-7.0), 0);
        QCOMPARE(barLength(std::numeric_limits<double>::quiet_NaN()), 0);
    }

    void aLabelGivesWayAndTellsWhatIsCutOff() {
        widgets::ElidedLabel label;
        label.resize(60, 20);
        label.setFullText("a very long sentence that has no room here <i>");
        QCOMPARE(label.toolTip(), QStringLiteral("a very long sentence that has no room here &lt;i&gt;"));
        label.resize(2000, 20);
        label.setFullText("short");
        QVERIFY(label.toolTip().isEmpty());
    }

    void aWindowIsClampedToItsScreen() {
        const QRect screen(10, 20, 1000, 800);
        QCOMPARE(clampedTo({100, 100, 300, 200}, screen), QRect(100, 100, 300, 200));
        QCOMPARE(clampedTo({900, 700, 300, 200}, screen), QRect(710, 620, 300, 200));
        QCOMPARE(clampedTo({-50, -50, 300, 200}, screen), QRect(10, 20, 300, 200));
        QCOMPARE(clampedTo({0, 0, 32767, 200}, screen), QRect(10, 20, 1000, 200));
    }

    void controlsAreQuietWhenTold() {
        workbench::ControlsBar controls;
        QSignalSpy changes(&controls, &workbench::ControlsBar::changeRequested);
        controls.setSizes(9, 4);
        workspace::ViewState state;
        state.anchors = {LayerIndex{8}};
        state.head = HeadIndex{2};
        state.colours = workspace::ColourRange::Fitted;
        controls.setState(state);
        controls.setSignTops({2, 4, 8}, 4);
        controls.setSizes(2, 1);
        QCOMPARE(changes.size(), 0);
    }

    void whatIsDoneInAMomentDoesNotFlickerBy() {
        StatusArea status;
        status.show();
        auto* cancel = status.findChild<QPushButton*>();
        status.setActivity({"Reading", 0, 0});
        QVERIFY(!cancel->isVisible());
        QTRY_VERIFY(cancel->isVisible());
        status.setActivity({"Computing", 3, 8});
        QCOMPARE(status.findChild<QProgressBar*>()->value(), 3);
        QSignalSpy cancelled(&status, &StatusArea::cancelRequested);
        cancel->click();
        QCOMPARE(cancelled.size(), 1);
        status.setActivity({});
        QVERIFY(!cancel->isVisible());
    }

    void aTableOfTheSameShapeChangesItsCellsOnly() {
        panels::FigureTableModel model;
        int resets = 0;
        int changes = 0;
        connect(&model, &QAbstractItemModel::modelReset, this, [&resets] { ++resets; });
        connect(&model, &QAbstractItemModel::dataChanged, this, [&changes] { ++changes; });
        const auto show = [&model](std::vector<std::string> columns, std::vector<std::vector<double>> rows) {
            figures::FigureTable table;
            table.rowHeader = "layer";
            table.columns = std::move(columns);
            table.rows = std::move(rows);
            model.setTable(std::move(table));
        };
        show({"cosine"}, {{0.25}, {0.5}});
        QCOMPARE(resets, 1);
        show({"residual"}, {{0.75}, {1.0}});
        QCOMPARE(resets, 1);
        QCOMPARE(changes, 1);
        QCOMPARE(model.index(1, 1).data().toString(), QStringLiteral("1"));
        QCOMPARE(model.headerData(1, Qt::Horizontal, Qt::DisplayRole).toString(), QStringLiteral("residual"));
        show({"cosine", "residual"}, {{0.25, 0.75}, {0.5, 1.0}});
        QCOMPARE(resets, 2);
        model.setTable({});
        QCOMPARE(resets, 3);
        model.setTable({});
        QCOMPARE(model.rowCount(), 0);
    }

    void aTableIsCopiedWholeOrInPart() {
        panels::FigureTableModel model;
        model.setTable({.title = {},
                        .columns = {"cosine", "T"},
                        .meanings = {"How alike.", "How large."},
                        .rowHeader = "layer",
                        .rows = {{0.5, 2.0}, {std::nan(""), 3.0}},
                        .rowNumbers = {}});
        QCOMPARE(model.headerData(2, Qt::Horizontal, Qt::ToolTipRole).toString(),
                 QStringLiteral("How large."));
        QVERIFY(model.headerData(0, Qt::Horizontal, Qt::ToolTipRole).toString().isEmpty());
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(model.columnCount(), 3);
        QCOMPARE(model.textOf({}), QStringLiteral("layer\tcosine\tT\n0\t0.5\t2\n1\tnan\t3\n"));
        QCOMPARE(model.textOf({model.index(1, 0), model.index(1, 2)}), QStringLiteral("layer\tT\n1\t3\n"));
        model.setTable({});
        QCOMPARE(model.rowCount(), 0);
    }

    void provenanceShowsEveryKeyAndNoMegabytes() {
        auto grams = std::make_shared<artifact::GramFile>();
        grams->path = "/a/b.json";
        grams->shape = {1, 1, 1, 1};
        grams->provenance = {{"model", "\"m\""}, {"long", std::string(5'000'000, 'x')}};
        grams->gram = artifact::LayerPairTable(1, 1, -1.0);
        panels::ProvenancePanel panel;
        panel.setArtifact(std::make_shared<const artifact::Artifact>(artifact::Artifact{grams, nullptr, {}}),
                          reportOn(*grams));
        auto* tree = panel.findChild<QTreeWidget*>();
        QCOMPARE(tree->topLevelItemCount(), 3);
        QTreeWidgetItem* keys = tree->topLevelItem(2);
        QCOMPARE(keys->childCount(), 2);
        QVERIFY(keys->child(1)->text(1).size() < 300);
        panel.setArtifact(nullptr, nullptr);
        QCOMPARE(tree->topLevelItemCount(), 0);
    }

    void everyCheckIsListedPassedOnesToo() {
        auto grams = std::make_shared<artifact::GramFile>();
        grams->path = "/a/b.json";
        grams->shape = {1, 1, 1, 1};
        grams->gram = artifact::LayerPairTable(1, 1, -1.0);
        panels::ProvenancePanel panel;
        panel.setArtifact(std::make_shared<const artifact::Artifact>(artifact::Artifact{grams, nullptr, {}}),
                          reportOn(*grams));
        const QTreeWidgetItem* checks = panel.findChild<QTreeWidget*>()->topLevelItem(1);
        QCOMPARE(checks->childCount(), integrity::kCheckCount);
        QCOMPARE(checks->child(0)->text(0), QStringLiteral("\u2713 Gram finite"));
        QCOMPARE(checks->child(0)->text(1), QStringLiteral("every value is finite (1 value examined)"));
        QCOMPARE(checks->child(2)->text(0), QStringLiteral("\u2717 Squared norms positive"));
        QCOMPARE(checks->child(2)->data(0, Qt::AccessibleTextRole).toString(),
                 QStringLiteral("error: Squared norms positive"));
        QCOMPARE(checks->child(2)->text(1),
                 QStringLiteral("gram[0][0][0]: 1 squared norm is negative; the lowest, here, is -1"));
        QCOMPARE(checks->child(5)->text(0), QStringLiteral("\u2013 fro_sq finite"));
        QCOMPARE(checks->child(12)->text(1), QStringLiteral("no tensor file was read"));
    }

    void textFromFilesIsShownEscaped() {
        auto grams = std::make_shared<artifact::GramFile>();
        grams->path = "/a/b.json";
        grams->shape = {1, 1, 1, 1};
        grams->provenance = {
            {"model", "\"a\u202e\\u0007b\""}, {"k\u202e", "\"x\\ud800y\""}, {"raw", "\u2066<b>\n"}};
        QCOMPARE(plots::modelText(*grams), QStringLiteral("a\\u202e\\u0007b"));
        panels::ProvenancePanel panel;
        panel.setArtifact(std::make_shared<const artifact::Artifact>(artifact::Artifact{grams, nullptr, {}}),
                          reportOn(*grams));
        const QTreeWidgetItem* keys = panel.findChild<QTreeWidget*>()->topLevelItem(2);
        QCOMPARE(keys->child(1)->text(0), QStringLiteral("k\\u202e"));
        QCOMPARE(keys->child(1)->text(1), QStringLiteral("x\\ud800y"));
        QCOMPARE(keys->child(2)->text(1), QStringLiteral("\\u2066<b>\\n"));
        QCOMPARE(keys->child(2)->toolTip(1), QStringLiteral("<p>\\u2066&lt;b&gt;\\n</p>"));

        notices::Banner banner;
        banner.setMessage(notices::Severity::Failure, "x\u202e.json: <b>is</b>\nodd");
        QCOMPARE(banner.text(), QStringLiteral("x\\u202e.json: <b>is</b>\\nodd"));
        QCOMPARE(banner.findChild<QLabel*>()->textFormat(), Qt::PlainText);
    }

    void provenanceIsReadWithoutKnowingJson() {
        auto grams = std::make_shared<artifact::GramFile>();
        grams->path = "/a/b.json";
        grams->shape = {1, 1, 1, 1};
        grams->provenance = {{"model", "\"a \\u00b7 b\""},
                             {"seconds", "0.12345678901234567"},
                             {"biases", "[]"},
                             {"norms", R"(["q_norm","k_norm"])"},
                             {"files", R"([{"name":"one","size":7},{"name":"two","size":8}])"},
                             {"odd", "[NaN]"},
                             {"deep", '[' + std::string(600, '[') + std::string(600, ']') + ']'}};
        panels::ProvenancePanel panel;
        panel.setArtifact(std::make_shared<const artifact::Artifact>(artifact::Artifact{grams, nullptr, {}}),
                          reportOn(*grams));
        const QTreeWidgetItem* keys = panel.findChild<QTreeWidget*>()->topLevelItem(2);
        QCOMPARE(keys->childCount(), 7);
        QCOMPARE(keys->child(0)->text(1), QStringLiteral("a \u00b7 b"));
        QCOMPARE(keys->child(1)->text(1), QStringLiteral("0.12345678901234567"));
        QCOMPARE(keys->child(2)->text(1), QStringLiteral("none"));
        QCOMPARE(keys->child(3)->text(1), QStringLiteral("q_norm, k_norm"));
        QCOMPARE(keys->child(4)->childCount(), 2);
        QCOMPARE(keys->child(4)->child(1)->child(0)->text(1), QStringLiteral("two"));
        QCOMPARE(keys->child(5)->text(1), QStringLiteral("[NaN]"));
    }

    void theGuideHasAPageForEveryTabAndOpensOnce() {
        QWidget window;
        showGuide(&window);
        showGuide(&window);
        const auto pages = window.findChildren<QTextBrowser*>();
        QVERIFY(pages.size() >= 5);
        for (const QTextBrowser* page : pages) {
            const QString text = page->toPlainText();
            QVERIFY(text.size() > 500);
            QVERIFY2(text.front().isLetter(), qPrintable(text.left(40))); // neither a licence nor a mark
            QVERIFY(!text.contains("**"));
        }
    }

    void droppedFilesMeanWhatTheirNamesSay() {
        const QTemporaryDir folder;
        const auto make = [&](const char* name) {
            QFile file(folder.filePath(name));
            return file.open(QIODevice::WriteOnly) ? QUrl::fromLocalFile(file.fileName()) : QUrl();
        };
        const QUrl json = make("m.json");
        const QUrl pair = make("m-eigdirs.pt");
        const QUrl lone = make("other.safetensors");
        const QUrl config = make("config.json");

        QCOMPARE(opening::droppedFiles({json}).artifacts.size(), std::size_t(1));
        QVERIFY(!opening::droppedFiles({json}).artifacts[0].eigdirs);
        QCOMPARE(opening::droppedFiles({lone, json}).artifacts[0].eigdirs->filename().string(),
                 std::string("other.safetensors"));
        QCOMPARE(opening::droppedFiles({pair}).artifacts[0].json.filename().string(), std::string("m.json"));
        QVERIFY(opening::droppedFiles({lone}).artifacts.empty());
        QVERIFY(opening::droppedFiles({lone}).tensors.has_value());
        // In a folder, a JSON with a tensor file beside it goes before one without.
        const auto inFolder = opening::droppedFiles({QUrl::fromLocalFile(folder.path())});
        QCOMPARE(inFolder.artifacts.size(), std::size_t(1));
        QCOMPARE(inFolder.artifacts[0].json.filename().string(), std::string("m.json"));
        QCOMPARE(opening::droppedFiles({json, config}).artifacts.size(), std::size_t(2));
        QVERIFY(opening::droppedFiles({QUrl("https://example.org/m.json")}).artifacts.empty());
    }
};

} // namespace sextant::window

QTEST_MAIN(sextant::window::TestWindowParts)
#include "test_window_parts.moc"
