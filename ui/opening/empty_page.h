// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace sextant::opening {

/// What a window without an artifact shows: how to get one.
class EmptyPage : public QWidget {
    Q_OBJECT
public:
    explicit EmptyPage(bool demoThere, QWidget* parent = nullptr);

signals:
    void openRequested();
    void modelRequested();
    void demoRequested();
};

} // namespace sextant::opening
