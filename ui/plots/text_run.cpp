// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/text_run.h"

namespace sextant::plots {

void TextRun::set(const QString& text, const QFont& font) {
    if (text == text_ && font == font_) {
        return;
    }
    text_ = text;
    font_ = font;
    const QFontMetrics metrics(font);
    width_ = metrics.horizontalAdvance(text);
    height_ = metrics.height();
    ascent_ = metrics.ascent();
    shaped_.setTextFormat(Qt::PlainText);
    shaped_.setText(text);
}

void TextRun::draw(QCPPainter* painter, const QPointF& corner, int room, Qt::TextElideMode elision) const {
    if (painter->font() != font_) {
        painter->setFont(font_);
    }
    const bool cut = width_ > room;
    if (!cut && !painter->modes().testFlag(QCPPainter::pmVectorized)) {
        return painter->drawStaticText(corner, shaped_);
    }
    painter->drawText(corner + QPointF(0, ascent_),
                      cut ? QFontMetrics(font_).elidedText(text_, elision, room) : text_);
}

} // namespace sextant::plots
