// SPDX-License-Identifier: GPL-3.0-or-later
//
// What search.db is as a file: its place, its tables, and how it is told from one of another version or of
// another profile.
#pragma once

#include "Result.h"

#include <QByteArray>
#include <QString>

#include <memory>

class Database;

namespace indexFile
{
QString path(const QString &profileDirectory);

// Opens or makes the file for the one connection that writes. NotFound for one of another version or store.
Result<std::unique_ptr<Database>> openForWriting(const QString &path, const QByteArray &storeId);

// NotFound unless the file was written by this version of the index, for this store.
Result<void> checkIdentity(Database &database, const QByteArray &storeId);

// Removes the file and what SQLite keeps beside it.
Result<void> remove(const QString &path);
} // namespace indexFile
