// SPDX-License-Identifier: GPL-3.0-or-later
//
// What MailSession does with mail on the server.
#include "MailSessionPrivate.h"

#include "ServerDeskTools.h"
#include "ServerView.h"

#include <algorithm>

namespace
{
QSet<AccountId> accountsOf(const std::vector<ServerMessageKey> &messages)
{
    QSet<AccountId> accounts;
    for (const ServerMessageKey &message : messages)
        accounts.insert(message.account);
    return accounts;
}

ServerChoice choiceOf(ServerMessage::Choice choice)
{
    switch (choice) {
    case ServerMessage::Choice::ByRule:
        return ServerChoice::ByRule;
    case ServerMessage::Choice::Keep:
        return ServerChoice::Keep;
    case ServerMessage::Choice::Delete:
        return ServerChoice::Delete;
    case ServerMessage::Choice::Never:
        return ServerChoice::Never;
    }
    Q_UNREACHABLE();
}

// The ledger's names of partial messages. One that is gone from the server cannot be fetched any more.
Result<std::vector<ServerMessageKey>> partialKeys(MessageStore &store,
                                                  const std::vector<MessageSummary> &messages)
{
    QSet<AccountId> accounts;
    QSet<MessageId> wanted;
    for (const MessageSummary &message : messages) {
        if (!message.flags.testFlag(Flag::Partial))
            continue;
        accounts.insert(message.account);
        wanted.insert(message.id);
    }
    std::vector<ServerMessageKey> keys;
    for (const AccountId account : accounts) {
        TRY(const Ledger ledger, store.ledger(account));
        for (const LedgerEntry &row : ledger)
            if (wanted.contains(row.message) && row.state != LedgerState::Gone)
                keys.push_back({account, row.uidl, row.occurrence});
    }
    if (keys.empty() && !wanted.isEmpty())
        return failure(ErrorCode::NotFound, QStringLiteral("gone from the server"));
    return keys;
}
} // namespace

ServerDesk &MailSession::serverDesk()
{
    return *d->desk;
}

std::unique_ptr<ServerDesk> MailSession::Private::makeDesk()
{
    const auto job = [this](AccountId id) -> Result<VisitJob> {
        const Account *const account = find(id);
        if (!account || !pool)
            return failure(ErrorCode::NotFound);
        const ServerLesson known = lesson(*account);
        if (const qint64 wait = known.notBefore - clock.now(); wait > 0)
            return failure(ErrorCode::LoginTooSoon, QString::number(wait));
        return VisitJob{*account, SignInSecrets{sessionPasswords.value(id)}, known.lockStep};
    };
    return std::make_unique<ServerDesk>(
        q, ServerDeskTools{threads, secrets, tokens, clock, job,
                           [this](AccountId id, int seconds) { noteDelay(id, seconds); },
                           [this](AccountId id, const ServerWork &marks) { keepMarks(id, marks); },
                           [this](AccountId id) { doWanted(id); }});
}

// What cannot be written is told by the next mark, or forgotten at the end: a mark does nothing by itself.
void MailSession::Private::keepMarks(AccountId account, const ServerWork &marks)
{
    threads.accounts.request([account, marks](AccountDesk &desk) { return desk.setMarks(account, marks); },
                             &q, [](const Result<void> &) {});
}

void MailSession::Private::noteDelay(AccountId id, int seconds)
{
    const Account *const account = find(id);
    if (!account || seconds <= 0)
        return;
    ServerLesson after = lesson(*account);
    after.loginDelay = seconds;
    after.notBefore = clock.now() + seconds;
    learn(*account, after);
}

template <class T>
void MailSession::Private::serverView(AccountId account, QObject *context, std::function<T(ServerView)> judge,
                                      Done<T> done)
{
    const QPointer<QObject> asker(context);
    using Here = std::pair<Ledger, std::vector<LocalPlace>>;
    threads.store.request(
        [account](MessageStore &store) -> Result<Here> {
            TRY(auto ledger, store.ledger(account));
            TRY(auto places, store.places(account));
            return Here(std::move(ledger), std::move(places));
        },
        &q,
        [this, account, asker, judge = std::move(judge), done = std::move(done)](Result<Here> here) {
            if (!here) {
                if (asker)
                    done(std::move(here.error()));
                return;
            }
            if (!asker)
                return;
            threads.reader.request(
                [account, judge, numbers = desk->numbers(account),
                 here = std::move(*here)](StoreReader &store) mutable -> Result<T> {
                    TRY(auto messages, store.serverMessages(account));
                    return judge(ServerView{std::move(messages), std::move(here.first),
                                            std::move(here.second), numbers});
                },
                asker, done);
        });
}

void MailSession::serverMessages(AccountId account, QObject *context, Done<std::vector<ServerMessage>> done)
{
    const Account *const known = d->find(account);
    d->serverView<std::vector<ServerMessage>>(
        account, context,
        [settings = known ? *known : Account(), now = d->clock.now()](ServerView view) {
            return messagesOf(std::move(view), settings, now);
        },
        std::move(done));
}

void MailSession::forecast(AccountId account, const RetentionPolicy &policy, QObject *context,
                           Done<RetentionForecast> done)
{
    const Account *const known = d->find(account);
    const RetentionPolicy confirmed = known ? known->confirmedRetention : policy;
    d->serverView<RetentionForecast>(
        account, context,
        [policy, confirmed, now = d->clock.now()](ServerView view) {
            return forecastOf(std::move(view), policy, confirmed, now);
        },
        std::move(done));
}

void MailSession::confirmRetention(AccountId account, QObject *context, Done<void> done)
{
    const Account *const known = d->find(account);
    const RetentionPolicy policy = known ? known->retention : RetentionPolicy();
    d->changeAccounts(
        [account, policy](AccountDesk &desk) { return desk.confirmRetention(account, policy); },
        [this, account, asker = QPointer<QObject>(context), done = std::move(done)](Result<void> confirmed) {
            Q_EMIT serverMessagesChanged(account);
            if (asker)
                done(std::move(confirmed));
        });
}

void MailSession::Private::changeLedger(std::function<Result<void>(MessageStore &)> change,
                                        const QSet<AccountId> &changed, bool checks, QObject *context,
                                        Done<void> done)
{
    threads.store.request(std::move(change), &q,
                          [this, changed, checks, asker = QPointer<QObject>(context),
                           done = std::move(done)](Result<void> result) {
                              const bool isDone = result.has_value();
                              if (asker)
                                  done(std::move(result));
                              if (!isDone)
                                  return;
                              for (const AccountId account : changed)
                                  Q_EMIT q.serverMessagesChanged(account);
                              if (checks)
                                  checkAnew(changed);
                          });
}

void MailSession::chooseOnServer(const std::vector<ServerMessageKey> &messages, ServerMessage::Choice choice,
                                 QObject *context, Done<void> done)
{
    d->changeLedger(
        [messages, choice](MessageStore &store) { return store.choose(messages, choiceOf(choice)); },
        accountsOf(messages), false, context, std::move(done));
}

void MailSession::retry(const std::vector<ServerMessageKey> &messages, QObject *context, Done<void> done)
{
    d->changeLedger([messages](MessageStore &store) { return store.want(messages); }, accountsOf(messages),
                    true, context, std::move(done));
}

void MailSession::removeUnfetched(const std::vector<ServerMessageKey> &messages, QObject *context,
                                  Done<void> done)
{
    d->changeLedger([messages](MessageStore &store) { return store.choose(messages, ServerChoice::Delete); },
                    accountsOf(messages), true, context, std::move(done));
}

void MailSession::fetchWhole(const std::vector<MessageId> &messages, QObject *context, Done<void> done)
{
    const QPointer<QObject> asker(context);
    summaries(messages, this, [=, this, done = std::move(done)](Result<std::vector<MessageSummary>> found) {
        if (!found) {
            if (asker)
                done(std::move(found.error()));
            return;
        }
        QSet<AccountId> accounts;
        for (const MessageSummary &summary : *found)
            if (summary.flags.testFlag(Flag::Partial))
                accounts.insert(summary.account);
        const auto want = [found = std::move(*found)](MessageStore &store) -> Result<void> {
            TRY(const auto keys, partialKeys(store, found));
            return store.want(keys);
        };
        d->changeLedger(want, accounts, true, asker, done);
    });
}

void MailSession::deletions(const DeletionQuery &query, QObject *context,
                            Done<std::vector<DeletionLogEntry>> done)
{
    d->threads.reader.request([query](StoreReader &store) { return store.deletions(query); }, context,
                              std::move(done));
}

void MailSession::removeForGood(const std::vector<MessageId> &messages, QObject *context, Done<void> done)
{
    const QPointer<QObject> asker(context);
    d->threads.store.request([messages](MessageStore &store) { return store.remove(messages); }, this,
                             [=, this, done = std::move(done)](Result<void> result) {
                                 if (result) {
                                     Q_EMIT messagesRemoved(messages);
                                     d->foldersTimer.start();
                                 }
                                 if (asker)
                                     done(std::move(result));
                             });
}

void MailSession::acceptCertificate(AccountId account, const AcceptedCertificate &certificate,
                                    QObject *context, Done<void> done)
{
    d->changeAccounts(
        [account, certificate](AccountDesk &desk) { return desk.acceptCertificate(account, certificate); },
        [this, account, asker = QPointer<QObject>(context), done = std::move(done)](Result<void> accepted) {
            if (accepted)
                d->userActed(account);
            if (asker)
                done(std::move(accepted));
        });
}

void MailSession::saveFromServer(const ServerMessageKey &message, const QString &path, QObject *context,
                                 Done<qint64> done)
{
    const auto refuse = [&](const Error &error) {
        QMetaObject::invokeMethod(
            context, [done = std::move(done), error] { done(error); }, Qt::QueuedConnection);
    };
    const Account *const known = d->find(message.account);
    if (!known)
        return refuse({ErrorCode::NotFound, {}, {}, {}, {}});
    const qint64 wait = d->lesson(*known).notBefore - d->clock.now();
    if (wait > 0)
        return refuse({ErrorCode::LoginTooSoon, QString::number(wait), {}, {}, {}});
    SignInSecrets secrets{d->sessionPasswords.value(message.account)};
    d->save = std::make_unique<MessageSave>(*known, std::move(secrets), d->secrets, d->tokens, message, path);
    connect(d->save.get(), &MessageSave::saved, this,
            [this, account = message.account](const Result<qint64> &, int loginDelay) {
                d->noteDelay(account, loginDelay);
            });
    connect(d->save.get(), &MessageSave::saved, context,
            [done = std::move(done)](const Result<qint64> &length, int) { done(length); });
    d->desk->whenFree(message.account, [save = QPointer<MessageSave>(d->save.get())] {
        if (save)
            save->start();
    });
}

void MailSession::cancelSaveFromServer()
{
    if (d->save)
        d->save->cancel();
}
