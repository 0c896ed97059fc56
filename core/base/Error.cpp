// SPDX-License-Identifier: GPL-3.0-or-later
#include "Error.h"

QString errorCodeName(ErrorCode code)
{
    switch (code) {
#define NAME(x)                                                                                              \
    case ErrorCode::x:                                                                                       \
        return QStringLiteral(#x)
        NAME(Cancelled);
        NAME(HostNotFound);
        NAME(ConnectionRefused);
        NAME(ConnectionLost);
        NAME(Timeout);
        NAME(ProxyFailed);
        NAME(TlsNotOffered);
        NAME(TlsFailed);
        NAME(CertificateUntrusted);
        NAME(CertificateChanged);
        NAME(PlaintextInjected);
        NAME(ProtocolViolation);
        NAME(ServerRefused);
        NAME(AuthRejected);
        NAME(MailboxBusy);
        NAME(LoginTooSoon);
        NAME(ServerTemporary);
        NAME(ServerPermanent);
        NAME(SignInNotOffered);
        NAME(CredentialsMissing);
        NAME(TicketMissing);
        NAME(DiskFull);
        NAME(DiskFailed);
        NAME(ReadOnly);
        NAME(ProfileLocked);
        NAME(NetworkFolder);
        NAME(NewerFormat);
        NAME(Damaged);
        NAME(NotFound);
        NAME(InvalidArgument);
        NAME(Unsupported);
#undef NAME
    }
    return {};
}
