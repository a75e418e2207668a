// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/exporting/export_dialog.h"

#include "ui/session/paths.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QDoubleSpinBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

#include <algorithm>
#include <span>

namespace sextant::exporting {

namespace {

QSpinBox* sizeBox(int value, const QString& name) {
    auto* box = new QSpinBox;
    box->setRange(kSmallestFigureSide, kLargestFigureSide);
    box->setSingleStep(50);
    box->setValue(value);
    box->setSuffix(QStringLiteral(" px"));
    box->setAccessibleName(name);
    return box;
}

/// Adds an entry for each row; the one of that name is chosen.
template <typename Row>
void fill(QComboBox& box, std::span<const Row> rows, const QString& chosen) {
    for (const Row& row : rows) {
        box.addItem(ExportDialog::tr(row.label));
    }
    if (const Row* row = rowNamed(rows, chosen)) {
        box.setCurrentIndex(static_cast<int>(row - rows.data()));
    }
}

template <typename Row>
const Row& chosenIn(const QComboBox& box, std::span<const Row> rows) {
    return rows[static_cast<std::size_t>(std::max(box.currentIndex(), 0))];
}

} // namespace

ExportDialog::ExportDialog(std::shared_ptr<const quantities::AnchorView> view,
                           const std::vector<figures::PlotKind>& chosen, const MapLook& maps,
                           const session::ExportChoices& choices, const QString& folder, QWidget* parent)
    : QDialog(parent),
      view_(std::move(view)),
      maps_(maps),
      format_(new QComboBox),
      width_(sizeBox(choices.size.width(), tr("Width"))),
      height_(sizeBox(choices.size.height(), tr("Height"))),
      scale_(new QDoubleSpinBox),
      background_(new QComboBox),
      folder_(new QLineEdit(QDir::toNativeSeparators(choices.folder.isEmpty() ? folder : choices.folder))),
      preview_(new QLabel) {
    setWindowTitle(tr("Export Plots"));

    auto* plots = new QVBoxLayout;
    // What the layers share is offered once it is there: its figures would be empty.
    const auto offered = view_->family ? std::span<const figures::PlotKind>(figures::kEveryPlot)
                                       : std::span<const figures::PlotKind>(figures::kAllPlots);
    for (const figures::PlotKind kind : offered) {
        auto* box = new QCheckBox(tr(figures::plotTitle(kind)));
        box->setChecked(std::find(chosen.begin(), chosen.end(), kind) != chosen.end());
        connect(box, &QCheckBox::toggled, this, &ExportDialog::describe);
        plots->addWidget(box);
        plots_.emplace_back(kind, box);
    }
    fill(*format_, exportFormats(), choices.format);
    for (int i = 0; i < format_->count(); ++i) {
        format_->setItemData(i, tr(exportFormats()[static_cast<std::size_t>(i)].goodFor), Qt::ToolTipRole);
    }
    fill(*background_, exportBackgrounds(), choices.background);
    scale_->setRange(kSmallestFigureScale, kLargestFigureScale);
    scale_->setSingleStep(0.5);
    scale_->setDecimals(1);
    scale_->setValue(choices.scale);
    scale_->setPrefix(QStringLiteral("\u00d7 "));

    auto* size = new QHBoxLayout;
    size->addWidget(width_);
    size->addWidget(new QLabel(QStringLiteral("\u00d7")));
    size->addWidget(height_);
    size->addStretch();
    auto* browseButton = new QPushButton(tr("&Browse\u2026"));
    browseButton->setAutoDefault(false);
    auto* place = new QHBoxLayout;
    place->addWidget(folder_);
    place->addWidget(browseButton);
    folder_->setMinimumWidth(fontMetrics().averageCharWidth() * 48);
    preview_->setTextFormat(Qt::PlainText);
    preview_->setWordWrap(true);
    preview_->setMinimumHeight(fontMetrics().height() * 7);
    preview_->setAlignment(Qt::AlignTop | Qt::AlignLeft);

    auto* form = new QFormLayout;
    form->addRow(tr("Plots"), plots);
    form->addRow(tr("&Format"), format_);
    form->addRow(tr("Size"), size);
    form->addRow(tr("&Scale"), scale_);
    form->addRow(tr("B&ackground"), background_);
    form->addRow(tr("Fol&der"), place);
    form->addRow(tr("Files"), preview_);
    if (auto* label = qobject_cast<QLabel*>(form->labelForField(place))) {
        label->setBuddy(folder_);
    }
    folder_->setAccessibleName(tr("Folder"));

    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    export_ = buttons->addButton(tr("&Export"), QDialogButtonBox::AcceptRole);
    auto* layout = new QVBoxLayout(this);
    layout->addLayout(form);
    layout->addStretch();
    layout->addWidget(buttons);
    export_->setDefault(true); // not before it is in the dialog, which would take the first button instead

    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(browseButton, &QPushButton::clicked, this, &ExportDialog::browse);
    connect(format_, &QComboBox::currentIndexChanged, this, &ExportDialog::describe);
    connect(folder_, &QLineEdit::textChanged, this, &ExportDialog::describe);
    connect(width_, &QSpinBox::valueChanged, this, &ExportDialog::describe);
    connect(height_, &QSpinBox::valueChanged, this, &ExportDialog::describe);
    connect(scale_, &QDoubleSpinBox::valueChanged, this, &ExportDialog::describe);
    describe();
}

session::ExportChoices ExportDialog::choices() const {
    return {.format = QLatin1String(chosenIn(*format_, exportFormats()).name),
            .size = {width_->value(), height_->value()},
            .scale = scale_->value(),
            .background = QLatin1String(chosenIn(*background_, exportBackgrounds()).name),
            .folder = QDir::fromNativeSeparators(folder_->text())};
}

std::vector<FigureJob> ExportDialog::jobs() const {
    std::vector<FigureJob> jobs;
    const QDir folder(QDir::fromNativeSeparators(folder_->text()));
    for (const auto& [kind, box] : plots_) {
        if (box->isChecked()) {
            const QString name =
                figureFileName(*view_, kind, chosenIn(*format_, exportFormats()).format, maps_);
            jobs.push_back({kind, session::toPath(folder.absoluteFilePath(name))});
        }
    }
    return jobs;
}

FigureOptions ExportDialog::options() const {
    FigureOptions options;
    options.format = chosenIn(*format_, exportFormats()).format;
    options.size = {width_->value(), height_->value()};
    options.scale = scale_->value();
    options.background = chosenIn(*background_, exportBackgrounds()).background;
    return options;
}

void ExportDialog::browse() {
    auto* dialog = new QFileDialog(this, tr("Export to Folder"), folder_->text());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::fileSelected, folder_, &QLineEdit::setText);
    dialog->open();
}

void ExportDialog::describe() {
    QStringList lines;
    for (const FigureJob& job : jobs()) {
        const QFileInfo file(session::toQString(job.path));
        lines << (file.exists() ? tr("%1 (replaces the file there)").arg(file.fileName()) : file.fileName());
    }
    preview_->setText(lines.join(QLatin1Char('\n')));
    const FormatRow& format = chosenIn(*format_, exportFormats());
    const auto fits = checkFigureSize({width_->value(), height_->value()}, scale_->value(), format.format);
    if (!fits) { // the boxes keep size and scale each within its limits: it is their product
        preview_->setText(tr("Too large: %1.").arg(QString::fromStdString(fits.error().sentence)));
    }
    scale_->setEnabled(format.hasPixels);
    export_->setEnabled(fits && !lines.isEmpty() && !folder_->text().trimmed().isEmpty());
}

} // namespace sextant::exporting
