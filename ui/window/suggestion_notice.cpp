// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/suggestion_notice.h"

#include "core/figures/family_figures.h"
#include "ui/notices/banner_area.h"

#include <QAction>

#include <algorithm>
#include <utility>

namespace sextant::window {

SuggestionNotice::SuggestionNotice(session::Session& session, notices::BannerArea& banners, QAction& ask,
                                   QAction& cancel, QObject* parent)
    : QObject(parent),
      session_(session),
      banners_(banners) {
    connect(&ask, &QAction::triggered, this, [this] {
        asked_ = true;
        session_.suggestAnchor();
    });
    connect(&cancel, &QAction::triggered, this, [this] { asked_ = false; });
    connect(&session, &session::Session::failed, this, [this] { asked_ = false; });
    connect(&session, &session::Session::anchorSuggested, this, &SuggestionNotice::tell);
    connect(&session, &session::Session::artifactChanged, this, &SuggestionNotice::forgetOldArtifact);
    const workspace::ViewState& now = session.state();
    connect(&session, &session::Session::stateChanged, this,
            [this, anchors = now.anchors, head = now.head](const workspace::ViewState& state) mutable {
                const bool sameAnchors = std::exchange(anchors, state.anchors) == state.anchors;
                const bool sameHead = std::exchange(head, state.head) == state.head;
                if (!sameAnchors || !sameHead) {
                    banners_.clear(notices::BannerTopic::Suggestion); // it was for others
                }
            });
}

void SuggestionNotice::forgetOldArtifact() {
    // The signal also comes when the tensors of the same artifact arrive.
    if (std::exchange(grams_, session_.artifact()->grams) != session_.artifact()->grams) {
        asked_ = false;
        banners_.clear(notices::BannerTopic::Suggestion);
    }
}

void SuggestionNotice::tell(const session::SuggestedAnchor& found) {
    const workspace::ViewState& now = session_.state();
    if (asked_ && (found.anchors != now.anchors || found.head != now.head)) {
        session_.suggestAnchor(); // the answer is to an older question
        return;
    }
    if (!std::exchange(asked_, false)) {
        return;
    }
    if (!found.suggestion) {
        banners_.show(notices::BannerTopic::Suggestion, notices::Severity::Information,
                      tr("No other layer is left to explain."));
        return;
    }
    const LayerIndex layer = found.suggestion->step.layer;
    const auto add = [this, layer] {
        const auto& anchors = session_.state().anchors;
        if (std::ranges::find(anchors, layer) == anchors.end()) {
            session_.apply(workspace::ToggleAnchor{layer});
        }
    };
    const QString text = QString::fromStdString(figures::suggestionText(*found.suggestion, found.numbers()));
    if (now.anchors.size() < workspace::kMostAnchors) {
        banners_.show(notices::BannerTopic::Suggestion, notices::Severity::Information, text,
                      {tr("Add Layer %1").arg(found.numbers().of(layer)), add});
    } else {
        banners_.show(notices::BannerTopic::Suggestion, notices::Severity::Information, text);
    }
}

} // namespace sextant::window
