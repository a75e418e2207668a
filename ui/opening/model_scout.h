// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/measure/outlook.h"
#include "core/measure/survey.h"
#include "ui/session/background_disposal.h"
#include "ui/session/background_services.h"
#include "ui/session/background_worker.h"
#include "ui/session/channel.h"

#include <QObject>
#include <QString>
#include <QStringList>
#include <QTimer>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

namespace sextant::opening {

/// A model that could be measured, as a list shows it.
struct ModelEntry {
    QString model; ///< a name of the hub or a path: what a person would type
    bool isRecent = false;
    std::uint64_t bytes = 0;                                 ///< 0 while it is not known
    std::optional<Result<measure::ModelSurvey>> survey = {}; ///< nullopt while it is not looked into
    std::optional<double> seconds = {};                      ///< that measuring it takes
};

/// What is found of a request.
struct Finding {
    Result<measure::Outlook> outlook;
    std::optional<double> seconds = {};
};

/// Looks for models, and into them, in the background. Lives on the GUI thread and never waits there.
///
///     connect(&scout, &ModelScout::looked, this, &Dialog::show);
///     scout.look(request, place); // the newest request wins
class ModelScout : public QObject {
    Q_OBJECT
    Q_DISABLE_COPY(ModelScout)
public:
    /// Called from background threads, of which one at a time.
    using Rate = decltype(session::BackgroundServices::multiplicationsPerSecond);

    /// `cache` is that of the hub; `threads` are what the times of the list count on, which follow from
    /// `rate`. `disposal` takes what still runs at the end.
    ModelScout(std::filesystem::path cache, int threads, Rate rate,
               std::shared_ptr<session::BackgroundDisposal> disposal, QObject* parent = nullptr);
    ~ModelScout() override;

    /// Lists the `recent` models that are still there and those of the cache: listed() follows, then
    /// lookedInto() for each.
    void list(const QStringList& recent);

    /// Looks at what is asked for once there was no other call for a moment; looked() follows, for the last
    /// call only.
    void look(const measure::MeasureRequest& request, const measure::RequestNames& names,
              const measure::OutputPlace& place);

    /// Forgets the last look().
    void forget();

signals:
    void listed(const std::vector<sextant::opening::ModelEntry>& entries);
    /// There is no cache, or it cannot be read; listed() follows all the same.
    void cacheFailed(const sextant::Error& error);
    void lookedInto(int index, const sextant::opening::ModelEntry& entry);
    void looked(const sextant::opening::Finding& finding);

private:
    class Pace;
    struct Question {
        measure::MeasureRequest request;
        measure::RequestNames names;
        measure::OutputPlace place;
    };

    void ask();

    const std::filesystem::path cache_;
    const int threads_;
    std::shared_ptr<session::BackgroundDisposal> disposal_;
    std::shared_ptr<Pace> pace_;
    Question question_;
    QTimer patience_;
    std::unique_ptr<session::Channel> listing_;
    std::unique_ptr<session::Channel> looking_;
    std::shared_ptr<session::BackgroundWorker> lister_;
    std::shared_ptr<session::BackgroundWorker> looker_;
};

} // namespace sextant::opening
