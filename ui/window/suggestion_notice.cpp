// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/suggestion_notice.h"

#include "core/figures/family_figures.h"
#include "ui/notices/banner_area.h"

#include <QAction>

#include <algorithm>
#include <utility>

namespace sextant::window {

SuggestionNotice::SuggestionNotice(session::Session& session, notices::BannerArea& banners, QAction& ask,
                                   QObject* parent)
    : QObject(parent),
      session_(session),
      banners_(banners) {
    connect(&ask, &QAction::triggered, this, [this] {
        asked_ = true;
        session_.suggestAnchor();
    });
    connect(&session, &session::Session::anchorSuggested, this, &SuggestionNotice::tell);
    connect(&session, &session::Session::stateChanged, this,
            [this, anchors = session.state().anchors](const workspace::ViewState& state) mutable {
                if (std::exchange(anchors, state.anchors) != state.anchors) {
                    banners_.clear(notices::BannerTopic::Suggestion); // it was for other anchors
                }
            });
}

void SuggestionNotice::tell(const session::SuggestedAnchor& found) {
    if (!std::exchange(asked_, false)) {
        return;
    }
    if (!found.suggestion) {
        banners_.show(notices::BannerTopic::Suggestion, notices::Severity::Information,
                      tr("No other layer is left to explain."));
        return;
    }
    const LayerIndex layer = found.suggestion->step.layer;
    banners_.show(notices::BannerTopic::Suggestion, notices::Severity::Information,
                  QString::fromStdString(figures::suggestionText(*found.suggestion, found.numbers)),
                  {tr("Add Layer %1").arg(found.numbers.of(layer)), [this, layer] {
                       const auto& anchors = session_.state().anchors;
                       if (std::ranges::find(anchors, layer) == anchors.end()) {
                           session_.apply(workspace::ToggleAnchor{layer});
                       }
                   }});
}

} // namespace sextant::window
