// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace sextant::session {

/// What runs in the background, for a progress bar. `total` 0 means unknown.
struct BackgroundActivity {
    QString what; ///< e.g. "Principal angles of all pairs"; empty when nothing runs
    int done = 0;
    int total = 0;

    friend bool operator==(const BackgroundActivity&, const BackgroundActivity&) = default;
};

} // namespace sextant::session
