// SPDX-License-Identifier: GPL-3.0-or-later
//
// ReadingTable keeps how the user wants mail to be read: whose remote pictures are loaded, and which text
// encoding a message has. Used inside guard() or a transaction; throws SQLite::Exception.
#pragma once

#include "Database.h"
#include "Identifiers.h"
#include "ReadingConsent.h"

#include <vector>

class ReadingTable
{
public:
    static constexpr qsizetype longestCharset = 40; // characters

    explicit ReadingTable(SQLite::Database &database);

    // By kind and value.
    std::vector<ReadingConsent> consents();
    void allow(const ReadingConsent &consent); // one that is there keeps its time
    void revoke(const ReadingConsent &consent);

    // Empty where the user has said nothing; setting an empty one takes his word back.
    QByteArray charset(MessageId message);
    void setCharset(MessageId message, const QByteArray &charset);

private:
    SQLite::Statement m_consents, m_allow, m_revoke, m_charset, m_setCharset, m_removeCharset;
};
