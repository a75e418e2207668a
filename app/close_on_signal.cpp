// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/close_on_signal.h"

#include <QApplication>
#include <QSocketNotifier>

#include <fcntl.h>
#include <unistd.h>

namespace sextant::app {
namespace {

/// A handler may do little more than write into a pipe; the event loop waits at its other end.
int readEnd = -1;
int writeEnd = -1;

void note(int /*signal*/) {
    constexpr char byte = 0;
    [[maybe_unused]] const ssize_t written = ::write(writeEnd, &byte, 1);
}

} // namespace

CloseOnSignal::CloseOnSignal() {
    int ends[2] = {-1, -1};
    if (::pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) {
        return; // the signals then end the program, as they do without this
    }
    readEnd = ends[0];
    writeEnd = ends[1];
    auto* notifier = new QSocketNotifier(readEnd, QSocketNotifier::Read, this);
    connect(notifier, &QSocketNotifier::activated, notifier, [notifier] {
        notifier->setEnabled(false);
        QApplication::closeAllWindows();
    });
    for (std::size_t i = 0; i < kSignals.size(); ++i) {
        ::sigaction(kSignals[i], nullptr, &before_[i]);
        if (before_[i].sa_handler != SIG_IGN) {
            struct sigaction action {};
            action.sa_handler = note;
            action.sa_flags = static_cast<int>(SA_RESTART | SA_RESETHAND);
            sigemptyset(&action.sa_mask);
            ::sigaction(kSignals[i], &action, nullptr);
        }
    }
}

CloseOnSignal::~CloseOnSignal() {
    if (writeEnd < 0) {
        return;
    }
    for (std::size_t i = 0; i < kSignals.size(); ++i) {
        ::sigaction(kSignals[i], &before_[i], nullptr);
    }
    ::close(readEnd);
    ::close(writeEnd);
    writeEnd = -1;
}

} // namespace sextant::app
