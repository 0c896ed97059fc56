// SPDX-License-Identifier: GPL-3.0-or-later
#include "MailutilsServer.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QStandardPaths>
#include <QTcpServer>
#include <QTcpSocket>

#include <unistd.h>
#ifdef Q_OS_LINUX
#include <csignal>
#include <sys/prctl.h>
#endif

namespace
{
const char configuration[] = R"(mode daemon;
foreground yes;
pidfile "@DIR@/pid";
timeout 600;
logging { syslog no; };
tcp-wrappers { enable no; };
auth { authorization "virtdomain"; authentication "generic"; };
virtdomain { passwd-dir "@DIR@/domains"; };
mailbox { mailbox-type maildir; };
mandatory-locking { enable yes; lock-directory "@DIR@/locks"; };
tls-file-checks { key-file none; cert-file none; };
server 127.0.0.1:@PORT@ {
  tls-mode connection;
  tls {
    ssl-certificate-file "@CERT@";
    ssl-key-file "@KEY@";
  };
};
)";

// Other Debian packages have a pop3d too; this one says who it is.
QString findProgram()
{
    const QString program = QStandardPaths::findExecutable(
        QStringLiteral("pop3d"), {QStringLiteral("/usr/sbin"), QStringLiteral("/usr/local/sbin")});
    if (program.isEmpty())
        return {};
    QProcess version;
    version.start(program, {QStringLiteral("--version")});
    version.waitForFinished();
    return version.readAllStandardOutput().contains("Mailutils") ? program : QString();
}
} // namespace

MailutilsServer::~MailutilsServer()
{
    if (m_process.state() == QProcess::NotRunning)
        return;
    m_process.terminate();
    if (!m_process.waitForFinished(10'000)) {
        m_process.kill();
        m_process.waitForFinished(5'000);
    }
}

Result<void> MailutilsServer::start()
{
    const QString program = findProgram();
    if (program.isEmpty())
        return failure(
            ErrorCode::NotFound,
            QStringLiteral("GNU Mailutils' pop3d is not installed. packaging/test.sh installs it; on "
                           "Debian: apt-get install mailutils-pop3d."));
    if (::geteuid() != 0)
        return failure(ErrorCode::Unsupported, QStringLiteral("GNU Mailutils' pop3d starts as root alone."));
    if (!m_directory.isValid())
        return failure(ErrorCode::DiskFailed, m_directory.errorString());
    if (!m_certificates.isValid())
        return failure(ErrorCode::TlsFailed,
                       QStringLiteral("The openssl command could not make certificates."));
    QFile::setPermissions(m_directory.path(), QFileDevice::Permissions(0x7055));
    for (const QString &name : {QStringLiteral("domains"), QStringLiteral("locks")})
        QDir().mkpath(path(name));
    CHECK(writeUsers());
    // Another program can take the port between our looking and the server's opening it.
    Result<void> launched;
    for (int attempt = 0; attempt < 3; ++attempt) {
        QTcpServer probe;
        m_port = probe.listen(QHostAddress::LocalHost) ? probe.serverPort() : quint16(0);
        probe.close();
        CHECK(writeConfiguration());
        if (launched = launch(program); launched)
            break;
    }
    return launched;
}

Result<void> MailutilsServer::write(const QString &name, const QByteArray &text) const
{
    QFile file(path(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
        return failure(ErrorCode::DiskFailed, file.errorString());
    return {};
}

// A virtual domain is a file in the form of passwd(5), so that no user of the system is needed.
Result<void> MailutilsServer::writeUsers() const
{
    QProcess hash;
    hash.start(QStringLiteral("openssl"), {QStringLiteral("passwd"), QStringLiteral("-6"), password()});
    if (!hash.waitForFinished() || hash.exitCode() != 0)
        return failure(ErrorCode::NotFound, QStringLiteral("The openssl command could not hash a password."));
    const QByteArray hashed = hash.readAllStandardOutput().trimmed();
    const QByteArray owner = QByteArray::number(ServerMaildir::owner());
    QByteArray text;
    for (const QString &user : m_users) {
        QDir().mkpath(path(user));
        text += user.toUtf8() + ':' + hashed + ':' + owner + ':' + owner +
                "::" + QFile::encodeName(path(user)) + ":/bin/false\n";
    }
    return write(QStringLiteral("domains/example.net"), text);
}

Result<void> MailutilsServer::writeConfiguration() const
{
    QByteArray text = configuration;
    text.replace("@DIR@", QFile::encodeName(m_directory.path()));
    text.replace("@PORT@", QByteArray::number(m_port));
    text.replace("@CERT@", QFile::encodeName(m_certificates.localhost().certificateFile));
    text.replace("@KEY@", QFile::encodeName(m_certificates.localhost().keyFile));
    return write(QStringLiteral("pop3d.conf"), text);
}

Result<void> MailutilsServer::launch(const QString &program)
{
#ifdef Q_OS_LINUX
    // A test that is killed must not leave a server behind.
    m_process.setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGTERM); });
#endif
    m_process.setProcessChannelMode(QProcess::MergedChannels);
    m_process.setStandardOutputFile(path(QStringLiteral("log")));
    m_process.start(program, {QStringLiteral("--config-file=") + path(QStringLiteral("pop3d.conf"))});
    QElapsedTimer waiting;
    waiting.start();
    while (waiting.elapsed() < 20'000 && m_process.state() != QProcess::NotRunning) {
        QTcpSocket socket;
        socket.connectToHost(QStringLiteral("127.0.0.1"), m_port);
        if (socket.waitForConnected(1'000))
            return {};
        m_process.waitForFinished(20);
    }
    return failure(ErrorCode::ConnectionRefused,
                   QStringLiteral("GNU Mailutils' pop3d did not start: ") + QString::fromLocal8Bit(log()));
}

ServerSettings MailutilsServer::settings(const QString &user) const
{
    ServerSettings server;
    server.host = QStringLiteral("localhost");
    server.port = m_port;
    server.security = ServerSecurity::Tls;
    server.user = signInName(user);
    server.caFile = caFile();
    return server;
}

Result<ServerMaildir> MailutilsServer::maildir(const QString &user) const
{
    return ServerMaildir::open(path(user) + QStringLiteral("/INBOX"));
}

QByteArray MailutilsServer::log() const
{
    QFile file(path(QStringLiteral("log")));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}
