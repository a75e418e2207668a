// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/opening/model_scout.h"

#include "core/checkpoint/model_cache.h"
#include "core/measure/cached_survey.h"
#include "ui/session/paths.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <utility>

namespace sextant::opening {

namespace {

/// Between the last key and the look at what it changed.
constexpr int kPauseMilliseconds = 150;

constexpr double kShortestRun = 1.0; ///< seconds; below it only starting counts

using CachedModels = std::vector<checkpoint::CachedModel>;

const checkpoint::CachedModel* findIn(const CachedModels& models, const std::string& name) {
    const auto found =
        std::find_if(models.begin(), models.end(), [&name](const auto& model) { return model.name == name; });
    return found == models.end() ? nullptr : &*found;
}

/// Recent models as they can be looked into: those of the cache, and paths that are there.
CachedModels stillThere(const QStringList& recent, const CachedModels& cached) {
    CachedModels models;
    for (const QString& model : recent) {
        const std::filesystem::path path = session::toPath(model);
        std::error_code code;
        if (std::filesystem::exists(path, code)) {
            models.push_back({path.string(), path, 0});
        } else if (const auto* found = findIn(cached, path.string())) {
            models.push_back(*found);
        }
    }
    return models;
}

} // namespace

/// How fast this machine multiplies, tried once for each number of threads. Safe to use from several threads.
class ModelScout::Pace {
public:
    explicit Pace(Rate rate) : rate_(std::move(rate)) {}

    std::optional<double> secondsFor(const measure::ModelSurvey& survey, int threads) {
        const std::lock_guard lock(mutex_);
        if (!rates_.contains(threads)) {
            const Result<double> rate = rate_ ? rate_(threads) : Result<double>(0.0);
            rates_[threads] = rate && *rate > 0.0 ? std::optional(*rate) : std::nullopt;
        }
        const std::optional<double> rate = rates_[threads];
        return rate ? std::optional(std::max(kShortestRun, survey.needs.multiplications / *rate))
                    : std::nullopt;
    }

private:
    const Rate rate_;
    std::mutex mutex_;
    std::map<int, std::optional<double>> rates_;
};

ModelScout::ModelScout(std::filesystem::path cache, int threads, Rate rate,
                       std::shared_ptr<session::BackgroundDisposal> disposal, QObject* parent)
    : QObject(parent),
      cache_(std::move(cache)),
      threads_(threads),
      disposal_(std::move(disposal)),
      pace_(std::make_shared<Pace>(std::move(rate))),
      lister_(std::make_shared<session::BackgroundWorker>()),
      looker_(std::make_shared<session::BackgroundWorker>()) {
    patience_.setSingleShot(true);
    patience_.setInterval(kPauseMilliseconds);
    connect(&patience_, &QTimer::timeout, this, &ModelScout::ask);
}

ModelScout::~ModelScout() {
    listing_.reset();
    looking_.reset();
    for (std::shared_ptr<session::BackgroundWorker>* worker : {&lister_, &looker_}) {
        (*worker)->stop();
        disposal_->dispose(std::move(*worker));
    }
}

void ModelScout::list(const QStringList& recent) {
    listing_ = std::make_unique<session::Channel>(this);
    const session::Channel::Sender sender = listing_->sender();
    const auto job = [this, sender, recent, cache = cache_, threads = threads_,
                      pace = pace_](const std::stop_token& stop) {
        const Result<CachedModels> cached =
            cache.empty() ? Result<CachedModels>(CachedModels{}) : checkpoint::cachedModels(cache);
        if (!cached) {
            sender.send([this, error = cached.error()] { emit cacheFailed(error); });
        }
        CachedModels models = stillThere(recent, cached.value_or(CachedModels{}));
        const std::size_t recentCount = models.size();
        for (const checkpoint::CachedModel& model : cached.value_or(CachedModels{})) {
            models.push_back(model);
        }
        std::vector<ModelEntry> entries;
        for (const checkpoint::CachedModel& model : models) {
            entries.push_back({session::toQString(model.name), entries.size() < recentCount, model.bytes});
        }
        sender.send([this, entries] { emit listed(entries); });
        for (std::size_t i = 0; i < models.size() && !stop.stop_requested(); ++i) {
            measure::MeasureOptions options;
            options.threads = threads;
            options.cache = cache;
            entries[i].survey = measure::surveyCached(models[i], options, stop);
            if (*entries[i].survey) {
                const measure::ModelSurvey& survey = **entries[i].survey;
                entries[i].seconds = pace->secondsFor(survey, threads);
                entries[i].bytes = entries[i].bytes == 0 ? survey.weightBytes : entries[i].bytes;
            }
            sender.send([this, i, entry = entries[i]] { emit lookedInto(static_cast<int>(i), entry); });
        }
    };
    lister_->submit(
        job, [this, sender](const Error& error) { sender.send([this, error] { emit cacheFailed(error); }); });
}

void ModelScout::look(const measure::MeasureRequest& request, const measure::RequestNames& names,
                      const measure::OutputPlace& place) {
    forget();
    question_ = {request, names, place};
    patience_.start();
}

void ModelScout::forget() {
    patience_.stop();
    looking_.reset();
    looker_->stop();
}

void ModelScout::ask() {
    looking_ = std::make_unique<session::Channel>(this);
    const session::Channel::Sender sender = looking_->sender();
    const auto job = [this, sender, question = question_, pace = pace_](const std::stop_token& stop) {
        Finding finding{measure::outlookOf(question.request, question.names, question.place, stop)};
        if (stop.stop_requested()) {
            return;
        }
        if (finding.outlook) {
            finding.seconds = pace->secondsFor(finding.outlook->survey, finding.outlook->options.threads);
        }
        sender.send([this, finding] { emit looked(finding); });
    };
    looker_->submit(job, [this, sender](const Error& error) {
        sender.send([this, error] { emit looked({tl::make_unexpected(error)}); });
    });
}

} // namespace sextant::opening
