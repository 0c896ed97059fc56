// SPDX-License-Identifier: GPL-3.0-or-later
//
// One logging category per area. Secrets and message bodies are never handed to a log: who writes a line of
// the wire passes it through pop3's redaction first (R103).
#pragma once

#include <QLoggingCategory>

Q_DECLARE_LOGGING_CATEGORY(logNet)
Q_DECLARE_LOGGING_CATEGORY(logPop3)
Q_DECLARE_LOGGING_CATEGORY(logStore)
Q_DECLARE_LOGGING_CATEGORY(logMime)
Q_DECLARE_LOGGING_CATEGORY(logSync)
Q_DECLARE_LOGGING_CATEGORY(logUi)
