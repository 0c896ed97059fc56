// SPDX-License-Identifier: GPL-3.0-or-later
//
// The part of AccountSetup that moves accounts: to another place in the list, to another computer, away.
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
constexpr size_t messagesAtOnce = 500;
constexpr qint64 largestFile = 4 * 1024 * 1024;

Result<std::vector<MessageId>> mailOf(StoreReader &store, AccountId account)
{
    ListQuery everything;
    everything.scope = ListQuery::Scope::Everything;
    TRY(const auto rows, store.rows(everything));
    std::vector<MessageId> mail, piece;
    for (size_t row = 0; row < rows.size(); ++row) {
        piece.push_back(rows[row].id);
        if (piece.size() < messagesAtOnce && row + 1 < rows.size())
            continue;
        TRY(const auto summaries, store.summaries(piece));
        for (const MessageSummary &summary : summaries)
            if (summary.account == account)
                mail.push_back(summary.id);
        piece.clear();
    }
    return mail;
}

// What lies on its server is no business of this profile any more: neither the names of that mail nor what
// was read of it there.
Result<void> forgetServer(MessageStore &store, AccountId account)
{
    TRY(Ledger ledger, store.ledger(account));
    // A deletion that waits for its confirmation stays in the log as what it is.
    std::erase_if(ledger, [](const LedgerEntry &entry) {
        return entry.state == LedgerState::Gone || entry.state == LedgerState::DeleteSent;
    });
    for (LedgerEntry &entry : ledger) {
        entry.state = LedgerState::Gone;
        entry.goneSince = entry.lastSeen;
    }
    CHECK(store.updateLedger(account, ledger));
    TRY(const auto missing, store.withoutHeader(account)); // rid of what was read of gone messages
    Q_UNUSED(missing)
    return {};
}

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

void AccountSetup::removeAccount(AccountId account, Mail mail, QObject *context, Done<int> done)
{
    const auto answer = whileAlive<int>(context, std::move(done));
    d->session.removeAccount(account, this, [this, account, mail, answer](Result<void> removed) {
        if (!removed)
            return answer(std::move(removed.error()));
        d->whenUnchecked(account, [this, account, mail, answer] {
            d->threads.store.request([account](MessageStore &store) { return forgetServer(store, account); },
                                     this,
                                     [this, account, mail, answer](Result<void> forgotten) {
                                         Q_EMIT d->session.foldersChanged();
                                         if (!forgotten)
                                             answer(std::move(forgotten.error()));
                                         else if (mail == Mail::Keep)
                                             answer(0);
                                         else
                                             d->removeMailOf(account, answer);
                                     });
        });
    });
}

void AccountSetup::Private::removeMailOf(AccountId account, Done<int> done)
{
    threads.longReader.request([account](StoreReader &store) { return mailOf(store, account); }, &keeper,
                               [this, done = std::move(done)](Result<std::vector<MessageId>> found) {
                                   if (!found)
                                       return done(std::move(found.error()));
                                   removeMail(std::make_shared<std::vector<MessageId>>(std::move(*found)), 0,
                                              done);
                               });
}

void AccountSetup::Private::whenUnchecked(AccountId account, std::function<void()> then)
{
    session.cancelCheck(account);
    if (!session.isChecking(account))
        return then();
    auto *const waiting = new QObject(&keeper);
    QObject::connect(&session, &MailSession::checkFinished, waiting,
                     [waiting, account, then = std::move(then)](const FetchReport &report) {
                         if (report.account != account)
                             return;
                         waiting->deleteLater();
                         then();
                     });
}

void AccountSetup::Private::removeMail(std::shared_ptr<std::vector<MessageId>> messages, size_t removed,
                                       Done<int> done)
{
    if (removed == messages->size()) {
        Q_EMIT session.foldersChanged();
        return done(static_cast<int>(removed));
    }
    const auto begin = messages->begin() + static_cast<qsizetype>(removed);
    const size_t next = std::min(messages->size(), removed + messagesAtOnce);
    const std::vector<MessageId> piece(begin, messages->begin() + static_cast<qsizetype>(next));
    session.removeForGood(piece, &keeper, [=, this, done = std::move(done)](Result<void> gone) {
        if (!gone)
            return done(std::move(gone.error()));
        removeMail(messages, next, done);
    });
}

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
                            addNext(accounts, added + 1, done);
                        });
}
