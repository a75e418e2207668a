// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/survey.h"
#include "tests/core/measure/model_folder.h"
#include "tests/ui/support/strict_test.h"
#include "tests/ui/window/opened_window.h"
#include "ui/opening/model_dialog.h"
#include "ui/opening/model_list.h"
#include "ui/session/paths.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QToolButton>
#include <QTreeView>

#include <optional>

namespace sextant::window {

namespace {

/// Long enough for a machine that is busy with other things.
constexpr int kPatience = 60000;

using measure::TestFolder;
using opening::ModelList;

/// A model of an unknown type, whose tensors hold queries, keys and values.
TestFolder fusedFolder() {
    TestFolder folder;
    folder.config = R"({"model_type":"novel","num_hidden_layers":2,"num_attention_heads":2,"hidden_size":8})";
    const measure::TestModel model = measure::randomModel(2, 2, 2, 4, 8);
    for (int l = 0; l < 2; ++l) {
        std::vector<float> rows = model.query[static_cast<std::size_t>(l)];
        for (int part = 0; part < 2; ++part) {
            const std::vector<float>& keys = model.key[static_cast<std::size_t>(l)];
            rows.insert(rows.end(), keys.begin(), keys.end());
        }
        folder.tensors["h." + std::to_string(l) + ".attn.qkv.weight"] = {{24, 8}, rows};
    }
    return folder;
}

/// A dialog on a cache with one model, and what it asked for.
struct OpenedDialog {
    explicit OpenedDialog(const QStringList& recent = {}) {
        const std::filesystem::path repository = session::toPath(file("hub/models--Org--Tiny"));
        std::filesystem::create_directories(repository / "refs");
        measure::writeFolder(repository / "snapshots" / "abc",
                             measure::inLayout(measure::randomModel(3, 4, 2, 2, 8), "llama"));
        measure::writeFile(repository / "refs" / "main", "abc");
        dialog = new opening::ModelDialog({.cache = session::toPath(file("hub")),
                                           .folder = folder.path(),
                                           .recent = recent,
                                           .taken = [this] { return taken; },
                                           .rate = measure::multiplicationsPerSecond,
                                           .disposal = disposal},
                                          nullptr);
        QObject::connect(dialog, &opening::ModelDialog::measurementRequested, dialog,
                         [this](const measure::MeasureOptions& options, const QString& model) {
                             requested = options;
                             requestedModel = model;
                         });
        dialog->QWidget::show();
        QVERIFY(QTest::qWaitForWindowExposed(dialog));
    }
    ~OpenedDialog() { delete dialog; }

    QString file(const QString& name) const { return folder.filePath(name); }

    template <typename Widget>
    Widget* named(const QString& accessibleName) const {
        for (Widget* widget : dialog->findChildren<Widget*>()) {
            if (widget->accessibleName() == accessibleName) {
                return widget;
            }
        }
        return nullptr;
    }
    QPushButton* button(const QString& text) const {
        for (QPushButton* each : dialog->findChildren<QPushButton*>()) {
            if (each->text().remove(QLatin1Char('&')) == text) {
                return each;
            }
        }
        return nullptr;
    }
    void type(const QString& name, const QString& text) const { named<QLineEdit>(name)->setText(text); }
    QString found() const { return named<QLabel>("Found in the model")->accessibleDescription(); }
    bool waitFor(const QString& text) const {
        return QTest::qWaitFor([&] { return found().contains(text); }, kPatience);
    }
    /// The text of a cell below the group of that place.
    QString cell(int group, int row, int column) const {
        const QAbstractItemModel* list = named<QTreeView>("Models")->model();
        return list->index(row, column, list->index(group, 0)).data().toString();
    }

    QTemporaryDir folder;
    std::shared_ptr<session::BackgroundDisposal> disposal = std::make_shared<session::BackgroundDisposal>();
    std::vector<std::filesystem::path> taken;
    opening::ModelDialog* dialog = nullptr;
    std::optional<measure::MeasureOptions> requested;
    QString requestedModel;
};

} // namespace

class TestModelDialog : public StrictTest {
    Q_OBJECT
private slots:
    void theListShowsCachedModelsWithTheirTypeSizesAndTime() {
        const OpenedDialog opened;
        QTRY_COMPARE_WITH_TIMEOUT(opened.cell(0, 0, ModelList::Type), QString("llama"), kPatience);
        QCOMPARE(opened.cell(0, 0, ModelList::Model), QString("Org/Tiny"));
        QCOMPARE(opened.cell(0, 0, ModelList::Layers), QString("3"));
        QCOMPARE(opened.cell(0, 0, ModelList::Heads), QString("4/2"));
        QVERIFY(opened.cell(0, 0, ModelList::Size).endsWith("MB"));
        QCOMPARE(opened.cell(0, 0, ModelList::Time), QString("1 s"));
    }

    void recentModelsThatAreStillThereStandAboveThoseOfTheCache() {
        const QTemporaryDir models;
        measure::writeFolder(session::toPath(models.filePath("mine")),
                             measure::inLayout(measure::randomModel(2, 2, 2, 4, 16), "qwen3"));
        const OpenedDialog opened({models.filePath("mine"), models.filePath("gone"), "Org/Tiny", "Org/Gone"});
        const QAbstractItemModel* list = opened.named<QTreeView>("Models")->model();
        QTRY_COMPARE_WITH_TIMEOUT(list->rowCount(), 2, kPatience);
        QCOMPARE(list->rowCount(list->index(0, 0)), 2);
        QTRY_COMPARE_WITH_TIMEOUT(opened.cell(0, 0, ModelList::Type), QString("qwen3"), kPatience);
        QCOMPARE(opened.cell(0, 1, ModelList::Model), QString("Org/Tiny"));
        QCOMPARE(opened.cell(1, 0, ModelList::Model), QString("Org/Tiny"));
    }

    void whatIsInTheModelIsShownBeforeItIsMeasured() {
        const OpenedDialog opened;
        QVERIFY(!opened.button("Measure")->isEnabled());
        opened.type("Model", "Org/Tiny");
        QVERIFY(opened.waitFor(
            "llama, 3 layers \u00d7 4 heads (2 for keys), head_dim 2, hidden_size 8, float32"));
        QVERIFY(opened.found().contains("model.layers.0.self_attn.q_proj.weight and "));
        QVERIFY(opened.found().contains("Norm gains: none"));
        QVERIFY(opened.found().contains("Takes: about 1 s, "));
        QCOMPARE(opened.named<QLineEdit>("Artifact")->text(), opened.file("Tiny.json"));
        QVERIFY(opened.button("Measure")->isEnabled());

        opened.type("Layers", "0, 2");
        QVERIFY(opened.waitFor("layers 0, 2 of the model's 3"));
    }

    void everyFieldBecomesAnOption() {
        OpenedDialog opened;
        const QString model = opened.file("fused");
        measure::writeFolder(session::toPath(model), fusedFolder());
        opened.type("Model", model);
        opened.type("Layers", "1");
        opened.type("Heads", "0-1");
        opened.named<QComboBox>("Directions")->setCurrentIndex(2);
        opened.named<QSpinBox>("k per head")->setValue(3);
        opened.named<QSpinBox>("Other heads")->setValue(0);
        opened.type("W_Q tensor", "h.{layer}.attn.qkv.weight");
        opened.type("W_K tensor", "h.{layer}.attn.qkv.weight");
        opened.named<QComboBox>("Packing")->setCurrentText("rows");
        opened.named<QPlainTextEdit>("Configuration")->setPlainText("num_key_value_heads=2\n\n a=b=c ");
        opened.type("Weights file", "model.safetensors");
        opened.type("Name", "A model");
        opened.named<QComboBox>("Tensor format")->setCurrentText("safetensors");
        opened.named<QSpinBox>("Threads")->setValue(1);
        QTest::keyClicks(opened.named<QLineEdit>("Artifact"), opened.file("here.json"));
        QVERIFY(opened.waitFor("both in one tensor, packed by rows (as named here)"));
        opened.button("Measure")->click();
        QVERIFY(opened.requested.has_value());
        QVERIFY(!opened.dialog->isVisible());
        const measure::MeasureOptions& options = *opened.requested;
        QCOMPARE(options.model, session::toPath(model));
        QCOMPARE(opened.requestedModel, model);
        QCOMPARE(options.layers.value(), std::vector<int>({1}));
        QCOMPARE(options.heads.value(), std::vector<int>({0, 1}));
        QCOMPARE(options.directions, measure::DirectionSide::Symmetric);
        QCOMPARE(options.topk, 3);
        QCOMPARE(options.otherHeads, 0);
        QVERIFY(!options.foldNorms);
        QCOMPARE(options.queryPattern, std::string("h.{layer}.attn.qkv.weight"));
        QCOMPARE(options.keyPattern, options.queryPattern);
        QCOMPARE(options.packing, checkpoint::packingNamed("rows"));
        QCOMPARE(options.config.values, (std::vector<std::pair<std::string, std::string>>{
                                            {"num_key_value_heads", "2"}, {"a", "b=c"}}));
        QCOMPARE(options.weights, std::filesystem::path("model.safetensors"));
        QCOMPARE(options.name, std::string("A model"));
        QCOMPARE(options.tensors, measure::TensorFormat::Safetensors);
        QCOMPARE(options.threads, 1);
        QCOMPARE(options.output, session::toPath(opened.file("here.json")));
        QCOMPARE(options.cache, session::toPath(opened.file("hub")));
    }

    void whyAModelCannotBeMeasuredIsShownAndTheOptionThatHelpsIsOpened() {
        const OpenedDialog opened;
        const QString model = opened.file("fused");
        measure::writeFolder(session::toPath(model), fusedFolder());
        opened.type("Model", model);
        QVERIFY(opened.waitFor("Cannot be measured: "));
        QVERIFY(!opened.button("Measure")->isEnabled());
        opened.type("W_Q tensor", "h.{layer}.attn.qkv.weight");
        opened.type("W_K tensor", "h.{layer}.attn.qkv.weight");
        QVERIFY(opened.waitFor("Open Model has a field for the packing"));
        QVERIFY(opened.named<QComboBox>("Packing")->isVisible());
        opened.named<QComboBox>("Packing")->setCurrentText("rows");
        QTRY_VERIFY_WITH_TIMEOUT(opened.found().contains("packed by rows"), kPatience);
        QVERIFY(opened.button("Measure")->isEnabled());

        opened.type("Layers", "two");
        QVERIFY(opened.waitFor("Layers: 'two' is not a list"));
        opened.type("Layers", {});
        opened.type("Model", "Org/Nothing");
        QVERIFY(opened.waitFor("is neither a folder nor a model of the cache"));
    }

    void anArtifactThatCannotBeWrittenIsToldBeside() {
        OpenedDialog opened;
        opened.taken = {session::toPath(opened.file("Tiny.json"))};
        opened.type("Model", "Org/Tiny");
        QVERIFY(opened.waitFor("for the measurement before it"));
        QCOMPARE(opened.named<QLineEdit>("Artifact")->text(), opened.file("Tiny-2.json"));
        QVERIFY(opened.button("Measure")->isEnabled());
        auto* output = opened.named<QLineEdit>("Artifact");
        output->selectAll();
        QTest::keyClicks(output, opened.file("none/out.json"));
        QVERIFY(opened.waitFor("Cannot write: "));
        QVERIFY(opened.found().contains("llama"));
        QVERIFY(!opened.button("Measure")->isEnabled());
    }

    void anAdapterFindsItsBaseInTheCache() {
        const OpenedDialog opened;
        const std::filesystem::path adapter = session::toPath(opened.file("adapter"));
        std::filesystem::create_directories(adapter);
        measure::writeFile(
            adapter / "adapter_config.json",
            R"({"peft_type":"LORA","base_model_name_or_path":"Org/Tiny","r":1,"lora_alpha":1})");
        const std::string module = "base_model.model.model.layers.0.self_attn.q_proj.";
        measure::writeTensors(adapter / "adapter_model.safetensors",
                              {{module + "lora_A.weight", {{1, 8}, std::vector<float>(8, 0.5F)}},
                               {module + "lora_B.weight", {{8, 1}, std::vector<float>(8, 0.5F)}}});
        opened.type("Model", opened.file("adapter"));
        QVERIFY(opened.waitFor("adapter of Org/Tiny"));
    }

    void oneFileOfWeightsIsAModel() {
        const OpenedDialog opened;
        opened.type("Model", opened.file("hub/models--Org--Tiny/snapshots/abc/model.safetensors"));
        QVERIFY(opened.waitFor("llama, 3 layers"));
        QCOMPARE(opened.named<QLineEdit>("Artifact")->text(), opened.file("model.json"));
    }

    void keysAloneAreEnough() {
        OpenedDialog opened;
        QVERIFY(opened.named<QLineEdit>("Model")->hasFocus());
        QTest::keyClicks(opened.named<QLineEdit>("Model"),
                         opened.file("hub/models--Org--Tiny/snapshots/abc"));
        // Before it is looked at: it is measured as soon as that is done.
        QTest::keyClick(opened.named<QLineEdit>("Model"), Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(opened.requested.has_value(), kPatience);
        QVERIFY(!opened.dialog->isVisible());
    }

    void theListIsWalkedWithArrowsAndEnterMeasures() {
        OpenedDialog opened;
        QTRY_COMPARE_WITH_TIMEOUT(opened.cell(0, 0, ModelList::Type), QString("llama"), kPatience);
        auto* list = opened.named<QTreeView>("Models");
        list->setFocus();
        QTest::keyClick(list, Qt::Key_Down);
        QTest::keyClick(list, Qt::Key_Down);
        QCOMPARE(opened.named<QLineEdit>("Model")->text(), QString("Org/Tiny"));
        QTest::keyClick(list, Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(opened.requested.has_value(), kPatience);
        QCOMPARE(opened.requestedModel, QString("Org/Tiny"));
    }

    void severalAreChosenInOneDialog() {
        OpenedDialog opened;
        opened.type("Model", "Org/Tiny");
        QTRY_VERIFY_WITH_TIMEOUT(opened.found().contains("llama"), kPatience);
        opened.button("Measure and Choose Another")->click();
        QVERIFY(opened.requested.has_value());
        QVERIFY(opened.dialog->isVisible());
        QVERIFY(opened.named<QLineEdit>("Model")->text().isEmpty());
        QVERIFY(opened.named<QLineEdit>("Artifact")->text().isEmpty());
    }

    void theWindowMeasuresWhatTheDialogAsksForAndRemembersTheModel() {
        const OpenedDialog cache; // for its folder of the hub
        OpenedWindow opened({}, session::toPath(cache.file("hub")));
        opened.action("Open Model\u2026")->trigger();
        auto* dialog = opened.window->findChild<opening::ModelDialog*>();
        QVERIFY(dialog != nullptr && dialog->isVisible());
        QTest::keyClicks(opened.named<QLineEdit>("Model"), "Org/Tiny");
        auto* output = opened.named<QLineEdit>("Artifact");
        QTRY_VERIFY_WITH_TIMEOUT(!output->text().isEmpty(), kPatience);
        output->selectAll();
        QTest::keyClicks(output, opened.folder.filePath("mine.json"));
        QTest::keyClick(output, Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(opened.shows(opened.folder.filePath("mine.json")), kPatience);
        QCOMPARE(opened.settings.recentModels().newestFirst(), QStringList({"Org/Tiny"}));
        QTRY_VERIFY(opened.window->findChild<opening::ModelDialog*>() == nullptr);
    }

    void closingItWhileItLooksIsQuiet() {
        OpenedDialog opened;
        opened.type("Model", "Org/Tiny");
        QTest::qWait(150);
        delete std::exchange(opened.dialog, nullptr);
        QVERIFY(!opened.requested);
    }
};

} // namespace sextant::window

QTEST_MAIN(sextant::window::TestModelDialog)
#include "test_model_dialog.moc"
