// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/angles/principal_angles.h"
#include "core/base/error.h"
#include "core/base/indices.h"
#include "ui/session/background_activity.h"
#include "ui/session/background_disposal.h"
#include "ui/session/background_services.h"
#include "ui/session/channel.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>

class QObject;

namespace sextant::session {

/// The principal angles of one artifact as far as they are known: from the table of all pairs once it is
/// complete, until then from the rows received. Lives in one thread; events of the engine started last are
/// delivered there, none after the destructor.
class AngleSupply {
public:
    struct Events {
        std::function<void()> arrived;                           ///< rowOf() knows more than before
        std::function<void(const BackgroundActivity&)> activity; ///< empty when the engine has nothing to do
        std::function<void(const Error&)> failed;                ///< angles that are missing will not come
    };

    AngleSupply(BackgroundServices services, std::shared_ptr<BackgroundDisposal> disposal, QObject* receiver,
                Events events);
    ~AngleSupply();
    AngleSupply(const AngleSupply&) = delete;
    AngleSupply& operator=(const AngleSupply&) = delete;

    /// Forgets all rows and computes those of these tensors, `anchor` first. Returns at once.
    void start(const std::shared_ptr<const artifact::TensorFile>& tensors,
               const artifact::ArtifactShape& shape, LayerIndex anchor);

    /// Forgets all rows and computes nothing.
    void clear();

    /// Computes the row of `anchor` ahead of everything else, unless it is there.
    void request(LayerIndex anchor);

    /// Gives up the running computation; rows already received stay.
    void cancel();

    /// Null until it is known.
    [[nodiscard]] std::shared_ptr<const angles::AngleRow> rowOf(LayerIndex anchor) const;

    /// Whether rowOf(anchor) can be waited for.
    [[nodiscard]] bool isComing(LayerIndex anchor) const;

private:
    void receiveRow(const std::shared_ptr<const angles::AngleRow>& row);
    void receiveTable(const std::shared_ptr<const angles::AngleTable>& table);
    void receiveFailure(const Error& error);
    void receiveProgress(const angles::AngleProgress& progress);

    BackgroundServices services_;
    std::shared_ptr<BackgroundDisposal> disposal_;
    QObject* receiver_;
    Events events_;
    std::unique_ptr<Channel> channel_;
    std::shared_ptr<AngleSource> engine_;
    std::map<LayerIndex, std::shared_ptr<const angles::AngleRow>> rows_;
    std::shared_ptr<const angles::AngleTable> table_;
    std::optional<LayerIndex> awaited_; ///< requested and not yet there
    bool cancelled_ = false;            ///< the table will not come
};

} // namespace sextant::session
