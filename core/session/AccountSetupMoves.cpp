// SPDX-License-Identifier: GPL-3.0-or-later
//
// The part of AccountSetup that moves accounts: to another place in the list, to another computer.
#include "AccountSetup.h"

#include "AccountExport.h"
#include "AccountSetupPrivate.h"
#include "MailSession.h"

#include <QFile>
#include <QPointer>
#include <QSaveFile>

#include <algorithm>

namespace
{
constexpr qint64 largestFile = 4 * 1024 * 1024;

Result<int> writeSettings(const QString &path, const std::vector<Account> &accounts)
{
    const QByteArray bytes = exportAccounts(accounts);
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        return failure(ErrorCode::DiskFailed, path + QLatin1String(": ") + file.errorString());
    return static_cast<int>(accounts.size());
}

// Those that are not among `known`.
Result<std::vector<Account>> newSettings(const QString &path, std::vector<Account> known)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return failure(ErrorCode::DiskFailed, path + QLatin1String(": ") + file.errorString());
    TRY(auto read, importAccounts(file.read(largestFile + 1)));
    std::vector<Account> accounts;
    for (Account &account : read) {
        const auto isKnown = [&account](const Account &one) { return isSameMailbox(one, account); };
        if (std::any_of(known.begin(), known.end(), isKnown))
            continue;
        account.name = freeAccountName(account.name, known);
        known.push_back(account);
        accounts.push_back(std::move(account));
    }
    return accounts;
}

template <class T> AccountSetup::Done<T> whileAlive(QObject *context, AccountSetup::Done<T> done)
{
    return [asker = QPointer<QObject>(context), done = std::move(done)](Result<T> result) {
        if (asker)
            done(std::move(result));
    };
}
} // namespace

void AccountSetup::arrange(const std::vector<AccountId> &order, QObject *context, Done<void> done)
{
    d->changeAccounts(
        [order](AccountDesk &desk) {
            return desk.arrange({order.begin(), order.end()});
        },
        whileAlive<void>(context, std::move(done)));
}

void AccountSetup::exportSettings(const QString &path, QObject *context, Done<int> done)
{
    d->threads.accounts.request([path](AccountDesk &desk) { return writeSettings(path, desk.accounts()); },
                                context, std::move(done));
}

void AccountSetup::readSettings(const QString &path, QObject *context, Done<std::vector<Account>> done)
{
    d->threads.accounts.request([path](AccountDesk &desk) { return newSettings(path, desk.accounts()); },
                                context, std::move(done));
}

void AccountSetup::addSettings(std::vector<Account> accounts, QObject *context, Done<int> done)
{
    d->addNext(std::make_shared<std::vector<Account>>(std::move(accounts)), 0,
               whileAlive<int>(context, std::move(done)));
}

void AccountSetup::Private::addNext(std::shared_ptr<std::vector<Account>> accounts, size_t added,
                                    Done<int> done)
{
    if (added == accounts->size())
        return done(static_cast<int>(added));
    session.saveAccount((*accounts)[added], std::nullopt, &keeper,
                        [=, this, done = std::move(done)](const Result<Account> &saved) {
                            if (!saved)
                                return done(saved.error());
                            confirmNothing(saved->id, [=, this](const Result<void> &noted) {
                                if (!noted)
                                    return done(noted.error());
                                addNext(accounts, added + 1, done);
                            });
                        });
}

// Who knows where the file comes from: what its rules would delete at once waits for the user's word.
void AccountSetup::Private::confirmNothing(AccountId account, Done<void> done)
{
    changeAccounts([account](AccountDesk &desk) { return desk.confirmRetention(account, RetentionPolicy()); },
                   std::move(done));
}
