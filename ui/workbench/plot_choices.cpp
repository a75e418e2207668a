// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workbench/plot_choices.h"

#include "core/evidence/why_not.h"
#include "core/figures/map_figures.h"

#include <QCoreApplication>

namespace sextant::workbench {

namespace {

plots::PlotAxis plotAxisOf(workspace::Axis axis) {
    switch (axis) {
    case workspace::Axis::Left:
        return plots::PlotAxis::Left;
    case workspace::Axis::Right:
        return plots::PlotAxis::Right;
    case workspace::Axis::Columns:
        return plots::PlotAxis::Columns;
    case workspace::Axis::Rows:
        break;
    }
    return plots::PlotAxis::Rows;
}

workspace::Axis axisOf(plots::PlotAxis axis) {
    switch (axis) {
    case plots::PlotAxis::Left:
        return workspace::Axis::Left;
    case plots::PlotAxis::Right:
        return workspace::Axis::Right;
    case plots::PlotAxis::Columns:
        return workspace::Axis::Columns;
    case plots::PlotAxis::Rows:
        break;
    }
    return workspace::Axis::Rows;
}

} // namespace

std::vector<plots::AxisPart> partsOf(const workspace::ViewState& state, workspace::Plot plot) {
    std::vector<plots::AxisPart> parts;
    for (const workspace::AxisZoom& zoom : state.axisZooms) {
        if (zoom.plot == plot) {
            parts.push_back({plotAxisOf(zoom.axis), figures::Span{zoom.span.lower, zoom.span.upper}});
        }
    }
    return parts;
}

workspace::ZoomAxes zoomOf(workspace::Plot plot, const std::vector<plots::AxisPart>& parts) {
    workspace::ZoomAxes zoom{plot, {}};
    for (const plots::AxisPart& part : parts) {
        zoom.parts.push_back({axisOf(part.axis), spanOf(part.part)});
    }
    return zoom;
}

std::optional<workspace::AxisSpan> spanOf(const std::optional<figures::Span>& part) {
    return part ? std::optional(workspace::AxisSpan{part->lower, part->upper}) : std::nullopt;
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

widgets::ChoiceMenu::Choices referenceChoices(const workspace::ViewState& state) {
    widgets::ChoiceMenu::Choices choices;
    for (const ReferenceKind kind : kReferenceChoices) {
        if (kind == state.reference) {
            choices.current = static_cast<int>(choices.names.size());
        }
        choices.names << QString::fromUtf8(evidence::labelOf(kind));
    }
    return choices;
}

widgets::ChoiceMenu::Choices quantityChoices(const session::Session& session) {
    widgets::ChoiceMenu::Choices choices;
    const auto view = session.view();
    for (const MapQuantity quantity : figures::kMapQuantities) {
        if (quantity == session.state().maps.heads) {
            choices.current = static_cast<int>(choices.names.size());
        }
        choices.names << QString::fromUtf8(figures::nameOf(quantity));
        choices.reasons << (view ? QString::fromStdString(figures::whyNotShown(*view, quantity)) : QString());
    }
    return choices;
}

} // namespace sextant::workbench
