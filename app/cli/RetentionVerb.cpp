// SPDX-License-Identifier: GPL-3.0-or-later
#include "RetentionVerb.h"

#include "AccountOptions.h"
#include "Invocation.h"
#include "MailJson.h"
#include "MessageText.h"
#include "ServerJson.h"
#include "Terminal.h"

#include <QCommandLineParser>

#include <memory>

namespace
{
void print(Invocation &invocation, const RetentionForecast &forecast, bool isConfirmed)
{
    if (invocation.options().json) {
        QJsonObject object = serverJson::fromForecast(forecast);
        object.insert(QStringLiteral("confirmed"), isConfirmed);
        terminal::print(mailJson::document(object));
        return;
    }
    terminal::printLine(forecastSentence(forecast));
    for (const ServerMessage &message : forecast.deletions)
        terminal::printLine(QStringLiteral("  %1  %2  %3  %4")
                                .arg(terminal::cell(QString::fromLatin1(message.key.uidl), 24),
                                     messageText::size(message.size).rightJustified(9),
                                     terminal::cell(message.subject, 40),
                                     terminal::harmless(message.deletionReason)));
}
} // namespace

void runForecast(Invocation &invocation)
{
    const auto parser = std::make_shared<QCommandLineParser>();
    parser->setApplicationDescription(QStringLiteral(
        "Says what the next check would delete on the server, under the account's rules or under "
        "those that are given. Asks no server, changes nothing."));
    AccountOptions::addKeepTo(*parser);
    invocation.withAccount(*parser, [&invocation, parser](const Account &saved) {
        const auto account = AccountOptions::applyKeep(*parser, saved);
        if (!account)
            return invocation.misused(account.error());
        const bool isConfirmed = account->retention == saved.confirmedRetention;
        invocation.session().forecast(saved.id, account->retention, &invocation,
                                      invocation.orFail<RetentionForecast>(
                                          [&invocation, isConfirmed](const RetentionForecast &forecast) {
                                              print(invocation, forecast, isConfirmed);
                                              invocation.finish(ExitCode::Done);
                                          }));
    });
}

void runConfirm(Invocation &invocation)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        QStringLiteral("Agrees to what the account's changed rules will delete on the server, and says what "
                       "that is. The next check deletes it."));
    invocation.withAccount(parser, [&invocation](const Account &account) {
        const auto confirm = [&invocation, account](const RetentionForecast &forecast) {
            invocation.session().confirmRetention(
                account.id, &invocation,
                invocation.orFail([&invocation, forecast = RetentionForecast(forecast)]() mutable {
                    forecast.needsConfirmation = false;
                    print(invocation, forecast, true);
                    invocation.finish(ExitCode::Done);
                }));
        };
        invocation.session().forecast(account.id, account.retention, &invocation,
                                      invocation.orFail<RetentionForecast>(confirm));
    });
}

QString forecastSentence(const RetentionForecast &forecast)
{
    return QStringLiteral("The next check would delete %1 of %2 messages on the server (%3)%4.")
        .arg(forecast.deleted)
        .arg(forecast.onServer)
        .arg(messageText::size(forecast.deletedBytes),
             forecast.needsConfirmation ? QStringLiteral(", when you have agreed") : QString());
}

QString heldBackSentence(const QString &account, int deletions)
{
    return QStringLiteral(
               "By the changed rules %1 messages would be deleted on the server. None of them is until "
               "you agree with \"poplar-cli account confirm %2\"; \"poplar-cli account forecast %2\" "
               "shows them.")
        .arg(deletions)
        .arg(terminal::harmless(account.contains(u' ') ? u'\'' + account + u'\'' : account));
}
