// SPDX-License-Identifier: GPL-3.0-or-later
//
// Scenario is one row of the table of faults: what the server does, and what a check must come to then.
// play() runs it on a FaultBench: a check of its own before where the messages are to be known, the check
// with the fault, and one more with a server that is in order. Value.
#pragma once

#include "FaultBench.h"

#include <QTest>

#include <functional>
#include <vector>

struct Scenario {
    // Of the check with the fault; negative: anything.
    struct Expected {
        std::vector<ErrorCode> errors = {}; // one of them; empty: none at all
        int fetched = -1;
        int notFetched = -1;
        int retr = -1, dele = -1, quit = -1; // commands that the server received
        // What else is wrong; empty: nothing.
        std::function<QString(FaultBench &)> also = {};
    };

    const char *name;
    std::function<void(FaultBench &)> fault; // makes the server, the disk or the network misbehave
    Expected expected;
    int messages = 5;
    bool known = false;    // they were fetched before
    bool bothModes = true; // also with deletion after download
    qsizetype bodyBytes = 400;
};
Q_DECLARE_METATYPE(Scenario)

// Rows for a test's _data() function, one for each mode.
void addScenarios(const std::vector<Scenario> &scenarios);
// What is wrong, empty when nothing is. For the test function, with the row's columns fetched by it.
QString playScenario();

// Answers a command line that begins so in the mailbox's place, each time. `answer` may drop or stall.
using Answer = std::function<void(ScriptedPopServer::Peer &)>;
std::function<bool(ScriptedPopServer::Peer &, const QByteArray &)> answering(QByteArray start, Answer answer);
std::function<bool(ScriptedPopServer::Peer &, const QByteArray &)> answering(QByteArray start,
                                                                             QByteArray bytes);
// The same, but for the first such line alone.
std::function<bool(ScriptedPopServer::Peer &, const QByteArray &)> answeringOnce(QByteArray start,
                                                                                 Answer answer);

// "condition does not hold" where it does not.
QString unless(bool condition, const char *text);
