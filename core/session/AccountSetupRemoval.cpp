// SPDX-License-Identifier: GPL-3.0-or-later
//
// The part of AccountSetup that removes an account: first the account itself, then what is known of its
// server, then its mail if that is wanted, at last the provider's permission. Each step may be waited for;
// none of them blocks.
#include "AccountSetup.h"

#include "AccountSetupPrivate.h"
#include "MailSession.h"
#include "ServerDesk.h"

#include <QPointer>

#include <algorithm>

namespace
{
constexpr size_t messagesAtOnce = 500;

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
Result<void> forgetLedger(MessageStore &store, AccountId account)
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

} // namespace

void AccountSetup::removeAccount(AccountId account, Mail mail, QObject *context, Done<AccountRemoval> done,
                                 std::function<void(int, int)> progressed)
{
    const QPointer<QObject> asker(context);
    const auto going = std::make_shared<Private::Removal>();
    going->account = account;
    going->withMail = mail == Mail::Remove;
    going->progressed = [asker, progressed = std::move(progressed)](int removed, int inAll) {
        if (asker && progressed)
            progressed(removed, inAll);
    };
    going->done = [asker, done = std::move(done)](Result<AccountRemoval> outcome) {
        if (asker)
            done(std::move(outcome));
    };
    d->stopped.remove(account);
    // With the account its secrets go, so what is needed of them is read before.
    d->readPermission(account, [this, going](Result<std::optional<ProviderPermission>> permission) {
        going->outcome.hadPermission = !permission || permission->has_value();
        if (permission)
            going->permission = std::move(*permission);
        else
            going->outcome.permissionError = std::move(permission.error());
        d->removeAccount(going);
    });
}

void AccountSetup::stopRemoval(AccountId account)
{
    d->stopped.insert(account);
    if (const auto waiting = d->takingBack.find(account); waiting != d->takingBack.end())
        waiting->second->cancel();
}

void AccountSetup::Private::removeAccount(const Going &going)
{
    for (const Account &account : session.accounts())
        if (account.id == going->account)
            going->uuid = account.uuid;
    session.serverDesk().close(going->account);
    session.removeAccount(going->account, &keeper, [this, going](Result<void> removed) {
        if (!removed)
            return going->done(std::move(removed.error()));
        forgetSecrets(going);
    });
}

// They went with the account. What the keychain did not let go is tried once more, to tell of it.
void AccountSetup::Private::forgetSecrets(const Going &going)
{
    threads.accounts.request([uuid = going->uuid](AccountDesk &desk) { return desk.forgetSecrets(uuid); },
                             &keeper,
                             [this, going](Result<void> forgotten) {
                                 if (!forgotten)
                                     going->outcome.secretsError = std::move(forgotten.error());
                                 whenUnchecked(going->account, [this, going] { forgetServer(going); });
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

void AccountSetup::Private::forgetServer(const Going &going)
{
    threads.store.request(
        [account = going->account](MessageStore &store) { return forgetLedger(store, account); }, &keeper,
        [this, going](Result<void> forgotten) {
            Q_EMIT session.foldersChanged();
            if (!forgotten)
                going->done(std::move(forgotten.error()));
            else if (going->withMail)
                findMail(going);
            else
                endRemoval(going);
        });
}

void AccountSetup::Private::findMail(const Going &going)
{
    threads.longReader.request(
        [account = going->account](StoreReader &store) { return mailOf(store, account); }, &keeper,
        [this, going](Result<std::vector<MessageId>> found) {
            if (!found)
                return going->done(std::move(found.error()));
            going->mail = std::move(*found);
            removeMail(going);
        });
}

void AccountSetup::Private::removeMail(const Going &going)
{
    const auto removed = size_t(going->outcome.messages);
    going->progressed(int(removed), int(going->mail.size()));
    going->outcome.wasStopped = removed < going->mail.size() && stopped.contains(going->account);
    if (removed == going->mail.size() || going->outcome.wasStopped) {
        Q_EMIT session.foldersChanged();
        return endRemoval(going);
    }
    const size_t next = std::min(going->mail.size(), removed + messagesAtOnce);
    const std::vector<MessageId> piece(going->mail.begin() + qsizetype(removed),
                                       going->mail.begin() + qsizetype(next));
    session.removeForGood(piece, &keeper, [this, going, next](Result<void> gone) {
        if (!gone)
            return going->done(std::move(gone.error()));
        going->outcome.messages = int(next);
        removeMail(going);
    });
}

// A name is of use for mail that is here.
void AccountSetup::Private::endRemoval(const Going &going)
{
    if (going->withMail && !going->outcome.wasStopped)
        changeAccounts([account = going->account](AccountDesk &desk) { return desk.forgetName(account); },
                       [](const Result<void> &) {});
    if (!going->permission)
        return going->done(std::move(going->outcome));
    takeBack(going->account, *going->permission, [going](Result<void> taken) {
        if (!taken)
            going->outcome.permissionError = std::move(taken.error());
        going->done(std::move(going->outcome));
    });
}
