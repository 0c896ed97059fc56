// SPDX-License-Identifier: GPL-3.0-or-later
//
// GsaslMechanism is an exchange by libgsasl: PLAIN (RFC 4616), LOGIN, CRAM-MD5 (RFC 2195), DIGEST-MD5 (RFC
// 2831), SCRAM-SHA-1 and SCRAM-SHA-256 (RFC 5802, 7677), EXTERNAL (RFC 4422), GSSAPI (RFC 4752, R101: no
// security layer). Other mechanisms that the library knows are not used. For GSSAPI Debian's libgsasl goes to
// libgssglue, which loads the library that /etc/gssapi_mech.conf names: MIT's libgssapi_krb5, which
// Qt6Network brings along. Private to this module.
#pragma once

#include "SaslMechanism.h"

struct Gsasl;
struct Gsasl_session;

class GsaslMechanism
{
public:
    static Result<GsaslMechanism> start(const QByteArray &name, const SaslCredentials &credentials);
    static bool isSupported(const QByteArray &name);

    // As SaslMechanism says.
    Result<std::optional<QByteArray>> initialResponse();
    Result<QByteArray> respond(QByteArrayView challenge);
    bool isComplete() const;
    bool isImpostor() const { return m_isImpostor; }

private:
    struct Finish {
        void operator()(Gsasl *library) const;
        void operator()(Gsasl_session *session) const;
    };

    GsaslMechanism() = default;
    Result<QByteArray> step(QByteArrayView challenge);
    Result<QByteArray> firstStepBeside(Cancellation &cancellation);
    Result<QByteArray> judged(QByteArray response);
    QString said(const QString &words) const;

    QByteArray m_name;
    std::unique_ptr<Gsasl, Finish> m_library;
    std::unique_ptr<Gsasl_session, Finish> m_session; // goes before the library
    int m_state = 0;
    bool m_isImpostor = false;
    Cancellation *m_cancellation = nullptr;
};
