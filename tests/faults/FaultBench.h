// SPDX-License-Identifier: GPL-3.0-or-later
//
// FaultBench stands between a scripted POP3 server and a profile on disk: it lets the real engine check the
// one into the other over a real socket, writes down what happens, and holds it against the invariants that
// no fault may break:
//
// - I1: each message is in the store once, byte for byte, or still on the server; and nothing else is stored
// - I2: no DELE before the message's durable commit
// - I3: nothing of the user in clear where TLS is required: nothing but CAPA, STLS and QUIT
// - I4: no secret in any line of a log
// - I5: the check ends
// - I6: memory stays within 64 MiB (where no sanitizer keeps what was freed)
// - I7: what the ledger knows it keeps; a row becomes Gone only when the message is gone
// - I8: the password is called wrong only where the server said so
//
// Lives in the test's thread; checks run in one of their own.
#pragma once

#include "DirectSink.h"
#include "FakeClock.h"
#include "FetchRun.h"
#include "PopMailbox.h"
#include "ScriptedPopServer.h"
#include "StoreOptions.h"

#include <QTemporaryDir>

#include <mutex>
#include <set>

class FaultBench
{
public:
    enum class Mode { Keep, Delete };
    static constexpr AccountId account = 2;

    explicit FaultBench(int messages, Mode mode = Mode::Keep, qsizetype bodyBytes = 400);
    void setMode(Mode mode);

    static PopMailbox::Message message(int number, qsizetype bodyBytes = 400);
    static const TestCertificates &certificates();

    // Before a check
    PopMailbox mailbox;
    FakeClock clock;
    FetchJob job;
    StoreOptions storeOptions;         // for the next openStore()
    Connect connect;                   // how checks connect
    int failAt = -1;                   // the operation of the store that fails in the next check
    bool mayCallPasswordWrong = false; // I8: this server says so
    ScriptedPopServer::Script script;  // in the mailbox's place; empty: the mailbox
    ScriptedPopServer::Security serverSecurity = ScriptedPopServer::Security::Plain;
    ServerIdentity identity;
    std::function<void(Cancellation &)> beside; // runs in this thread during the next check

    void add(PopMailbox::Message message);
    // The message is not expected any more: someone else took it.
    void takeAway(const QByteArray &uidl);
    void useTls();      // from the first byte
    void useStartTls(); // STLS on the plain port, offered by the mailbox
    // From now on the certificate that the server shows now is accepted, for the host and the port of each
    // check.
    void acceptCertificate() { m_accepted = identity.leafSha256(); }
    std::function<void(AcceptedCertificate &)> adjustAccepted; // before each check
    void withoutUidl();

    // A fresh process, as far as the store is concerned.
    void openStore();
    FetchReport check();
    // The server is in order again, and so is everything else.
    void heal();

    // After checks
    FetchReport report;      // the last check's
    QByteArrayList received; // in the last check
    int storeOperations = 0; // in the last check
    int sent(QByteArrayView command) const;
    bool isInStore(int number); // message(number), whole
    int stored();               // how many messages
    QString catalogue() const { return m_profile.filePath(QStringLiteral("catalogue.db")); }
    Ledger ledger();
    const QByteArrayList &logged() const;
    // What is wrong, one line for each fault; empty when nothing is.
    QString violations();
    // The same, and every message there ever was must have arrived.
    QString violationsWhenAllArrived();

private:
    QByteArrayList contents();
    static bool isListedAs(const Ledger &rows, const QByteArray &uidl);
    void noteLedger();
    void noteDurable();
    void checkMemory(qint64 base, qint64 peak);
    void checkClear(const QByteArrayList &lines);
    void checkLog();
    void fault(const QString &line);

    QTemporaryDir m_profile;
    std::unique_ptr<MessageStore> m_store;
    QByteArray m_accepted; // SHA-256 of a certificate
    QByteArrayList m_ever; // the bytes of all messages there ever were
    qsizetype m_bodyBytes;
    Ledger m_ledger; // after the last check
    std::mutex m_mutex;
    std::set<QByteArray> m_durable; // SHA-256 of what is in the store
    QStringList m_faults;
};
