// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/model_list.h"

#include "app/advice_text.h"
#include "app/exit_status.h"
#include "app/model_argument.h"
#include "app/output.h"
#include "core/base/amount_text.h"
#include "core/base/display_text.h"
#include "core/checkpoint/model_cache.h"
#include "core/measure/cached_survey.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include <fmt/format.h>

namespace sextant::app {
namespace {

constexpr std::size_t longestCell = 60;
constexpr std::size_t mostColumns = 6;

using Row = std::array<std::string, mostColumns>;

Row rowOf(const checkpoint::CachedModel& model, const measure::MeasureOptions& options, double rate) {
    Row row;
    row[0] = displayText(model.name, longestCell);
    row[4] = bytesText(model.bytes);
    const Result<measure::ModelSurvey> survey = measure::surveyCached(model, options);
    if (!survey) {
        row[5] = "cannot be measured: " + describeWithAdvice(survey.error());
        return row;
    }
    row[1] = displayText(survey->modelType, longestCell);
    row[2] = fmt::format("{}", survey->shape.layers);
    row[3] = measure::headsText(survey->shape);
    row[5] = "about " + durationText(std::max(1.0, survey->needs.multiplications / rate));
    return row;
}

/// Columns as wide as their widest cell; the last is not padded, and reasons in it count for nothing.
std::string tableText(const std::vector<Row>& rows) {
    std::array<std::size_t, mostColumns> widths{};
    for (const Row& row : rows) {
        for (std::size_t i = 0; i < row.size(); ++i) {
            widths[i] = std::max(widths[i], row[i].size());
        }
    }
    std::string text;
    for (const Row& row : rows) {
        for (std::size_t i = 0; i + 1 < row.size(); ++i) {
            const bool isNumber = i >= 2;
            text += isNumber ? fmt::format("{:>{}}  ", row[i], widths[i])
                             : fmt::format("{:<{}}  ", row[i], widths[i]);
        }
        text += row.back() + "\n";
    }
    return text;
}

} // namespace

int listModels(int threads) {
    const std::filesystem::path cache = modelCache();
    const auto models = checkpoint::cachedModels(cache);
    if (!models) {
        return reportFailure(models.error());
    }
    StandardOutput out;
    if (models->empty()) {
        out.print(fmt::format("no model in {}\n", displayText(cache.string(), 4 * longestCell)));
    } else {
        const Result<double> rate = measure::multiplicationsPerSecond(threads);
        if (!rate) {
            return reportFailure(rate.error());
        }
        measure::MeasureOptions options;
        options.threads = threads;
        options.cache = cache;
        std::vector<Row> rows = {{"model", "type", "layers", "heads", "size", "time"}};
        for (const checkpoint::CachedModel& model : *models) {
            rows.push_back(rowOf(model, options, *rate));
        }
        out.print(tableText(rows));
        out.print(fmt::format("\ntime: estimated from the model's shapes and the {:.0f} billion "
                              "multiplications per second that "
                              "{} did just now; a slow disk adds to it\n",
                              *rate / 1e9, threads == 1 ? "one thread" : fmt::format("{} threads", threads)));
    }
    const Result<void> printed = out.result();
    return printed ? kExitSuccess : reportFailure(printed.error());
}

} // namespace sextant::app
