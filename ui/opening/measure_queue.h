// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/measure/measure.h"
#include "ui/session/model_measurement.h"

#include <QAbstractTableModel>
#include <QString>

#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

namespace sextant::opening {

/// Measurements one after the other, in the background: those that are over, the one that runs and those that
/// wait, as a table. One that fails does not hold up the next. Lives on the GUI thread and never waits there.
///
///     connect(&queue, &MeasureQueue::measured, this, &Window::open);
///     queue.add(options);
class MeasureQueue : public QAbstractTableModel {
    Q_OBJECT
public:
    enum class State { Waiting, Running, Done, Failed, Stopped };
    enum Column { Model, Progress, Artifact, ColumnCount };

    MeasureQueue(const session::BackgroundServices& services,
                 std::shared_ptr<session::BackgroundDisposal> disposal, QObject* parent = nullptr);

    /// Begins at once when nothing runs.
    void add(const measure::MeasureOptions& options);

    /// Stops the one that runs; the next begins. What is finished is kept for its like.
    void stop();

    /// Removes a line; one that is running is stopped and stays.
    void remove(int row);

    /// Puts one that failed or was stopped at the end of the queue; it resumes from what is finished.
    void again(int row);

    [[nodiscard]] State stateOf(int row) const { return items_[static_cast<std::size_t>(row)].state; }
    [[nodiscard]] bool isRunning() const { return running_.has_value(); }
    [[nodiscard]] int waiting() const;

    /// The artifact at `row`, there or not.
    [[nodiscard]] std::filesystem::path artifactOf(int row) const;

    /// Where those that run or wait write.
    [[nodiscard]] std::vector<std::filesystem::path> outputs() const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

signals:
    void activityChanged(const sextant::session::BackgroundActivity& activity);
    /// `isFirst`: of those since the queue was last empty.
    void measured(const sextant::measure::MeasuredArtifact& artifact, bool isFirst);
    void failed(const sextant::Error& error);

private:
    struct Item {
        measure::MeasureOptions options;
        QString name;
        State state = State::Waiting;
        measure::MeasureProgress progress; ///< while it runs
        QString reason;                    ///< where it failed
    };

    void startNext();
    void end(State state, const QString& reason = {});
    void changed(std::size_t row);
    [[nodiscard]] QString progressText(const Item& item) const;

    session::ModelMeasurement measurement_;
    std::vector<Item> items_;
    std::optional<std::size_t> running_;
    bool isFirst_ = true;
};

} // namespace sextant::opening
