// SPDX-License-Identifier: GPL-3.0-or-later
#include "SettingsVerb.h"

#include "AccountSetup.h"
#include "ErrorSentence.h"
#include "Invocation.h"
#include "MailJson.h"
#include "ReceiveRuleText.h"
#include "Terminal.h"
#include "Words.h"

#include <QCommandLineParser>
#include <QFileInfo>
#include <QJsonObject>

#include <algorithm>
#include <memory>

namespace
{
void save(Invocation &invocation, const Account &account, std::function<void()> then)
{
    invocation.session().saveAccount(
        account, std::nullopt, &invocation,
        invocation.orFail<Account>([then = std::move(then)](const Account &) { then(); }));
}

void printRules(Invocation &invocation, const Account &account)
{
    if (invocation.options().json) {
        const QJsonObject object = mailJson::fromAccount(account);
        const QString rules = QStringLiteral("rules");
        terminal::print(
            mailJson::document({{QStringLiteral("account"), account.name}, {rules, object[rules]}}));
        return;
    }
    for (size_t number = 0; number < account.receiveRules.size(); ++number)
        terminal::printLine(QStringLiteral("%1  %2")
                                .arg(number + 1, 3)
                                .arg(terminal::harmless(receiveRuleText(account.receiveRules[number]))));
}

// The rules with what was asked for, or a complaint.
tl::expected<std::vector<ReceiveRule>, QString> changedRules(const QCommandLineParser &parser,
                                                             std::vector<ReceiveRule> rules)
{
    if (parser.isSet(QStringLiteral("clear")))
        rules.clear();
    std::vector<size_t> numbers;
    for (const QString &word : parser.values(QStringLiteral("remove"))) {
        const size_t number = word.toUInt();
        if (number < 1 || number > rules.size())
            return tl::unexpected(QStringLiteral("There is no rule %1.").arg(word));
        numbers.push_back(number);
    }
    std::sort(numbers.begin(), numbers.end());
    numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
    for (auto number = numbers.rbegin(); number != numbers.rend(); ++number)
        rules.erase(rules.begin() + qsizetype(*number) - 1);
    for (const QString &text : parser.values(QStringLiteral("add"))) {
        const auto rule = receiveRuleFrom(text);
        if (!rule)
            return tl::unexpected(QStringLiteral("\"%1\" is no rule. --help shows what rules look like.")
                                      .arg(terminal::harmless(text)));
        rules.push_back(*rule);
    }
    return rules;
}

// Two words after the verb: the account and one thing more.
std::optional<std::pair<QString, QString>> parsePair(Invocation &invocation, QCommandLineParser &parser,
                                                     const QString &name, const QString &description)
{
    parser.addPositionalArgument(QStringLiteral("N"), QStringLiteral("The account's name, or its number."));
    parser.addPositionalArgument(name, description);
    if (!invocation.parse(parser))
        return {};
    const QStringList words = parser.positionalArguments();
    if (words.size() == 2)
        return std::pair(words[0], words[1]);
    invocation.misused(QStringLiteral("Name an account and %1.").arg(name));
    return {};
}

void setTarget(Invocation &invocation, Account account, const QString &name)
{
    const auto choose = [&invocation, account, name](const std::vector<Folder> &folders) mutable {
        const auto found = words::foldersNamed(name, folders, invocation.session().accounts());
        if (found.size() != 1)
            return invocation.fail(found.empty()
                                       ? QStringLiteral("There is no folder \"%1\".").arg(name)
                                       : QStringLiteral("There are %1 folders \"%2\": say \"account/%2\".")
                                             .arg(found.size())
                                             .arg(name));
        account.targetFolder = quint32(found.front().id);
        save(invocation, account, [&invocation] { invocation.finish(ExitCode::Done); });
    };
    invocation.session().folders(&invocation, invocation.orFail<std::vector<Folder>>(choose));
}
} // namespace

void runReceiveRules(Invocation &invocation)
{
    const auto parser = std::make_shared<QCommandLineParser>();
    parser->setApplicationDescription(QStringLiteral(
        "Prints or changes the rules that look at the head of a message before it is fetched. The first that "
        "fits decides; without one the message is received. A rule is a word and a condition: skip, head "
        "(only the head is fetched) or receive, then from:TEXT, to:TEXT, subject:TEXT, header:NAME:TEXT, "
        "larger:OCTETS or before:2026-01-31. \"skip from:news@example.org\""));
    parser->addOption({QStringLiteral("add"),
                       QStringLiteral("Adds a rule behind the others; may be repeated."),
                       QStringLiteral("RULE")});
    parser->addOption({QStringLiteral("remove"),
                       QStringLiteral("Removes the rule of this number; may be repeated."),
                       QStringLiteral("NUMBER")});
    parser->addOption({QStringLiteral("clear"), QStringLiteral("Removes all rules that there were.")});
    invocation.withAccount(*parser, [&invocation, parser](const Account &before) {
        const auto rules = changedRules(*parser, before.receiveRules);
        if (!rules)
            return invocation.misused(rules.error());
        Account account = before;
        account.receiveRules = *rules;
        const auto end = [&invocation, account] {
            printRules(invocation, account);
            invocation.finish(ExitCode::Done);
        };
        if (account == before)
            return end();
        save(invocation, account, end);
    });
}

void runTargetFolder(Invocation &invocation)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        QStringLiteral("Says where an account's new mail goes. Mail that is here stays where it is."));
    const auto words = parsePair(invocation, parser, QStringLiteral("FOLDER"),
                                 QStringLiteral("A folder, as \"Work/archive\"; own: its own inbox."));
    if (!words)
        return;
    invocation.openAccount(words->first, [&invocation, folder = words->second](const Account &account) {
        if (folder != QLatin1String("own"))
            return setTarget(invocation, account, folder);
        Account own = account;
        own.targetFolder = 0;
        save(invocation, own, [&invocation] { invocation.finish(ExitCode::Done); });
    });
}

void runMoveAccount(Invocation &invocation)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral("Gives an account another place among the accounts."));
    const auto words = parsePair(invocation, parser, QStringLiteral("PLACE"),
                                 QStringLiteral("The place it shall have, from 1."));
    if (!words)
        return;
    bool isNumber = false;
    const int place = words->second.toInt(&isNumber);
    if (!isNumber || place < 1)
        return invocation.misused(QStringLiteral("PLACE is a number from 1."));
    invocation.openAccount(words->first, [&invocation, place](const Account &moved) {
        std::vector<AccountId> order;
        for (const Account &account : invocation.session().accounts())
            if (account.id != moved.id)
                order.push_back(account.id);
        order.insert(order.begin() + std::min<qsizetype>(place - 1, std::ssize(order)), moved.id);
        invocation.session().setup().arrange(
            order, &invocation, invocation.orFail([&invocation] { invocation.finish(ExitCode::Done); }));
    });
}

void runRemove(Invocation &invocation)
{
    const QString withMail = QStringLiteral("with-mail");
    const auto parser = std::make_shared<QCommandLineParser>();
    parser->setApplicationDescription(QStringLiteral(
        "Removes an account with its password, or takes the provider's permission back. Its mail "
        "stays here, and on the server nothing changes."));
    parser->addOption(
        {withMail, QStringLiteral("Also removes its mail from this computer, for good. Asks nothing.")});
    invocation.withAccount(*parser, [&invocation, parser, withMail](const Account &account) {
        const auto mail = parser->isSet(withMail) ? AccountSetup::Mail::Remove : AccountSetup::Mail::Keep;
        invocation.session().setup().removeAccount(
            account.id, mail, &invocation,
            invocation.orFail<AccountRemoval>([&invocation, mail](const AccountRemoval &removal) {
                if (mail == AccountSetup::Mail::Remove && !invocation.options().json)
                    terminal::printLine(QStringLiteral("%1 messages were removed from this computer. Nothing "
                                                       "was deleted on a server.")
                                            .arg(removal.messages));
                if (removal.permissionError)
                    terminal::complain(QStringLiteral("The provider's permission could not be taken back; "
                                                      "take it back on his page. ") +
                                       errorSentence(*removal.permissionError));
                invocation.finish(ExitCode::Done);
            }));
    });
}

void runExportSettings(Invocation &invocation)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        QStringLiteral("Writes the settings of all accounts into a file, without any password or other "
                       "secret."));
    parser.addPositionalArgument(QStringLiteral("FILE"), QStringLiteral("The file, which is replaced."));
    if (!invocation.parse(parser))
        return;
    const QStringList files = parser.positionalArguments();
    if (files.size() != 1)
        return invocation.misused(QStringLiteral("Name one file."));
    invocation.openSession(
        Profile::IfMissing::Fail, [&invocation, file = files.first()](MailSession &session) {
            session.setup().exportSettings(
                QFileInfo(file).absoluteFilePath(), &invocation,
                invocation.orFail<int>([&invocation](int) { invocation.finish(ExitCode::Done); }));
        });
}

void runImportSettings(Invocation &invocation)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        QStringLiteral("Adds the accounts of a file of settings that are not here yet, without passwords: "
                       "\"account set N --password-stdin\" gives each its own. Look at the file first if "
                       "you do not know where it comes from."));
    parser.addPositionalArgument(QStringLiteral("FILE"), QStringLiteral("What \"account export\" wrote."));
    if (!invocation.parse(parser))
        return;
    const QStringList files = parser.positionalArguments();
    if (files.size() != 1)
        return invocation.misused(QStringLiteral("Name one file."));
    invocation.openSession(Profile::IfMissing::Make, [&invocation,
                                                      file = files.first()](MailSession &session) {
        const auto print = [&invocation](const std::vector<Account> &accounts) {
            for (const Account &account : accounts)
                terminal::printLine(QStringLiteral("%1: %2 at %3:%4 (%5)")
                                        .arg(terminal::harmless(account.name),
                                             terminal::harmless(account.server.user),
                                             terminal::harmless(account.server.host))
                                        .arg(account.server.port)
                                        .arg(words::security(account.server.security)));
            invocation.finish(ExitCode::Done);
        };
        session.setup().readSettings(
            QFileInfo(file).absoluteFilePath(), &invocation,
            [&invocation, &session, print](const Result<std::vector<Account>> &read) {
                if (!read && read.error().code == ErrorCode::Damaged)
                    return invocation.fail(QStringLiteral("This file holds no account settings of Poplar."));
                if (!read)
                    return invocation.fail(read.error());
                session.setup().addSettings(
                    *read, &invocation,
                    invocation.orFail<int>([print, accounts = *read](int) { print(accounts); }));
            });
    });
}
