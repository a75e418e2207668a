// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/plots/custom_plot.h"

#include <QStaticText>

namespace sextant::plots {

/// A piece of text on one line that is shaped once and drawn often.
class TextRun {
public:
    /// Does nothing when neither changes.
    void set(const QString& text, const QFont& font);

    const QString& text() const { return text_; }
    int width() const { return width_; }
    int height() const { return height_; }
    int ascent() const { return ascent_; }

    /// Elided when wider than `room`. In vector output it stays text rather than glyphs.
    void draw(QCPPainter* painter, const QPointF& corner, int room,
              Qt::TextElideMode elision = Qt::ElideRight) const;

private:
    QString text_;
    QFont font_;
    QStaticText shaped_;
    int width_ = 0;
    int height_ = 0;
    int ascent_ = 0;
};

} // namespace sextant::plots
