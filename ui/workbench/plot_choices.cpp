// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workbench/plot_choices.h"

#include <QCoreApplication>

namespace sextant::workbench {

figures::PlotKind kindOf(workspace::Plot plot) {
    switch (plot) {
    case workspace::Plot::Heatmap:
        return figures::PlotKind::Heatmap;
    case workspace::Plot::Residual:
        return figures::PlotKind::Residual;
    case workspace::Plot::Signs:
        return figures::PlotKind::Signs;
    case workspace::Plot::Angles:
        return figures::PlotKind::Angles;
    case workspace::Plot::Heads:
        break;
    }
    return figures::PlotKind::Heads;
}

workspace::Plot plotOf(figures::PlotKind kind) {
    switch (kind) {
    case figures::PlotKind::Heatmap:
        return workspace::Plot::Heatmap;
    case figures::PlotKind::Residual:
        return workspace::Plot::Residual;
    case figures::PlotKind::Signs:
        return workspace::Plot::Signs;
    case figures::PlotKind::Angles:
        return workspace::Plot::Angles;
    case figures::PlotKind::Heads:
        break;
    }
    return workspace::Plot::Heads;
}

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

widgets::ChoiceMenu::Choices signTopChoices(const quantities::AnchorView* view, int shown) {
    widgets::ChoiceMenu::Choices choices;
    if (view != nullptr) {
        for (const int top : view->signTops()) {
            if (top == shown) {
                choices.current = static_cast<int>(choices.names.size());
            }
            choices.names << QString::number(top);
        }
    }
    return choices;
}

} // namespace sextant::workbench
