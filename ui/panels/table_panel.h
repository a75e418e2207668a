// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QTableView;

namespace sextant::plots {
class AlignmentPlot;
} // namespace sextant::plots

namespace sextant::panels {

class FigureTableModel;

/// The numbers of one plot as a table that can be copied, cell by cell or as a whole.
class TablePanel : public QWidget {
    Q_OBJECT
public:
    explicit TablePanel(QWidget* parent = nullptr);

    void showPlot(const plots::AlignmentPlot& plot);

private:
    void copy();

    QLabel* title_;
    QTableView* table_;
    FigureTableModel* model_;
};

} // namespace sextant::panels
