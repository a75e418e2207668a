// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace sextant::session {

/// The artifacts opened, or the models measured, last: newest first, each once, ten at most.
class RecentFiles {
public:
    static constexpr int kMost = 10;

    RecentFiles() = default;
    explicit RecentFiles(const QStringList& newestFirst);

    /// Moves `path` to the front. An absolute path is expected.
    void add(const QString& path);

    [[nodiscard]] const QStringList& newestFirst() const { return paths_; }

private:
    QStringList paths_;
};

} // namespace sextant::session
