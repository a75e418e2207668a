// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/plots/custom_plot.h"
#include "ui/plots/diverging_map.h"
#include "ui/plots/pixel_grid.h"

#include <vector>

namespace sextant::plots {

/// A table of numbers drawn as coloured cells; cell (row, column) covers [column - 0.5, column + 0.5] x [row
/// - 0.5, row + 0.5], its edges rounded by PixelGrid. What is missing (not finite) is hatched.
class MatrixCells : public QCPLayerable {
public:
    explicit MatrixCells(QCustomPlot* plot);

    /// `values` row-major, [rows, columns].
    void setValues(const std::vector<double>& values, int rows, int columns);
    /// Colours reach from -limit to limit.
    void setColours(const DivergingMap& map, double limit);
    void setHatching(const QColor& background, const QColor& lines);

    const std::vector<double>& values() const { return values_; }
    double limit() const { return limit_; }

protected:
    void draw(QCPPainter* painter) override;
    void applyDefaultAntialiasingHint(QCPPainter* painter) const override;
    QRect clipRect() const override;

private:
    QRectF cellRect(const PixelGrid& grid, int row, int column, int columnsWide = 1) const;
    double at(int row, int column) const;
    void drawPixels(QCPPainter* painter, const PixelGrid& grid) const;
    void drawVectors(QCPPainter* painter, const PixelGrid& grid) const;
    void drawMissing(QCPPainter* painter, const PixelGrid& grid) const;

    std::vector<double> values_;
    int rows_ = 0;
    int columns_ = 0;
    const DivergingMap* map_;
    double limit_ = 1.0;
    QColor hatchBackground_;
    QColor hatchLines_;
};

} // namespace sextant::plots
