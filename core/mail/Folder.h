// SPDX-License-Identifier: GPL-3.0-or-later
//
// Folder is a place for messages of one account, with its counters.
#pragma once

#include "Identifiers.h"

#include <QString>

enum class FolderKind { Inbox = 1, Archive = 2, Junk = 3, Trash = 4, Custom = 5 };

struct Folder {
    FolderId id = 0;
    AccountId account = 0;
    FolderKind kind = FolderKind::Custom;
    QString name; // for Custom only; the others are named by the window, in the user's language
    int total = 0;
    int unread = 0;
    FolderId parent = 0; // 0: at the top

    bool operator==(const Folder &) const = default;
};
