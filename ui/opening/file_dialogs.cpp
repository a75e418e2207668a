// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/opening/file_dialogs.h"

#include <QCoreApplication>
#include <QFileDialog>
#include <QFileInfo>

namespace sextant::opening {

namespace {

void choose(QWidget* parent, const QString& title, const QString& folder, const QString& filter,
            std::function<void(const QString&)> chosen) {
    auto* dialog = new QFileDialog(parent, title, folder, filter);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    QObject::connect(dialog, &QFileDialog::fileSelected, parent, std::move(chosen));
    dialog->open();
}

QString tr(const char* text) {
    return QCoreApplication::translate("FileDialogs", text);
}

} // namespace

void chooseArtifact(QWidget* parent, const QString& folder, std::function<void(const QString&)> chosen) {
    choose(parent, tr("Open Artifact"), folder, tr("Artifacts (*.json);;All files (*)"), std::move(chosen));
}

void chooseTensorFile(QWidget* parent, const QString& folder, std::function<void(const QString&)> chosen) {
    choose(parent, tr("Locate Tensor File"), folder,
           tr("Tensor files (*.pt *.pth *.bin *.safetensors);;All files (*)"), std::move(chosen));
}

void chooseModelFolder(QWidget* parent, const QString& folder, std::function<void(const QString&)> chosen) {
    auto* dialog = new QFileDialog(parent, tr("Open Model: a folder with config.json and weights"), folder);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    QObject::connect(dialog, &QFileDialog::fileSelected, parent, std::move(chosen));
    dialog->open();
}

void chooseModelFile(QWidget* parent, const QString& folder, std::function<void(const QString&)> chosen) {
    choose(parent, tr("Open Model: a file of weights"), folder,
           tr("Weights (*.safetensors *.pt *.pth *.bin *.ckpt);;All files (*)"), std::move(chosen));
}

void chooseNewArtifact(QWidget* parent, const QString& suggestion,
                       std::function<void(const QString&)> chosen) {
    auto* dialog = new QFileDialog(parent, tr("Write the Artifact Measured From the Model"),
                                   QFileInfo(suggestion).absolutePath(), tr("Artifacts (*.json)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("json"));
    dialog->selectFile(QFileInfo(suggestion).fileName());
    QObject::connect(dialog, &QFileDialog::fileSelected, parent, std::move(chosen));
    dialog->open();
}

} // namespace sextant::opening
