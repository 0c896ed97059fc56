// SPDX-License-Identifier: GPL-3.0-or-later
//
// FileImport stores the messages of mail files under the account "on this computer". Worker thread.
#pragma once

#include "Cancellation.h"
#include "Clock.h"
#include "MessageSink.h"

#include <QStringList>

// A message that is in the store already is not stored again. The first file that cannot be read ends the
// import with its error; what was read before is stored.
Result<void> importMailFiles(const QStringList &paths, FolderId inbox, const QString &spoolDirectory,
                             MessageSink &sink, const Clock &clock, Cancellation &cancellation);
