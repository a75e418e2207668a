// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/opening/measure_form.h"

#include "core/base/parallel.h"
#include "core/checkpoint/packing.h"
#include "ui/session/paths.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSpinBox>
#include <QToolButton>

#include <optional>

namespace sextant::opening {

namespace {

constexpr int kMostDirections = 4096;
constexpr int kMostThreads = 1024;
constexpr int kConfigLines = 3;

constexpr measure::DirectionSide kSides[] = {measure::DirectionSide::Query, measure::DirectionSide::Key,
                                             measure::DirectionSide::Symmetric};
constexpr measure::TensorFormat kFormats[] = {measure::TensorFormat::Torch,
                                              measure::TensorFormat::Safetensors};
constexpr checkpoint::Packing kPackings[] = {
    checkpoint::Packing::StackedRows, checkpoint::Packing::StackedColumns,
    checkpoint::Packing::InterleavedPerHead, checkpoint::Packing::Grouped, checkpoint::Packing::Blocks};

QSpinBox* numberBox(int least, int most, int value) {
    auto* box = new QSpinBox;
    box->setRange(least, most);
    box->setValue(value);
    return box;
}

QLineEdit* textBox(const QString& hint) {
    auto* box = new QLineEdit;
    box->setPlaceholderText(hint);
    return box;
}

std::string textOf(const QLineEdit& box) {
    return box.text().trimmed().toStdString();
}

std::optional<std::string> listOf(const QLineEdit& box) {
    std::string text = box.text().remove(QLatin1Char(' ')).toStdString();
    return text.empty() ? std::nullopt : std::optional(std::move(text));
}

/// Adds a row, and gives the field the row's name for screen readers.
void addRow(QFormLayout& form, const QString& title, QWidget* field, const QString& tip) {
    form.addRow(title, field);
    field->setAccessibleName(QString(title).remove(QLatin1Char('&')));
    field->setToolTip(tip);
}

} // namespace

MeasureForm::MeasureForm(QWidget* parent)
    : QWidget(parent),
      layers_(textBox(tr("all, or 0-11,20"))),
      heads_(textBox(tr("all, or 0-7"))),
      directions_(new QComboBox),
      topk_(numberBox(1, kMostDirections, measure::MeasureOptions{}.topk)),
      otherHeads_(numberBox(0, kMostDirections, measure::MeasureOptions{}.otherHeads)),
      foldNorms_(new QCheckBox(tr("Multiply norm &gains in"))),
      more_(new QToolButton),
      rows_(new QFormLayout(this)),
      queryPattern_(textBox(tr("default: from the model type"))),
      keyPattern_(textBox(tr("default: from the model type"))),
      packing_(new QComboBox),
      tower_(new QComboBox),
      config_(new QPlainTextEdit),
      weights_(textBox(tr("default: from the folder"))),
      base_(textBox(tr("default: from the adapter"))),
      revision_(textBox(QStringLiteral("main"))),
      name_(textBox(tr("default: from the model"))),
      tensors_(new QComboBox),
      threads_(numberBox(1, kMostThreads, defaultThreadCount())) {
    rows_->setContentsMargins(0, 0, 0, 0);
    rows_->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    rows_->setRowWrapPolicy(QFormLayout::DontWrapRows);
    buildBasics();
    rows_->addRow(more_);
    rows_->setAlignment(more_, Qt::AlignLeft);
    firstFurther_ = rows_->rowCount();
    buildFurther();
    more_->setText(tr("Mor&e options"));
    more_->setCheckable(true);
    more_->setAutoRaise(true);
    more_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    connect(more_, &QToolButton::toggled, this, &MeasureForm::setUnfolded);
    setUnfolded(false);
    connectChanges();
}

void MeasureForm::buildBasics() {
    QFormLayout& form = *rows_;
    directions_->addItem(tr("Query side"));
    directions_->addItem(tr("Key side"));
    directions_->addItem(tr("Symmetric part"));
    addRow(form, tr("&Layers"), layers_, tr("Only these, as the model counts them"));
    addRow(form, tr("&Heads"), heads_, tr("Only these query heads"));
    addRow(form, tr("&Directions"), directions_,
           tr("The singular vectors of W_K\u1d40W_Q on the query or the key side, or the eigenvectors of its "
              "symmetric part"));
    addRow(form, tr("&k per head"), topk_, tr("How many directions each head stores"));
    addRow(form, tr("&Other heads"), otherHeads_,
           tr("Cosines with other heads to sample for each pair of layers, to compare with; 0 for none"));
    form.addRow(QString(), foldNorms_);
    foldNorms_->setToolTip(tr("The gains of the input norm, and of query and key norms, into W_Q and W_K"));
}

void MeasureForm::buildFurther() {
    QFormLayout& form = *rows_;
    packing_->addItem(tr("default: from the model type"));
    for (const checkpoint::Packing packing : kPackings) {
        const std::string_view name = checkpoint::packingName(packing);
        packing_->addItem(QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size())));
    }
    tower_->setEditable(true);
    tower_->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    tower_->addItems({QString(), QStringLiteral("text"), QStringLiteral("vision"), QStringLiteral("audio"),
                      QStringLiteral("encoder"), QStringLiteral("decoder")});
    tower_->lineEdit()->setPlaceholderText(tr("the text model"));
    config_->setPlaceholderText(tr("KEY=VALUE, one per line"));
    config_->setTabChangesFocus(true);
    config_->setFixedHeight(config_->fontMetrics().lineSpacing() * kConfigLines +
                            2 * static_cast<int>(config_->document()->documentMargin()) +
                            2 * config_->frameWidth());
    tensors_->addItem(QStringLiteral("PyTorch (.pt)"));
    tensors_->addItem(QStringLiteral("safetensors"));
    addRow(form, tr("W_&Q tensor"), queryPattern_, tr("Its name, with {layer} for the number"));
    addRow(form, tr("W_K tensor"), keyPattern_,
           tr("Its name, with {layer}; the same name for a tensor that holds both"));
    addRow(form, tr("&Packing"), packing_, tr("How one tensor holds both W_Q and W_K"));
    addRow(form, tr("&Stack"), tower_,
           tr("Which of several stacks of layers, by one of these names or as config.json names it"));
    addRow(form, tr("Con&figuration"), config_,
           tr("What is missing or wrong in config.json, one KEY=VALUE per line; or a file to read in its "
              "place"));
    addRow(form, tr("We&ights file"), weights_, tr("Which file of the folder to read, or an index"));
    addRow(form, tr("Adapter\u2019s base"), base_,
           tr("The base model of an adapter, if not the one it names: a path or a name"));
    addRow(form, tr("Re&vision"), revision_, tr("A branch, tag or commit of a cached model"));
    addRow(form, tr("&Name"), name_, tr("The model's name in the artifact"));
    addRow(form, tr("&Tensor format"), tensors_, tr("Of the artifact's tensor file"));
    addRow(form, tr("Threads"), threads_, tr("How many may work at once"));
}

void MeasureForm::connectChanges() {
    for (QLineEdit* box : {layers_, heads_, queryPattern_, keyPattern_, weights_, base_, revision_, name_}) {
        connect(box, &QLineEdit::textChanged, this, &MeasureForm::changed);
    }
    for (QSpinBox* box : {topk_, otherHeads_, threads_}) {
        connect(box, &QSpinBox::valueChanged, this, &MeasureForm::changed);
    }
    for (QComboBox* box : {directions_, packing_, tensors_}) {
        connect(box, &QComboBox::currentIndexChanged, this, &MeasureForm::changed);
    }
    connect(tower_, &QComboBox::editTextChanged, this, &MeasureForm::changed);
    connect(foldNorms_, &QCheckBox::toggled, this, &MeasureForm::changed);
    connect(config_, &QPlainTextEdit::textChanged, this, &MeasureForm::changed);
}

void MeasureForm::setUnfolded(bool unfolded) {
    more_->setArrowType(unfolded ? Qt::DownArrow : Qt::RightArrow);
    for (int row = firstFurther_; row < rows_->rowCount(); ++row) {
        rows_->setRowVisible(row, unfolded);
    }
}

void MeasureForm::unfold() {
    more_->setChecked(true);
}

measure::RequestNames MeasureForm::names() {
    return {.layers = tr("Layers").toStdString(),
            .heads = tr("Heads").toStdString(),
            .config = tr("Configuration").toStdString()};
}

measure::MeasureRequest MeasureForm::request() const {
    measure::MeasureRequest request;
    measure::MeasureOptions& options = request.options;
    request.layers = listOf(*layers_);
    request.heads = listOf(*heads_);
    options.directions = kSides[directions_->currentIndex()];
    options.topk = topk_->value();
    options.otherHeads = otherHeads_->value();
    options.foldNorms = foldNorms_->isChecked();
    options.queryPattern = textOf(*queryPattern_);
    options.keyPattern = textOf(*keyPattern_);
    if (packing_->currentIndex() > 0) {
        options.packing = kPackings[packing_->currentIndex() - 1];
    }
    options.config.tower = tower_->currentText().trimmed().toStdString();
    for (const QString& line : config_->toPlainText().split(QLatin1Char('\n'))) {
        if (const QString text = line.trimmed(); !text.isEmpty()) {
            request.config.push_back(text.toStdString());
        }
    }
    options.weights = session::toPath(weights_->text().trimmed());
    options.base = session::toPath(base_->text().trimmed());
    request.revision = textOf(*revision_);
    options.name = textOf(*name_);
    options.tensors = kFormats[tensors_->currentIndex()];
    options.threads = threads_->value();
    return request;
}

} // namespace sextant::opening
