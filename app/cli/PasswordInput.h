// SPDX-License-Identifier: GPL-3.0-or-later
//
// PasswordInput reads a password from standard input or a file: never from an argument, where every process
// of the machine could see it. Main thread, before the session opens.
#pragma once

#include <QString>

#include <tl/expected.hpp>

#include <optional>

class QCommandLineParser;

class PasswordInput
{
public:
    // Adds --password-stdin and --password-file.
    static void addOptions(QCommandLineParser &parser);
    static bool isGiven(const QCommandLineParser &parser);

    // The password, without the line break at its end; nothing when neither option was given; or a complaint
    // for the user. A terminal does not show what is typed.
    static tl::expected<std::optional<QString>, QString> read(const QCommandLineParser &parser);
};
