// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

class QWidget;

namespace sextant::widgets {

/// Leaves a widget the arrow keys, Home, End and the page keys while it has the focus: to walk in a table or
/// a number, where the window would move the anchor.
class NavigationKeys : public QObject {
public:
    /// Lives as long as `widget`.
    explicit NavigationKeys(QWidget* widget);

    bool eventFilter(QObject* watched, QEvent* event) override;
};

} // namespace sextant::widgets
