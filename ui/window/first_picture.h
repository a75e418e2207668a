// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <condition_variable>
#include <memory>
#include <mutex>
#include <stop_token>

class QWidget;

namespace sextant::window {

/// The moment a window is first painted, for background work that has to wait for it: the first product loads
/// OpenBLAS, which holds the dynamic loader's lock, and Qt needs that lock for the first picture.
class FirstPicture {
public:
    /// Any thread. Returns once the window is painted, a stop is requested, or so much time has passed that
    /// it must be hidden.
    void wait(const std::stop_token& stop);

    /// Reports the first paint of `window` to `picture`.
    static void watch(QWidget& window, std::shared_ptr<FirstPicture> picture);

private:
    void arrive();

    std::mutex mutex_;
    std::condition_variable_any changed_;
    bool there_ = false;
};

} // namespace sextant::window
