// SPDX-License-Identifier: GPL-3.0-or-later
#include "Fts5Tokenizer.h"

#include "SearchTokenizer.h"

#include <sqlite3.h>

#include <new>

namespace
{
using TokenCallback = int (*)(void *, int, const char *, int, int, int);

int createTokenizer(void *context, const char **, int arguments, Fts5Tokenizer **created)
{
    if (arguments > 0)
        return SQLITE_ERROR;
    *created = static_cast<Fts5Tokenizer *>(context);
    return SQLITE_OK;
}

void deleteTokenizer(Fts5Tokenizer *) {}

int tokenizeText(Fts5Tokenizer *, void *context, int flags, const char *text, int size,
                 TokenCallback callback)
{
    try {
        const auto purpose = (flags & FTS5_TOKENIZE_QUERY) != 0 ? SearchTokenizer::Purpose::Query
                                                                : SearchTokenizer::Purpose::Document;
        SearchTokenizer tokenizer(purpose, [&](const SearchToken &token) {
            return callback(context, token.sharesPosition ? FTS5_TOKEN_COLOCATED : 0, token.text.data(),
                            static_cast<int>(token.text.size()), static_cast<int>(token.start),
                            static_cast<int>(token.end));
        });
        return tokenizer.run(QByteArrayView(text, text != nullptr ? size : 0));
    } catch (const std::bad_alloc &) { // SQLite is C
        return SQLITE_NOMEM;
    }
}

// FTS5's way to hand out its functions.
fts5_api *findFts5(sqlite3 *connection)
{
    fts5_api *api = nullptr;
    sqlite3_stmt *statement = nullptr;
    if (sqlite3_prepare_v2(connection, "SELECT fts5(?1)", -1, &statement, nullptr) == SQLITE_OK) {
        sqlite3_bind_pointer(statement, 1, static_cast<void *>(&api), "fts5_api_ptr", nullptr);
        sqlite3_step(statement);
    }
    sqlite3_finalize(statement);
    return api;
}
} // namespace

Result<void> fts5Tokenizer::add(sqlite3 *connection)
{
    fts5_api *const api = findFts5(connection);
    if (api == nullptr)
        return failure(ErrorCode::Unsupported,
                       QStringLiteral("SQLite %1 without FTS5").arg(QLatin1String(sqlite3_libversion())));
    // The context is never looked at; FTS5 only wants to see that it is something.
    fts5_tokenizer functions{createTokenizer, deleteTokenizer, tokenizeText};
    const int code = api->xCreateTokenizer(api, name, api, &functions, nullptr);
    if (code != SQLITE_OK)
        return failure(ErrorCode::DiskFailed,
                       QStringLiteral("SQLite %1: %2").arg(code).arg(QLatin1String(sqlite3_errstr(code))));
    return {};
}
