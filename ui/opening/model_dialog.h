// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/measure.h"
#include "ui/opening/model_scout.h"

#include <QDialog>
#include <QString>
#include <QStringList>
#include <QTimer>

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

class QCompleter;
class QLabel;
class QLineEdit;
class QPushButton;
class QTreeView;

namespace sextant::opening {

class MeasureForm;
class ModelList;

/// What the dialog builds on.
struct ModelDialogSetting {
    std::filesystem::path cache; ///< of models of the hub; empty for none
    QString folder;              ///< where artifacts go unless a person says otherwise
    QStringList recent;          ///< models measured before, newest first
    /// The outputs of measurements that wait or run.
    std::function<std::vector<std::filesystem::path>()> taken;
    ModelScout::Rate rate = nullptr; ///< that measurements reach; without it no times are shown
    std::shared_ptr<session::BackgroundDisposal> disposal;
};

/// "Open Model...": which model, with which options, and where its artifact goes. Shows what was found in the
/// model and what measuring it takes before it begins. Looks at models in the background; the window never
/// waits.
class ModelDialog : public QDialog {
    Q_OBJECT
public:
    ModelDialog(ModelDialogSetting setting, QWidget* parent);

signals:
    /// `model` is what the person chose, for the list of recent ones.
    void measurementRequested(const sextant::measure::MeasureOptions& options, const QString& model);

private:
    enum class Then { Nothing, Close, Another };

    QWidget* buildTop();
    QWidget* buildMiddle();
    QWidget* buildBottom();
    void connectParts();
    void fillList(const std::vector<ModelEntry>& entries);
    void look();
    void showFinding(const Finding& finding);
    void showText(const QString& rich, const QString& plain);
    void ask(Then then);
    void request(Then then);
    void browse(bool folders);
    void browseOutput();

    const ModelDialogSetting setting_;
    ModelScout* scout_;
    ModelList* list_;
    QCompleter* completer_;
    QLineEdit* model_;
    QTreeView* tree_;
    MeasureForm* form_;
    QLabel* found_;
    QLineEdit* output_;
    QPushButton* another_ = nullptr;
    QPushButton* measure_ = nullptr;
    std::optional<Finding> finding_; ///< of what the fields say now; nullopt while it is looked at
    QTimer slow_;                    ///< runs while what was found before is still shown
    bool isOutputTheirs_ = false;    ///< a person named it
    Then then_ = Then::Nothing;      ///< what was asked for while it was looked at
};

} // namespace sextant::opening
