#include "ui/window/plot_choices.h"

#include <QCoreApplication>

namespace sextant {

ChoiceMenu::Choices headChoices(const Session& session) {
    ChoiceMenu::Choices choices;
    if (session.artifact()) {
        choices.names << QCoreApplication::translate("MainWindow", "Mean over heads");
        for (int head = 0; head < session.artifact()->shape().heads; ++head) {
            choices.names << QCoreApplication::translate("MainWindow", "Head %1").arg(head);
        }
        choices.current = session.head() ? session.head()->value + 1 : 0;
    }
    return choices;
}

ChoiceMenu::Choices signTopChoices(const AnchorView* view, int shown) {
    ChoiceMenu::Choices choices;
    if (view != nullptr) {
        for (const SignSeries& series : view->signs) {
            if (series.top == shown) {
                choices.current = static_cast<int>(choices.names.size());
            }
            choices.names << QString::number(series.top);
        }
    }
    return choices;
}

} // namespace sextant
