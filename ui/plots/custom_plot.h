// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

/// The only file that includes QCustomPlot. Its headers need Qt's keywords and foreach, and are not clean
/// under our warnings.
#if defined(QT_NO_KEYWORDS) || defined(QT_NO_FOREACH)
#error "QCustomPlot needs Qt's keywords and foreach"
#endif

#pragma GCC system_header
#include <qcustomplot.h>
