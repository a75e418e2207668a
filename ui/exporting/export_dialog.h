// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/exporting/figure_export.h"
#include "ui/session/settings.h"

#include <QDialog>
#include <QString>

#include <memory>
#include <vector>

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace sextant::exporting {

/// A figure to be written.
struct FigureJob {
    figures::PlotKind kind;
    std::filesystem::path path;
};

/// Asks which plots of a view to export, in which format and where; shows the names of the files and which of
/// them will be replaced.
class ExportDialog : public QDialog {
    Q_OBJECT
public:
    /// `chosen` are ticked at first. `choices` are the last ones; `folder` is used when they name none.
    ExportDialog(std::shared_ptr<const quantities::AnchorView> view,
                 const std::vector<figures::PlotKind>& chosen, const MapLook& maps,
                 const session::ExportChoices& choices, const QString& folder, QWidget* parent = nullptr);

    [[nodiscard]] session::ExportChoices choices() const;
    [[nodiscard]] std::vector<FigureJob> jobs() const;
    [[nodiscard]] FigureOptions options() const;

private:
    void browse();
    void describe();

    std::shared_ptr<const quantities::AnchorView> view_;
    MapLook maps_; ///< how the maps are drawn, which their names say
    std::vector<std::pair<figures::PlotKind, QCheckBox*>> plots_;
    QComboBox* format_;
    QSpinBox* width_;
    QSpinBox* height_;
    QDoubleSpinBox* scale_;
    QComboBox* background_;
    QLineEdit* folder_;
    QLabel* preview_;
    QPushButton* export_ = nullptr;
};

} // namespace sextant::exporting
