// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/opening/recent_menu.h"

#include "ui/session/settings.h"
#include "ui/session/shown_text.h"

#include <QDir>
#include <QFileInfo>

namespace sextant::opening {

namespace {

constexpr std::size_t kLongestEntry = 160; ///< characters of a menu entry
constexpr std::size_t kLongestTip = 2000;

} // namespace

RecentMenu::RecentMenu(session::Settings& settings, QWidget* parent)
    : QMenu(tr("Open Re&cent"), parent),
      settings_(settings) {
    setToolTipsVisible(true);
    connect(this, &QMenu::aboutToShow, this, &RecentMenu::fill);
}

void RecentMenu::fill() {
    clear();
    const QStringList paths = settings_.recentFiles().newestFirst();
    for (qsizetype i = 0; i < paths.size(); ++i) {
        const QFileInfo file(paths[i]);
        QString name = session::shownText(
            tr("%1  (%2)").arg(file.fileName(), QDir::toNativeSeparators(file.absolutePath())),
            kLongestEntry);
        name.replace(QLatin1Char('&'), QLatin1String("&&"));
        QAction* action = addAction(i < 9 ? QStringLiteral("&%1  %2").arg(i + 1).arg(name) : name);
        // A tool tip guesses whether it is rich text; marked as such and escaped, a name is shown as it is.
        action->setToolTip(
            QStringLiteral("<qt>%1</qt>").arg(session::shownText(paths[i], kLongestTip).toHtmlEscaped()));
        connect(action, &QAction::triggered, this, [this, path = paths[i]] { emit fileChosen(path); });
    }
    if (paths.isEmpty()) {
        addAction(tr("No recent files"))->setEnabled(false);
        return;
    }
    addSeparator();
    connect(addAction(tr("&Clear List")), &QAction::triggered, this,
            [this] { settings_.setRecentFiles({}); });
}

} // namespace sextant::opening
