#pragma once

#include <QWidget>

namespace sextant {

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

} // namespace sextant
