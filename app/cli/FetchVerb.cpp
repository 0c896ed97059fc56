// SPDX-License-Identifier: GPL-3.0-or-later
#include "Verbs.h"

#include "FetchOutcome.h"
#include "FetchRounds.h"

#include <QCommandLineParser>

#include <algorithm>

namespace
{

std::optional<std::vector<AccountId>> wantedAccounts(Invocation &invocation, const QStringList &names)
{
    std::vector<AccountId> wanted;
    for (const QString &name : names) {
        const auto account = invocation.findAccount(name);
        if (!account) {
            invocation.fail(
                QStringLiteral("There is no account \"%1\". \"poplar-cli account list\" shows those "
                               "there are.")
                    .arg(name));
            return std::nullopt;
        }
        if (std::find(wanted.begin(), wanted.end(), account->id) == wanted.end())
            wanted.push_back(account->id);
    }
    if (names.isEmpty()) {
        for (const Account &account : invocation.session().accounts()) {
            if (account.enabled && account.schedule.withAll)
                wanted.push_back(account.id);
        }
    }
    if (wanted.empty()) {
        invocation.fail(QStringLiteral("There is no account to check. \"poplar-cli account add\" adds one."));
        return std::nullopt;
    }
    return wanted;
}

void fetchWhole(Invocation &invocation, const QStringList &words)
{
    std::vector<MessageId> messages;
    for (const QString &word : words) {
        bool isNumber = false;
        messages.push_back(word.toLongLong(&isNumber));
        if (!isNumber || messages.back() < 1)
            return invocation.misused(QStringLiteral("--whole takes the number of a message."));
    }
    invocation.openSession(Profile::IfMissing::Fail, [&invocation, messages](MailSession &session) {
        finishWhenChecked(invocation, [&](const std::function<void(Result<void>)> &asked) {
            session.fetchWhole(messages, &invocation, asked);
        });
    });
}

} // namespace

void runFetch(Invocation &invocation)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        QStringLiteral("Gets new mail. Exit code 3 when a part could not be done, or waits until you agree "
                       "to what changed rules would delete."));
    parser.addOption(
        {QStringLiteral("account"),
         QStringLiteral("Checks this account, by name or number; may be repeated. Without it all are "
                        "checked that are not kept out of that by \"account set\"."),
         QStringLiteral("N")});
    parser.addOption({QStringLiteral("whole"),
                      QStringLiteral("Fetches the rest of message <ID>, of which the beginning is here; may "
                                     "be repeated."),
                      QStringLiteral("ID")});
    if (!invocation.parse(parser))
        return;
    if (!parser.positionalArguments().isEmpty())
        return invocation.misused(QStringLiteral("Name accounts with --account."));
    if (parser.isSet(QStringLiteral("whole")))
        return fetchWhole(invocation, parser.values(QStringLiteral("whole")));
    invocation.openSession(
        Profile::IfMissing::Fail,
        [&invocation, names = parser.values(QStringLiteral("account"))](MailSession &session) {
            const auto wanted = wantedAccounts(invocation, names);
            if (!wanted)
                return;
            auto *const rounds = new FetchRounds(session, invocation.options().quiet, &invocation);
            QObject::connect(rounds, &FetchRounds::finished, &invocation, [&invocation, rounds] {
                finishWithIndex(invocation, rounds->reports());
            });
            rounds->start(*wanted);
        });
}
