// The least a program with a window can do: what the start of the explorer is measured against.
#include "app/first_paint.h"

#include <QApplication>
#include <QMainWindow>

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    new sextant::FirstPaint(&application);
    QMainWindow window;
    window.show();
    return QApplication::exec();
}
