// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/opening/measure_queue.h"

#include "core/base/amount_text.h"
#include "core/measure/artifact_paths.h"
#include "ui/notices/advice_text.h"
#include "ui/session/paths.h"
#include "ui/session/shown_text.h"

#include <QDir>

#include <algorithm>
#include <utility>

namespace sextant::opening {

namespace {

constexpr std::size_t kLongestQueueName = 60;
constexpr std::size_t kLongestQueueTip = 2000;

} // namespace

MeasureQueue::MeasureQueue(const session::BackgroundServices& services,
                           std::shared_ptr<session::BackgroundDisposal> disposal, QObject* parent)
    : QAbstractTableModel(parent),
      measurement_(services, std::move(disposal)) {
    using session::ModelMeasurement;
    connect(&measurement_, &ModelMeasurement::activityChanged, this,
            [this](session::BackgroundActivity activity) {
                if (const int others = waiting(); others > 0 && !activity.what.isEmpty()) {
                    activity.what += tr("; %n more to measure", nullptr, others);
                }
                emit activityChanged(activity);
            });
    connect(&measurement_, &ModelMeasurement::progressed, this,
            [this](const measure::MeasureProgress& progress) {
                items_[*running_].progress = progress;
                changed(*running_);
            });
    connect(&measurement_, &ModelMeasurement::finished, this,
            [this](const measure::MeasuredArtifact& artifact) {
                end(State::Done);
                emit measured(artifact, std::exchange(isFirst_, false));
                startNext();
            });
    connect(&measurement_, &ModelMeasurement::failed, this, [this](const Error& error) {
        end(State::Failed, notices::bannerText(error));
        emit failed(error);
        startNext();
    });
}

void MeasureQueue::add(const measure::MeasureOptions& options) {
    const int row = rowCount();
    beginInsertRows({}, row, row);
    Item& item = items_.emplace_back();
    item.options = options;
    item.name =
        session::shownText(QString::fromStdString(measure::modelNameOf(options.model)), kLongestQueueName);
    endInsertRows();
    startNext();
}

void MeasureQueue::startNext() {
    if (running_) {
        return;
    }
    const auto next = std::find_if(items_.begin(), items_.end(),
                                   [](const Item& item) { return item.state == State::Waiting; });
    if (next == items_.end()) {
        isFirst_ = true;
        return;
    }
    next->state = State::Running;
    running_ = static_cast<std::size_t>(next - items_.begin());
    changed(*running_);
    measurement_.begin(next->options);
}

void MeasureQueue::end(State state, const QString& reason) {
    const std::size_t row = *std::exchange(running_, std::nullopt);
    items_[row].state = state;
    items_[row].reason = reason;
    changed(row);
}

void MeasureQueue::stop() {
    if (running_) {
        end(State::Stopped);
        measurement_.cancel();
        startNext();
    }
}

void MeasureQueue::remove(int row) {
    const auto index = static_cast<std::size_t>(row);
    if (running_ == index) {
        stop();
        return;
    }
    beginRemoveRows({}, row, row);
    items_.erase(items_.begin() + row);
    if (running_ && *running_ > index) {
        --*running_;
    }
    endRemoveRows();
}

void MeasureQueue::again(int row) {
    const Item item = items_[static_cast<std::size_t>(row)];
    if (item.state == State::Failed || item.state == State::Stopped) {
        remove(row);
        add(item.options);
    }
}

int MeasureQueue::waiting() const {
    return static_cast<int>(std::count_if(items_.begin(), items_.end(),
                                          [](const Item& item) { return item.state == State::Waiting; }));
}

std::filesystem::path MeasureQueue::artifactOf(int row) const {
    return items_[static_cast<std::size_t>(row)].options.output;
}

std::vector<std::filesystem::path> MeasureQueue::outputs() const {
    std::vector<std::filesystem::path> outputs;
    for (const Item& item : items_) {
        if (item.state == State::Waiting || item.state == State::Running) {
            outputs.push_back(item.options.output);
        }
    }
    return outputs;
}

void MeasureQueue::changed(std::size_t row) {
    emit dataChanged(index(static_cast<int>(row), 0), index(static_cast<int>(row), ColumnCount - 1));
}

int MeasureQueue::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(items_.size());
}

int MeasureQueue::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QString MeasureQueue::progressText(const Item& item) const {
    switch (item.state) {
    case State::Waiting:
        return tr("waits");
    case State::Running:
        return item.progress.secondsLeft
                   ? tr("%1 %, about %2 left")
                         .arg(item.progress.fraction * 100.0, 0, 'f', 0)
                         .arg(QString::fromStdString(durationText(*item.progress.secondsLeft)))
                   : tr("%1 %").arg(item.progress.fraction * 100.0, 0, 'f', 0);
    case State::Done:
        return tr("measured");
    case State::Failed:
        return tr("failed: %1").arg(item.reason);
    case State::Stopped:
        break;
    }
    return tr("stopped");
}

QVariant MeasureQueue::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || (role != Qt::DisplayRole && role != Qt::ToolTipRole)) {
        return {};
    }
    const Item& item = items_[static_cast<std::size_t>(index.row())];
    QString text;
    switch (index.column()) {
    case Model:
        text = item.name;
        break;
    case Progress:
        text = progressText(item);
        break;
    default:
        text = session::shownText(role == Qt::ToolTipRole
                                      ? QDir::toNativeSeparators(session::toQString(item.options.output))
                                      : session::toQString(item.options.output.filename()),
                                  kLongestQueueTip);
    }
    // A tool tip guesses whether it is rich text; marked as such and escaped, a text is shown as it is.
    return role == Qt::ToolTipRole ? QStringLiteral("<qt>%1</qt>").arg(text.toHtmlEscaped()) : text;
}

QVariant MeasureQueue::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
        return {};
    }
    return section == Model ? tr("Model") : section == Progress ? tr("Progress") : tr("Artifact");
}

} // namespace sextant::opening
