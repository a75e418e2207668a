// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMenu>

#include <functional>

namespace sextant::widgets {

/// A menu with one checked entry, filled each time it opens so that it costs nothing before.
///
///     auto* heads = new ChoiceMenu("&Heads", [] { return ChoiceMenu::Choices{{"Mean", "Head 0"}, 0}; });
///     connect(heads, &ChoiceMenu::chosen, this, &Window::showHead);
class ChoiceMenu : public QMenu {
    Q_OBJECT
public:
    struct Choices {
        QStringList names;
        int current = -1;    ///< index into `names`; -1 for none
        QStringList reasons; ///< why an entry is disabled, empty where it is not; or none for all
    };

    /// `choices` is called each time the menu opens.
    ChoiceMenu(const QString& title, std::function<Choices()> choices, QWidget* parent = nullptr);

signals:
    void chosen(int index);

private:
    void fill();

    std::function<Choices()> choices_;
};

} // namespace sextant::widgets
