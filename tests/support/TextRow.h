// SPDX-License-Identifier: GPL-3.0-or-later
//
// Rows of test data whose texts are written as UTF-8.
#pragma once

#include <QTest>

namespace textRow
{

inline QString column(const char *text)
{
    return QString::fromUtf8(text);
}

template <class Value> const Value &column(const Value &value)
{
    return value;
}

// A row of that name; every text in it is a QString.
template <class... Values> void add(const char *name, const Values &...values)
{
    QTestData &row = QTest::newRow(name);
    ((row << column(values)), ...);
}

} // namespace textRow
