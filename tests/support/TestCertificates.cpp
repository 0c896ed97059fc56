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

const QString localNames = QStringLiteral("DNS:localhost,IP:127.0.0.1,IP:::1");

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

bool TestCertificates::sign(const QString &name, const QString &subject, const QByteArray &extensions,
                            int days)
{
    const QString base = m_folder.filePath(name);
    QFile file(base + QStringLiteral(".ext"));
    if (!file.open(QIODevice::WriteOnly))
        return false;
    file.write(extensions);
    file.close();
    return run(QStringList{QStringLiteral("req"), QStringLiteral("-subj"), QStringLiteral("/CN=") + subject,
                           QStringLiteral("-out"), base + QStringLiteral(".csr")} +
               newKey(base + QStringLiteral(".key"))) &&
           run({QStringLiteral("x509"), QStringLiteral("-req"), QStringLiteral("-in"),
                base + QStringLiteral(".csr"), QStringLiteral("-CA"), caFile(), QStringLiteral("-CAkey"),
                path("ca.key"), QStringLiteral("-CAcreateserial"), QStringLiteral("-CAserial"),
                path("ca.srl"), QStringLiteral("-days"), QString::number(days), QStringLiteral("-extfile"),
                file.fileName(), QStringLiteral("-out"), base + QStringLiteral(".pem")});
}

ServerIdentity TestCertificates::forHosts(const QStringList &hosts)
{
    QStringList names;
    for (const QString &host : hosts)
        names.append(QStringLiteral("DNS:") + host);
    const bool made = makeServer(QStringLiteral("hosts"), hosts.value(0), names.join(u','), 30);
    return made ? identity("hosts") : ServerIdentity();
}

QString TestCertificates::clientPem(const QString &user, const QString &passphrase)
{
    const QString base = m_folder.filePath(QStringLiteral("client"));
    if (!sign(QStringLiteral("client"), user, "extendedKeyUsage=clientAuth\n", 30))
        return {};
    QString key = base + QStringLiteral(".key");
    if (!passphrase.isEmpty()) {
        const QString encrypted = base + QStringLiteral(".encrypted");
        if (!run({QStringLiteral("pkcs8"), QStringLiteral("-topk8"), QStringLiteral("-in"), key,
                  QStringLiteral("-passout"), QStringLiteral("pass:") + passphrase, QStringLiteral("-out"),
                  encrypted}))
            return {};
        key = encrypted;
    }
    QFile together(base + QStringLiteral("-with-key.pem"));
    QFile certificateFile(base + QStringLiteral(".pem")), keyFile(key);
    if (!certificateFile.open(QIODevice::ReadOnly) || !keyFile.open(QIODevice::ReadOnly) ||
        !together.open(QIODevice::WriteOnly))
        return {};
    together.write(certificateFile.readAll() + keyFile.readAll());
    return together.fileName();
}

QString TestCertificates::clientPkcs12(const QString &user, const QString &passphrase)
{
    const QString pem = clientPem(user);
    const QString file = m_folder.filePath(QStringLiteral("client.p12"));
    const bool made =
        !pem.isEmpty() && run({QStringLiteral("pkcs12"), QStringLiteral("-export"), QStringLiteral("-in"),
                               pem, QStringLiteral("-certfile"), caFile(), QStringLiteral("-passout"),
                               QStringLiteral("pass:") + passphrase, QStringLiteral("-out"), file});
    return made ? file : QString();
}
