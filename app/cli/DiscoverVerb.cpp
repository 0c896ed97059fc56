// SPDX-License-Identifier: GPL-3.0-or-later
#include "DiscoverVerb.h"

#include "AccountSetup.h"
#include "ErrorSentence.h"
#include "InterruptWatch.h"
#include "Invocation.h"
#include "MailJson.h"
#include "MailProvider.h"
#include "Terminal.h"
#include "Words.h"

#include <QCommandLineParser>

namespace
{
QString sourceWord(DiscoverySource source)
{
    switch (source) {
    case DiscoverySource::ProviderTable:
        return QStringLiteral("providers");
    case DiscoverySource::Autoconfig:
        return QStringLiteral("autoconfig");
    case DiscoverySource::Service:
        return QStringLiteral("srv");
    case DiscoverySource::Exchanger:
        return QStringLiteral("mx");
    case DiscoverySource::Ispdb:
        return QStringLiteral("ispdb");
    case DiscoverySource::Probe:
        return QStringLiteral("probe");
    }
    return {};
}

QString stateWord(DiscoveryStep::State state)
{
    switch (state) {
    case DiscoveryStep::State::Waiting:
        return QStringLiteral("waiting");
    case DiscoveryStep::State::Running:
        return QStringLiteral("running");
    case DiscoveryStep::State::Found:
        return QStringLiteral("found");
    case DiscoveryStep::State::Nothing:
        return QStringLiteral("nothing");
    case DiscoveryStep::State::Failed:
        return QStringLiteral("failed");
    case DiscoveryStep::State::Skipped:
        return QStringLiteral("skipped");
    case DiscoveryStep::State::Withheld:
        return QStringLiteral("withheld");
    case DiscoveryStep::State::Cancelled:
        return QStringLiteral("cancelled");
    }
    return {};
}

bool isOver(const DiscoveryStep &step)
{
    return step.state != DiscoveryStep::State::Waiting && step.state != DiscoveryStep::State::Running;
}

QJsonObject fromStep(const DiscoveryStep &step)
{
    return {
        {QStringLiteral("source"), sourceWord(step.source)},
        {QStringLiteral("state"), stateWord(step.state)},
        {QStringLiteral("place"), step.place},
        {QStringLiteral("error"), step.error ? QJsonValue(errorCodeName(step.error->code)) : QJsonValue()},
        {QStringLiteral("explanation"),
         step.error ? QJsonValue(errorSentence(*step.error, step.place)) : QJsonValue()}};
}

QJsonObject fromProposal(const ServerProposal &proposal)
{
    const MailProvider *const provider = providerById(proposal.providerId);
    const ServerSettings &server = proposal.server;
    return {{QStringLiteral("source"), sourceWord(proposal.source)},
            {QStringLiteral("told_by"), proposal.toldBy},
            {QStringLiteral("server"), server.host},
            {QStringLiteral("port"), server.port},
            {QStringLiteral("security"), words::security(server.security)},
            {QStringLiteral("user"), server.user},
            {QStringLiteral("auth"), words::signIn(server.signIn)},
            {QStringLiteral("provider"), proposal.providerId},
            {QStringLiteral("name"), proposal.displayName},
            {QStringLiteral("help"), proposal.help},
            {QStringLiteral("switch_on"), provider ? provider->switchOn : QString()},
            {QStringLiteral("notes"), QJsonArray::fromStringList(provider ? provider->notes : QStringList())},
            {QStringLiteral("needs_consent"), proposal.needsConsent}};
}

void printStep(const DiscoveryStep &step)
{
    terminal::printLine(QStringLiteral("%1 %2 %3")
                            .arg(sourceWord(step.source).leftJustified(10),
                                 stateWord(step.state).leftJustified(9), terminal::harmless(step.place))
                            .trimmed());
    if (step.error)
        terminal::printLine(QStringLiteral("           ") +
                            terminal::harmless(errorSentence(*step.error, step.place)));
}

void printProposal(const ServerProposal &proposal)
{
    const ServerSettings &server = proposal.server;
    if (!server.host.isEmpty())
        terminal::printLine(terminal::harmless(QStringLiteral("%1:%2 %3, user %4, sign-in %5 (%6, %7)")
                                                   .arg(server.host)
                                                   .arg(server.port)
                                                   .arg(words::security(server.security), server.user,
                                                        words::signIn(server.signIn),
                                                        sourceWord(proposal.source), proposal.toldBy)));
    if (server.security == ServerSecurity::None)
        terminal::printLine(QStringLiteral("  Not encrypted: anyone on the way can read password and mail."));
    if (proposal.needsConsent)
        terminal::printLine(
            QStringLiteral("  Outside of the address's domain, and nothing vouches for it: ask the provider "
                           "before your password goes there."));
    const MailProvider *const provider = providerById(proposal.providerId);
    if (!provider)
        return;
    if (provider->isPopOffAtFirst)
        terminal::printLine(QStringLiteral("  POP3 has to be switched on first. ") + provider->switchOn);
    if (provider->password == MailProvider::Password::AppPassword)
        terminal::printLine(
            QStringLiteral("  It takes a password of its own for mail programs, made at the provider."));
    for (const QString &note : provider->notes)
        terminal::printLine(QStringLiteral("  ") + note);
}

void finish(Invocation &invocation, const QString &address, const QJsonArray &steps,
            const std::vector<ServerProposal> &proposals)
{
    const bool hasServer = !proposals.empty() && !proposals.front().server.host.isEmpty();
    if (invocation.options().json) {
        QJsonArray array;
        for (const ServerProposal &proposal : proposals)
            array.append(fromProposal(proposal));
        terminal::print(mailJson::document(QJsonObject{{QStringLiteral("address"), address},
                                                       {QStringLiteral("steps"), steps},
                                                       {QStringLiteral("proposals"), array}}));
    } else {
        terminal::printLine(QString());
        for (const ServerProposal &proposal : proposals)
            printProposal(proposal);
    }
    if (hasServer)
        return invocation.finish(ExitCode::Done);
    if (!proposals.empty())
        return invocation.fail(QStringLiteral("%1 has no POP3, so that Poplar cannot fetch its mail.")
                                   .arg(proposals.front().displayName));
    invocation.fail(QStringLiteral("No POP3 server was found for %1. Ask the provider for its name and give "
                                   "it to \"poplar-cli account add --server\".")
                        .arg(terminal::harmless(address)));
}
} // namespace

void runDiscover(Invocation &invocation)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        QStringLiteral("Looks for the POP3 server of an address. Only the domain is told to anybody, no "
                       "password is needed, and nothing is saved."));
    const QString ispdb = QStringLiteral("ispdb");
    parser.addOption({ispdb, QStringLiteral("Also asks Thunderbird's list, a third party, for the domain.")});
    parser.addPositionalArgument(QStringLiteral("ADDRESS"), QStringLiteral("An address of mail."));
    if (!invocation.parse(parser))
        return;
    if (parser.positionalArguments().size() != 1)
        return invocation.misused(QStringLiteral("Name one address."));
    const QString address = parser.positionalArguments().first();
    AccountSetup &setup = invocation.sessionWithoutProfile().setup();
    auto *const watch = new InterruptWatch(&invocation);
    QObject::connect(watch, &InterruptWatch::interrupted, &setup, &AccountSetup::cancelDiscovery);
    const auto steps = std::make_shared<QJsonArray>();
    const auto stepped = [steps, isJson = invocation.options().json](const DiscoveryStep &step) {
        if (!isOver(step))
            return;
        steps->append(fromStep(step));
        if (!isJson)
            printStep(step);
    };
    const auto done = [&invocation, address, steps](const Result<std::vector<ServerProposal>> &proposals) {
        if (proposals)
            return finish(invocation, address, *steps, *proposals);
        if (proposals.error().code == ErrorCode::ConnectionLost)
            return invocation.fail(
                QStringLiteral("Nobody could be asked: this computer seems to have no network "
                               "connection. Connect it and try again."));
        if (proposals.error().code != ErrorCode::InvalidArgument)
            return invocation.fail(errorSentence(proposals.error()));
        invocation.misused(QStringLiteral("\"%1\" is no address of mail.").arg(terminal::harmless(address)));
    };
    setup.discover({address, parser.isSet(ispdb)}, &invocation, stepped, done);
}
