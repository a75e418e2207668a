// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/guide_dialog.h"

#include <QCoreApplication>
#include <QDialog>
#include <QDialogButtonBox>
#include <QFile>
#include <QScreen>
#include <QTabWidget>
#include <QTextBrowser>
#include <QTextTable>
#include <QVBoxLayout>

#include <algorithm>
#include <array>
#include <utility>

// Keeps the resource of this static library in the program. The macro works only in the global namespace.
static void keepGuide() {
    Q_INIT_RESOURCE(guide);
}

namespace sextant::window {

namespace {

constexpr const char* kName = "guide";
constexpr QSize kSize{860, 680};

/// Resource and tab of every page.
constexpr std::array<std::pair<const char*, const char*>, 5> kPages{
    {{"reading", QT_TRANSLATE_NOOP("Guide", "Reading the plots")},
     {"models", QT_TRANSLATE_NOOP("Guide", "Models")},
     {"model-sources", QT_TRANSLATE_NOOP("Guide", "Where models come from")},
     {"mpi", QT_TRANSLATE_NOOP("Guide", "Many machines")},
     {"memory", QT_TRANSLATE_NOOP("Guide", "Memory")}}};

QString pageText(const char* name) {
    QFile file(QStringLiteral(":/guide/%1.md").arg(QLatin1String(name)));
    const QString text = file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
    return text.mid(std::max<qsizetype>(text.indexOf(QLatin1String("# ")), 0)); // after the licence's line
}

QTextBrowser* browserOf(const char* name) {
    auto* browser = new QTextBrowser;
    browser->setFrameShape(QFrame::NoFrame);
    browser->setOpenLinks(false);
    browser->document()->setDocumentMargin(16);
    browser->setMarkdown(pageText(name));
    for (QTextFrame* frame : browser->document()->rootFrame()->childFrames()) {
        if (auto* table = qobject_cast<QTextTable*>(frame)) {
            QTextTableFormat format = table->format();
            format.setCellPadding(5);
            format.setBorderCollapse(true);
            table->setFormat(format);
        }
    }
    return browser;
}

} // namespace

void showGuide(QWidget* parent) {
    if (auto* open = parent->findChild<QDialog*>(QLatin1String(kName), Qt::FindDirectChildrenOnly)) {
        open->raise();
        open->activateWindow();
        return;
    }
    keepGuide();
    auto* dialog = new QDialog(parent);
    dialog->setObjectName(QLatin1String(kName));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(QCoreApplication::translate("Guide", "Guide"));
    auto* tabs = new QTabWidget;
    tabs->setDocumentMode(true);
    for (const auto& [name, title] : kPages) {
        tabs->addTab(browserOf(name), QCoreApplication::translate("Guide", title));
    }
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    QObject::connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
    auto* layout = new QVBoxLayout(dialog);
    layout->setContentsMargins(0, 6, 0, 10);
    layout->addWidget(tabs, 1);
    buttons->setContentsMargins(12, 0, 12, 0);
    layout->addWidget(buttons);
    dialog->resize(kSize.boundedTo(parent->screen()->availableSize()));
    dialog->show();
}

} // namespace sextant::window
