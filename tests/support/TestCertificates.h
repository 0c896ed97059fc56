// SPDX-License-Identifier: GPL-3.0-or-later
//
// TestCertificates makes a certification authority and server certificates of it with the openssl command
// line, in a temporary folder that goes with the object. Made once per test; a few milliseconds each. Any
// thread may read it.
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>
#include <QTemporaryDir>

class QSslCertificate;
class QSslKey;

// What a server shows: its certificate chain and the key to it.
struct ServerIdentity {
    QString certificateFile; // PEM, leaf first
    QString keyFile;         // PEM

    bool isEmpty() const { return certificateFile.isEmpty(); }
    QList<QSslCertificate> certificates() const;
    QSslKey key() const;
    QByteArray leafSha256() const; // of the DER, as CertificatePin wants it
};

class TestCertificates
{
public:
    TestCertificates();

    bool isValid() const { return m_valid; } // false: openssl is missing or failed
    QString caFile() const { return path("ca.pem"); }

    ServerIdentity localhost() const { return identity("localhost"); }    // localhost, 127.0.0.1, ::1; valid
    ServerIdentity wrongHost() const { return identity("wrong-host"); }   // mail.example.org; else valid
    ServerIdentity expired() const { return identity("expired"); }        // localhost, ended yesterday
    ServerIdentity selfSigned() const { return identity("self-signed"); } // localhost, no authority

    // For these hosts, valid. Empty: openssl failed.
    ServerIdentity forHosts(const QStringList &hosts);

    // For a client, as one file with certificate and key; the user is its common name. The key is encrypted
    // where there is a passphrase. Empty: openssl failed.
    QString clientPem(const QString &user, const QString &passphrase = {});
    QString clientPkcs12(const QString &user, const QString &passphrase = {});

private:
    QString path(const char *name) const;
    ServerIdentity identity(const char *name) const;
    bool run(const QStringList &arguments);
    bool makeAuthority();
    bool makeSelfSigned();
    bool makeServer(const QString &name, const QString &subject, const QString &alternatives, int days)
    {
        return sign(name, subject,
                    "subjectAltName=" + alternatives.toLatin1() + "\nextendedKeyUsage=serverAuth\n", days);
    }
    bool sign(const QString &name, const QString &subject, const QByteArray &extensions, int days);

    QTemporaryDir m_folder;
    bool m_valid = false;
};
