// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workbench/controls_bar.h"

#include "core/evidence/why_not.h"
#include "ui/widgets/navigation_keys.h"
#include "ui/workbench/layer_box.h"
#include "ui/workbench/plot_choices.h"

#include <QCheckBox>
#include <QComboBox>
#include <QKeyEvent>
#include <QLabel>
#include <QSignalBlocker>
#include <QSpinBox>

#include <algorithm>

namespace sextant::workbench {

namespace {

QLabel* labelFor(QWidget* control, const QString& text) {
    auto* label = new QLabel(text);
    label->setBuddy(control);
    label->setContentsMargins(10, 0, 4, 0);
    return label;
}

/// "with 17, 35", or "with 17, 35, 40 and 4 more": the bar stays as long as a window is wide.
QString furtherText(const std::vector<LayerIndex>& anchors, const LayerNumbers& numbers, std::size_t most) {
    QStringList names;
    for (std::size_t i = 1; i < anchors.size() && i <= most; ++i) {
        names << QString::number(numbers.of(anchors[i]));
    }
    if (names.isEmpty()) {
        return {};
    }
    const std::size_t left = anchors.size() - 1 - static_cast<std::size_t>(names.size());
    const QString list = ControlsBar::tr("with %1").arg(names.join(QStringLiteral(", ")));
    return left > 0 ? ControlsBar::tr("%1 and %2 more").arg(list).arg(left) : list;
}

} // namespace

ControlsBar::ControlsBar(QWidget* parent)
    : QToolBar(tr("Controls"), parent),
      anchor_(new LayerBox),
      further_(new QLabel),
      head_(new QComboBox),
      signTop_(new QComboBox),
      reference_(new QComboBox),
      fitColours_(new QCheckBox(tr("Fit &colours to the data"))) {
    setObjectName(QStringLiteral("controls"));
    setMovable(false);
    // The context menu could hide the controls, with no way to bring them back.
    setContextMenuPolicy(Qt::PreventContextMenu);

    anchor_->setAccessibleName(tr("Anchor layer"));
    anchor_->setAccessibleDescription(tr("The layer that all others are compared with"));
    anchor_->setToolTip(tr("The layer that all others are compared with"));
    anchor_->setKeyboardTracking(false);
    anchor_->setMinimumWidth(fontMetrics().averageCharWidth() * 14);
    new widgets::NavigationKeys(anchor_);
    head_->setAccessibleName(tr("Heads"));
    head_->setAccessibleDescription(tr("The mean over all heads, or one head"));
    head_->setToolTip(tr("The mean over all heads, or one head"));
    head_->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    signTop_->setAccessibleName(tr("Leading eigenvalues"));
    signTop_->setAccessibleDescription(tr("How many leading eigenvalues the sign agreement compares"));
    signTop_->setToolTip(tr("How many leading eigenvalues the sign agreement compares (k\u2032)"));
    signTop_->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    signTop_->setMinimumContentsLength(3);
    for (const ReferenceKind kind : kReferenceChoices) {
        reference_->addItem(QString::fromUtf8(evidence::labelOf(kind)));
        reference_->setItemData(reference_->count() - 1, QString::fromUtf8(evidence::meaningOf(kind)),
                                Qt::ToolTipRole);
    }
    reference_->setAccessibleName(tr("Compared with"));
    reference_->setAccessibleDescription(tr("What every value is compared with"));
    reference_->setToolTip(
        tr("What every value is compared with; where it is unavailable, the next weaker reference"));
    reference_->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    fitColours_->setAccessibleDescription(
        tr("Scales the colours of the maps to the largest cosine between different layers"));
    fitColours_->setToolTip(
        tr("Scales the colours to the largest cosine between different layers, instead of \u22121 to 1"));

    addWidget(labelFor(anchor_, tr("&Anchor layer")));
    addWidget(anchor_);
    further_->setContentsMargins(6, 0, 0, 0);
    further_->setAccessibleName(tr("Further anchors"));
    addWidget(further_);
    addWidget(labelFor(head_, tr("Hea&ds")));
    addWidget(head_);
    addWidget(labelFor(signTop_, tr("&Leading eigenvalues")));
    addWidget(signTop_);
    addWidget(labelFor(reference_, tr("Compared &with")));
    addWidget(reference_);
    addWidget(labelFor(fitColours_, {}));
    addWidget(fitColours_);

    connect(anchor_, &QSpinBox::valueChanged, this,
            [this](int value) { emit changeRequested(workspace::ShowAnchor{LayerIndex{value}}); });
    connect(anchor_, &QSpinBox::editingFinished, this, [this] {
        if (anchor_->hasFocus()) { // entered, rather than left for another widget
            emit anchorEntered();
        }
    });
    anchor_->installEventFilter(this);
    connect(head_, &QComboBox::currentIndexChanged, this, [this](int index) {
        emit changeRequested(
            workspace::ShowHead{index <= 0 ? HeadSelection() : HeadSelection(HeadIndex{index - 1})});
    });
    connect(signTop_, &QComboBox::currentIndexChanged, this, [this](int index) {
        if (index >= 0) {
            emit changeRequested(workspace::SetSignTop{signTops_[static_cast<std::size_t>(index)]});
        }
    });
    connect(reference_, &QComboBox::currentIndexChanged, this, [this](int index) {
        emit changeRequested(
            workspace::CompareWith{kReferenceChoices[static_cast<std::size_t>(std::max(index, 0))]});
    });
    connect(fitColours_, &QCheckBox::toggled, this, [this](bool fit) {
        emit changeRequested(
            workspace::SetColours{fit ? workspace::ColourRange::Fitted : workspace::ColourRange::Fixed});
    });
    setSizes(0, 0);
    setSignTops({}, 0);
}

bool ControlsBar::eventFilter(QObject* watched, QEvent* event) {
    // Esc in the anchor box abandons the number; the window would use it to reset the zoom.
    const bool key = event->type() == QEvent::ShortcutOverride || event->type() == QEvent::KeyPress;
    if (key && static_cast<const QKeyEvent*>(event)->key() == Qt::Key_Escape) {
        if (event->type() == QEvent::KeyPress) {
            const QSignalBlocker quiet(anchor_);
            anchor_->setValue(anchorShown_);
            emit anchorEntered();
        }
        event->accept();
        return true;
    }
    return QToolBar::eventFilter(watched, event);
}

void ControlsBar::setSizes(int layers, int heads, const LayerNumbers& numbers) {
    const QSignalBlocker quietAnchor(anchor_);
    anchor_->setLayers(layers, numbers);
    head_->setEnabled(heads > 0);
    if (heads != heads_) {
        const QSignalBlocker quietHead(head_);
        QStringList names{tr("mean over heads")};
        for (int head = 0; head < heads; ++head) {
            names << tr("head %1").arg(head);
        }
        head_->clear();
        head_->addItems(names);
        heads_ = heads;
    }
}

void ControlsBar::setState(const workspace::ViewState& state) {
    const QSignalBlocker quietAnchor(anchor_);
    const QSignalBlocker quietHead(head_);
    const QSignalBlocker quietColours(fitColours_);
    const QSignalBlocker quietReference(reference_);
    const auto chosen = std::ranges::find(kReferenceChoices, state.reference);
    reference_->setCurrentIndex(static_cast<int>(chosen - kReferenceChoices.begin()));
    anchorShown_ = state.anchor().value;
    anchor_->setValue(anchorShown_);
    constexpr std::size_t shown = 3;
    further_->setText(furtherText(state.anchors, anchor_->numbers(), shown));
    further_->setToolTip(state.anchors.size() > 1
                             ? tr("Anchor layer %1 %2: pairs refer to the first, and "
                                  "the first plot shows the residual to what "
                                  "all of them span. Ctrl+click adds or removes one.")
                                   .arg(anchor_->numbers().of(state.anchor()))
                                   .arg(furtherText(state.anchors, anchor_->numbers(), state.anchors.size()))
                             : QString());
    head_->setCurrentIndex(state.head ? state.head->value + 1 : 0);
    fitColours_->setChecked(state.colours == workspace::ColourRange::Fitted);
}

void ControlsBar::setSignTops(const std::vector<int>& tops, int shown) {
    const QSignalBlocker quiet(signTop_);
    if (tops != signTops_ || signTop_->count() == 0) {
        signTops_ = tops;
        signTop_->clear();
        for (const int top : tops) {
            signTop_->addItem(QString::number(top));
        }
    }
    const auto found = std::find(tops.begin(), tops.end(), shown);
    signTop_->setCurrentIndex(found == tops.end() ? -1 : static_cast<int>(found - tops.begin()));
    signTop_->setEnabled(!tops.empty());
}

void ControlsBar::focusAnchor() {
    anchor_->setFocus(Qt::ShortcutFocusReason);
    anchor_->selectAll();
}

} // namespace sextant::workbench
