// SPDX-License-Identifier: GPL-3.0-or-later
//
// Fts5Tokenizer makes SearchTokenizer known to SQLite as the FTS5 tokenizer "poplar", which has no options:
//
//     CREATE VIRTUAL TABLE f0 USING fts5(subject, body, content='', tokenize='poplar')
//
// Each connection that opens such a table needs it first. It holds no state and goes with the connection.
#pragma once

#include "Result.h"

struct sqlite3;

namespace fts5Tokenizer
{
inline constexpr char name[] = "poplar";

// Unsupported when SQLite was built without FTS5, DiskFailed with SQLite's words for all else.
Result<void> add(sqlite3 *connection);
} // namespace fts5Tokenizer
