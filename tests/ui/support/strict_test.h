// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/ui/support/patience.h"

#include <QObject>
#include <QRegularExpression>
#include <QTest>

namespace sextant {

/// Base of every test of the window: a warning from Qt that the test did not announce with
/// QTest::ignoreMessage() fails it. A test that has an init() of its own calls this one.
class StrictTest : public QObject {
    Q_OBJECT
private slots:
    void init() {
        // The offscreen platform says so of every window; it means nothing.
        QTest::failOnWarning(QRegularExpression(QStringLiteral("^(?!This plugin does not support)")));
    }
};

} // namespace sextant
