// SPDX-License-Identifier: GPL-3.0-or-later
#include "ErrorSentence.h"

#include "ErrorText.h"

#include <QCryptographicHash>

namespace
{

// Where the window's next step names a button; empty where its words fit here too.
QString nextStepHere(ErrorCode code)
{
    switch (code) {
    case ErrorCode::CredentialsMissing:
        return QStringLiteral("Give it with \"poplar-cli account set NAME --password-stdin\".");
    case ErrorCode::AuthRejected:
        return QStringLiteral(
            "Give the password again with \"poplar-cli account set NAME --password-stdin\". "
            "Some providers want an app password, or POP3 switched on first.");
    case ErrorCode::ProfileLocked:
        return QStringLiteral("Close it, or name another directory with --profile.");
    case ErrorCode::NetworkFolder:
        return QStringLiteral("Name a directory on a disk of this computer with --profile.");
    case ErrorCode::CertificateUntrusted:
        return QStringLiteral(
            "Nothing was sent. Check the server name. If the server belongs to you, name its CA "
            "with \"poplar-cli account set NAME --ca-file FILE\", or accept this one "
            "certificate with --accept-certificate and its SHA-256.");
    case ErrorCode::CertificateChanged:
        return QStringLiteral("Nothing was sent. Ask who runs the server whether its certificate was "
                              "replaced. If so, accept the new one with \"poplar-cli account set NAME "
                              "--accept-certificate SHA256\".");
    default:
        return {};
    }
}

// What the detail adds is needed where the sentence alone does not say which file or value it is.
bool needsDetail(ErrorCode code)
{
    switch (code) {
    case ErrorCode::DiskFailed:
    case ErrorCode::DiskFull:
    case ErrorCode::ReadOnly:
    case ErrorCode::Damaged:
    case ErrorCode::NetworkFolder:
    case ErrorCode::NewerFormat:
    case ErrorCode::NotFound:
    case ErrorCode::InvalidArgument:
    case ErrorCode::Unsupported:
    case ErrorCode::ProtocolViolation:
    case ErrorCode::TlsFailed:
        return true;
    default:
        return false;
    }
}

} // namespace

QString errorSentence(const Error &error, const QString &server)
{
    const ErrorWords words = errorWords(error, server);
    QStringList sentences{words.sentence};
    if (needsDetail(error.code) && !error.detail.isEmpty()) {
        sentences.last().chop(1); // the full stop
        sentences.last() += QStringLiteral(" (%1).").arg(error.detail);
    }
    sentences += error.certificateProblems;
    if (!error.chain.isEmpty())
        sentences +=
            QStringLiteral("Its SHA-256 is %1.")
                .arg(QString::fromLatin1(
                    QCryptographicHash::hash(error.chain.first(), QCryptographicHash::Sha256).toHex()));
    const QString here = nextStepHere(error.code);
    sentences += here.isEmpty() ? words.nextStep : here;
    sentences += words.serverWords;
    sentences.removeAll(QString());
    return sentences.join(u' ');
}
