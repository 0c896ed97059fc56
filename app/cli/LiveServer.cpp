// SPDX-License-Identifier: GPL-3.0-or-later
#include "LiveServer.h"

#include "ErrorSentence.h"
#include "FetchOutcome.h"
#include "InterruptWatch.h"
#include "ServerDesk.h"

#include <algorithm>
#include <memory>

void lookLive(Invocation &invocation, const Account &account,
              const std::function<void(const std::vector<ServerMessage> &)> &next)
{
    ServerDesk &desk = invocation.session().serverDesk();
    auto *const watch = new InterruptWatch(&invocation);
    QObject::connect(watch, &InterruptWatch::interrupted, &desk, [&desk, id = account.id] { desk.stop(id); });
    const auto isDone = std::make_shared<bool>(false);
    QObject::connect(&desk, &ServerDesk::lookChanged, &invocation, [=, &invocation, &desk] {
        const ServerLook look = desk.look(account.id);
        if (look.isUnderWay() || *isDone)
            return;
        *isDone = true;
        if (look.error)
            return invocation.fail(errorSentence(*look.error, account.server.host));
        if (look.listedAt == 0)
            return invocation.fail(
                errorSentence({ErrorCode::Cancelled, {}, {}, {}, {}}, account.server.host));
        invocation.session().serverMessages(
            account.id, &invocation,
            invocation.orFail<std::vector<ServerMessage>>([next](std::vector<ServerMessage> messages) {
                std::stable_sort(messages.begin(), messages.end(),
                                 [](const auto &a, const auto &b) { return a.number < b.number; });
                next(messages);
            }));
    });
    desk.open(account.id);
}

void carryOutNow(Invocation &invocation, const Account &account, const ServerWork &work)
{
    MailSession &session = invocation.session();
    auto *const watch = new InterruptWatch(&invocation);
    QObject::connect(watch, &InterruptWatch::interrupted, &session,
                     [&session, id = account.id] { session.cancelCheck(id); });
    session.serverDesk().carryOut(account.id, work, &invocation,
                                  invocation.orFail<FetchReport>([&invocation](const FetchReport &report) {
                                      finishWithIndex(invocation, {report});
                                  }));
}
