// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/notices/banner.h"

#include <QString>
#include <QWidget>

#include <functional>
#include <map>

namespace sextant::notices {

/// What a banner is about; each topic has one banner, and a newer message replaces the older.
enum class BannerTopic { Failure, Tensors, Warnings, Export, Model, Suggestion };

/// The banners above the plots; takes no room while there are none.
///
///     banners.show(BannerTopic::Export, Severity::Information, "Wrote residual.png.");
///     banners.show(BannerTopic::Tensors, Severity::Warning, text, {"&Locate", [this] { locate(); }});
///     banners.clear(BannerTopic::Export);
class BannerArea : public QWidget {
    Q_OBJECT
public:
    struct Action {
        QString label;
        std::function<void()> run;
    };

    explicit BannerArea(QWidget* parent = nullptr);

    void show(BannerTopic topic, Severity severity, const QString& text, const Action& action = {});
    void clear(BannerTopic topic);

    /// Empty when there is none.
    QString textOf(BannerTopic topic) const;

private:
    struct Entry {
        Banner* banner = nullptr;
        std::function<void()> run;
    };
    Entry& entryOf(BannerTopic topic);

    std::map<BannerTopic, Entry> entries_;
};

} // namespace sextant::notices
