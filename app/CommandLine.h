// SPDX-License-Identifier: GPL-3.0-or-later
//
// CommandLine is what `poplar` was asked to do. Parsing is pure: it prints nothing and ends nothing, so that
// it works before there is a QApplication and in tests.
#pragma once

#include <QSize>
#include <QString>
#include <QStringList>

struct CommandLine {
    enum class Request { Run, Help, Version, Mistake };

    Request request = Request::Run;
    QString text; // for Help, Version and Mistake: what to print

    QString profile;       // empty: the default directory
    bool demo = false;     // a throw-away profile with the built-in server
    QString screenshot;    // a file to write a picture of the demo window into; implies demo
    QString select;        // with screenshot: part of the subject of the message to show
    QSize size{1280, 800}; // with screenshot: of the window
    QStringList files;     // .eml and .mbox files to open, absolute

    // `arguments` with the program's name first. Relative files are taken from the current directory.
    static CommandLine parse(const QStringList &arguments);
};
