// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/session.h"

#include <QObject>

class QAction;

namespace sextant::notices {
class BannerArea;
} // namespace sextant::notices

namespace sextant::window {

/// Tells which layer would add most to the anchors when that was asked for by a menu or a key, and offers to
/// add it.
class SuggestionNotice : public QObject {
    Q_OBJECT
public:
    /// All must outlive this.
    SuggestionNotice(session::Session& session, notices::BannerArea& banners, QAction& ask, QAction& cancel,
                     QObject* parent);

private:
    void tell(const session::SuggestedAnchor& found);
    void forgetOldArtifact();

    session::Session& session_;
    notices::BannerArea& banners_;
    std::shared_ptr<const artifact::GramFile> grams_; ///< of the artifact on show
    bool asked_ = false;                              ///< by a person, who waits for the answer
};

} // namespace sextant::window
