// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/opening/model_opener.h"

#include "ui/notices/advice_text.h"
#include "ui/notices/banner_area.h"
#include "ui/opening/model_dialog.h"
#include "ui/opening/queue_panel.h"
#include "ui/session/paths.h"
#include "ui/session/settings.h"

#include <QAction>
#include <QDir>
#include <QDockWidget>
#include <QFileInfo>
#include <QMainWindow>

namespace sextant::opening {

ModelOpener::ModelOpener(QMainWindow& window, notices::BannerArea& banners, const session::Session& session,
                         session::Settings& settings)
    : QObject(&window),
      window_(window),
      banners_(banners),
      settings_(settings),
      cache_(session.services().modelCache),
      rate_(session.services().multiplicationsPerSecond),
      disposal_(session.disposal()),
      queue_(session.services(), session.disposal()),
      queueSwitch_(new QAction(tr("Mea&surements"), this)) {
    queueSwitch_->setCheckable(true);
    connect(queueSwitch_, &QAction::triggered, this, &ModelOpener::showQueue);
    connect(&queue_, &MeasureQueue::activityChanged, this, &ModelOpener::activityChanged);
    connect(&queue_, &MeasureQueue::measured, this,
            [this](const measure::MeasuredArtifact& artifact, bool isFirst) {
                tell(artifact);
                isFirst ? emit measured(artifact.json) : emit furtherMeasured(artifact.json);
            });
    connect(&queue_, &MeasureQueue::failed, this, [this](const Error& error) {
        banners_.show(notices::BannerTopic::Model, notices::Severity::Failure, notices::bannerText(error));
    });
}

void ModelOpener::ask(const QString& folder) {
    if (dialog_) {
        dialog_->raise();
        dialog_->activateWindow();
        return;
    }
    dialog_ = new ModelDialog({.cache = cache_,
                               .folder = folder,
                               .recent = settings_.recentModels().newestFirst(),
                               .taken = [this] { return queue_.outputs(); },
                               .rate = rate_,
                               .disposal = disposal_},
                              &window_);
    dialog_->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog_, &ModelDialog::measurementRequested, this,
            [this](const measure::MeasureOptions& options, const QString& model) {
                remember(model);
                begin(options);
            });
    dialog_->open();
}

void ModelOpener::begin(const measure::MeasureOptions& options) {
    banners_.clear(notices::BannerTopic::Model);
    queue_.add(options);
    if (queue_.waiting() > 0) {
        showQueue(true);
    }
}

void ModelOpener::remember(const QString& model) {
    session::RecentFiles recent = settings_.recentModels();
    const QFileInfo file(model);
    recent.add(file.exists() ? file.absoluteFilePath() : model);
    settings_.setRecentModels(recent);
}

void ModelOpener::cancel() {
    if (queue_.isRunning()) {
        queue_.stop();
        banners_.show(
            notices::BannerTopic::Model, notices::Severity::Information,
            tr("Measuring was stopped. What is finished is kept: opening the model again with the same "
               "artifact resumes from there."));
    }
}

void ModelOpener::showQueue(bool shown) {
    if (dock_ == nullptr && shown) {
        auto* panel = new QueuePanel(queue_);
        connect(panel, &QueuePanel::openRequested, this, &ModelOpener::measured);
        dock_ = new QDockWidget(queueSwitch_->text().remove(QLatin1Char('&')), &window_);
        dock_->setObjectName(QStringLiteral("measurements"));
        dock_->setWidget(panel);
        window_.addDockWidget(Qt::BottomDockWidgetArea, dock_);
        window_.resizeDocks({dock_}, {panel->minimumSizeHint().height()}, Qt::Vertical);
        connect(dock_->toggleViewAction(), &QAction::toggled, queueSwitch_, &QAction::setChecked);
    }
    if (dock_ != nullptr) {
        dock_->setVisible(shown);
        queueSwitch_->setChecked(shown);
    }
}

void ModelOpener::tell(const measure::MeasuredArtifact& artifact) {
    QString text = tr("Measured the model and wrote %1 and %2.")
                       .arg(QDir::toNativeSeparators(session::toQString(artifact.json)),
                            session::toQString(artifact.tensors.filename()));
    if (!artifact.normsNotFolded.empty()) {
        text += tr(" The gains of its norms are left out.");
    }
    if (!artifact.biasesIgnored.empty()) {
        text += tr(" Its biases are left out.");
    }
    banners_.show(notices::BannerTopic::Model, notices::Severity::Information, text,
                  {tr("A&bout It"), [this] { emit provenanceRequested(); }});
}

} // namespace sextant::opening
