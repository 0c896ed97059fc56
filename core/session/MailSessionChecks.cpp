// SPDX-License-Identifier: GPL-3.0-or-later
#include "MailSessionPrivate.h"

#include <QRandomGenerator>

#include <algorithm>

void MailSession::check(AccountId account, Occasion occasion)
{
    d->check(account, occasion);
}

void MailSession::checkAll()
{
    for (const Account &account : d->accounts)
        if (account.enabled && account.schedule.withAll)
            d->check(account.id, Occasion::Asked);
}

CheckPause MailSession::pauseOf(AccountId account) const
{
    const Account *const known = d->find(account);
    return known ? ::pauseOf(d->lesson(*known)) : CheckPause();
}

void MailSession::cancelCheck(AccountId account)
{
    if (d->pool)
        d->pool->cancel(account);
}

bool MailSession::isChecking(AccountId account) const
{
    return d->pool && d->pool->isRunning(account);
}

void MailSession::usePassword(AccountId account, const QString &password)
{
    d->sessionPasswords.insert(account, password);
    d->userActed(account);
}

const Account *MailSession::Private::find(AccountId account) const
{
    const auto at = std::find_if(accounts.begin(), accounts.end(),
                                 [=](const Account &known) { return known.id == account; });
    return at == accounts.end() ? nullptr : &*at;
}

ServerLesson MailSession::Private::lesson(const Account &account) const
{
    return lessonAt(lessons.value(account.uuid), clock.now());
}

void MailSession::Private::learn(const Account &account, const ServerLesson &lesson)
{
    if (lesson == lessons.value(account.uuid))
        return;
    lessons.insert(account.uuid, lesson);
    threads.accounts.post([uuid = account.uuid, lesson](AccountDesk *desk) {
        if (desk)
            (void)desk->learn(uuid, lesson);
    });
}

void MailSession::Private::userActed(AccountId account)
{
    if (const Account *const known = find(account))
        learn(*known, lessonAfterUserActed(lesson(*known)));
}

void MailSession::Private::check(AccountId account, Occasion occasion)
{
    const Account *const known = find(account);
    if (!known || !pool)
        return;
    const ServerLesson lesson = this->lesson(*known);
    const CheckPause pause = ::pauseOf(lesson);
    if (occasion == Occasion::Timer && (pause.stopped || pause.notBefore > clock.now()))
        return;
    if (pool->isRunning(account)) {
        if (occasion == Occasion::Asked)
            running[account].occasion = occasion; // its failure is told now
        return;
    }
    if (lesson.notBefore > clock.now())
        return refuse(*known, lesson);
    desk->whenFree(account, [=, this] { start(account, occasion, false); });
}

void MailSession::Private::doWanted(AccountId account)
{
    const Account *const known = find(account);
    if (!known || !pool)
        return;
    ServerLesson lesson = this->lesson(*known);
    if (lesson.notBefore > clock.now()) { // then by the check that the server allows
        lesson.moreWaiting = true;
        learn(*known, lesson);
        return refuse(*known, lesson);
    }
    start(account, Occasion::Asked, true);
}

// New mail goes where the account says, as long as there is such a folder.
void MailSession::Private::start(AccountId account, Occasion occasion, bool onlyWanted)
{
    const Account *const known = find(account);
    const FolderId inbox = inboxes.value(account);
    if (!known || known->targetFolder == 0)
        return startInto(inbox, account, occasion, onlyWanted);
    threads.reader.request(
        [](StoreReader &store) { return store.folders(); }, &q,
        [=, this, target = known->targetFolder](Result<std::vector<Folder>> folders) {
            const bool isThere = folders && std::any_of(folders->begin(), folders->end(),
                                                        [=](const Folder &one) { return one.id == target; });
            desk->whenFree(account, [=, this] { // the live view may have come in meanwhile
                startInto(isThere ? target : inbox, account, occasion, onlyWanted);
            });
        });
}

void MailSession::Private::startInto(FolderId folder, AccountId account, Occasion occasion, bool onlyWanted)
{
    const Account *const known = find(account);
    if (!known || pool->isRunning(account))
        return;
    const ServerLesson lesson = this->lesson(*known);
    FetchJob job;
    job.account = *known;
    job.onlyWanted = onlyWanted;
    if (onlyWanted) { // no rule has a say in it
        job.account.retention = job.account.confirmedRetention = {};
        job.account.receiveRules.clear();
    }
    running.insert(account, {occasion, onlyWanted ? known->confirmedRetention : known->retention, false});
    job.secrets.password = sessionPasswords.value(account);
    job.inbox = folder;
    job.spoolDirectory = MessageStore::spoolDirectory(profileDirectory);
    job.lockStep = lesson.lockStep;
    job.listsPortions = lesson.listsPortions;
    pool->start(std::move(job));
}

void MailSession::Private::refuse(const Account &account, const ServerLesson &lesson)
{
    FetchReport report;
    report.account = account.id;
    report.accountName = account.name;
    report.finishedAt = clock.now();
    report.notBefore = lesson.notBefore;
    report.error =
        Error{ErrorCode::LoginTooSoon, QString::number(lesson.notBefore - report.finishedAt), {}, {}, {}};
    Q_EMIT q.checkFinished(report);
}

void MailSession::Private::checkAnew(const QSet<AccountId> &accountIds)
{
    for (const AccountId id : accountIds) {
        const Account *const known = find(id);
        if (!known || !pool)
            continue;
        if (pool->isRunning(id)) {
            running[id].again = true;
            continue;
        }
        ServerLesson lesson = this->lesson(*known);
        if (lesson.notBefore > clock.now()) { // then by itself
            lesson.moreWaiting = true;
            learn(*known, lesson);
        }
        check(id, Occasion::Asked);
    }
}

void MailSession::Private::finishCheck(FetchReport report)
{
    const Running was = running.take(report.account);
    if (const Account *const known = find(report.account)) {
        const double random = QRandomGenerator::global()->generateDouble();
        const ServerLesson after = lessonAfter(lesson(*known), report, random);
        learn(*known, after);
        report.passing = report.error && was.occasion == Occasion::Timer && isPassing(after, *report.error);
        // Whatever the policy lets go has gone, and nothing was held back: from now on it is the usual.
        if (!report.error && report.heldBack == 0 && known->confirmedRetention != was.policy)
            changeAccounts([id = known->id, policy = was.policy](
                               AccountDesk &desk) { return desk.confirmRetention(id, policy); },
                           [](const Result<void> &) {});
    }
    threads.store.post([](MessageStore *store) {
        if (store)
            (void)store->checkpoint();
    });
    Q_EMIT q.foldersChanged();
    Q_EMIT q.serverMessagesChanged(report.account);
    Q_EMIT q.checkFinished(report);
    const bool wasCancelled = report.error && report.error->code == ErrorCode::Cancelled;
    if (was.again && !wasCancelled)
        checkAnew({report.account});
}

void MailSession::Private::changeAccounts(std::function<Result<void>(AccountDesk &)> change,
                                          std::function<void(Result<void>)> done)
{
    threads.accounts.request(
        [change = std::move(change)](AccountDesk &desk) -> Result<AccountList> {
            CHECK(change(desk));
            return std::pair(desk.accounts(), desk.formerNames());
        },
        &q,
        [this, done = std::move(done)](Result<AccountList> changed) {
            if (!changed)
                return done(std::move(changed.error()));
            std::tie(accounts, formerNames) = std::move(*changed);
            Q_EMIT q.accountsChanged();
            done({});
        });
}
