// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/notices/banner_area.h"

#include <QAccessible>
#include <QVBoxLayout>

namespace sextant::notices {

BannerArea::BannerArea(QWidget* parent) : QWidget(parent) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(1);
}

BannerArea::Entry& BannerArea::entryOf(BannerTopic topic) {
    Entry& entry = entries_[topic];
    if (!entry.banner) {
        entry.banner = new Banner(this);
        layout()->addWidget(entry.banner);
        connect(entry.banner, &Banner::dismissed, this, [this, topic] { clear(topic); });
        connect(entry.banner, &Banner::actionTriggered, this, [this, topic] {
            // The action may clear its own banner.
            if (const auto run = entries_[topic].run) {
                run();
            }
        });
    }
    return entry;
}

void BannerArea::show(BannerTopic topic, Severity severity, const QString& text, const Action& action) {
    Entry& entry = entryOf(topic);
    entry.banner->setMessage(severity, text, action.label);
    entry.run = action.run;
    entry.banner->show();
    if (QAccessible::isActive()) {
        QAccessibleEvent alert(entry.banner, QAccessible::Alert);
        QAccessible::updateAccessibility(&alert);
    }
}

void BannerArea::clear(BannerTopic topic) {
    const auto found = entries_.find(topic);
    if (found != entries_.end()) {
        found->second.banner->hide();
        found->second.run = nullptr;
    }
}

QString BannerArea::textOf(BannerTopic topic) const {
    const auto found = entries_.find(topic);
    return found != entries_.end() && !found->second.banner->isHidden() ? found->second.banner->text()
                                                                        : QString();
}

} // namespace sextant::notices
