// SPDX-License-Identifier: GPL-3.0-or-later
#include "KerberosRealm.h"

#include <QElapsedTimer>
#include <QFile>
#include <QStandardPaths>
#include <QTcpServer>

#include <csignal>
#ifdef Q_OS_LINUX
#include <sys/prctl.h>
#endif

namespace
{
// Names are taken as they are: a client that asked a name server would ask for the service on another host.
const char configuration[] = R"([libdefaults]
  default_realm = POPLAR.TEST
  dns_lookup_kdc = false
  dns_lookup_realm = false
  dns_canonicalize_hostname = false
  rdns = false
  udp_preference_limit = 1
[realms]
  POPLAR.TEST = {
    kdc = 127.0.0.1:@PORT@
  }
[domain_realm]
  localhost = POPLAR.TEST
[logging]
  kdc = FILE:@DIR@/kdc.log
)";
const char centreConfiguration[] = R"([kdcdefaults]
  kdc_listen = 127.0.0.1:@PORT@
  kdc_tcp_listen = 127.0.0.1:@PORT@
[realms]
  POPLAR.TEST = {
    database_name = @DIR@/principal
    key_stash_file = @DIR@/stash
    supported_enctypes = aes256-cts-hmac-sha1-96:normal
    max_life = 1h
  }
)";
const QString realm = QStringLiteral("POPLAR.TEST");

QString findProgram(const char *name)
{
    const QString program = QLatin1String(name);
    const QString usual = QStandardPaths::findExecutable(program);
    return usual.isEmpty() ? QStandardPaths::findExecutable(program, {QStringLiteral("/usr/sbin"),
                                                                      QStringLiteral("/sbin"),
                                                                      QStringLiteral("/usr/local/sbin")})
                           : usual;
}

quint16 freePort()
{
    QTcpServer probe;
    return probe.listen(QHostAddress::LocalHost) ? probe.serverPort() : 0;
}

Result<void> write(const QString &path, const QByteArray &text)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size() ||
        !file.setPermissions(QFileDevice::Permissions(0x6044)))
        return failure(ErrorCode::DiskFailed, file.errorString());
    return {};
}
} // namespace

KerberosRealm::~KerberosRealm()
{
    for (const char *name : {"KRB5_CONFIG", "KRB5_KDC_PROFILE", "KRB5CCNAME", "KRB5RCACHENAME"})
        qunsetenv(name);
    stop();
}

Result<void> KerberosRealm::start(const QString &service)
{
    for (const char *name : {"krb5kdc", "kdb5_util", "kadmin.local", "kinit"})
        if (findProgram(name).isEmpty())
            return failure(
                ErrorCode::NotFound,
                QStringLiteral("%1 is not installed. packaging/test.sh installs it; on Debian: apt-get "
                               "install krb5-kdc krb5-admin-server krb5-user.")
                    .arg(QLatin1String(name)));
    // A server's processes of other users must be able to enter.
    QFile::setPermissions(m_directory.path(), QFileDevice::Permissions(0x7055));
    CHECK(writeConfiguration());
    qputenv("KRB5_CONFIG", QFile::encodeName(path("krb5.conf")));
    qputenv("KRB5_KDC_PROFILE", QFile::encodeName(path("kdc.conf")));
    qputenv("KRB5CCNAME", "FILE:" + QFile::encodeName(path("tickets")));
    qputenv("KRB5RCACHENAME", "none:");
    CHECK(run("kdb5_util", {QStringLiteral("-r"), realm, QStringLiteral("create"), QStringLiteral("-s"),
                            QStringLiteral("-P"), QStringLiteral("master")}));
    const QStringList local{QStringLiteral("-r"), realm, QStringLiteral("-q")};
    CHECK(run("kadmin.local", local + QStringList{QStringLiteral("addprinc -randkey ") + service}));
    CHECK(run("kadmin.local",
              local + QStringList{QStringLiteral("ktadd -k %1 %2").arg(path("keytab"), service)}));
    // Another program can take a port between our looking and the KDC's opening it.
    Result<void> launched;
    for (int attempt = 0; attempt < 3; ++attempt) {
        m_port = freePort();
        CHECK(writeConfiguration());
        if (launched = launch(); launched)
            return launched;
        stop();
    }
    return launched;
}

Result<void> KerberosRealm::launch()
{
#ifdef Q_OS_LINUX
    // A test that is killed must not leave a server behind, nor one that has been silenced.
    m_centre.setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGKILL); });
#endif
    m_centre.setProcessChannelMode(QProcess::MergedChannels);
    QFile::remove(path("kdc.log"));
    m_centre.start(findProgram("krb5kdc"), {QStringLiteral("-n"), QStringLiteral("-r"), realm,
                                            QStringLiteral("-P"), path("kdc.pid")});
    QElapsedTimer waiting;
    waiting.start();
    while (waiting.elapsed() < 10'000 && m_centre.state() != QProcess::NotRunning) {
        if (log().contains("commencing operation"))
            return {};
        m_centre.waitForFinished(20);
    }
    return failure(ErrorCode::ConnectionRefused, QStringLiteral("krb5kdc did not start: ") +
                                                     QString::fromLocal8Bit(m_centre.readAll() + log()));
}

void KerberosRealm::stop()
{
    if (m_centre.state() == QProcess::NotRunning)
        return;
    ::kill(static_cast<pid_t>(m_centre.processId()), SIGCONT); // it may have been silenced
    m_centre.terminate();
    if (!m_centre.waitForFinished(5'000)) {
        m_centre.kill();
        m_centre.waitForFinished(5'000);
    }
}

Result<void> KerberosRealm::writeConfiguration() const
{
    for (const auto &[name, text] :
         {std::pair("krb5.conf", configuration), std::pair("kdc.conf", centreConfiguration)}) {
        QByteArray bytes = text;
        bytes.replace("@DIR@", QFile::encodeName(m_directory.path()));
        bytes.replace("@PORT@", QByteArray::number(m_port));
        CHECK(write(path(name), bytes));
    }
    return {};
}

Result<void> KerberosRealm::run(const char *program, const QStringList &arguments,
                                const QByteArray &input) const
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(findProgram(program), arguments);
    process.write(input);
    process.closeWriteChannel();
    const bool ended = process.waitForFinished(30'000);
    const QByteArray said = process.readAll();
    // kadmin.local says what went wrong and ends with 0 all the same.
    if (!ended || process.exitStatus() != QProcess::NormalExit || process.exitCode() != 0 ||
        said.contains(" while "))
        return failure(ErrorCode::InvalidArgument,
                       QLatin1String(program) + QLatin1String(": ") + QString::fromLocal8Bit(said));
    return {};
}

Result<void> KerberosRealm::addUser(const QString &name, const QString &password)
{
    return run("kadmin.local", {QStringLiteral("-r"), realm, QStringLiteral("-q"),
                                QStringLiteral("addprinc -pw %1 %2").arg(password, name)});
}

Result<void> KerberosRealm::signIn(const QString &name, const QString &password)
{
    return run("kinit", {name}, password.toUtf8() + '\n');
}

void KerberosRealm::fallSilent()
{
    ::kill(static_cast<pid_t>(m_centre.processId()), SIGSTOP);
}

void KerberosRealm::forgetTickets()
{
    QFile::remove(path("tickets"));
}

Result<QByteArray> KerberosRealm::keytab() const
{
    QFile file(path("keytab"));
    if (!file.open(QIODevice::ReadOnly))
        return failure(ErrorCode::DiskFailed, file.errorString());
    return file.readAll();
}

QByteArray KerberosRealm::log() const
{
    QFile file(path("kdc.log"));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}
