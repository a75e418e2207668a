// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/family_supply.h"

#include "ui/session/background_priority.h"

#include <fmt/format.h>

#include <utility>

namespace sextant::session {

FamilySupply::FamilySupply(const BackgroundServices& services, std::shared_ptr<BackgroundDisposal> disposal,
                           QObject* receiver, Events events)
    : compute_(services.computeFamily),
      suggest_(services.suggestAnchor),
      disposal_(std::move(disposal)),
      receiver_(receiver),
      events_(std::move(events)),
      familyWorker_(std::make_shared<BackgroundWorker>()),
      suggestionWorker_(std::make_shared<BackgroundWorker>()) {}

FamilySupply::~FamilySupply() {
    cancel();
    disposal_->dispose(std::exchange(familyWorker_, nullptr));
    disposal_->dispose(std::exchange(suggestionWorker_, nullptr));
}

void FamilySupply::start(std::shared_ptr<const analysis::AlignmentTables> tables) {
    cancel();
    family_.reset();
    tables_ = std::move(tables);
}

void FamilySupply::cancel() {
    familyChannel_.reset();
    suggestionChannel_.reset();
    searchedAnchors_.clear();
    familyWorker_->stop();
    suggestionWorker_->stop();
}

void FamilySupply::follow(const workspace::ViewState& state) {
    const bool inFront = state.map == workspace::Map::Family;
    if (inFront || state.depthBlocks) {
        request();
    }
    if (inFront && (searchedAnchors_ != state.anchors || searchedHead_ != state.head)) {
        suggest(state.anchors, state.head);
    }
}

void FamilySupply::request() {
    if (!tables_ || family_ || familyChannel_) {
        return;
    }
    familyChannel_ = std::make_unique<Channel>(receiver_);
    const auto job = [this, sender = familyChannel_->sender(), tables = tables_,
                      compute = compute_](const std::stop_token& stop) {
        lowerThreadPriority();
        auto family = compute(*tables, stop);
        if (!family) {
            return; // which only a stop request explains
        }
        sender.send([this, family = std::move(family)] {
            family_ = family;
            familyChannel_.reset();
            events_.arrived();
        });
    };
    familyWorker_->submit(job, failureOf("what the layers share", *familyChannel_));
}

void FamilySupply::suggest(const std::vector<LayerIndex>& anchors, HeadSelection head) {
    if (!tables_) {
        return;
    }
    searchedAnchors_ = anchors;
    searchedHead_ = head;
    suggestionChannel_ = std::make_unique<Channel>(receiver_);
    const auto job = [this, sender = suggestionChannel_->sender(), tables = tables_, suggest = suggest_,
                      anchors, head](const std::stop_token& stop) {
        lowerThreadPriority();
        SuggestedAnchor found{anchors, head, suggest(*tables, anchors, head, stop), tables->artifact->grams};
        if (!stop.stop_requested()) {
            sender.send([this, found = std::move(found)] { events_.suggested(found); });
        }
    };
    suggestionWorker_->submit(job, failureOf("the next anchor", *suggestionChannel_));
}

std::function<void(const Error&)> FamilySupply::failureOf(const char* what, const Channel& channel) const {
    return [this, what, sender = channel.sender(), json = tables_->artifact->grams->path](Error error) {
        error.file = json;
        error.sentence += fmt::format(" (while computing {})", what);
        sender.send([this, error] { events_.failed(error); });
    };
}

} // namespace sextant::session
