// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/ui/session/fake_services.h"
#include "tests/ui/support/patience.h"
#include "ui/session/session.h"

#include <QCoreApplication>
#include <QTest>

#include <functional>
#include <memory>
#include <vector>

namespace sextant::session {

inline constexpr int kLayers = 6;
inline constexpr int kHeads = 2;

using quantities::QuantityId;

inline bool hasSpectrum(const quantities::AnchorView& view) {
    return view.find({QuantityId::SpectralCosine}) != nullptr;
}

/// A session in a FakeWorld that holds "a.json", 6 layers and 2 heads; it writes down what it hears.
struct Desk {
    explicit Desk(const std::function<void(FakeWorld&)>& prepare = {}) {
        world.addArtifact("a.json", kLayers, kHeads);
        if (prepare) {
            prepare(world);
        }
        useServices([](BackgroundServices&) {});
    }

    /// A new session, with some of the world's services changed.
    void useServices(const std::function<void(BackgroundServices&)>& change) {
        BackgroundServices services = world.services();
        change(services);
        session = std::make_unique<Session>(services, std::make_shared<BackgroundDisposal>());
        QObject::connect(session.get(), &Session::viewChanged,
                         [this](const auto& view) { views.push_back(view); });
        QObject::connect(session.get(), &Session::stateChanged, [this](const workspace::ViewState& state) {
            states.push_back(state);
            if (anchors.empty() || anchors.back() != state.anchor().value) {
                anchors.push_back(state.anchor().value);
            }
        });
        QObject::connect(session.get(), &Session::failed,
                         [this](const Error& error) { errors.push_back(error); });
        QObject::connect(session.get(), &Session::activityChanged,
                         [this](const BackgroundActivity& activity) { activities.push_back(activity); });
    }

    bool waitUntil(const std::function<bool()>& condition) const {
        return QTest::qWaitFor(condition, test::kPatience);
    }

    /// Opens and waits until everything is read, the tables are there and the engine runs.
    bool open(const char* path = "a.json") {
        session->open(path);
        return waitUntil([&] { return isOpen(path); });
    }

    bool isOpen(const std::string& path) const {
        const auto artifact = session->artifact();
        const bool reads = !activities.empty() && !activities.back().what.isEmpty();
        return !reads && artifact && artifact->grams->path == path &&
               (artifact->tensors || artifact->tensorError);
    }

    /// Opens, and waits until the first row is shown too.
    bool openWithAngles() {
        if (!open()) {
            return false;
        }
        world.engine().handOutRow(session->anchor().value);
        return waitUntil([&] { return session->view()->hasAngles() && !session->view()->headsAwaited; });
    }

    int shownAnchor() const { return session->view()->anchor.value; }

    FakeWorld world;
    std::unique_ptr<Session> session;
    std::vector<std::shared_ptr<const quantities::AnchorView>> views;
    std::vector<workspace::ViewState> states;
    std::vector<int> anchors; ///< each in which the state moved
    std::vector<Error> errors;
    std::vector<BackgroundActivity> activities;
};

inline void deliverAll() {
    QCoreApplication::processEvents();
    QCoreApplication::processEvents();
}

} // namespace sextant::session
