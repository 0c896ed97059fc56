// SPDX-License-Identifier: GPL-3.0-or-later
//
// SessionThreads are the threads behind a MailSession: one writes the store, two read it (one for lists and
// messages, one for work that takes long), one keeps accounts and secrets. Checks have threads of their own
// in FetchPool. Made and destroyed in the GUI thread.
#pragma once

#include "AccountDesk.h"
#include "MimeMessage.h"
#include "StoreReader.h"
#include "StoreSink.h"

struct SessionThreads {
    StoreThread store{QStringLiteral("store")};
    WorkerThread<StoreReader> reader{QStringLiteral("reader"), parseStackBytes};
    WorkerThread<StoreReader> longReader{QStringLiteral("long reader"), parseStackBytes};
    WorkerThread<AccountDesk> accounts{QStringLiteral("accounts")};

    // A segment that compaction removed gives its room back when nobody has it open any more.
    void closeVaultFiles()
    {
        const auto close = [](StoreReader *store) {
            if (store)
                store->closeFiles();
        };
        reader.post(close);
        longReader.post(close);
    }
};
