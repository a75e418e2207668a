#include "ui/session/eigenspace_supply.h"

#include <QCoreApplication>

#include <utility>

namespace sextant {

EigenspaceSupply::EigenspaceSupply(BackgroundServices services, std::shared_ptr<BackgroundDisposal> disposal,
                                   QObject* receiver, Events events)
    : services_(std::move(services)),
      disposal_(std::move(disposal)),
      receiver_(receiver),
      events_(std::move(events)) {}

EigenspaceSupply::~EigenspaceSupply() {
    clear();
}

void EigenspaceSupply::clear() {
    box_.reset();
    if (engine_) {
        // Stopping takes the engine a moment; asked now, it stops while it waits for its turn at the
        // disposal.
        engine_->cancel();
        disposal_->dispose(std::exchange(engine_, nullptr));
    }
    disposal_->dispose(std::exchange(table_, nullptr));
    rows_.clear();
    awaited_.reset();
    cancelled_ = false;
}

void EigenspaceSupply::start(const std::shared_ptr<const TensorFile>& tensors, const ArtifactShape& shape,
                             LayerIndex anchor) {
    clear();
    box_ = std::make_unique<Postbox>(receiver_);
    awaited_ = anchor;
    const auto sender = box_->sender();
    EigenspaceEngine::Callbacks callbacks;
    callbacks.row = [this, sender](std::shared_ptr<const EigenspaceRow> row) {
        sender.post([this, row = std::move(row)] { receiveRow(row); });
    };
    callbacks.table = [this, sender](std::shared_ptr<const EigenspaceTable> table) {
        sender.post([this, table = std::move(table)] { receiveTable(table); });
    };
    callbacks.progress = [this, sender](EigenspaceProgress progress) {
        sender.post([this, progress] { receiveProgress(progress); });
    };
    callbacks.cancelled = [] {}; // known here since cancel() was called
    engine_ = services_.startEigenspaces(tensors, shape, anchor, std::move(callbacks));
}

void EigenspaceSupply::request(LayerIndex anchor) {
    if (engine_ && !rowOf(anchor)) {
        awaited_ = anchor;
        engine_->requestAnchor(anchor);
    }
}

void EigenspaceSupply::cancel() {
    if (engine_ && !table_) {
        engine_->cancel();
        cancelled_ = true;
        awaited_.reset();
    }
}

std::shared_ptr<const EigenspaceRow> EigenspaceSupply::rowOf(LayerIndex anchor) const {
    if (table_) {
        return std::make_shared<const EigenspaceRow>(table_->row(anchor));
    }
    const auto found = rows_.find(anchor);
    return found == rows_.end() ? nullptr : found->second;
}

bool EigenspaceSupply::isComing(LayerIndex anchor) const {
    return engine_ && !table_ && (!cancelled_ || awaited_ == anchor);
}

void EigenspaceSupply::receiveRow(const std::shared_ptr<const EigenspaceRow>& row) {
    rows_[row->anchor] = row;
    if (awaited_ == row->anchor) {
        awaited_.reset();
        if (cancelled_) {
            events_.activity({});
        }
    }
    events_.arrived();
}

void EigenspaceSupply::receiveTable(const std::shared_ptr<const EigenspaceTable>& table) {
    table_ = table;
    rows_.clear();
    awaited_.reset();
    disposal_->dispose(std::exchange(engine_, nullptr));
    events_.activity({});
    events_.arrived();
}

void EigenspaceSupply::receiveProgress(const EigenspaceProgress& progress) {
    if (table_ || (cancelled_ && !awaited_)) {
        return;
    }
    const QString what =
        progress.anchorRow
            ? QCoreApplication::translate("EigenspaceSupply", "Principal angles to layer %1")
                  .arg(progress.anchor.value)
            : QCoreApplication::translate("EigenspaceSupply", "Principal angles of all pairs of layers");
    events_.activity({what, progress.headsDone, progress.heads});
}

} // namespace sextant
