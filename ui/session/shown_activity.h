// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/background_activity.h"

#include <functional>
#include <utility>

namespace sextant::session {

/// Which of two activities in the background a person is told of: reading a file hides computing.
class ShownActivity {
public:
    /// `changed` hears of the activity to show whenever it is another one.
    explicit ShownActivity(std::function<void(const BackgroundActivity&)> changed)
        : changed_(std::move(changed)) {}

    void setReading(const BackgroundActivity& activity) {
        reading_ = activity;
        update();
    }

    void setComputing(const BackgroundActivity& activity) {
        computing_ = activity;
        update();
    }

private:
    void update() {
        const BackgroundActivity& now = reading_.what.isEmpty() ? computing_ : reading_;
        if (now != shown_) {
            shown_ = now;
            changed_(shown_);
        }
    }

    std::function<void(const BackgroundActivity&)> changed_;
    BackgroundActivity reading_;
    BackgroundActivity computing_;
    BackgroundActivity shown_;
};

} // namespace sextant::session
