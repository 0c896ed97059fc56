// SPDX-License-Identifier: GPL-3.0-or-later
#include "TestCertificates.h"

#include <QCryptographicHash>
#include <QFile>
#include <QProcess>
#include <QSslCertificate>
#include <QSslKey>

#include <utility>

namespace
{

const QString localNames = QStringLiteral("DNS:localhost,IP:127.0.0.1");

QStringList newKey(const QString &file)
{
    return {QStringLiteral("-newkey"),
            QStringLiteral("ec"),
            QStringLiteral("-pkeyopt"),
            QStringLiteral("ec_paramgen_curve:prime256v1"),
            QStringLiteral("-nodes"),
            QStringLiteral("-keyout"),
            file};
}

} // namespace

QList<QSslCertificate> ServerIdentity::certificates() const
{
    return QSslCertificate::fromPath(certificateFile, QSsl::Pem);
}

QSslKey ServerIdentity::key() const
{
    QFile file(keyFile);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return QSslKey(&file, QSsl::Ec, QSsl::Pem);
}

QByteArray ServerIdentity::leafSha256() const
{
    const auto chain = certificates();
    return chain.isEmpty() ? QByteArray() : chain.first().digest(QCryptographicHash::Sha256);
}

TestCertificates::TestCertificates()
{
    m_valid = m_folder.isValid() && makeAuthority() && makeSelfSigned() &&
              makeServer(QStringLiteral("localhost"), QStringLiteral("localhost"), localNames, 30) &&
              makeServer(QStringLiteral("wrong-host"), QStringLiteral("mail.example.org"),
                         QStringLiteral("DNS:mail.example.org"), 30) &&
              makeServer(QStringLiteral("expired"), QStringLiteral("localhost"), localNames, -1);
}

QString TestCertificates::path(const char *name) const
{
    return m_folder.filePath(QLatin1String(name));
}

ServerIdentity TestCertificates::identity(const char *name) const
{
    const QString base = path(name);
    return {base + QStringLiteral(".pem"), base + QStringLiteral(".key")};
}

bool TestCertificates::run(const QStringList &arguments)
{
    QProcess openssl;
    openssl.setProcessChannelMode(QProcess::MergedChannels);
    openssl.start(QStringLiteral("openssl"), arguments);
    if (openssl.waitForFinished() && openssl.exitStatus() == QProcess::NormalExit && openssl.exitCode() == 0)
        return true;
    qWarning("openssl %s: %s", qPrintable(arguments.join(QLatin1Char(' '))), openssl.readAll().constData());
    return false;
}

bool TestCertificates::makeAuthority()
{
    return run(QStringList{QStringLiteral("req"), QStringLiteral("-x509"), QStringLiteral("-subj"),
                           QStringLiteral("/CN=Poplar test authority"), QStringLiteral("-days"),
                           QStringLiteral("30"), QStringLiteral("-addext"),
                           QStringLiteral("basicConstraints=critical,CA:TRUE"), QStringLiteral("-out"),
                           caFile()} +
               newKey(path("ca.key")));
}

bool TestCertificates::makeSelfSigned()
{
    return run(QStringList{QStringLiteral("req"), QStringLiteral("-x509"), QStringLiteral("-subj"),
                           QStringLiteral("/CN=localhost"), QStringLiteral("-days"), QStringLiteral("30"),
                           QStringLiteral("-addext"), QStringLiteral("subjectAltName=") + localNames,
                           QStringLiteral("-out"), path("self-signed.pem")} +
               newKey(path("self-signed.key")));
}

bool TestCertificates::makeServer(const QString &name, const QString &subject, const QString &alternatives,
                                  int days)
{
    const QString base = m_folder.filePath(name);
    QFile extensions(base + QStringLiteral(".ext"));
    if (!extensions.open(QIODevice::WriteOnly))
        return false;
    extensions.write("subjectAltName=" + alternatives.toLatin1() + "\nextendedKeyUsage=serverAuth\n");
    extensions.close();
    return run(QStringList{QStringLiteral("req"), QStringLiteral("-subj"), QStringLiteral("/CN=") + subject,
                           QStringLiteral("-out"), base + QStringLiteral(".csr")} +
               newKey(base + QStringLiteral(".key"))) &&
           run({QStringLiteral("x509"), QStringLiteral("-req"), QStringLiteral("-in"),
                base + QStringLiteral(".csr"), QStringLiteral("-CA"), caFile(), QStringLiteral("-CAkey"),
                path("ca.key"), QStringLiteral("-CAcreateserial"), QStringLiteral("-CAserial"),
                path("ca.srl"), QStringLiteral("-days"), QString::number(days), QStringLiteral("-extfile"),
                extensions.fileName(), QStringLiteral("-out"), base + QStringLiteral(".pem")});
}
