// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/figures/colour_scale.h"
#include "ui/plots/custom_plot.h"
#include "ui/plots/diverging_map.h"
#include "ui/plots/pixel_grid.h"

#include <vector>

namespace sextant::plots {

/// A table of numbers drawn as coloured cells; cell (row, column) covers [column - 0.5, column + 0.5] x [row
/// - 0.5, row + 0.5], its edges rounded by PixelGrid. What is missing (not finite) is hatched, and what is
/// faded pale.
class MatrixCells : public QCPLayerable {
public:
    explicit MatrixCells(QCustomPlot* plot);

    /// `values` row-major, [rows, columns]; `faded` the same, or empty.
    void setValues(const std::vector<double>& values, const std::vector<bool>& faded, int rows, int columns);
    void setColours(const DivergingMap& map, const figures::ColourScale& scale);
    /// Half-way to `paper` and further: pale on light and on dark paper.
    static QColor paleColour(const QColor& colour, const QColor& paper);
    void setHatching(const QColor& background, const QColor& lines);

    const std::vector<double>& values() const { return values_; }
    const figures::ColourScale& scale() const { return scale_; }

protected:
    void draw(QCPPainter* painter) override;
    void applyDefaultAntialiasingHint(QCPPainter* painter) const override;
    QRect clipRect() const override;

private:
    QRectF cellRect(const PixelGrid& grid, int row, int column, int columnsWide = 1) const;
    std::size_t cellOf(int row, int column) const;
    double at(int row, int column) const { return values_[cellOf(row, column)]; }
    QRgb colourOf(int row, int column) const;
    void drawPixels(QCPPainter* painter, const PixelGrid& grid) const;
    void drawVectors(QCPPainter* painter, const PixelGrid& grid) const;
    void drawMissing(QCPPainter* painter, const PixelGrid& grid) const;

    std::vector<double> values_;
    std::vector<bool> faded_;
    int rows_ = 0;
    int columns_ = 0;
    const DivergingMap* map_;
    figures::ColourScale scale_;
    QColor hatchBackground_;
    QColor hatchLines_;
};

} // namespace sextant::plots
