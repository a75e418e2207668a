// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/activity_line.h"

#include "ui/opening/model_opener.h"
#include "ui/session/session.h"
#include "ui/session/shown_text.h"
#include "ui/window/status_area.h"

#include <QAction>

namespace sextant::window {

namespace {

constexpr std::size_t kLongestActivity = 200; ///< characters; it names files

} // namespace

ActivityLine::ActivityLine(session::Session& session, opening::ModelOpener& models, StatusArea& status,
                           QAction& cancel)
    : QObject(&status),
      session_(session),
      models_(models),
      status_(status),
      cancel_(cancel) {
    cancel.setEnabled(false);
    connect(&session, &session::Session::activityChanged, this, [this](const auto& now) {
        reading_ = now;
        show();
    });
    connect(&models, &opening::ModelOpener::activityChanged, this, [this](const auto& now) {
        measuring_ = now;
        show();
    });
    connect(&status, &StatusArea::cancelRequested, this, &ActivityLine::cancel);
    connect(&cancel, &QAction::triggered, this, &ActivityLine::cancel);
}

void ActivityLine::show() {
    session::BackgroundActivity activity = measuring_.what.isEmpty() ? reading_ : measuring_;
    activity.what = session::shownText(activity.what, kLongestActivity);
    status_.setActivity(activity);
    cancel_.setEnabled(!activity.what.isEmpty());
    emit changed(activity.what);
}

void ActivityLine::cancel() {
    measuring_.what.isEmpty() ? session_.cancel() : models_.cancel();
}

} // namespace sextant::window
