// SPDX-License-Identifier: GPL-3.0-or-later
//
// AddressRanks knows the place of each address among all, by name or, where there is none, by address. They
// are read and sorted once for as long as the reader lives, and what has come since is merged in: a row of
// the address table is never changed. Reader threads; throws SQLite::Exception.
#pragma once

#include "Database.h"
#include "TextKeys.h"

class AddressRanks
{
public:
    explicit AddressRanks(SQLite::Database &database) : m_database(database) {}

    // By number of the address; equal texts have equal ranks. 0 is for numbers that nothing is known of.
    const std::vector<uint32_t> &ranks();

private:
    void sortFrom(size_t first);

    SQLite::Database &m_database;
    TextKeys m_keys;
    std::vector<qint64> m_ids;     // of the keys
    std::vector<uint32_t> m_order; // the keys, sorted
    std::vector<uint32_t> m_ranks; // by address number
};
