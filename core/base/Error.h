// SPDX-License-Identifier: GPL-3.0-or-later
//
// Error says what went wrong in a form that code can act on. It is a value, may cross threads, and holds no
// sentence for the user: ui/common/ErrorText turns the code into translated text with a next step.
#pragma once

#include <QByteArray>
#include <QByteArrayList>
#include <QString>
#include <QStringList>

enum class ErrorCode {
    Cancelled,
    // Network
    HostNotFound,
    ConnectionRefused,
    ConnectionLost,
    Timeout,
    ProxyFailed,
    // TLS
    TlsNotOffered,        // STLS is required and the server does not offer or refuses it
    TlsFailed,            // the handshake failed
    CertificateUntrusted, // carries the chain
    CertificateChanged,   // not the one that the user accepted, and it does not verify; carries the chain
    PlaintextInjected,    // bytes between the STLS reply and the handshake
    // POP3 (RFC 1939, 2449, 3206)
    ProtocolViolation,
    ServerRefused,      // -ERR without a code we know
    AuthRejected,       // [AUTH], or -ERR to a credential
    MailboxBusy,        // [IN-USE]
    LoginTooSoon,       // [LOGIN-DELAY]
    ServerTemporary,    // [SYS/TEMP]
    ServerPermanent,    // [SYS/PERM]
    SignInNotOffered,   // no mechanism that the account allows
    CredentialsMissing, // no password is known
    TicketMissing,      // no Kerberos ticket, or none that is still good
    // Disk and store
    DiskFull,
    DiskFailed,
    ReadOnly,
    ProfileLocked,
    NetworkFolder, // the profile lies on a network drive
    NewerFormat,
    Damaged,
    NotFound,
    // Input
    InvalidArgument,
    Unsupported,
};

struct [[nodiscard]] Error {
    ErrorCode code = ErrorCode::InvalidArgument;
    QString detail;                  // for the log and the expert: file, host, errno text; never a secret
    QString serverText;              // the server's own words, response code stripped
    QByteArrayList chain;            // DER certificates, leaf first; of an untrusted or changed certificate
    QStringList certificateProblems; // the TLS library's words, one per problem

    bool operator==(const Error &) const = default;
};

// The enumerator's name, stable, for logs and --json ("MailboxBusy").
QString errorCodeName(ErrorCode code);
