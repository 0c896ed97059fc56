// SPDX-License-Identifier: GPL-3.0-or-later
#include "MailSession.h"

#include "Judgement.h"
#include "MailSessionPrivate.h"
#include "MessagePieces.h"

namespace
{
// Those of the body's remote pictures that are here are among its images.
MailSession::Done<MessageBody> withPictures(RemotePictures &pictures, MailSession::Done<MessageBody> done)
{
    return [known = QPointer<RemotePictures>(&pictures), done = std::move(done)](Result<MessageBody> body) {
        if (body && known)
            known->addTo(*body);
        done(std::move(body));
    };
}

// A part at a time, so that whoever wants something in between need not wait.
void prepareOn(WorkerThread<StoreReader> &reader, BodyReader &bodies)
{
    reader.post([&reader, &bodies](StoreReader *idle) {
        if (idle && bodies.prepare(*idle).value_or(false))
            prepareOn(reader, bodies);
    });
}

struct BodyWish {
    MessageId message = 0;
    RenderOptions options;
    quint64 ticket = 0;
    std::vector<ReadingConsent> consents;
    QHash<AccountId, TrustContext> contexts;
};

// Until the correspondents are known it asks again after each part, behind what the list has asked for
// meanwhile.
void readBody(WorkerThread<StoreReader> &reader, BodyReader &bodies, const std::atomic<quint64> &newest,
              const BodyWish &wish, QObject *context, MailSession::Done<MessageBody> done)
{
    reader.request(
        [wish, &bodies, &newest](StoreReader &store) -> Result<std::optional<MessageBody>> {
            if (wish.ticket != newest.load())
                return failure(ErrorCode::Cancelled);
            if (bodies.prepare(store).value_or(false))
                return std::optional<MessageBody>();
            TRY(MessageBody body,
                bodies.read(store, wish.message, wish.options, wish.consents, wish.contexts));
            return std::optional(std::move(body));
        },
        context,
        [&reader, &bodies, &newest, wish, context,
         done = std::move(done)](Result<std::optional<MessageBody>> body) {
            if (!body)
                return done(std::move(body.error()));
            if (!*body)
                return readBody(reader, bodies, newest, wish, context, done);
            done(std::move(**body));
        });
}
} // namespace

MailSession::MailSession(const QString &profileDirectory, SecretStore &secrets, const Clock &clock,
                         QObject *parent)
    : QObject(parent), d(std::make_unique<Private>(*this, profileDirectory, secrets, clock))
{
}

MailSession::~MailSession()
{
    d->shutDown();
}

QString MailSession::profileDirectory() const
{
    return d->profileDirectory;
}

void MailSession::open(QObject *context, Done<void> done)
{
    d->open(context, std::move(done));
}

const std::vector<Account> &MailSession::accounts() const
{
    return d->accounts;
}

const QHash<AccountId, QString> &MailSession::formerAccounts() const
{
    return d->formerNames;
}

void MailSession::saveAccount(const Account &account, const std::optional<QString> &password,
                              QObject *context, Done<Account> done,
                              const std::optional<QString> &proxyPassword)
{
    const QPointer<QObject> asker(context);
    d->threads.accounts.request(
        [=](AccountDesk &desk) -> Result<std::pair<Account, std::vector<Account>>> {
            TRY(auto saved, desk.save(account, password, proxyPassword));
            return std::pair(std::move(saved), desk.accounts());
        },
        this,
        [this, asker, isNewPassword = password.has_value(),
         done = std::move(done)](Result<std::pair<Account, std::vector<Account>>> result) {
            if (!result) {
                if (asker)
                    done(std::move(result.error()));
                return;
            }
            d->accounts = std::move(result->second);
            if (isNewPassword) // what is kept counts from now on
                d->sessionPasswords.remove(result->first.id);
            d->userActed(result->first.id);
            // The account can be checked when its folders stand.
            d->makeFolders({result->first.id}, [this, asker, done, saved = result->first](Result<void> made) {
                Q_EMIT accountsChanged();
                Q_EMIT foldersChanged();
                if (asker)
                    done(made ? Result<Account>(saved) : Result<Account>(std::move(made.error())));
            });
        });
}

void MailSession::removeAccount(AccountId account, QObject *context, Done<void> done)
{
    cancelCheck(account);
    d->changeAccounts([account](AccountDesk &desk) { return desk.remove(account); },
                      [asker = QPointer<QObject>(context), done = std::move(done)](Result<void> removed) {
                          if (asker)
                              done(std::move(removed));
                      });
}

void MailSession::testServer(const ServerSettings &server, const QString &password, QObject *context,
                             Done<MailboxFacts> done, const QString &proxyPassword)
{
    SignInSecrets secrets{password};
    secrets.proxyPassword = proxyPassword;
    QStringList tokenKeys;
    for (const Account &account : d->accounts)
        if (account.server.signIn == SignIn::OAuth)
            tokenKeys.append(account.uuid);
    d->test = std::make_unique<ServerTest>(server, std::move(secrets), d->tokens, d->secrets, tokenKeys);
    connect(d->test.get(), &ServerTest::tested, context,
            [done = std::move(done)](const Result<MailboxFacts> &result) { done(result); });
    d->test->start();
}

void MailSession::cancelTest()
{
    if (d->test)
        d->test->cancel();
}

void MailSession::folders(QObject *context, Done<std::vector<Folder>> done)
{
    d->threads.reader.request([](StoreReader &store) { return store.folders(); }, context, std::move(done));
}

void MailSession::rows(const ListQuery &query, QObject *context, Done<std::vector<MessageRow>> done)
{
    // Who clicks through folders waits for the last: the others are not loaded, or not to their end.
    const quint64 ticket = ++d->newestRows;
    d->threads.reader.request(
        [query, ticket, &newest = d->newestRows, &reader = d->threads.reader,
         &bodies = d->bodies](StoreReader &store) {
            auto rows = store.rows(query, [ticket, &newest] { return ticket == newest.load(); });
            if (rows && query.limit == 0)
                reader.post([&reader, &bodies](StoreReader *idle) {
                    if (!idle)
                        return;
                    (void)idle->prepareLists();
                    if (bodies.claimPreparation())
                        prepareOn(reader, bodies);
                });
            return rows;
        },
        context, std::move(done));
}

void MailSession::summaries(const std::vector<MessageId> &messages, QObject *context,
                            Done<std::vector<MessageSummary>> done)
{
    d->threads.reader.request([messages](StoreReader &store) { return store.summaries(messages); }, context,
                              std::move(done));
}

void MailSession::body(MessageId message, const RenderOptions &options, QObject *context,
                       Done<MessageBody> done)
{
    // Who scrolls through a list asks for many messages and wants the last: the others are dropped unread.
    d->upkeep->idle().used();
    const quint64 ticket = ++d->newestBody;
    RenderOptions wanted = options;
    wanted.remoteSizes = d->reading->pictures().sizes();
    readBody(d->threads.reader, d->bodies, d->newestBody,
             {message, wanted, ticket, d->reading->consents(), d->trust->contexts()}, context,
             withPictures(d->reading->pictures(), std::move(done)));
}

void MailSession::raw(MessageId message, QObject *context, Done<QByteArray> done)
{
    d->threads.reader.request([message](StoreReader &store) { return store.raw(message); }, context,
                              std::move(done));
}

void MailSession::saveRaw(MessageId message, const QString &path, QObject *context, Done<void> done)
{
    d->threads.longReader.request(
        [message, path](StoreReader &store) {
            return writeFile(path, [&](QSaveFile &file) -> Result<void> {
                return store.rawTo(message, [&](QByteArrayView bytes) -> Result<void> {
                    if (file.write(bytes.data(), bytes.size()) != bytes.size())
                        return failure(ErrorCode::DiskFailed, file.errorString());
                    return {};
                });
            });
        },
        context, std::move(done));
}

void MailSession::attachment(MessageId message, const QString &part, QObject *context, Done<QByteArray> done)
{
    d->threads.longReader.request(
        [message, part, isWanted = d->isOpen()](StoreReader &store) -> Result<QByteArray> {
            TRY(AttachedFile file, readPart(store, message, part, isWanted));
            return std::move(file.bytes);
        },
        context, std::move(done));
}

void MailSession::saveAttachment(MessageId message, const QString &part, const QString &path,
                                 QObject *context, Done<void> done)
{
    d->threads.longReader.request(
        [message, part, path, isWanted = d->isOpen()](StoreReader &store) -> Result<void> {
            TRY(const AttachedFile content, readPart(store, message, part, isWanted));
            return writeFile(path, [&](QSaveFile &file) -> Result<void> {
                if (file.write(content.bytes) != content.bytes.size())
                    return failure(ErrorCode::DiskFailed, file.errorString());
                return {};
            });
        },
        context, std::move(done));
}

void MailSession::inspect(const QByteArray &bytes, const RenderOptions &options, QObject *context,
                          Done<MessageBody> done)
{
    RenderOptions wanted = options;
    wanted.remoteSizes = d->reading->pictures().sizes();
    d->threads.longReader.run(
        [bytes, wanted, now = d->clock.now()]() -> Result<MessageBody> {
            MessageBody body = MimeMessage(bytes).body(wanted, now);
            body.trust = judge(bytes, body, {}); // nobody knows whose mailbox it was in
            return body;
        },
        context, withPictures(d->reading->pictures(), std::move(done)));
}

void MailSession::setFlags(const std::vector<MessageId> &messages, Flags set, Flags clear, QObject *context,
                           Done<void> done)
{
    const QPointer<QObject> asker(context);
    d->threads.store.request([=](MessageStore &store) { return store.setFlags(messages, set, clear); }, this,
                             [=, this, done = std::move(done)](Result<void> result) {
                                 if (result) {
                                     Q_EMIT flagsChanged(messages, set, clear);
                                     d->foldersTimer.start();
                                 }
                                 if (asker)
                                     done(std::move(result));
                             });
}

void MailSession::moveTo(const std::vector<MessageId> &messages, FolderKind kind, QObject *context,
                         Done<void> done)
{
    const QPointer<QObject> asker(context);
    d->threads.reader.request(
        [messages](StoreReader &store) { return store.summaries(messages); }, this,
        [=, this, done = std::move(done)](Result<std::vector<MessageSummary>> found) {
            if (!found) {
                if (asker)
                    done(std::move(found.error()));
                return;
            }
            QHash<AccountId, std::vector<MessageId>> byAccount;
            for (const MessageSummary &summary : *found)
                byAccount[summary.account].push_back(summary.id);
            d->threads.store.request(
                [byAccount, kind](MessageStore &store) { return moveToKind(store, byAccount, kind); }, this,
                [=, this](Result<void> moved) {
                    if (moved) {
                        Q_EMIT messagesMoved(messages);
                        d->foldersTimer.start();
                    }
                    if (asker)
                        done(std::move(moved));
                });
        });
}

void MailSession::moveToFolder(const std::vector<MessageId> &messages, FolderId folder, QObject *context,
                               Done<void> done)
{
    const QPointer<QObject> asker(context);
    d->threads.store.request([=](MessageStore &store) { return store.move(messages, folder); }, this,
                             [=, this, done = std::move(done)](Result<void> moved) {
                                 if (moved) {
                                     Q_EMIT messagesMoved(messages);
                                     d->foldersTimer.start();
                                 }
                                 if (asker)
                                     done(std::move(moved));
                             });
}

void MailSession::setTags(const std::vector<MessageId> &messages, const QStringList &add,
                          const QStringList &remove, QObject *context, Done<void> done)
{
    const QPointer<QObject> asker(context);
    d->threads.store.request([=](MessageStore &store) { return store.setTags(messages, add, remove); }, this,
                             [=, this, done = std::move(done)](Result<void> result) {
                                 if (result)
                                     Q_EMIT tagsChanged(messages);
                                 if (asker)
                                     done(std::move(result));
                             });
}

void MailSession::setNote(MessageId message, const QString &note, QObject *context, Done<void> done)
{
    const QPointer<QObject> asker(context);
    d->threads.store.request([=](MessageStore &store) { return store.setNote(message, note); }, this,
                             [=, this, done = std::move(done)](Result<void> result) {
                                 d->upkeep->stateChanged();
                                 if (asker)
                                     done(std::move(result));
                             });
}

void MailSession::note(MessageId message, QObject *context, Done<QString> done)
{
    d->threads.reader.request([message](StoreReader &store) { return store.note(message); }, context,
                              std::move(done));
}

AccountSetup &MailSession::setup()
{
    return *d->setup;
}

MailSearch &MailSession::search()
{
    return *d->search;
}

MailReading &MailSession::reading()
{
    return *d->reading;
}

MailTrust &MailSession::trust()
{
    return *d->trust;
}

StoreUpkeep &MailSession::upkeep()
{
    return *d->upkeep;
}

void MailSession::importFiles(const QStringList &paths, QObject *context, Done<int> done)
{
    const QPointer<QObject> asker(context);
    d->makeFolders({localAccount}, [=, this, done = std::move(done)](Result<void> made) {
        if (!made) {
            if (asker)
                done(std::move(made.error()));
            return;
        }
        const auto work = [paths, inbox = d->inboxes.value(localAccount), p = d.get()]() -> Result<int> {
            int added = 0; // by the store thread, which is done with it when the import returns
            StoreSink sink(
                p->threads.store,
                [&added, tell = p->storedCallback()](std::vector<MessageSummary> stored) {
                    added += static_cast<int>(stored.size());
                    tell(std::move(stored));
                },
                p->removedCallback());
            CHECK(importMailFiles(paths, inbox, MessageStore::spoolDirectory(p->profileDirectory), sink,
                                  p->clock, p->importCancellation));
            return added;
        };
        d->threads.longReader.run(work, this, [=](Result<int> count) {
            if (asker)
                done(std::move(count));
        });
    });
}
