// SPDX-License-Identifier: GPL-3.0-or-later
//
// ConnectionDoctor tries everything that a check of an account needs, one step after the other, and says of
// each how long it took and what was found: name look-up, TCP, TLS with its certificates, greeting, CAPA,
// sign-in, STAT, LIST with UIDL, QUIT. It stops at the first failure. Nothing is fetched, nothing is deleted.
// Blocks: for a worker thread.
#pragma once

#include "Account.h"
#include "Cancellation.h"
#include "ConnectionTrace.h"
#include "Diagnosis.h"
#include "Pop3Connection.h"
#include "ServerSignIn.h"
#include "SessionLog.h"
#include "TcpConnector.h"

#include <QElapsedTimer>

#include <functional>

class ConnectionDoctor
{
public:
    struct Options {
        Patience patience = {};
        NameLookup lookup = systemNameLookup();
    };

    // `cancellation` outlives it. `step` is called in this thread, when a step begins (ok unset) and when it
    // ends.
    ConnectionDoctor(const ServerSettings &server, const SignInSecrets &secrets, Cancellation &cancellation,
                     std::function<void(const DiagnosisStep &)> step, Options options);
    ConnectionDoctor(const ServerSettings &server, const SignInSecrets &secrets, Cancellation &cancellation,
                     std::function<void(const DiagnosisStep &)> step = {})
        : ConnectionDoctor(server, secrets, cancellation, std::move(step), Options())
    {
    }

    // Once. A cancel is the failure of the step that it hit.
    Diagnosis run();

private:
    class Listener;

    Result<void> examine(const Endpoint &endpoint);
    Result<Pop3Connection> open(const Endpoint &endpoint);
    Result<std::unique_ptr<Channel>> connect(const Endpoint &endpoint);
    Result<void> examineMailbox(Pop3Mailbox mailbox);
    // Ends the step that runs, and begins this one; nothing where it has been begun before.
    void enter(DiagnosisStep::Kind kind);
    void finish(std::optional<Error> error = {});
    DiagnosisStep *current();
    bool hasBegun(DiagnosisStep::Kind kind) const;
    void sentCommands(QByteArrayView bytes, bool isEncrypted);
    QString lookupFacts() const;
    QString connectionFacts() const;
    QString tlsFacts() const;
    QString factsOf(DiagnosisStep::Kind kind) const;

    const ServerSettings m_server;
    const SignInSecrets m_secrets;
    Cancellation &m_cancellation;
    const std::function<void(const DiagnosisStep &)> m_step;
    const Options m_options;
    ConnectionTrace m_trace;
    SessionLog m_log;
    Diagnosis m_diagnosis;
    std::vector<DiagnosisStep::Kind> m_begun;
    std::optional<size_t> m_current;
    QString m_facts; // of the step that runs, where only its own code knows them
    QElapsedTimer m_timer;
};
