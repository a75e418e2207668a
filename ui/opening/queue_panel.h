// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <filesystem>

class QPushButton;
class QTreeView;

namespace sextant::opening {

class MeasureQueue;

/// The queue of measurements, and what can be done with one of its lines.
class QueuePanel : public QWidget {
    Q_OBJECT
public:
    /// `queue` must outlive this.
    explicit QueuePanel(MeasureQueue& queue, QWidget* parent = nullptr);

signals:
    void openRequested(const std::filesystem::path& artifact);

private:
    int row() const;
    void update();

    MeasureQueue& queue_;
    QTreeView* view_;
    QPushButton* open_;
    QPushButton* again_;
    QPushButton* remove_;
};

} // namespace sextant::opening
