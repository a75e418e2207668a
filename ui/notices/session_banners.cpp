// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/notices/session_banners.h"

#include "ui/notices/advice_text.h"
#include "ui/notices/banner_area.h"
#include "ui/session/session.h"

namespace sextant::notices {

SessionBanners::SessionBanners(session::Session& session, BannerArea& banners, Actions actions,
                               QObject* parent)
    : QObject(parent),
      session_(session),
      banners_(banners),
      actions_(std::move(actions)) {
    connect(&session, &session::Session::failed, this, &SessionBanners::tellFailure);
    connect(&session, &session::Session::artifactChanged, this, &SessionBanners::lookAtArtifact);
}

void SessionBanners::tellFailure(const Error& error) {
    QString text = bannerText(error);
    const auto artifact = session_.artifact();
    if (artifact && artifact->grams->path == error.file && error.code != ErrorCode::Usage) {
        text += tr(" Showing the previously loaded data.");
    }
    banners_.show(BannerTopic::Failure, Severity::Failure, text);
}

void SessionBanners::lookAtArtifact() {
    const auto artifact = session_.artifact();
    if (!seen_ || seen_->grams != artifact->grams) {
        banners_.clear(BannerTopic::Failure);
    }
    seen_ = artifact;
    tellTensors(*artifact);
    tellWarnings(*artifact);
}

void SessionBanners::tellTensors(const artifact::Artifact& artifact) {
    if (!artifact.tensorError) {
        banners_.clear(BannerTopic::Tensors);
    } else if (artifact.tensorError->code == ErrorCode::Cancelled) {
        banners_.show(BannerTopic::Tensors, Severity::Information,
                      tr("Reading the tensor file was cancelled: spectra, signs and angles are not shown."),
                      {tr("&Read It"), [this] { session_.reload(); }});
    } else {
        banners_.show(BannerTopic::Tensors, Severity::Warning,
                      tr("Spectra, signs and angles are not shown. %1.")
                          .arg(QString::fromStdString(describe(*artifact.tensorError))),
                      {tr("Locate &Tensor File\u2026"), actions_.locateTensors});
    }
}

void SessionBanners::tellWarnings(const artifact::Artifact& artifact) {
    std::vector<Warning> warnings = artifact.grams->warnings;
    if (artifact.tensors) {
        warnings.insert(warnings.end(), artifact.tensors->warnings.begin(), artifact.tensors->warnings.end());
    }
    if (warnings.empty()) {
        banners_.clear(BannerTopic::Warnings);
        return;
    }
    const QString first = QString::fromStdString(describe(warnings.front()));
    const QString text = warnings.size() == 1
                             ? first + QLatin1Char('.')
                             : tr("%1 warnings. The first: %2.").arg(warnings.size()).arg(first);
    banners_.show(BannerTopic::Warnings, Severity::Warning, text, {tr("&Show"), actions_.showWarnings});
}

} // namespace sextant::notices
