// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMenu>

#include <functional>

namespace sextant::widgets {

/// A menu of which one entry is chosen; filled when it is opened, so that it costs nothing until then.
class ChoiceMenu : public QMenu {
    Q_OBJECT
public:
    struct Choices {
        QStringList names;
        int current = -1; ///< index into `names`; -1 for none
    };

    /// `choices` tells what there is each time the menu opens.
    ChoiceMenu(const QString& title, std::function<Choices()> choices, QWidget* parent = nullptr);

signals:
    void chosen(int index);

private:
    void fill();

    std::function<Choices()> choices_;
};

} // namespace sextant::widgets
