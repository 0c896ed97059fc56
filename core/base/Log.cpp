// SPDX-License-Identifier: GPL-3.0-or-later
#include "Log.h"

Q_LOGGING_CATEGORY(logNet, "poplar.net", QtWarningMsg)
Q_LOGGING_CATEGORY(logPop3, "poplar.pop3", QtWarningMsg)
Q_LOGGING_CATEGORY(logStore, "poplar.store", QtWarningMsg)
Q_LOGGING_CATEGORY(logMime, "poplar.mime", QtWarningMsg)
Q_LOGGING_CATEGORY(logSync, "poplar.sync", QtWarningMsg)
Q_LOGGING_CATEGORY(logUi, "poplar.ui", QtWarningMsg)
