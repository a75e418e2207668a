// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workbench/map_bar.h"

#include "core/figures/map_figures.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QStandardItemModel>

#include <algorithm>

namespace sextant::workbench {

namespace {

/// In the order of the box of colours.
constexpr std::array kColours = {MapColours::Value, MapColours::Z};

template <typename Values, typename Value>
int indexOf(const Values& values, Value value) {
    return static_cast<int>(std::ranges::find(values, value) - values.begin());
}

void addLabelled(QHBoxLayout& layout, QWidget* control, const QString& text) {
    auto* label = new QLabel(text);
    label->setBuddy(control);
    layout.addWidget(label);
    layout.addWidget(control);
    layout.addSpacing(4);
}

} // namespace

MapBar::MapBar(workspace::Map map, QWidget* parent)
    : QWidget(parent),
      colours_(new QComboBox),
      faded_(new QCheckBox(tr("&Pale within chance"))) {
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(10, 3, 8, 0);
    layout->setSpacing(5);
    if (map == workspace::Map::Heads) {
        quantity_ = new QComboBox;
        quantity_->setAccessibleName(tr("Shown of every head"));
        quantity_->setToolTip(tr("What the map shows of every head"));
        for (const MapQuantity quantity : figures::kMapQuantities) {
            quantity_->addItem(QString::fromUtf8(figures::nameOf(quantity)));
        }
        addLabelled(*layout, quantity_, tr("&Quantity"));
        connect(quantity_, &QComboBox::currentIndexChanged, this, [this](int index) {
            emit changeRequested(workspace::ShowQuantity{
                figures::kMapQuantities[static_cast<std::size_t>(std::max(index, 0))]});
        });
    }
    colours_->addItems({tr("value"), tr("z")});
    colours_->setAccessibleName(tr("Colour by"));
    colours_->setToolTip(
        tr("The value itself, or how many standard deviations it lies from what it is compared with"));
    addLabelled(*layout, colours_, tr("Colour &by"));
    faded_->setToolTip(tr("Fades cells that are within chance of their reference"));
    layout->addWidget(faded_);
    layout->addStretch(1);
    for (QComboBox* box : {quantity_, colours_}) {
        if (box != nullptr) { // the window stays as narrow as its plots allow
            box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
            box->setMinimumWidth(fontMetrics().averageCharWidth() * 8);
        }
    }
    connect(colours_, &QComboBox::currentIndexChanged, this, [this](int index) {
        emit changeRequested(workspace::ColourMapsBy{kColours[static_cast<std::size_t>(std::max(index, 0))]});
    });
    connect(faded_, &QCheckBox::toggled, this,
            [this](bool faded) { emit changeRequested(workspace::FadeChance{faded}); });
    setState({});
}

void MapBar::setState(const workspace::ViewState& state) {
    const QSignalBlocker quietColours(colours_);
    const QSignalBlocker quietFaded(faded_);
    colours_->setCurrentIndex(indexOf(kColours, state.maps.colours));
    faded_->setChecked(state.maps.faded);
    if (quantity_ != nullptr) {
        const QSignalBlocker quietQuantity(quantity_);
        quantity_->setCurrentIndex(indexOf(figures::kMapQuantities, state.maps.heads));
    }
}

void MapBar::setView(const quantities::AnchorView& view) {
    if (quantity_ == nullptr) {
        return;
    }
    const auto& items = *qobject_cast<QStandardItemModel*>(quantity_->model());
    for (int i = 0; i < quantity_->count(); ++i) {
        const MapQuantity quantity = figures::kMapQuantities[static_cast<std::size_t>(i)];
        const std::string reason = figures::whyNotShown(view, quantity);
        items.item(i)->setEnabled(reason.empty());
        quantity_->setItemData(i,
                               QString::fromStdString(reason.empty() ? figures::meaningOf(quantity) : reason),
                               Qt::ToolTipRole);
    }
}

} // namespace sextant::workbench
