// SPDX-License-Identifier: GPL-3.0-or-later
//
// GnupgHome is a GnuPG of the test's own: keys, certificates, agent and settings in a temporary folder that
// goes with the object. GNUPGHOME says which of several is in use; the last one made is. Certificates are
// made and used by openssl, gpgsm knows their authority and trusts it.
#pragma once

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>

class GnupgHome
{
public:
    GnupgHome()
    {
        use();
        QFile::setPermissions(m_folder.path(),
                              QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ExeOwner);
    }
    ~GnupgHome() { run(QStringLiteral("gpgconf"), {"--homedir", path("."), "--kill", "all"}); }

    void use() const { qputenv("GNUPGHOME", m_folder.path().toLocal8Bit()); }
    bool isUsable() const
    {
        for (const char *program : {"gpg", "gpgsm", "gpgconf", "openssl"})
            if (QStandardPaths::findExecutable(QLatin1String(program)).isEmpty())
                return false;
        return m_folder.isValid();
    }
    bool configure(const char *file, const QByteArray &content) const
    {
        QFile out(m_folder.filePath(QLatin1String(file)));
        return out.open(QIODevice::WriteOnly) && out.write(content) == content.size();
    }
    // Whether anything has begun to ask the network.
    bool hasDirmngr() const { return QFile::exists(m_folder.filePath(QStringLiteral("S.dirmngr"))); }

    bool makeKey(const char *user)
    {
        return gpg({"--quick-generate-key", user, "ed25519", "sign", "never"}).isOk;
    }
    bool makeExpiredKey(const char *user)
    {
        return gpg({"--faked-system-time", "20200101T000000", "--quick-generate-key", user, "ed25519", "sign",
                    "1d"})
            .isOk;
    }
    QByteArray exportKey(const char *user) { return gpg({"--export", user}).output; }
    bool importKey(const QByteArray &key) { return gpg({"--import"}, key).isOk; }
    // `inThePast`: on the day for which makeExpiredKey() made keys.
    QByteArray signPgp(const char *user, const QByteArray &text, bool inThePast = false)
    {
        QByteArrayList arguments{"--detach-sign", "--local-user", user, "--output", "-"};
        if (inThePast)
            arguments = QByteArrayList{"--faked-system-time", "20200101T010000"} + arguments;
        return gpg(arguments, text).output;
    }
    QByteArray clearSign(const char *user, const QByteArray &text)
    {
        return gpg({"--clear-sign", "--local-user", user, "--output", "-"}, text).output;
    }

    // For S/MIME; its list of revocations is said to lie on this computer.
    bool makeCertificate(const QByteArray &address, quint16 revocationPort = 0)
    {
        if (!QFile::exists(m_folder.filePath(QStringLiteral("ca.pem"))) && !makeAuthority())
            return false;
        QByteArray extensions = "basicConstraints=CA:FALSE\nkeyUsage=digitalSignature,nonRepudiation\n"
                                "extendedKeyUsage=emailProtection\nsubjectAltName=email:" +
                                address + "\n";
        if (revocationPort > 0)
            extensions += "crlDistributionPoints=URI:http://127.0.0.1:" + QByteArray::number(revocationPort) +
                          "/list.crl\n";
        return configure("extensions", extensions) &&
               openssl({"req", "-new", "-newkey", "rsa:2048", "-nodes", "-keyout", path("user.key"), "-out",
                        path("user.csr"), "-subj", "/CN=Anna"})
                   .isOk &&
               openssl({"x509", "-req", "-in", path("user.csr"), "-CA", path("ca.pem"), "-CAkey",
                        path("ca.key"), "-CAcreateserial", "-days", "30", "-extfile", path("extensions"),
                        "-out", path("user.pem")})
                   .isOk;
    }
    // The signature of the text, or a wrapper with the text in it.
    QByteArray signSmime(const QByteArray &text, bool isWrapper)
    {
        QByteArrayList arguments{"cms",    "-sign",          "-binary",  "-signer", path("user.pem"),
                                 "-inkey", path("user.key"), "-outform", "DER"};
        if (isWrapper)
            arguments += "-nodetach";
        return openssl(arguments, text).output;
    }

private:
    struct Outcome {
        bool isOk = false;
        QByteArray output;
    };

    QByteArray path(const char *name) const { return m_folder.filePath(QLatin1String(name)).toLocal8Bit(); }

    static Outcome run(const QString &program, const QByteArrayList &arguments, const QByteArray &input = {})
    {
        QStringList words;
        for (const QByteArray &argument : arguments)
            words += QString::fromLocal8Bit(argument);
        QProcess process;
        process.start(program, words);
        process.write(input);
        process.closeWriteChannel();
        const bool ended = process.waitForFinished(60000) && process.exitStatus() == QProcess::NormalExit &&
                           process.exitCode() == 0;
        return {ended, process.readAllStandardOutput()};
    }
    Outcome gpg(const QByteArrayList &arguments, const QByteArray &input = {})
    {
        const QByteArrayList first{"--homedir",    path("."), "--batch",         "--no-tty", "--quiet",
                                   "--passphrase", "",        "--pinentry-mode", "loopback"};
        return run(QStringLiteral("gpg"), first + arguments, input);
    }
    Outcome openssl(const QByteArrayList &arguments, const QByteArray &input = {})
    {
        return run(QStringLiteral("openssl"), arguments, input);
    }
    bool makeAuthority()
    {
        if (!openssl({"req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", path("ca.key"), "-out",
                      path("ca.pem"), "-subj", "/CN=Test Authority", "-days", "30", "-addext",
                      "keyUsage=critical,keyCertSign,cRLSign"})
                 .isOk)
            return false;
        const Outcome print = openssl({"x509", "-in", path("ca.pem"), "-noout", "-fingerprint", "-sha1"});
        const QByteArray fingerprint = print.output.mid(print.output.indexOf('=') + 1).trimmed();
        return print.isOk && configure("trustlist.txt", fingerprint + " S relax\n") &&
               run(QStringLiteral("gpgconf"), {"--homedir", path("."), "--reload", "gpg-agent"}).isOk &&
               run(QStringLiteral("gpgsm"), {"--homedir", path("."), "--batch", "--import", path("ca.pem")})
                   .isOk;
    }

    QTemporaryDir m_folder;
};
