// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/help_dialogs.h"

#include <QCoreApplication>
#include <QDialog>
#include <QDialogButtonBox>
#include <QGridLayout>
#include <QLabel>
#include <QMessageBox>
#include <QPushButton>
#include <QScreen>
#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>

#include <utility>
#include <vector>

namespace sextant::window {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("HelpDialogs", text);
}

struct Section {
    const char* title;
    std::vector<std::pair<const char*, const char*>> rows;
};

const std::vector<Section>& leftSections() {
    static const std::vector<Section> sections{
        {"Anchor",
         {{"Click", "the layer under the pointer; in the map of layers its row"},
          {"Shift+Click", "in the map of layers: its column"},
          {"Ctrl+Click", "add the layer to the anchors, or remove it"},
          {"Ctrl+Shift+A", "suggest the next anchor"},
          {"Left, Up / Right, Down", "previous / next layer"},
          {"Home / End", "first / last layer"},
          {"Alt+Left / Alt+Right", "back / forward through the anchors visited"},
          {"Ctrl+L", "type a layer"}}},
        {"Heads and maps",
         {{"[ / ]", "previous / next head"},
          {"M", "mean over heads"},
          {"P / Z", "pale cells within chance / colours by z"},
          {"Ctrl+1 / Ctrl+2 / Ctrl+3", "map of layers / map of heads / what the layers share"}}},
    };
    return sections;
}

const std::vector<Section>& rightSections() {
    static const std::vector<Section> sections{
        {"A plot",
         {{"Wheel", "zoom the layers; over the value axis, or with Ctrl, the values"},
          {"Drag", "move what is zoomed"},
          {"Double click, Esc", "show all"},
          {"Ctrl+Arrows", "move the cursor and read out its values"},
          {"Enter", "make the layer at the cursor the anchor (Shift: its column)"},
          {"Ctrl+Enter", "add the layer at the cursor to the anchors, or remove it"},
          {"Ctrl+E / Ctrl+Shift+E", "export this plot / all plots"},
          {"Ctrl+Shift+C / Ctrl+Shift+T", "copy as image / as table"}}},
        {"Window",
         {{"Ctrl+O / Ctrl+Shift+O", "open here / in a new window"},
          {"Ctrl+Shift+M", "open a model: measure its weights"},
          {"F5, Ctrl+R", "read the files again"},
          {"Ctrl+T / Ctrl+K / Ctrl+I", "numbers / rank / about this artifact"},
          {"Ctrl+.", "cancel what runs in the background"},
          {"Ctrl+W / Ctrl+Q", "close the window / quit"},
          {"F1 / Ctrl+F1", "these shortcuts / the guide"}}},
    };
    return sections;
}

constexpr QSize kAroundPage{72, 120}; ///< margins, the button, and what a desktop puts around a window

/// As large as its page, but no larger than `room`.
class PageScroller : public QScrollArea {
public:
    explicit PageScroller(const QSize& room) : room_(room) {
        setFrameShape(QFrame::NoFrame);
        setWidgetResizable(true);
    }
    QSize sizeHint() const override {
        const QSize page = widget()->sizeHint();
        const int bar = page.height() > room_.height() ? verticalScrollBar()->sizeHint().width() : 0;
        return (page + QSize(bar, 0)).boundedTo(room_);
    }

private:
    QSize room_;
};

QLayout* columnOf(const std::vector<Section>& sections) {
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(24);
    grid->setVerticalSpacing(5);
    int row = 0;
    for (const Section& section : sections) {
        auto* title = new QLabel(tr(section.title));
        QFont bold = title->font();
        bold.setBold(true);
        title->setFont(bold);
        title->setContentsMargins(0, row == 0 ? 0 : 12, 0, 2);
        grid->addWidget(title, row++, 0, 1, 2);
        for (const auto& [keys, meaning] : section.rows) {
            grid->addWidget(new QLabel(tr(keys)), row, 0);
            grid->addWidget(new QLabel(tr(meaning)), row++, 1);
        }
    }
    grid->setRowStretch(row, 1);
    grid->setColumnStretch(1, 1);
    return grid;
}

} // namespace

void showShortcuts(QWidget* parent) {
    auto* dialog = new QDialog(parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Keyboard and Mouse"));
    auto* page = new QWidget;
    auto* columns = new QBoxLayout(QBoxLayout::LeftToRight, page);
    columns->setContentsMargins(0, 0, 0, 0);
    columns->setSpacing(36);
    columns->addLayout(columnOf(leftSections()));
    columns->addLayout(columnOf(rightSections()));
    const QSize room = parent->screen()->availableSize() - kAroundPage;
    if (page->sizeHint().width() > room.width()) {
        columns->setDirection(QBoxLayout::TopToBottom);
        columns->setSpacing(12);
    }
    auto* scroller = new PageScroller(room);
    scroller->setWidget(page);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    QObject::connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
    auto* layout = new QVBoxLayout(dialog);
    layout->setContentsMargins(20, 16, 20, 12);
    layout->setSpacing(12);
    layout->addWidget(scroller);
    layout->addWidget(buttons);
    dialog->open();
}

void showAbout(QWidget* parent) {
    auto* box =
        new QMessageBox(QMessageBox::NoIcon, tr("About Sextant"),
                        tr("<h3>Sextant %1</h3><p>Measures the attention operators of a transformer's layers "
                           "from an anchor layer: are they one operator, rescaled?</p><p>Free software under "
                           "the GNU General Public License, version 3 or later (GPL-3.0-or-later), without "
                           "any warranty.</p>")
                            .arg(QLatin1String(SEXTANT_VERSION)),
                        QMessageBox::Close, parent);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->open();
}

} // namespace sextant::window
