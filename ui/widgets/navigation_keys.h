// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

class QWidget;

namespace sextant::widgets {

/// Reserves the arrow keys, Home, End and the page keys for a focused widget, such as a table or a number
/// box; the window would move the anchor.
class NavigationKeys : public QObject {
public:
    /// Lives as long as `widget`.
    explicit NavigationKeys(QWidget* widget);

    bool eventFilter(QObject* watched, QEvent* event) override;
};

} // namespace sextant::widgets
