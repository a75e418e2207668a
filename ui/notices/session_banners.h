// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/artifact/artifact.h"
#include "core/base/error.h"

#include <QObject>

#include <functional>
#include <memory>

namespace sextant::session {
class Session;
} // namespace sextant::session

namespace sextant::notices {

class BannerArea;

/// Turns what a session has to complain about into banners: failures, a missing tensor file, checks that an
/// artifact does not pass.
class SessionBanners : public QObject {
    Q_OBJECT
public:
    struct Actions {
        std::function<void()> locateTensors;
        std::function<void()> showChecks;
    };

    /// All three must outlive this.
    SessionBanners(session::Session& session, BannerArea& banners, Actions actions, QObject* parent);

private:
    void tellFailure(const Error& error);
    void lookAtArtifact();
    void tellTensors(const artifact::Artifact& artifact);
    void tellChecks();

    session::Session& session_;
    BannerArea& banners_;
    Actions actions_;
    std::shared_ptr<const artifact::Artifact>
        seen_; ///< the artifact whose banners were shown; a dismissed one does not come back
};

} // namespace sextant::notices
