// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/notices/session_banners.h"

#include "core/integrity/wording.h"
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
    tellChecks();
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

void SessionBanners::tellChecks() {
    const auto report = session_.integrity();
    const bool isGrave = report->worst() >= integrity::Severity::Warning;
    const auto complaints =
        report->complaints(isGrave ? integrity::Severity::Warning : integrity::Severity::Note);
    if (complaints.empty()) {
        banners_.clear(BannerTopic::Warnings);
        return;
    }
    const QString first = QString::fromStdString(integrity::describe(*complaints.front()));
    const QString text = complaints.size() == 1
                             ? first + QLatin1Char('.')
                             : tr("%1 warnings. The first: %2.").arg(complaints.size()).arg(first);
    banners_.show(BannerTopic::Warnings, isGrave ? Severity::Warning : Severity::Information, text,
                  {tr("&Show"), actions_.showChecks});
}

} // namespace sextant::notices
