// SPDX-License-Identifier: GPL-3.0-or-later
//
// What an error says, for the line that a failed test prints; nothing where there is no error.
#pragma once

#include "FetchReport.h"
#include "Result.h"

#include <QByteArray>

inline QByteArray reason(const Error &error)
{
    return (errorCodeName(error.code) + QStringLiteral(": ") + error.detail + QLatin1Char(' ') +
            error.serverText)
        .toUtf8();
}

template <class T> QByteArray reason(const Result<T> &result)
{
    return result ? QByteArray() : reason(result.error());
}

inline QByteArray reason(const FetchReport &report)
{
    return report.error ? reason(*report.error) : QByteArray();
}
