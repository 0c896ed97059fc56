// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the connection doctor found out about a server, step by step, from the name look-up to the list of
// messages. Values: made by core/sync in a worker thread, shown by the window and printed by poplar-cli.
#pragma once

#include "Error.h"

#include <QString>

#include <optional>
#include <vector>

struct DiagnosisStep {
    enum class Kind { NameLookup, Connect, Tls, Greeting, Capabilities, SignIn, Status, Listing };

    Kind kind = Kind::NameLookup;
    std::optional<bool> ok;     // nothing: still running, or not tried because a step before it failed
    qint64 milliseconds = 0;    // that it took
    QString detail = {};        // facts in English, one a line: addresses, versions, certificates, numbers
    std::optional<Error> error; // when ok is false

    bool operator==(const DiagnosisStep &) const = default;
};

struct Diagnosis {
    // In the order in which they were, or would have been, done. Tls is left out where there is to be none.
    std::vector<DiagnosisStep> steps;
    // What was sent and received, a line each, without secrets and without mail; at most 64 KiB.
    QString wireLog;

    bool succeeded() const
    {
        for (const DiagnosisStep &step : steps)
            if (!step.ok.value_or(false))
                return false;
        return !steps.empty();
    }
    bool operator==(const Diagnosis &) const = default;
};
