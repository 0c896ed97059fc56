// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pop3SignIn.h"

#include "Log.h"
#include "Pop3Apop.h"
#include "Pop3SaslLine.h"
#include "Pop3SignInPlan.h"
#include "Pop3Wire.h"
#include "SaslMechanism.h"
#include "ScramChallenge.h"

#include <algorithm>

namespace
{

// So that a buggy server cannot go on for ever; no mechanism needs more than a few.
constexpr int maxChallenges = 20;

bool breaksTheLine(const QString &text)
{
    return std::any_of(text.begin(), text.end(), [](QChar c) {
        return c == QLatin1Char('\r') || c == QLatin1Char('\n') || c.isNull();
    });
}

// RFC 5646, without its finer rules: what cannot break the line or be taken for something else.
bool isLanguageTag(const QString &tag)
{
    return !tag.isEmpty() && tag.size() <= 35 && std::all_of(tag.begin(), tag.end(), [](QChar c) {
        return c.unicode() < 0x80 && (c.isLetterOrNumber() || c == QLatin1Char('-'));
    });
}

bool carriesToken(const QByteArray &mechanism)
{
    return mechanism == "OAUTHBEARER" || mechanism == "XOAUTH2";
}

// The server knows the password from these, so that its refusal is about the password.
bool showsPassword(const QByteArray &way)
{
    return way == "PLAIN" || way == "LOGIN" || way == "USER" || way == "APOP";
}

Error violated(const QString &detail)
{
    return {ErrorCode::ProtocolViolation, detail, {}, {}, {}};
}

} // namespace

Result<QString> Pop3SignIn::run(Pop3Retry &retry)
{
    if (breaksTheLine(m_credentials.user) || breaksTheLine(m_credentials.password))
        return failure(ErrorCode::InvalidArgument, QStringLiteral("a line break or NUL in user or password"));
    if (m_credentials.user.isEmpty())
        return failure(ErrorCode::InvalidArgument, QStringLiteral("no user name"));
    TRY(auto plan, signInPlan(m_credentials, m_wire.capabilities(), m_wire.channel().isEncrypted(),
                              !m_timestamp.isEmpty()));
    if (!m_credentials.password.isEmpty())
        m_wire.hide(m_credentials.password.toUtf8());
    m_tokenWasRefused = m_credentials.tokenWasRefused;
    CHECK(announce());
    return tryAll(std::move(plan), retry);
}

// A failed AUTH leaves the session where it was, so that the next way may follow (R102).
Result<QString> Pop3SignIn::tryAll(QByteArrayList plan, Pop3Retry &retry)
{
    std::optional<Error> told; // what the server said about the credentials is the news, else the last word
    while (!plan.isEmpty()) {
        const QByteArray way = plan.takeFirst();
        m_next = Next::Nothing;
        m_isAsking = m_tokenWasSent = false;
        auto done = attempt(way);
        if (done)
            return QString::fromLatin1(way);
        if (m_isAsking && done.error().code == ErrorCode::ConnectionLost) {
            const bool newToken = m_tokenWasSent && !m_tokenWasRefused;
            retry.isWorthwhile = newToken || (!plan.isEmpty() && !m_tokenWasSent);
            retry.tokenWasRefused = newToken;
            if (!newToken)
                retry.exclude.append(way);
            return tl::unexpected<Error>(std::move(done.error()));
        }
        if (!told || told->code != ErrorCode::AuthRejected)
            told = std::move(done.error());
        if (m_next == Next::Nothing)
            break;
        qCInfo(logPop3) << way.constData() << "did not work:" << told->detail;
        if (m_next == Next::AnotherKind)
            plan.removeIf([](const QByteArray &other) { return other.startsWith("SCRAM-"); });
    }
    return tl::unexpected<Error>(std::move(*told));
}

// RFC 6856: the user's language for the server's texts, and messages as they were sent, addresses beyond
// ASCII included. A server that refuses either works as before. The words of R115 are English, so that texts
// are left in English where no response code can take their place.
Result<void> Pop3SignIn::announce()
{
    const auto &offered = m_wire.capabilities();
    if (offered.lang && offered.respCodes && isLanguageTag(m_credentials.language))
        CHECK(m_wire.ask("LANG " + m_credentials.language.toLatin1()));
    if (offered.utf8)
        CHECK(m_wire.ask("UTF8"));
    return {};
}

Result<void> Pop3SignIn::attempt(const QByteArray &way)
{
    if (way == "USER")
        return userPass();
    if (way == "APOP")
        return apop();
    if (carriesToken(way))
        return token(way);
    return sasl(way);
}

Result<void> Pop3SignIn::userPass()
{
    const QByteArray user = "USER " + m_credentials.user.toUtf8();
    const QByteArray pass = "PASS " + m_credentials.password.toUtf8();
    if (std::max(user.size(), pass.size()) + 2 > Pop3Wire::maxCommandLine)
        return failure(ErrorCode::InvalidArgument,
                       QStringLiteral("user or password too long for USER and PASS"));
    m_isAsking = true;
    TRY(const auto known, m_wire.ask(user));
    if (!known.ok)
        return refusalOf(known);
    TRY(const auto in, m_wire.ask(pass));
    if (!in.ok)
        return refusalOf(in);
    return {};
}

Result<void> Pop3SignIn::apop()
{
    const QByteArray digest = apopDigest(m_timestamp, m_credentials.password.toUtf8());
    const QByteArray command = "APOP " + m_credentials.user.toUtf8() + ' ' + digest;
    if (command.size() + 2 > Pop3Wire::maxCommandLine)
        return failure(ErrorCode::InvalidArgument, QStringLiteral("user too long for APOP"));
    m_wire.hideAsItIs(digest);
    m_isAsking = true;
    TRY(const auto reply, m_wire.ask(command));
    if (!reply.ok)
        return refusalOf(reply);
    return {};
}

// R100: a refused token is replaced once, and tried once more.
Result<void> Pop3SignIn::token(const QByteArray &mechanism)
{
    if (!m_credentials.accessToken)
        return failure(ErrorCode::CredentialsMissing, m_credentials.user);
    TRY(const QString first, m_credentials.accessToken(m_tokenWasRefused));
    auto done = sasl(mechanism, first);
    if (done || m_tokenWasRefused || done.error().code != ErrorCode::AuthRejected)
        return done;
    m_tokenWasRefused = true;
    m_isAsking = m_tokenWasSent = false;
    TRY(const QString second, m_credentials.accessToken(true));
    return sasl(mechanism, second);
}

Result<void> Pop3SignIn::sasl(const QByteArray &name, const QString &accessToken)
{
    SaslCredentials credentials;
    credentials.user = m_credentials.user;
    credentials.password = m_credentials.password;
    credentials.host = m_credentials.host;
    credentials.port = m_credentials.port;
    credentials.accessToken = accessToken;
    credentials.cancellation = m_credentials.cancellation;
    TRY(auto mechanism, SaslMechanism::start(name, credentials));
    if (!accessToken.isEmpty())
        m_wire.hide(accessToken.toUtf8());
    TRY(auto initial, mechanism.initialResponse());
    QByteArray command = "AUTH " + name;
    if (initial && !carriesToken(name)) {
        const QByteArray encoded = initial->isEmpty() ? QByteArray("=") : initial->toBase64();
        if (command.size() + 1 + encoded.size() + 2 <= Pop3Wire::maxCommandLine) {
            m_wire.hideAsItIs(encoded);
            command += ' ' + encoded;
            initial.reset();
        }
    }
    m_isAsking = true;
    CHECK(m_wire.send(command));
    if (initial) {
        // Too long for the command's line, or a token, which Microsoft takes in no other way (R92): it
        // answers an empty challenge (RFC 5034 §4).
        TRY(const auto line, m_wire.readSaslLine());
        if (!isSaslChallenge(line))
            return conclude(mechanism, line, false);
        m_tokenWasSent = carriesToken(name);
        CHECK(sendResponse(*initial));
    }
    return exchange(mechanism);
}

Result<void> Pop3SignIn::exchange(SaslMechanism &mechanism)
{
    for (int challenges = 0;; ++challenges) {
        TRY(const auto line, m_wire.readSaslLine());
        // R94: some servers say +OK where LOGIN asks for the name or the password.
        const bool isPrompt = mechanism.name() == "LOGIN" && !mechanism.isComplete() && line.startsWith('+');
        if (!isSaslChallenge(line) && !isPrompt)
            return conclude(mechanism, line, challenges > 0);
        const auto challenge = isPrompt ? QByteArray("Prompt:") : saslChallenge(line);
        if (!challenge)
            return giveUp(violated(QStringLiteral("a challenge that is not base64")));
        if (challenges == maxChallenges)
            return giveUp(violated(QStringLiteral("too many challenges")));
        if (const auto rounds = scramIterations(*challenge);
            mechanism.name().startsWith("SCRAM-") && rounds && *rounds < advisedScramIterations)
            qCWarning(logPop3) << "the server keeps passwords with" << *rounds << "iterations only";
        auto response = mechanism.respond(*challenge);
        // Who cannot prove to know the password gets no second chance to learn it (R96).
        if (mechanism.isImpostor())
            return m_wire.violation(response.error().detail);
        if (!response)
            return giveUp(std::move(response.error()));
        CHECK(sendResponse(*response));
    }
}

// The line that ends the exchange.
Result<void> Pop3SignIn::conclude(SaslMechanism &mechanism, const QByteArray &line, bool wasChallenged)
{
    TRY(const auto reply, m_wire.parseReply(line));
    if (reply.ok) {
        // Success before the mechanism's end is a server that could not prove itself (R96).
        if (mechanism.isComplete() && (!carriesToken(mechanism.name()) || m_tokenWasSent))
            return {};
        return m_wire.violation(
            QStringLiteral("+OK before the end of %1").arg(QString::fromLatin1(mechanism.name())));
    }
    auto error = refusalOf(reply);
    if (const auto refusal = mechanism.tokenRefusal()) {
        if (error.code == ErrorCode::ServerRefused)
            error.code = ErrorCode::AuthRejected;
        error.detail = (error.detail + QLatin1Char(' ') + *refusal).trimmed();
    } else if (carriesToken(mechanism.name()) && !m_tokenWasSent && error.code == ErrorCode::AuthRejected) {
        error.code = ErrorCode::ServerRefused; // it has not seen a token yet
    }
    if (error.code == ErrorCode::ServerRefused)
        m_next = Next::Anything;
    else if (error.code == ErrorCode::AuthRejected && !carriesToken(mechanism.name()) &&
             !(showsPassword(mechanism.name()) && (wasChallenged || mechanism.isComplete())))
        m_next = wasChallenged ? Next::AnotherKind : Next::Anything;
    return tl::unexpected<Error>(std::move(error));
}

Result<void> Pop3SignIn::sendResponse(const QByteArray &response)
{
    const QByteArray encoded = response.toBase64();
    m_wire.hideAsItIs(encoded);
    return m_wire.sendSecret(encoded);
}

// RFC 5034 §4: "*" cancels the exchange, and the server answers -ERR.
Result<void> Pop3SignIn::giveUp(Error error)
{
    CHECK(m_wire.sendSecret("*"));
    TRY(const auto line, m_wire.readSaslLine());
    TRY(const auto reply, m_wire.parseReply(line));
    if (reply.ok)
        return m_wire.violation(QStringLiteral("+OK to a cancelled exchange"));
    error.serverText = refusalOf(reply).serverText;
    m_next = error.code == ErrorCode::AuthRejected ? Next::AnotherKind : Next::Anything;
    return tl::unexpected<Error>(std::move(error));
}

// R115: without a code, -ERR to a credential is taken for a wrong one, unless the server promised to say so.
Error Pop3SignIn::refusalOf(const Pop3Reply &reply) const
{
    Error error = errorFromReply(reply);
    if (error.code == ErrorCode::ServerRefused && !m_wire.capabilities().authRespCode)
        error.code = ErrorCode::AuthRejected;
    error.serverText = m_wire.withoutSecrets(error.serverText); // some servers repeat what they were sent
    return error;
}
