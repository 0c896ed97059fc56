// SPDX-License-Identifier: GPL-3.0-or-later
//
// ForecastDialog lists what the next check would delete on a server, and why. A list to look at, with nothing
// to decide. GUI thread.
#pragma once

#include "ServerMessage.h"

#include <QDialog>

class ForecastDialog : public QDialog
{
    Q_OBJECT
public:
    explicit ForecastDialog(const RetentionForecast &forecast, QWidget *parent = nullptr);
};
