// SPDX-License-Identifier: GPL-3.0-or-later
//
// Invocation is one run of poplar-cli: its options, its profile and session, and its end. A verb is a
// function that gets it, asks the session and goes on in callbacks; whoever is done calls finish() or fail().
// Main thread; starts when the event loop runs.
#pragma once

#include "Clock.h"
#include "MailSession.h"
#include "Profile.h"
#include "ProfileSecrets.h"

#include <QObject>
#include <QStringList>

#include <functional>
#include <memory>
#include <optional>

class OpeningWatch;
class QCommandLineParser;

enum class ExitCode { Done = 0, Failed = 1, Usage = 2, Partly = 3 };

class Invocation : public QObject
{
    Q_OBJECT
public:
    struct GlobalOptions {
        QString profile; // empty: the default directory
        bool json = false;
        bool quiet = false;
    };

    Invocation(GlobalOptions options, QString verb, QStringList arguments);
    // Waits for the session's threads.
    ~Invocation() override;

    const GlobalOptions &options() const { return m_options; }

    // Takes the next word of the arguments for a verb that has verbs of its own ("account add"); empty when
    // there is none.
    QString takeSubverb();

    // Parses what follows the verb, which may repeat the global options. After `false` it is finished: help
    // was printed, or a complaint.
    bool parse(QCommandLineParser &parser);

    // Opens the profile and calls `next`, or fails.
    void openSession(Profile::IfMissing ifMissing, const std::function<void(MailSession &)> &next,
                     ProfileSecrets::NewSecrets place = ProfileSecrets::NewSecrets::ToKeychain);
    // Calls `next` when messages that were recovered have their subjects and senders again.
    void afterSummaries(const std::function<void()> &next);
    // For verbs whose only argument names an account: parses, and returns the name. After nothing it is
    // finished.
    std::optional<QString> parseAccountName(QCommandLineParser &parser);
    // Opens the profile and finds the account.
    void openAccount(const QString &nameOrId, const std::function<void(const Account &)> &next,
                     ProfileSecrets::NewSecrets place = ProfileSecrets::NewSecrets::ToKeychain);
    void withAccount(QCommandLineParser &parser, const std::function<void(const Account &)> &next); // both
    // A session for work that needs no profile (MailSession::inspect); nothing is opened or written.
    MailSession &sessionWithoutProfile();
    // The session that was opened, and the secrets behind it (worker threads only).
    MailSession &session() { return *m_session; }
    SecretStore &secrets() { return *m_secrets; }
    // By name, or by number where no name is like it.
    std::optional<Account> findAccount(const QString &nameOrId) const;

    // Asks the event loop to end. Only the first call counts.
    void finish(ExitCode code);
    // One sentence to standard error, then the end.
    void fail(const Error &error);
    void fail(const QString &sentence);
    void misused(const QString &sentence);

    // A callback for the session that hands the value to `next`, or fails.
    template <class T> std::function<void(Result<T>)> orFail(std::function<void(T)> next)
    {
        return [this, next = std::move(next)](Result<T> result) {
            if (result)
                next(std::move(*result));
            else
                fail(result.error());
        };
    }
    std::function<void(Result<void>)> orFail(std::function<void()> next);

private:
    GlobalOptions m_options;
    QString m_verb;
    QStringList m_arguments;
    bool m_isFinished = false;

    // In the order they are needed; the session goes first.
    SystemClock m_clock;
    std::optional<Profile> m_profile;
    std::unique_ptr<SecretStore> m_secrets;
    std::unique_ptr<MailSession> m_session;
    OpeningWatch *m_opening = nullptr;
};
