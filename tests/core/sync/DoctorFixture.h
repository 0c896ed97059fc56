// SPDX-License-Identifier: GPL-3.0-or-later
//
// DoctorFixture lets a ConnectionDoctor examine a scripted server over a real socket, writes down what it
// says step by step, and holds it against what no examination may break: no word of the user in clear where
// TLS is required, nothing fetched or deleted, no secret in anything it says, and one account of each step.
#pragma once

#include "ConnectionDoctor.h"
#include "InWorker.h"
#include "PopMailbox.h"
#include "ScriptedPopServer.h"

#include <QHostInfo>

#include <map>

using namespace std::chrono_literals;
using Kind = DiagnosisStep::Kind;
using Peer = ScriptedPopServer::Peer;

class DoctorFixture
{
public:
    DoctorFixture()
    {
        for (const char *name : {"one", "two", "three"})
            mailbox.add(
                {QByteArray("uidl-") + name, QByteArray("Subject: ") + name + "\r\n\r\nprivate matters\r\n"});
        mailbox.user = "user";
        mailbox.password = password.toUtf8();
        server.host = QStringLiteral("localhost");
        server.security = ServerSecurity::Tls;
        server.user = QStringLiteral("user");
        server.caFile = certificates().caFile();
        secrets.password = password;
    }

    static const TestCertificates &certificates()
    {
        static const TestCertificates made;
        return made;
    }

    // Before the examination
    static inline const QString password = QStringLiteral("päss-W0rd:7");
    PopMailbox mailbox;
    ScriptedPopServer::Script script; // in the mailbox's place; empty: the mailbox
    ServerIdentity identity = certificates().localhost();
    ServerSettings server;     // its port is set when the server starts, unless it is given another
    quint16 port = 0;          // of something else than the scripted server
    bool speaksPlain = false;  // the server, where TLS is due
    QByteArray acceptedSha256; // of the certificate that the user accepted for this host and port
    SignInSecrets secrets;
    ConnectionDoctor::Options options;
    Cancellation cancellation;
    std::function<void(const DiagnosisStep &)> stepped; // in the doctor's thread
    std::function<void(DoctorFixture &)> beside;        // in the test's

    // Looks names up where there is no name server.
    void knowNames()
    {
        options.lookup = [this](const QString &name, QObject *,
                                const std::function<void(const QHostInfo &)> &found) {
            askedNames.append(name);
            QHostInfo info;
            info.setAddresses({QHostAddress(QHostAddress::LocalHost)});
            found(info);
        };
    }

    void examine()
    {
        const bool isTls = server.security == ServerSecurity::Tls && !speaksPlain;
        play = std::make_unique<ScriptedPopServer>(
            script ? script : mailbox.script(),
            isTls ? ScriptedPopServer::Security::Tls : ScriptedPopServer::Security::Plain, identity);
        server.port = port ? port : play->port();
        if (!acceptedSha256.isEmpty())
            server.accepted = AcceptedCertificate{server.host, server.port, acceptedSha256};
        diagnosis = inWorker(
            [this] {
                ConnectionDoctor doctor(
                    server, secrets, cancellation,
                    [this](const DiagnosisStep &step) {
                        steps.push_back(step);
                        if (stepped)
                            stepped(step);
                    },
                    options);
                return doctor.run();
            },
            [this] {
                if (beside)
                    beside(*this);
            });
        play->waitForDisconnect();
    }

    // After it
    std::unique_ptr<ScriptedPopServer> play;
    Diagnosis diagnosis;
    std::vector<DiagnosisStep> steps; // as they were told
    QStringList askedNames;

    const DiagnosisStep &step(Kind kind) const
    {
        for (const DiagnosisStep &one : diagnosis.steps)
            if (one.kind == kind)
                return one;
        qFatal("there is no such step");
    }
    // "dns+ tcp+ tls! greeting-": done, failed, not tried.
    QString outcome() const
    {
        QStringList words;
        for (const DiagnosisStep &one : diagnosis.steps)
            words.append(name(one.kind) + QLatin1Char(!one.ok ? '-' : *one.ok ? '+' : '!'));
        return words.join(QLatin1Char(' '));
    }
    const Error *error() const
    {
        for (const DiagnosisStep &one : diagnosis.steps)
            if (one.error)
                return &*one.error;
        return nullptr;
    }

    // One line for each thing that is wrong; empty when nothing is.
    QString violations() const
    {
        QStringList faults = violationsOfSteps();
        for (const QByteArray &line : play->received())
            for (const char *changing : {"DELE", "RETR", "TOP", "RSET"})
                if (line.startsWith(changing))
                    faults << QStringLiteral("sent: ") + QString::fromUtf8(line);
        if (mailbox.messages().size() != 3)
            faults << QStringLiteral("the mailbox has changed");
        // R80: not before TLS stands, and not at all where it does not.
        const bool isSecured = server.security == ServerSecurity::None || step(Kind::Tls).ok.value_or(false);
        for (const QByteArray &line : isSecured ? play->receivedInClear() : play->received())
            for (const char *telling : {"USER", "PASS", "AUTH", "APOP", "STAT", "LIST", "UIDL"})
                if (server.security != ServerSecurity::None && line.startsWith(telling))
                    faults << QStringLiteral("without TLS: ") + QString::fromUtf8(line);
        QString said = diagnosis.wireLog;
        for (const DiagnosisStep &one : diagnosis.steps)
            said += one.detail + (one.error ? one.error->detail + one.error->serverText : QString());
        const QByteArray plain = ('\0' + QByteArray("user") + '\0' + password.toUtf8()).toBase64();
        for (const QString &secret : {password, QString::fromUtf8(password.toUtf8().toBase64()),
                                      QString::fromUtf8(plain), QStringLiteral("private")})
            if (said.contains(secret))
                faults << QStringLiteral("it says ") + secret;
        return faults.join(QLatin1Char('\n'));
    }

private:
    static QString name(Kind kind)
    {
        static const std::map<Kind, const char *> names{
            {Kind::NameLookup, "dns"}, {Kind::Connect, "tcp"},       {Kind::Tls, "tls"},
            {Kind::Greeting, "hello"}, {Kind::Capabilities, "capa"}, {Kind::SignIn, "auth"},
            {Kind::Status, "stat"},    {Kind::Listing, "uidl"}};
        return QString::fromLatin1(names.at(kind));
    }

    // Each step that was tried was told when it began and when it ended, one after the other.
    QStringList violationsOfSteps() const
    {
        QStringList faults;
        std::vector<DiagnosisStep> expected;
        for (const DiagnosisStep &one : diagnosis.steps) {
            if (!one.ok) {
                if (one.milliseconds != 0 || !one.detail.isEmpty() || one.error)
                    faults << name(one.kind) + QStringLiteral(" was not tried and says something");
                continue;
            }
            DiagnosisStep begun;
            begun.kind = one.kind;
            expected.push_back(begun);
            expected.push_back(one);
            if (*one.ok == one.error.has_value())
                faults << name(one.kind) + QStringLiteral(" has an error, or should have one");
            if (*one.ok && one.detail.isEmpty())
                faults << name(one.kind) + QStringLiteral(" has no facts");
            if (one.milliseconds < 0)
                faults << name(one.kind) + QStringLiteral(" has no time");
        }
        if (steps != expected)
            faults << QStringLiteral("the steps were told otherwise");
        return faults;
    }
};
