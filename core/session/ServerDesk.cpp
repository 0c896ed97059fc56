// SPDX-License-Identifier: GPL-3.0-or-later
#include "ServerDesk.h"

#include "MailSession.h"
#include "ServerDeskTools.h"
#include "WrittenWork.h"

#include <QPointer>

#include <map>

namespace
{
using Numbers = std::shared_ptr<const QHash<QPair<QByteArray, int>, int>>;

void answerLater(QObject *context, std::function<void()> answer)
{
    QMetaObject::invokeMethod(context, std::move(answer), Qt::QueuedConnection);
}

std::function<void(Result<ServerPreview>)> onlyWhile(QObject *context, ServerDesk::Done<ServerPreview> done)
{
    return [asker = QPointer<QObject>(context), done = std::move(done)](Result<ServerPreview> preview) {
        if (asker)
            done(std::move(preview));
    };
}
} // namespace

class ServerDesk::Private
{
public:
    Private(ServerDesk &desk, MailSession &mailSession, const ServerDeskTools &theTools)
        : q(desk), session(mailSession), tools(theTools)
    {
    }

    // What is known of one account's mailbox.
    struct Place {
        ServerLook look;
        ServerWork wishes;
        Numbers numbers;
        bool isOpen = false;
        bool wantsList = false; // it is to be listed when there can be a session
        std::unique_ptr<ServerVisit> visit;
        std::vector<std::function<void()>> waiting; // for the visit to end
        struct Preview {
            ServerMessageKey message;
            Done<ServerPreview> done;
            bool isSecondTry = false;
        };
        std::optional<Preview> preview;
        struct Work {
            bool isStarted = false;
            WrittenWork written;
            Done<FetchReport> done;
        };
        std::optional<Work> work;
        int stops = 0; // that were asked for
    };

    Place &at(AccountId account) { return places[account]; }
    void changed(AccountId account) { Q_EMIT q.lookChanged(account); }
    // Begins a visit where one is wanted and nothing stands in its way.
    void go(AccountId account);
    void begin(AccountId account);
    void follow(AccountId account, ServerVisit &visit);
    void reach(AccountId account, ServerVisit::Stage stage);
    void takeListing(AccountId account, const ServerVisit::Listed &found);
    void takePreview(const ServerMessageKey &message, const Result<ServerPreview> &preview);
    void takeEnd(AccountId account, const Result<void> &how);
    void checkFinished(const FetchReport &report);
    void startWork(AccountId account);
    void takeBack(Place::Work work);
    void answerPreview(Place &place, Result<ServerPreview> preview);

    ServerDesk &q;
    MailSession &session;
    const ServerDeskTools tools;
    std::optional<std::chrono::milliseconds> lingering;
    std::map<AccountId, Place> places;
};

ServerDesk::ServerDesk(MailSession &session, const ServerDeskTools &tools)
    : d(std::make_unique<Private>(*this, session, tools))
{
    connect(&session, &MailSession::checkFinished, this,
            [this](const FetchReport &report) { d->checkFinished(report); });
}

ServerDesk::~ServerDesk()
{
    for (auto &[account, place] : d->places)
        if (place.visit)
            place.visit->disconnect(this);
}

void ServerDesk::open(AccountId account)
{
    d->at(account).isOpen = true;
    refresh(account);
}

void ServerDesk::refresh(AccountId account)
{
    Private::Place &place = d->at(account);
    place.wantsList = true;
    if (place.visit)
        place.visit->leave(); // message numbers are those of a session: a new listing is a new visit
    else
        d->go(account);
}

void ServerDesk::close(AccountId account)
{
    Private::Place &place = d->at(account);
    place.isOpen = place.wantsList = false;
    d->answerPreview(place, failure(ErrorCode::Cancelled));
    if (place.visit)
        place.visit->leave();
    else
        place.look.phase = ServerLook::Phase::Away;
}

void ServerDesk::stop(AccountId account)
{
    Private::Place &place = d->at(account);
    place.wantsList = false;
    ++place.stops;
    if (place.work && (!place.work->isStarted || !d->session.isChecking(account)))
        d->takeBack(*std::exchange(place.work, {}));
    if (place.visit)
        place.visit->cancel();
    else if (std::exchange(place.look.phase, ServerLook::Phase::Away) != ServerLook::Phase::Away)
        d->changed(account);
}

ServerLook ServerDesk::look(AccountId account) const
{
    return d->at(account).look;
}

std::shared_ptr<const QHash<QPair<QByteArray, int>, int>> ServerDesk::numbers(AccountId account) const
{
    return d->at(account).numbers;
}

void ServerDesk::prefer(AccountId account, const std::vector<ServerMessageKey> &messages)
{
    std::vector<ServerVisit::Identity> names;
    for (const ServerMessageKey &message : messages)
        names.emplace_back(message.uidl, message.occurrence);
    if (auto &visit = d->at(account).visit)
        visit->prefer(std::move(names));
}

void ServerDesk::preview(const ServerMessageKey &message, QObject *context, Done<ServerPreview> done)
{
    Private::Place &place = d->at(message.account);
    if (!place.look.hasTop)
        return answerLater(context, [done = std::move(done)] {
            done(failure(ErrorCode::Unsupported, QStringLiteral("TOP")));
        });
    d->answerPreview(place, failure(ErrorCode::Cancelled));
    place.preview = {message, onlyWhile(context, std::move(done)), false};
    if (place.visit)
        place.visit->preview(message);
    else
        d->go(message.account);
}

const ServerWork &ServerDesk::wishes(AccountId account) const
{
    return d->at(account).wishes;
}

void ServerDesk::setWish(const std::vector<ServerMessageKey> &messages, Wish wish, bool isWished)
{
    QHash<AccountId, QSet<QPair<QByteArray, int>>> named;
    for (const ServerMessageKey &key : messages)
        named[key.account].insert({key.uidl, key.occurrence});
    for (auto one = named.cbegin(); one != named.cend(); ++one) {
        ServerWork &wishes = d->at(one.key()).wishes;
        auto &keys = wish == Wish::Get ? wishes.get : wishes.remove;
        std::erase_if(keys, [&](const ServerMessageKey &key) { // each once
            return one->contains({key.uidl, key.occurrence});
        });
        if (isWished)
            for (const auto &[uidl, occurrence] : *one)
                keys.push_back({one.key(), uidl, occurrence});
        d->tools.keepWishes(one.key(), wishes);
        Q_EMIT wishesChanged(one.key());
    }
}

void ServerDesk::restore(const QHash<AccountId, ServerWork> &wishes)
{
    for (auto one = wishes.cbegin(); one != wishes.cend(); ++one)
        d->at(one.key()).wishes = *one;
}

void ServerDesk::carryOut(AccountId account, const ServerWork &work, QObject *context, Done<FetchReport> done)
{
    const QPointer<QObject> asker(context);
    const auto answer = [asker, done = std::move(done)](const Result<FetchReport> &report) {
        if (asker)
            done(report);
    };
    d->tools.threads.store.request(
        [account, work](MessageStore &store) { return WrittenWork::write(store, account, work); }, this,
        [this, account, answer, stops = d->at(account).stops](Result<WrittenWork> written) {
            if (!written)
                return answer(std::move(written.error()));
            if (d->at(account).stops != stops)
                return d->takeBack({false, std::move(*written), answer});
            setWish(written->work.get, Wish::Get, false);
            setWish(written->work.remove, Wish::Remove, false);
            Q_EMIT d->session.serverMessagesChanged(account);
            auto &pending = d->at(account).work;
            if (pending)
                pending->done(failure(ErrorCode::Cancelled)); // the newer one does both
            pending = {false, std::move(*written), answer};
            if (!d->session.isChecking(account))
                d->startWork(account);
        });
}

void ServerDesk::whenFree(AccountId account, std::function<void()> then)
{
    Private::Place &place = d->at(account);
    if (!place.visit)
        return then();
    place.waiting.push_back(std::move(then));
    place.visit->leave();
}

void ServerDesk::setLingering(std::chrono::milliseconds lingering)
{
    d->lingering = lingering;
}

void ServerDesk::Private::go(AccountId account)
{
    Place &place = at(account);
    if (place.visit || (!place.wantsList && !place.preview))
        return;
    if (!session.isChecking(account) && place.waiting.empty())
        return begin(account);
    place.look.phase = ServerLook::Phase::Waiting;
    changed(account);
}

void ServerDesk::Private::begin(AccountId account)
{
    Place &place = at(account);
    place.wantsList = false;
    auto job = tools.job(account);
    if (!job) {
        place.look.phase = ServerLook::Phase::Away;
        place.look.error = job.error();
        answerPreview(place, job.error());
        return changed(account);
    }
    if (lingering)
        job->lingering = *lingering;
    place.look.phase = ServerLook::Phase::Connecting;
    place.look.error.reset();
    place.visit = std::make_unique<ServerVisit>(std::move(*job), tools.threads.store, tools.secrets,
                                                tools.tokens, tools.clock);
    follow(account, *place.visit);
    if (place.preview)
        place.visit->preview(place.preview->message);
    place.visit->start();
    changed(account);
}

void ServerDesk::Private::follow(AccountId account, ServerVisit &visit)
{
    connect(&visit, &ServerVisit::reached, &q,
            [=, this](ServerVisit::Stage stage) { reach(account, stage); });
    connect(&visit, &ServerVisit::signedIn, &q, [=, this](int delay) {
        if (delay > 0)
            tools.noteDelay(account, delay);
    });
    connect(&visit, &ServerVisit::listed, &q,
            [=, this](const ServerVisit::Listed &found) { takeListing(account, found); });
    connect(&visit, &ServerVisit::headersRead, &q, [=, this](int count) {
        at(account).look.headersRead += count;
        changed(account);
        Q_EMIT session.serverMessagesChanged(account);
    });
    connect(&visit, &ServerVisit::lacksTop, &q, [=, this] {
        ServerLook &look = at(account).look;
        look.hasTop = false;
        look.headers = look.headersRead;
        changed(account);
    });
    connect(&visit, &ServerVisit::previewed, &q,
            [this](const ServerMessageKey &message, const Result<ServerPreview> &preview) {
                takePreview(message, preview);
            });
    connect(&visit, &ServerVisit::ended, &q, [=, this](const Result<void> &how) { takeEnd(account, how); });
}

void ServerDesk::Private::reach(AccountId account, ServerVisit::Stage stage)
{
    at(account).look.phase = stage == ServerVisit::Stage::Connecting  ? ServerLook::Phase::Connecting
                             : stage == ServerVisit::Stage::SigningIn ? ServerLook::Phase::SigningIn
                                                                      : ServerLook::Phase::Listing;
    changed(account);
}

void ServerDesk::Private::takeListing(AccountId account, const ServerVisit::Listed &found)
{
    Place &place = at(account);
    place.numbers = found.numbers;
    place.look.phase = ServerLook::Phase::There;
    place.look.listedAt = tools.clock.now();
    place.look.hasUidl = found.hasUidl;
    place.look.hasTop = true;
    place.look.headers = found.withoutHeader;
    place.look.headersRead = 0;
    changed(account);
    Q_EMIT session.serverMessagesChanged(account);
}

void ServerDesk::Private::takePreview(const ServerMessageKey &message, const Result<ServerPreview> &preview)
{
    Place &place = at(message.account);
    if (place.preview && place.preview->message == message)
        answerPreview(place, preview);
}

void ServerDesk::Private::answerPreview(Place &place, Result<ServerPreview> preview)
{
    if (const auto asked = std::exchange(place.preview, {}))
        asked->done(std::move(preview));
}

void ServerDesk::Private::takeEnd(AccountId account, const Result<void> &how)
{
    Place &place = at(account);
    const std::unique_ptr<ServerVisit> visit = std::move(place.visit); // it has said its last word
    const bool wasCancelled = !how && how.error().code == ErrorCode::Cancelled;
    // A server that closes a session in which nothing was said is asked once more by a new one.
    const bool wasThere = place.look.phase == ServerLook::Phase::There;
    place.look.phase = ServerLook::Phase::Away;
    if (!how && wasThere && how.error().code == ErrorCode::ConnectionLost && place.preview &&
        !place.preview->isSecondTry) {
        place.preview->isSecondTry = true;
    } else if (!how) {
        if (!wasCancelled)
            place.look.error = how.error();
        answerPreview(place, how.error());
    }
    const bool isInterrupted = how && place.isOpen && place.look.headersRead < place.look.headers;
    place.wantsList = place.wantsList || isInterrupted; // for a check, that goes first
    changed(account);
    for (const auto &then : std::exchange(place.waiting, {}))
        then();
    go(account);
}

void ServerDesk::Private::checkFinished(const FetchReport &report)
{
    const auto known = places.find(report.account);
    if (known == places.end())
        return;
    Place &place = known->second;
    if (place.work && !place.work->isStarted)
        return startWork(report.account);
    if (const auto work = std::exchange(place.work, {}))
        work->done(report);
    go(report.account);
}

void ServerDesk::Private::startWork(AccountId account)
{
    at(account).work->isStarted = true;
    q.whenFree(account, [this, account] {
        if (at(account).work) // not stopped meanwhile
            tools.doWanted(account);
    });
}

// A check that runs may have told the server already; what comes of that, the next listing tells.
void ServerDesk::Private::takeBack(Place::Work work)
{
    const auto written = std::make_shared<const WrittenWork>(std::move(work.written));
    tools.threads.store.request([written](MessageStore &store) { return written->takeBack(store); }, &q,
                                [this, written, done = std::move(work.done)](Result<int> sent) {
                                    if (!sent)
                                        return done(std::move(sent.error()));
                                    Q_EMIT session.serverMessagesChanged(written->account);
                                    if (*sent == 0) {
                                        q.setWish(written->work.get, Wish::Get, true);
                                        q.setWish(written->work.remove, Wish::Remove, true);
                                        return done(failure(ErrorCode::Cancelled));
                                    }
                                    FetchReport report;
                                    report.account = written->account;
                                    report.error = Error{ErrorCode::Cancelled, {}, {}, {}, {}};
                                    report.unconfirmed = *sent;
                                    done(std::move(report));
                                });
}
