// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/measure_request.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLineEdit;
class QPlainTextEdit;
class QSpinBox;
class QToolButton;

namespace sextant::opening {

/// Every option of a measurement but the model and the output; those that few need are folded away. Reads
/// nothing.
class MeasureForm : public QWidget {
    Q_OBJECT
public:
    explicit MeasureForm(QWidget* parent = nullptr);

    /// What is asked for; model and output are left empty.
    [[nodiscard]] measure::MeasureRequest request() const;

    /// What the fields are called, for errors.
    [[nodiscard]] static measure::RequestNames names();

    /// Opens the part that is folded away.
    void unfold();

signals:
    void changed();

private:
    void buildBasics();
    void buildFurther();
    void connectChanges();
    void setUnfolded(bool unfolded);

    QLineEdit* layers_;
    QLineEdit* heads_;
    QComboBox* directions_;
    QSpinBox* topk_;
    QSpinBox* otherHeads_;
    QCheckBox* foldNorms_;
    QToolButton* more_;
    QFormLayout* rows_;
    int firstFurther_ = 0; ///< the first row that is folded away
    QLineEdit* queryPattern_;
    QLineEdit* keyPattern_;
    QComboBox* packing_;
    QComboBox* tower_;
    QPlainTextEdit* config_;
    QLineEdit* weights_;
    QLineEdit* base_;
    QLineEdit* revision_;
    QLineEdit* name_;
    QComboBox* tensors_;
    QSpinBox* threads_;
};

} // namespace sextant::opening
