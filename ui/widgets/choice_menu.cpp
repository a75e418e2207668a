// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/choice_menu.h"

#include <QActionGroup>

namespace sextant::widgets {

ChoiceMenu::ChoiceMenu(const QString& title, std::function<Choices()> choices, QWidget* parent)
    : QMenu(title, parent),
      choices_(std::move(choices)) {
    setToolTipsVisible(true);
    connect(this, &QMenu::aboutToShow, this, &ChoiceMenu::fill);
}

void ChoiceMenu::fill() {
    clear();
    delete findChild<QActionGroup*>();
    auto* group = new QActionGroup(this);
    const Choices choices = choices_();
    for (int index = 0; index < choices.names.size(); ++index) {
        QString name = choices.names[index];
        QAction* action = addAction(name.replace(QLatin1Char('&'), QLatin1String("&&")));
        action->setCheckable(true);
        action->setChecked(index == choices.current);
        const QString reason = choices.reasons.value(index);
        action->setEnabled(reason.isEmpty());
        action->setToolTip(reason);
        group->addAction(action);
        connect(action, &QAction::triggered, this, [this, index] { emit chosen(index); });
    }
    if (choices.names.isEmpty()) {
        addAction(tr("None"))->setEnabled(false);
    }
}

} // namespace sextant::widgets
