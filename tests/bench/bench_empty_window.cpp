// SPDX-License-Identifier: GPL-3.0-or-later
// The least a program with a window can do, as the baseline for the start of the explorer.
#include "app/first_paint.h"

#include <QApplication>
#include <QMainWindow>

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    new sextant::app::FirstPaint(&application);
    QMainWindow window;
    window.show();
    return QApplication::exec();
}
