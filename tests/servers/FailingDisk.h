// SPDX-License-Identifier: GPL-3.0-or-later
//
// FailingDisk says how the disk of a program that is started is to fail, by the library in preload/. A value.
#pragma once

#include <QProcessEnvironment>

#ifndef POPLAR_FAILING_DISK // the library; there is none where it cannot be loaded
#define POPLAR_FAILING_DISK ""
#endif

struct FailingDisk {
    enum class Kind { Full, Broken, ReadOnly };

    Kind kind = Kind::Full;
    int from = 0;     // the first write that fails; 0: none, they are counted alone
    int failures = 0; // 0: all from then on

    static bool isPossible() { return !QByteArray(POPLAR_FAILING_DISK).isEmpty(); }

    // `countFile` gets the number of writes when the program ends.
    QProcessEnvironment environment(const QString &directory, const QString &countFile) const
    {
        auto environment = QProcessEnvironment::systemEnvironment();
        const char *const error = kind == Kind::Full ? "ENOSPC" : kind == Kind::Broken ? "EIO" : "EROFS";
        environment.insert(QStringLiteral("LD_PRELOAD"), QStringLiteral(POPLAR_FAILING_DISK));
        environment.insert(QStringLiteral("POPLAR_DISK_DIRECTORY"), directory);
        environment.insert(QStringLiteral("POPLAR_DISK_ERROR"), QString::fromLatin1(error));
        environment.insert(QStringLiteral("POPLAR_DISK_FROM"), QString::number(from));
        environment.insert(QStringLiteral("POPLAR_DISK_FAILURES"), QString::number(failures));
        environment.insert(QStringLiteral("POPLAR_DISK_COUNT"), countFile);
        return environment;
    }
};
