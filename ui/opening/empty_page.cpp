// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/opening/empty_page.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace sextant::opening {

EmptyPage::EmptyPage(bool demoThere, QWidget* parent) : QWidget(parent) {
    auto* text = new QLabel(tr("Drop an artifact here: its JSON file, the pair, or their folder."));
    text->setWordWrap(true);
    text->setAlignment(Qt::AlignCenter);
    auto* open = new QPushButton(tr("&Open\u2026"));
    auto* model = new QPushButton(tr("Open &Model\u2026"));
    model->setToolTip(tr("Measures the weights in a model folder"));
    auto* demo = new QPushButton(tr("Open the D&emo"));
    if (!demoThere) {
        demo->hide(); // never shown on its own: without a parent it would be a window
    }
    connect(open, &QPushButton::clicked, this, &EmptyPage::openRequested);
    connect(model, &QPushButton::clicked, this, &EmptyPage::modelRequested);
    connect(demo, &QPushButton::clicked, this, &EmptyPage::demoRequested);

    auto* buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(open);
    buttons->addWidget(model);
    buttons->addWidget(demo);
    buttons->addStretch();
    auto* layout = new QVBoxLayout(this);
    layout->addStretch();
    layout->addWidget(text);
    layout->addSpacing(8);
    layout->addLayout(buttons);
    layout->addStretch();
}

} // namespace sextant::opening
