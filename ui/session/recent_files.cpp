// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/recent_files.h"

namespace sextant::session {

RecentFiles::RecentFiles(const QStringList& newestFirst) : paths_(newestFirst) {
    paths_.removeAll(QString());
    paths_.removeDuplicates();
    paths_ = paths_.mid(0, kMost);
}

void RecentFiles::add(const QString& path) {
    paths_.removeAll(path);
    paths_.prepend(path);
    paths_ = paths_.mid(0, kMost);
}

} // namespace sextant::session
