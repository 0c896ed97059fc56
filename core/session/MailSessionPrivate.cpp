// SPDX-License-Identifier: GPL-3.0-or-later
#include "MailSessionPrivate.h"

#include "WriteTrial.h"

#include <QFileInfo>

#include <algorithm>

namespace
{
constexpr int foldersMilliseconds = 150;

// A keychain that was locked in the last session may be open in this one: nobody has been asked yet.
ServerLesson firstLesson(const ServerMemory &memory, const Account &account)
{
    ServerLesson lesson = memory.lesson(account.uuid);
    if (lesson.stopped == ErrorCode::CredentialsMissing)
        lesson.stopped.reset();
    return lesson;
}
} // namespace

MailSession::Private::Private(MailSession &session, const QString &directory, SecretStore &secretStore,
                              const Clock &theClock)
    : q(session), profileDirectory(directory), secrets(secretStore), clock(theClock), tokens(theClock),
      index(directory)
{
    foldersTimer.setSingleShot(true);
    foldersTimer.setInterval(foldersMilliseconds);
    QObject::connect(&foldersTimer, &QTimer::timeout, &q, &MailSession::foldersChanged);
    QObject::connect(&q, &MailSession::messagesAdded, &index, &IndexThread::messagesStored);
    QObject::connect(&q, &MailSession::messagesRemoved, &index, &IndexThread::messagesRemoved);
    QObject::connect(&index, &IndexThread::progressed, &q, &MailSession::indexProgressed);
    upkeep = std::make_unique<StoreUpkeep>(q, directory, threads, index, theClock);
    search = std::make_unique<MailSearch>(q);
    setup = std::make_unique<AccountSetup>(
        q, threads, secrets,
        [this](auto change, auto done) { changeAccounts(std::move(change), std::move(done)); },
        [this](AccountId account) { return sessionPasswords.value(account); });
    trust = std::make_unique<MailTrust>(q, threads, secrets);
    reading = std::make_unique<MailReading>(q, threads, secrets, theClock, secretsCancellation);
    QObject::connect(reading.get(), &MailReading::textEncodingChanged, upkeep.get(),
                     &StoreUpkeep::stateChanged);
    desk = makeDesk();
}

// What the account thread has read.
struct MailSession::Private::Loaded {
    std::vector<Account> accounts;
    ServerMemory memory;
    QHash<AccountId, QString> formerNames;
    QHash<AccountId, ServerWork> marks;
};

// The store first: it holds the profile's lock, and whoever has it may read the accounts.
void MailSession::Private::open(QObject *context, Done<void> done)
{
    const QPointer<QObject> asker(context);
    const auto answer = [asker, done = std::move(done)](Result<void> result) {
        if (asker)
            done(std::move(result));
    };
    upkeep->openStore([this, answer](Result<void> opened) {
        if (!opened)
            return answer(std::move(opened));
        openAccounts(answer);
    });
}

void MailSession::Private::openAccounts(std::function<void(Result<void>)> done)
{
    const auto open = [this] { return AccountDesk::open(profileDirectory, secrets, secretsCancellation); };
    const auto load = [](AccountDesk &desk) -> Result<Loaded> {
        return Loaded{desk.accounts(), desk.memory(), desk.formerNames(), desk.marks()};
    };
    threads.accounts.start(open, &q, [this, done, load](Result<void> opened) {
        if (!opened)
            return done(std::move(opened));
        threads.accounts.request(load, &q, [this, done](Result<Loaded> loaded) {
            if (!loaded)
                return done(std::move(loaded.error()));
            makeFolders(takeLoaded(std::move(*loaded)), [this, done](Result<void> made) {
                if (!made)
                    return done(std::move(made));
                setup->opened([this, done](const Result<void> &) { openReaders(done); });
            });
        });
    });
}

std::vector<AccountId> MailSession::Private::takeLoaded(Loaded loaded)
{
    accounts = std::move(loaded.accounts);
    formerNames = std::move(loaded.formerNames);
    desk->restore(loaded.marks);
    std::vector<AccountId> ids;
    for (const Account &account : accounts) {
        lessons.insert(account.uuid, firstLesson(loaded.memory, account));
        ids.push_back(account.id);
    }
    return ids;
}

void MailSession::Private::openReaders(std::function<void(Result<void>)> done)
{
    const auto open = [directory = profileDirectory] { return StoreReader::open(directory); };
    threads.longReader.start(open, &q, [](const Result<void> &) {});
    threads.reader.start(open, &q, [this, done](Result<void> opened) {
        if (!opened)
            return done(std::move(opened));
        pool = std::make_unique<FetchPool>(
            FetchTools{threads.store, storedCallback(), removedCallback(), secrets, tokens, clock});
        QObject::connect(pool.get(), &FetchPool::started, &q, &MailSession::checkStarted);
        QObject::connect(pool.get(), &FetchPool::progressed, &q, &MailSession::checkProgressed);
        QObject::connect(pool.get(), &FetchPool::reported, &q,
                         [this](const FetchReport &report) { finishCheck(report); });
        upkeep->opened();
        reading->opened(done);
    });
}

void MailSession::Private::shutDown()
{
    secretsCancellation.cancel();
    importCancellation.cancel();
    upkeep->shutDown();
    setup.reset();
    search->cancel();
    index.shutDown();
    ++newestBody;
    ++newestRows;
    reading.reset();
    desk.reset();
    pool.reset();
    test.reset();
    save.reset();
    doctor.reset();
}

void MailSession::Private::makeFolders(const std::vector<AccountId> &accountIds,
                                       std::function<void(Result<void>)> done)
{
    const auto make = [accountIds](MessageStore &store) -> Result<std::vector<Folder>> {
        std::vector<Folder> all;
        for (const AccountId account : accountIds) {
            TRY(const auto folders, store.ensureFolders(account));
            all.insert(all.end(), folders.begin(), folders.end());
        }
        return all;
    };
    threads.store.request(make, &q, [this, done = std::move(done)](Result<std::vector<Folder>> folders) {
        if (!folders)
            return done(std::move(folders.error()));
        for (const Folder &folder : *folders)
            if (folder.kind == FolderKind::Inbox)
                inboxes.insert(folder.account, folder.id);
        done({});
    });
}

std::function<bool()> MailSession::Private::isOpen() const
{
    return [&cancellation = importCancellation] { return !cancellation.isCancelled(); };
}

std::function<void(std::vector<MessageSummary>)> MailSession::Private::storedCallback()
{
    return [this](std::vector<MessageSummary> stored) {
        if (stored.empty())
            return;
        QMetaObject::invokeMethod(&q, [this, stored = std::move(stored)] {
            Q_EMIT q.messagesAdded(stored);
            if (!foldersTimer.isActive())
                foldersTimer.start();
        });
    };
}

std::function<void(std::vector<MessageId>)> MailSession::Private::removedCallback()
{
    return [this](std::vector<MessageId> removed) {
        QMetaObject::invokeMethod(&q, [this, removed = std::move(removed)] {
            Q_EMIT q.messagesRemoved(removed);
            if (!foldersTimer.isActive())
                foldersTimer.start();
        });
    };
}

Result<void> writeFile(const QString &path, const std::function<Result<void>(QSaveFile &)> &fill)
{
    QSaveFile file(path);
    // Qt does not say whether the disk is full or the folder write-protected.
    const auto failed = [&](const Error &error) -> Result<void> {
        const QFileInfo place(path);
        if (error.code == ErrorCode::DiskFailed && place.exists() && !place.isWritable())
            return failure(ErrorCode::ReadOnly, error.detail);
        return tl::unexpected<Error>(explained(error, place.path()));
    };
    const auto why = [&] {
        return Error{ErrorCode::DiskFailed, path + QLatin1String(": ") + file.errorString(), {}, {}, {}};
    };
    if (!file.open(QIODevice::WriteOnly))
        return failed(why());
    if (const auto filled = fill(file); !filled)
        return failed(filled.error());
    return file.commit() ? Result<void>() : failed(why());
}

Result<void> moveToKind(MessageStore &store, const QHash<AccountId, std::vector<MessageId>> &messages,
                        FolderKind kind)
{
    for (auto at = messages.cbegin(); at != messages.cend(); ++at) {
        TRY(const auto folders, store.ensureFolders(at.key()));
        const auto target = std::find_if(folders.begin(), folders.end(),
                                         [=](const Folder &folder) { return folder.kind == kind; });
        if (target == folders.end())
            return failure(ErrorCode::NotFound);
        CHECK(store.move(at.value(), target->id));
    }
    return {};
}
