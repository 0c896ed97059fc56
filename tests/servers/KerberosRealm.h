// SPDX-License-Identifier: GPL-3.0-or-later
//
// KerberosRealm is MIT's Kerberos, started privately for one test: realm, database, key distribution centre
// and ticket cache in a temporary directory, on a free port of loopback. While it lives, this process and
// those that it starts know no other realm (KRB5_CONFIG) and no other tickets (KRB5CCNAME). Used from the
// test's thread.
#pragma once

#include "Result.h"

#include <QProcess>
#include <QString>
#include <QTemporaryDir>

class KerberosRealm
{
public:
    KerberosRealm() = default;
    ~KerberosRealm();

    // Returns when the KDC answers. NotFound when MIT's programs are not installed; the detail is a sentence.
    // `service` is who the keytab is for: "pop/localhost".
    Result<void> start(const QString &service);
    Result<void> addUser(const QString &name, const QString &password);
    // kinit: its ticket is the only one in the cache.
    Result<void> signIn(const QString &name, const QString &password);
    void forgetTickets();
    // The KDC takes connections, and says nothing until the realm goes.
    void fallSilent();
    Result<QByteArray> keytab() const;
    // What a server needs of this realm in its environment.
    static QByteArrayList environment() { return {"KRB5_CONFIG", "KRB5RCACHENAME"}; }
    QByteArray log() const; // the KDC's

private:
    Result<void> writeConfiguration() const;
    Result<void> launch();
    void stop();
    Result<void> run(const char *program, const QStringList &arguments, const QByteArray &input = {}) const;
    QString path(const char *name) const { return m_directory.filePath(QLatin1String(name)); }

    QTemporaryDir m_directory;
    QProcess m_centre;
    quint16 m_port = 0;
};
