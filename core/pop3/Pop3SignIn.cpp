// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pop3SignIn.h"

#include "Pop3Wire.h"
#include "SaslChoice.h"
#include "SaslMechanism.h"

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

// RFC 5034 §4: "+", a space, base64. The space may be missing where nothing follows (R91).
bool isChallenge(const QByteArray &line)
{
    return line == "+" || line.startsWith("+ ");
}

} // namespace

Result<QString> Pop3SignIn::run()
{
    if (breaksTheLine(m_credentials.user) || breaksTheLine(m_credentials.password))
        return failure(ErrorCode::InvalidArgument, QStringLiteral("a line break or NUL in user or password"));
    if (m_credentials.user.isEmpty())
        return failure(ErrorCode::InvalidArgument, QStringLiteral("no user name"));
    TRY(const auto mechanism, chooseMechanism());
    if (mechanism.isEmpty()) {
        CHECK(userPass());
        return QStringLiteral("USER");
    }
    CHECK(sasl(mechanism));
    return QString::fromLatin1(mechanism);
}

Result<QByteArray> Pop3SignIn::chooseMechanism() const
{
    const auto &offered = m_wire.capabilities();
    const QByteArray best = chooseSaslMechanism(offered.sasl, m_wire.channel().isEncrypted());
    switch (m_credentials.method) {
    case Pop3Credentials::Method::SaslPlain:
        if (!offered.sasl.contains("PLAIN"))
            return failure(ErrorCode::SignInNotOffered, QStringLiteral("SASL PLAIN"));
        return QByteArray("PLAIN");
    case Pop3Credentials::Method::UserPass:
        return QByteArray();
    case Pop3Credentials::Method::Automatic:
        break;
    }
    if (!best.isEmpty())
        return best;
    // USER is also tried where nothing at all is announced about signing in: old servers have no CAPA, or a
    // sparse one (R60, R64).
    if (offered.user || offered.sasl.isEmpty())
        return QByteArray();
    // In the clear by the user's own choice, on a server that knows no USER.
    if (offered.sasl.contains("PLAIN"))
        return QByteArray("PLAIN");
    return failure(ErrorCode::SignInNotOffered, QString::fromLatin1(offered.sasl.join(' ')));
}

Result<void> Pop3SignIn::userPass()
{
    const QByteArray user = "USER " + m_credentials.user.toUtf8();
    const QByteArray pass = "PASS " + m_credentials.password.toUtf8();
    if (std::max(user.size(), pass.size()) + 2 > Pop3Wire::maxCommandLine)
        return failure(ErrorCode::InvalidArgument,
                       QStringLiteral("user or password too long for USER and PASS"));
    TRY(const auto known, m_wire.ask(user));
    if (!known.ok)
        return rejected(known);
    TRY(const auto in, m_wire.ask(pass));
    if (!in.ok)
        return rejected(in);
    return {};
}

Result<void> Pop3SignIn::sasl(const QByteArray &name)
{
    SaslCredentials credentials;
    credentials.user = m_credentials.user;
    credentials.password = m_credentials.password;
    TRY(auto mechanism, SaslMechanism::start(name, credentials));
    TRY(auto initial, mechanism.initialResponse());
    QByteArray command = "AUTH " + name;
    if (initial) {
        const QByteArray encoded = initial->isEmpty() ? QByteArray("=") : initial->toBase64();
        m_responses.append(encoded);
        if (command.size() + 1 + encoded.size() + 2 <= Pop3Wire::maxCommandLine) {
            command += ' ' + encoded;
            initial.reset();
        }
    }
    CHECK(m_wire.send(command));
    if (initial) {
        // Too long for the command's line: it answers an empty challenge (RFC 5034 §4).
        TRY(const auto line, m_wire.readSaslLine());
        if (!isChallenge(line)) {
            TRY(const auto reply, m_wire.parseReply(line));
            return reply.ok ? m_wire.violation(QStringLiteral("+OK where a challenge was due"))
                            : rejected(reply);
        }
        CHECK(sendResponse(*initial));
    }
    return exchange(mechanism);
}

Result<void> Pop3SignIn::exchange(SaslMechanism &mechanism)
{
    for (int challenges = 0;; ++challenges) {
        TRY(const auto line, m_wire.readSaslLine());
        if (!isChallenge(line)) {
            TRY(const auto reply, m_wire.parseReply(line));
            if (!reply.ok)
                return rejected(reply);
            // Success before the mechanism's end is a server that could not prove itself (R96).
            if (!mechanism.isComplete())
                return m_wire.violation(
                    QStringLiteral("+OK before the end of %1").arg(QString::fromLatin1(mechanism.name())));
            return {};
        }
        const auto challenge =
            QByteArray::fromBase64Encoding(line.mid(2), QByteArray::AbortOnBase64DecodingErrors);
        if (challenge.decodingStatus != QByteArray::Base64DecodingStatus::Ok)
            return giveUp(
                {ErrorCode::ProtocolViolation, QStringLiteral("a challenge that is not base64"), {}, {}, {}});
        if (challenges == maxChallenges)
            return giveUp({ErrorCode::ProtocolViolation, QStringLiteral("too many challenges"), {}, {}, {}});
        auto response = mechanism.respond(challenge.decoded);
        if (!response)
            return giveUp(std::move(response.error()));
        CHECK(sendResponse(*response));
    }
}

Result<void> Pop3SignIn::sendResponse(const QByteArray &response)
{
    m_responses.append(response.toBase64());
    return m_wire.sendSecret(m_responses.last());
}

// RFC 5034 §4: "*" cancels the exchange, and the server answers -ERR.
Result<void> Pop3SignIn::giveUp(Error error)
{
    CHECK(m_wire.sendSecret("*"));
    TRY(const auto line, m_wire.readSaslLine());
    TRY(const auto reply, m_wire.parseReply(line));
    if (reply.ok)
        return m_wire.violation(QStringLiteral("+OK to a cancelled exchange"));
    error.serverText = reply.text;
    return tl::unexpected<Error>(std::move(error));
}

// R115: without a code, -ERR to a credential is taken for a wrong one, unless the server promised to say so.
tl::unexpected<Error> Pop3SignIn::rejected(const Pop3Reply &reply) const
{
    Error error = errorFromReply(reply);
    if (error.code == ErrorCode::ServerRefused && !m_wire.capabilities().authRespCode)
        error.code = ErrorCode::AuthRejected;
    // Some servers repeat what they were sent.
    if (!m_credentials.password.isEmpty())
        error.serverText.replace(m_credentials.password, QStringLiteral("***"));
    for (const QByteArray &response : m_responses) {
        if (response.size() > 1)
            error.serverText.replace(QString::fromLatin1(response), QStringLiteral("***"));
    }
    return tl::unexpected<Error>(std::move(error));
}
