// SPDX-License-Identifier: GPL-3.0-or-later
#include "ErrorText.h"

#include <QCoreApplication>

namespace
{
struct Sentences {
    Q_DECLARE_TR_FUNCTIONS(ErrorText)
};

using Words = std::pair<QString, QString>;

Words networkWords(ErrorCode code, const QString &server)
{
    switch (code) {
    case ErrorCode::HostNotFound:
        return {Sentences::tr("No computer named %1 was found.").arg(server),
                Sentences::tr("Check the server name and your network connection.")};
    case ErrorCode::ConnectionRefused:
        return {Sentences::tr("%1 does not accept a connection on this port.").arg(server),
                Sentences::tr("Check the port and the security setting.")};
    case ErrorCode::ConnectionLost:
        return {Sentences::tr("The connection to %1 was lost.").arg(server),
                Sentences::tr("Nothing is lost. Get mail again to go on where it stopped.")};
    case ErrorCode::Timeout:
        return {Sentences::tr("%1 did not answer in time.").arg(server),
                Sentences::tr("Check your network connection and try again.")};
    case ErrorCode::ProxyFailed:
        return {Sentences::tr("The proxy between you and %1 failed.").arg(server),
                Sentences::tr(
                    "Check the proxy in the account's settings: its address, port, user and password.")};
    case ErrorCode::TlsNotOffered:
        return {Sentences::tr("%1 does not offer encryption on this port, so nothing was sent.").arg(server),
                Sentences::tr("Choose TLS with port 995, or ask your provider.")};
    case ErrorCode::TlsFailed:
        return {Sentences::tr("No encrypted connection to %1 could be made.").arg(server),
                Sentences::tr("Check the port and the security setting. Your password was not sent.")};
    case ErrorCode::CertificateUntrusted:
        return {Sentences::tr("The identity of %1 could not be checked, so nothing was sent.").arg(server),
                Sentences::tr(
                    "Check the server name. If the server belongs to you, name its CA file in the account.")};
    case ErrorCode::CertificateChanged:
        return {
            Sentences::tr("%1 shows another certificate than the one you accepted, so nothing was sent.")
                .arg(server),
            Sentences::tr(
                "Ask whoever runs the server whether it was changed, before you accept it in the account.")};
    case ErrorCode::PlaintextInjected:
        return {
            Sentences::tr("Somebody on the way to %1 tried to slip data into the connection.").arg(server),
            Sentences::tr(
                "It was closed before your password was sent. Use TLS with port 995, or another network.")};
    default:
        return {};
    }
}

Words serverWords(ErrorCode code, const QString &server)
{
    switch (code) {
    case ErrorCode::ProtocolViolation:
        return {Sentences::tr("%1 gave an answer that does not belong to POP3.").arg(server),
                Sentences::tr("Check the server name and the port.")};
    case ErrorCode::ServerRefused:
        return {Sentences::tr("%1 refused the request.").arg(server), Sentences::tr("Try again later.")};
    case ErrorCode::AuthRejected:
        return {
            Sentences::tr("%1 did not accept the user name or the password.").arg(server),
            Sentences::tr(
                "Enter the password again. Some providers want an app password, or POP3 switched on first.")};
    case ErrorCode::MailboxBusy:
        return {Sentences::tr("Another program is using this mailbox on %1 right now.").arg(server),
                Sentences::tr("Close the other program, or try again in a few minutes.")};
    case ErrorCode::LoginTooSoon:
        return {Sentences::tr("%1 wants more time between two checks.").arg(server),
                Sentences::tr("Wait a few minutes, and check less often.")};
    case ErrorCode::ServerTemporary:
        return {Sentences::tr("%1 has trouble at the moment.").arg(server),
                Sentences::tr("Try again later.")};
    case ErrorCode::ServerPermanent:
        return {
            Sentences::tr("%1 has a problem with this mailbox that it cannot solve by itself.").arg(server),
            Sentences::tr("Ask your provider.")};
    case ErrorCode::SignInNotOffered:
        return {Sentences::tr("%1 offers no way to sign in that this account allows.").arg(server),
                Sentences::tr("Choose TLS or STARTTLS in the account's settings, or ask your provider.")};
    case ErrorCode::CredentialsMissing:
        return {Sentences::tr("The password for %1 is not known.").arg(server),
                Sentences::tr("Enter it to get mail.")};
    case ErrorCode::TicketMissing:
        return {Sentences::tr("There is no Kerberos ticket for signing in to %1.").arg(server),
                Sentences::tr("Sign in to Kerberos, for instance with kinit.")};
    default:
        return {};
    }
}

Words localWords(ErrorCode code)
{
    switch (code) {
    case ErrorCode::Cancelled:
        return {Sentences::tr("Stopped on your request."), {}};
    case ErrorCode::DiskFull:
        return {Sentences::tr("The disk is full."), Sentences::tr("Make room on it and try again.")};
    case ErrorCode::DiskFailed:
        return {Sentences::tr("The disk could not be read or written."),
                Sentences::tr("Check the disk and try again.")};
    case ErrorCode::ReadOnly:
        return {Sentences::tr("This place cannot be written to."),
                Sentences::tr("Check its permissions, and whether the disk is write-protected.")};
    case ErrorCode::ProfileLocked:
        return {Sentences::tr("Poplar is already running with this profile."),
                Sentences::tr("Use the window that is open, or close it first.")};
    case ErrorCode::NetworkFolder:
        return {Sentences::tr("This folder lies on a network drive, where mail cannot be kept safely."),
                Sentences::tr("Choose a folder on a disk of this computer.")};
    case ErrorCode::NewerFormat:
        return {Sentences::tr("This profile was written by a newer Poplar."),
                Sentences::tr("Update Poplar to open it.")};
    case ErrorCode::Damaged:
        return {Sentences::tr("A file of Poplar is damaged."),
                Sentences::tr(
                    "It was left as it is. Restore it from a backup, or ask for help with the details.")};
    case ErrorCode::NotFound:
        return {Sentences::tr("It is not there any more."), {}};
    case ErrorCode::InvalidArgument:
        return {Sentences::tr("This value cannot be used."), Sentences::tr("Check what you entered.")};
    case ErrorCode::Unsupported:
        return {Sentences::tr("This is not possible on this system."), {}};
    default:
        return {};
    }
}
} // namespace

ErrorWords errorWords(const Error &error, const QString &server)
{
    const QString name = server.isEmpty() ? Sentences::tr("the server") : server;
    Words words = networkWords(error.code, name);
    if (words.first.isEmpty())
        words = serverWords(error.code, name);
    if (words.first.isEmpty())
        words = localWords(error.code);
    if (server.isEmpty() && !words.first.isEmpty()) // no name, but perhaps the first word of a sentence
        words.first[0] = words.first[0].toUpper();
    ErrorWords result{words.first, words.second, {}};
    if (const QString said = error.serverText.simplified(); !said.isEmpty())
        result.serverWords = Sentences::tr("The server said: “%1”").arg(said.left(300));
    return result;
}

QString errorLine(const Error &error, const QString &server)
{
    const ErrorWords words = errorWords(error, server);
    return words.nextStep.isEmpty()
               ? words.sentence
               : Sentences::tr("%1 %2", "sentence, next step").arg(words.sentence, words.nextStep);
}
