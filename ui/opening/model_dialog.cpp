// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/opening/model_dialog.h"

#include "core/base/parallel.h"
#include "ui/notices/advice_text.h"
#include "ui/opening/file_dialogs.h"
#include "ui/opening/measure_form.h"
#include "ui/opening/model_list.h"
#include "ui/opening/outlook_text.h"
#include "ui/session/paths.h"

#include <QCompleter>
#include <QDialogButtonBox>
#include <QDir>
#include <QFormLayout>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QScreen>
#include <QScrollArea>
#include <QScrollBar>
#include <QSplitter>
#include <QTreeView>
#include <QVBoxLayout>

#include <utility>

namespace sextant::opening {

namespace {

constexpr QSize kSize{960, 680};
constexpr int kFoundLines = 7;

/// What was found before stays on show so long, that it does not flicker while a person types.
constexpr int kPatienceMilliseconds = 400;

/// The options that are folded away are the ones these ask for.
bool isAboutFurtherOptions(const Error& error) {
    return error.advice && *error.advice != Advice::NameOutput && *error.advice != Advice::LowerTopk &&
           *error.advice != Advice::ResumeKeepsWork;
}

QString expanded(const QString& path) {
    return path == QLatin1String("~") || path.startsWith(QLatin1String("~/")) ? QDir::homePath() + path.mid(1)
                                                                              : path;
}

QScrollArea* scrolled(QWidget* content) {
    auto* area = new QScrollArea;
    area->setWidget(content);
    area->setWidgetResizable(true);
    return area;
}

} // namespace

ModelDialog::ModelDialog(ModelDialogSetting setting, QWidget* parent)
    : QDialog(parent),
      setting_(std::move(setting)),
      scout_(new ModelScout(setting_.cache, defaultThreadCount(), setting_.rate, setting_.disposal, this)),
      list_(new ModelList(this)),
      completer_(new QCompleter(this)),
      model_(new QLineEdit),
      tree_(new QTreeView),
      form_(new MeasureForm),
      found_(new QLabel),
      output_(new QLineEdit) {
    setWindowTitle(tr("Open Model"));
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(buildTop());
    layout->addWidget(buildMiddle(), 1);
    layout->addWidget(buildBottom());
    measure_->setDefault(true); // not before it is in the dialog, which would take the first button instead
    connectParts();
    resize(kSize.boundedTo(screen()->availableSize() - QSize(40, 60)));
    model_->setFocus();
    scout_->list(setting_.recent);
    look();
}

QWidget* ModelDialog::buildTop() {
    auto* top = new QWidget;
    auto* layout = new QHBoxLayout(top);
    layout->setContentsMargins(0, 0, 0, 0);
    auto* label = new QLabel(tr("&Model"));
    label->setBuddy(model_);
    model_->setAccessibleName(tr("Model"));
    model_->setPlaceholderText(
        tr("Choose from the list, or type a name such as Qwen/Qwen3-4B, a folder or a file"));
    model_->setClearButtonEnabled(true);
    completer_->setCaseSensitivity(Qt::CaseInsensitive);
    completer_->setFilterMode(Qt::MatchContains);
    model_->setCompleter(completer_);
    auto* browseButton = new QPushButton(tr("&Browse"));
    browseButton->setAutoDefault(false);
    auto* menu = new QMenu(browseButton);
    connect(menu->addAction(tr("&Folder\u2026")), &QAction::triggered, this, [this] { browse(true); });
    connect(menu->addAction(tr("F&ile of Weights\u2026")), &QAction::triggered, this,
            [this] { browse(false); });
    browseButton->setMenu(menu);
    layout->addWidget(label);
    layout->addWidget(model_, 1);
    layout->addWidget(browseButton);
    return top;
}

QWidget* ModelDialog::buildMiddle() {
    tree_->setModel(list_);
    tree_->setAccessibleName(tr("Models"));
    tree_->setRootIsDecorated(false);
    tree_->setItemsExpandable(false);
    tree_->setIndentation(12);
    tree_->setUniformRowHeights(true);
    tree_->setAllColumnsShowFocus(true);
    tree_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    tree_->header()->setStretchLastSection(false);
    tree_->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    tree_->header()->setSectionResizeMode(ModelList::Model, QHeaderView::Stretch);
    tree_->header()->setMinimumSectionSize(fontMetrics().averageCharWidth() * 6);

    auto* options = new QWidget;
    auto* inset = new QVBoxLayout(options);
    inset->addWidget(form_);
    inset->addStretch();
    QScrollArea* optionArea = scrolled(options);
    optionArea->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    optionArea->setMinimumWidth(options->minimumSizeHint().width() +
                                optionArea->verticalScrollBar()->sizeHint().width() + 4);
    auto* splitter = new QSplitter;
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(tree_);
    splitter->addWidget(optionArea);
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 2);
    return splitter;
}

QWidget* ModelDialog::buildBottom() {
    found_->setTextFormat(Qt::RichText);
    found_->setWordWrap(true);
    found_->setMargin(6);
    found_->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    found_->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    found_->setAccessibleName(tr("Found in the model"));
    QScrollArea* foundArea = scrolled(found_);
    foundArea->setFixedHeight(fontMetrics().lineSpacing() * kFoundLines + 16);
    output_->setAccessibleName(tr("Artifact"));
    output_->setPlaceholderText(tr("NAME.json; its tensors go beside it"));
    auto* outputLabel = new QLabel(tr("&Artifact"));
    outputLabel->setBuddy(output_);
    auto* outputButton = new QPushButton(tr("Bro&wse\u2026"));
    outputButton->setAutoDefault(false);
    connect(outputButton, &QPushButton::clicked, this, &ModelDialog::browseOutput);
    auto* place = new QHBoxLayout;
    place->addWidget(outputLabel);
    place->addWidget(output_, 1);
    place->addWidget(outputButton);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    another_ = buttons->addButton(tr("Measure and Choose Anothe&r"), QDialogButtonBox::ActionRole);
    measure_ = buttons->addButton(tr("Meas&ure"), QDialogButtonBox::AcceptRole);
    another_->setAutoDefault(false);
    another_->setToolTip(tr("Models are measured one after the other"));
    connect(another_, &QPushButton::clicked, this, [this] { ask(Then::Another); });
    connect(buttons, &QDialogButtonBox::accepted, this, [this] { ask(Then::Close); });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);

    auto* bottom = new QWidget;
    auto* layout = new QVBoxLayout(bottom);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(foundArea);
    layout->addLayout(place);
    layout->addWidget(buttons);
    return bottom;
}

void ModelDialog::connectParts() {
    connect(scout_, &ModelScout::listed, this, &ModelDialog::fillList);
    connect(scout_, &ModelScout::lookedInto, list_, &ModelList::setEntry);
    connect(scout_, &ModelScout::cacheFailed, this,
            [this](const Error& error) { tree_->setToolTip(notices::bannerText(error)); });
    connect(scout_, &ModelScout::looked, this, &ModelDialog::showFinding);
    connect(tree_->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this](const QModelIndex& index) {
                if (const QString model = list_->modelAt(index); !model.isEmpty()) {
                    model_->setText(model);
                }
            });
    connect(tree_, &QTreeView::activated, this, [this] { ask(Then::Close); });
    connect(model_, &QLineEdit::textChanged, this, [this] {
        if (!isOutputTheirs_) {
            output_->clear(); // it bears the name of another model
        }
        look();
    });
    slow_.setSingleShot(true);
    slow_.setInterval(kPatienceMilliseconds);
    connect(&slow_, &QTimer::timeout, this, [this] { showText(tr("Looking at the model\u2026"), {}); });
    connect(form_, &MeasureForm::changed, this, &ModelDialog::look);
    connect(output_, &QLineEdit::textEdited, this, [this](const QString& text) {
        isOutputTheirs_ = !text.trimmed().isEmpty();
        look();
    });
}

void ModelDialog::fillList(const std::vector<ModelEntry>& entries) {
    list_->setEntries(entries);
    tree_->expandAll();
    for (int group = 0; group < list_->rowCount(); ++group) {
        tree_->setFirstColumnSpanned(group, {}, true);
    }
    auto* names = new QStandardItemModel(completer_);
    for (const QString& model : list_->models()) {
        names->appendRow(new QStandardItem(model));
    }
    completer_->setModel(names);
}

void ModelDialog::look() {
    finding_.reset();
    then_ = Then::Nothing;
    const QString model = model_->text().trimmed();
    measure_->setEnabled(!model.isEmpty());
    another_->setEnabled(!model.isEmpty());
    if (model.isEmpty()) {
        slow_.stop();
        scout_->forget();
        showText(tr("What is found in the model is shown here before it is measured."), {});
        return;
    }
    slow_.start();
    measure::MeasureRequest request = form_->request();
    request.options.model = session::toPath(expanded(model));
    request.options.cache = setting_.cache;
    if (isOutputTheirs_) {
        request.options.output = session::toPath(expanded(output_->text().trimmed()));
    }
    scout_->look(request, MeasureForm::names(), {session::toPath(setting_.folder), setting_.taken()});
}

void ModelDialog::showFinding(const Finding& finding) {
    slow_.stop();
    finding_ = finding;
    const auto lines = outlookLines(finding, static_cast<int>(setting_.taken().size()));
    showText(toRichText(lines), toPlainText(lines));
    const bool possible = finding.outlook && !finding.outlook->outputError;
    measure_->setEnabled(possible);
    another_->setEnabled(possible);
    if (finding.outlook && !isOutputTheirs_) {
        output_->setText(QDir::toNativeSeparators(session::toQString(finding.outlook->options.output)));
    }
    if (!finding.outlook && isAboutFurtherOptions(finding.outlook.error())) {
        form_->unfold();
    }
    if (const Then then = std::exchange(then_, Then::Nothing); possible && then != Then::Nothing) {
        request(then);
    }
}

void ModelDialog::showText(const QString& rich, const QString& plain) {
    found_->setText(rich);
    found_->setAccessibleDescription(plain.isEmpty() ? rich : plain);
}

void ModelDialog::ask(Then then) {
    if (finding_ && measure_->isEnabled()) {
        request(then);
    } else if (!finding_ && measure_->isEnabled()) {
        then_ = then; // as soon as it is known whether it can be
    }
}

void ModelDialog::request(Then then) {
    emit measurementRequested(finding_->outlook->options, model_->text().trimmed());
    if (then == Then::Close) {
        accept();
        return;
    }
    isOutputTheirs_ = false;
    tree_->selectionModel()->clear();
    model_->clear();
    model_->setFocus();
}

void ModelDialog::browse(bool folders) {
    const QString begin = QDir::currentPath();
    const auto chosen = [this](const QString& path) { model_->setText(QDir::toNativeSeparators(path)); };
    folders ? chooseModelFolder(this, begin, chosen) : chooseModelFile(this, begin, chosen);
}

void ModelDialog::browseOutput() {
    const QString suggestion = output_->text().isEmpty() ? setting_.folder + QStringLiteral("/model.json")
                                                         : expanded(output_->text().trimmed());
    chooseNewArtifact(this, suggestion, [this](const QString& path) {
        isOutputTheirs_ = true;
        output_->setText(QDir::toNativeSeparators(path));
        look();
    });
}

} // namespace sextant::opening
