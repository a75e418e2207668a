// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QWidget>

namespace sextant::notices {

enum class Severity { Information, Warning, Failure };

/// The colour that goes with a severity, for a stripe or a tint; never for text.
[[nodiscard]] QColor colourOf(Severity severity);

/// A small sign that shows a severity by its shape: a disc with an i, a triangle with an exclamation mark, an
/// octagon with a cross. Drawn, because few fonts have such signs and searching for one that does slows the
/// start.
class BannerSign : public QWidget {
    Q_OBJECT
public:
    explicit BannerSign(QWidget* parent = nullptr);

    void setSeverity(Severity severity);

    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Severity severity_ = Severity::Information;
};

} // namespace sextant::notices
