// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/angle_supply.h"

#include "core/base/exception_guard.h"

#include <QCoreApplication>

#include <utility>

namespace sextant::session {

AngleSupply::AngleSupply(BackgroundServices services, std::shared_ptr<BackgroundDisposal> disposal,
                         QObject* receiver, Events events)
    : services_(std::move(services)),
      disposal_(std::move(disposal)),
      receiver_(receiver),
      events_(std::move(events)) {}

AngleSupply::~AngleSupply() {
    clear();
}

void AngleSupply::clear() {
    channel_.reset();
    if (engine_) {
        // Stopping takes the engine a moment; asked now, it stops while it waits to be disposed of.
        engine_->cancel();
        disposal_->dispose(std::exchange(engine_, nullptr));
    }
    disposal_->dispose(std::exchange(table_, nullptr));
    rows_.clear();
    awaited_.reset();
    cancelled_ = false;
}

void AngleSupply::start(const std::shared_ptr<const artifact::TensorFile>& tensors,
                        const artifact::ArtifactShape& shape, LayerIndex anchor) {
    clear();
    channel_ = std::make_unique<Channel>(receiver_);
    awaited_ = anchor;
    const auto sender = channel_->sender();
    angles::AngleEngine::Callbacks callbacks;
    callbacks.row = [this, sender](std::shared_ptr<const angles::AngleRow> row) {
        sender.send([this, row = std::move(row)] { receiveRow(row); });
    };
    callbacks.table = [this, sender](std::shared_ptr<const angles::AngleTable> table) {
        sender.send([this, table = std::move(table)] { receiveTable(table); });
    };
    callbacks.progress = [this, sender](angles::AngleProgress progress) {
        sender.send([this, progress] { receiveProgress(progress); });
    };
    callbacks.cancelled = [] {}; // known here since cancel() was called
    callbacks.failed = [this, sender](const Error& error) {
        sender.send([this, error] { receiveFailure(error); });
    };
    const auto failed = callbacks.failed;
    auto engine = withoutExceptions(
        [&] { return services_.startAngles(tensors, shape, anchor, std::move(callbacks)); });
    if (engine) {
        engine_ = *std::move(engine);
    } else {
        failed(engine.error());
    }
}

void AngleSupply::request(LayerIndex anchor) {
    if (engine_ && !rowOf(anchor)) {
        awaited_ = anchor;
        engine_->requestAnchor(anchor);
    }
}

void AngleSupply::cancel() {
    if (engine_ && !table_) {
        engine_->cancel();
        cancelled_ = true;
        awaited_.reset();
    }
}

std::shared_ptr<const angles::AngleRow> AngleSupply::rowOf(LayerIndex anchor) const {
    if (table_) {
        return std::make_shared<const angles::AngleRow>(table_->row(anchor));
    }
    const auto found = rows_.find(anchor);
    return found == rows_.end() ? nullptr : found->second;
}

bool AngleSupply::isComing(LayerIndex anchor) const {
    return engine_ && !table_ && (!cancelled_ || awaited_ == anchor);
}

void AngleSupply::receiveRow(const std::shared_ptr<const angles::AngleRow>& row) {
    rows_[row->anchor] = row;
    if (awaited_ == row->anchor) {
        awaited_.reset();
        if (cancelled_) {
            events_.activity({});
        }
    }
    events_.arrived();
}

void AngleSupply::receiveTable(const std::shared_ptr<const angles::AngleTable>& table) {
    table_ = table;
    rows_.clear();
    awaited_.reset();
    disposal_->dispose(std::exchange(engine_, nullptr));
    events_.activity({});
    events_.arrived();
}

void AngleSupply::receiveFailure(const Error& error) {
    cancelled_ = true;
    awaited_.reset();
    events_.activity({});
    events_.failed(error);
    events_.arrived(); // the view that waited for angles is shown without them
}

void AngleSupply::receiveProgress(const angles::AngleProgress& progress) {
    if (table_ || (cancelled_ && !awaited_)) {
        return;
    }
    const QString what =
        progress.anchorRow
            ? QCoreApplication::translate("AngleSupply", "Principal angles to the anchor")
            : QCoreApplication::translate("AngleSupply", "Principal angles of all pairs of layers");
    events_.activity({what, progress.headsDone, progress.heads});
}

} // namespace sextant::session
