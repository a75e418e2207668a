// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workbench/plot_choices.h"

#include <QCoreApplication>

namespace sextant::workbench {

widgets::ChoiceMenu::Choices headChoices(const session::Session& session) {
    widgets::ChoiceMenu::Choices choices;
    if (session.artifact()) {
        choices.names << QCoreApplication::translate("MainWindow", "Mean over heads");
        for (int head = 0; head < session.artifact()->shape().heads; ++head) {
            choices.names << QCoreApplication::translate("MainWindow", "Head %1").arg(head);
        }
        choices.current = session.head() ? session.head()->value + 1 : 0;
    }
    return choices;
}

widgets::ChoiceMenu::Choices signTopChoices(const analysis::AnchorView* view, int shown) {
    widgets::ChoiceMenu::Choices choices;
    if (view != nullptr) {
        for (const analysis::SignSeries& series : view->signs) {
            if (series.top == shown) {
                choices.current = static_cast<int>(choices.names.size());
            }
            choices.names << QString::number(series.top);
        }
    }
    return choices;
}

} // namespace sextant::workbench
