// SPDX-License-Identifier: GPL-3.0-or-later
#include "DovecotServer.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QStandardPaths>
#include <QTcpServer>
#include <QTcpSocket>
#include <QThread>
#include <QThread>

#include <grp.h>
#include <pwd.h>
#include <unistd.h>
#ifdef Q_OS_LINUX
#include <csignal>
#include <sys/prctl.h>
#endif

namespace
{
quint16 freePort()
{
    QTcpServer probe;
    return probe.listen(QHostAddress::LocalHost) ? probe.serverPort() : 0;
}

// Everything that limits or slows a client down is switched off; what a client can see is Dovecot's default.
const char configuration[] = R"(instance_name = poplar-test
base_dir = @DIR@/run
state_dir = @DIR@/run
log_path = @DIR@/dovecot.log
protocols = pop3
listen = 127.0.0.1
ssl = yes
ssl_cert = <@CERT@
ssl_key = <@KEY@
ssl_min_protocol = TLSv1.2
disable_plaintext_auth = no
auth_mechanisms = @MECHANISMS@
auth_failure_delay = 0
first_valid_uid = 1
first_valid_gid = 1
mail_location = maildir:@MAIL@/%u
mail_fsync = never
mail_max_userip_connections = 0
pop3_no_flag_updates = yes
default_vsz_limit = 1024M
@USERS@
import_environment = @ENVIRONMENT@
@PASSDBS@
userdb {
  driver = static
  args = uid=@UID@ gid=@UID@ home=@MAIL@/%u
}
service anvil {
  chroot =
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
service stats {
  chroot =
}
service pop3-login {
  chroot =
  service_count = 0
  inet_listener pop3 {
    port = @PORT@
  }
  inet_listener pop3s {
    port = @TLSPORT@
  }
}
)";

const char onePassword[] = R"(passdb {
  driver = static
  args = password=@PASSWORD@
}
)";

// An ordinary user cannot switch to Dovecot's own users, so that everything runs as this one.
QByteArray internalUsers()
{
    if (::geteuid() == 0)
        return {};
    const passwd *user = ::getpwuid(::geteuid());
    const group *primary = ::getgrgid(::getegid());
    if (!user || !primary)
        return {};
    return QByteArray("default_internal_user = ") + user->pw_name +
           "\ndefault_login_user = " + user->pw_name + "\ndefault_internal_group = " + primary->gr_name;
}
} // namespace

DovecotServer::~DovecotServer()
{
    stop();
}

Result<void> DovecotServer::start(const QString &mailRoot)
{
    const QString program = QStandardPaths::findExecutable(
        QStringLiteral("dovecot"), {QStringLiteral("/usr/sbin"), QStringLiteral("/usr/local/sbin"),
                                    QStringLiteral("/usr/bin"), QStringLiteral("/opt/homebrew/sbin")});
    if (program.isEmpty())
        return failure(ErrorCode::NotFound,
                       QStringLiteral("Dovecot is not installed. packaging/test.sh installs "
                                      "it; on Debian: apt-get install dovecot-pop3d."));
    if (!m_directory.isValid())
        return failure(ErrorCode::DiskFailed, m_directory.errorString());
    // Dovecot's processes of other users must be able to enter.
    QFile::setPermissions(m_directory.path(), QFileDevice::Permissions(0x7055));
    m_mailRoot = mailRoot.isEmpty() ? path(QStringLiteral("mail")) : mailRoot;
    QDir().mkpath(m_mailRoot);
    QDir().mkpath(path(QStringLiteral("run")));
    if (!m_certificates.isValid())
        return failure(ErrorCode::TlsFailed,
                       QStringLiteral("The openssl command could not make certificates."));
    // Another program can take a port between our looking and Dovecot's opening it.
    Result<void> launched;
    for (int attempt = 0; attempt < 3; ++attempt) {
        m_port = freePort();
        m_tlsPort = freePort();
        CHECK(writeConfiguration());
        if (launched = launch(program); launched)
            return launched;
        stop();
    }
    return launched;
}

Result<void> DovecotServer::writeConfiguration() const
{
    QByteArray text = configuration;
    text.replace("@PASSDBS@", m_signIn.passdbs.isEmpty()
                                  ? onePassword
                                  : "auth_verbose = yes\nauth_debug = yes\n" + m_signIn.passdbs);
    text.replace("@MECHANISMS@", m_signIn.mechanisms);
    text.replace("@ENVIRONMENT@", "TZ " + m_signIn.environment.join(' '));
    text.replace("@CA@", QFile::encodeName(caFile()));
    text.replace("@DIR@", QFile::encodeName(m_directory.path()));
    text.replace("@MAIL@", QFile::encodeName(m_mailRoot));
    text.replace("@CERT@", QFile::encodeName(m_certificates.localhost().certificateFile));
    text.replace("@KEY@", QFile::encodeName(m_certificates.localhost().keyFile));
    text.replace("@USERS@", internalUsers());
    text.replace("@PASSWORD@", password().toUtf8());
    text.replace("@UID@", QByteArray::number(ServerMaildir::owner()));
    text.replace("@PORT@", QByteArray::number(m_port));
    text.replace("@TLSPORT@", QByteArray::number(m_tlsPort));
    CHECK(putFile(QStringLiteral("dovecot.conf"), text));
    return {};
}

Result<QByteArray> DovecotServer::putFile(const QString &name, const QByteArray &bytes) const
{
    QFile file(path(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() ||
        !file.setPermissions(QFileDevice::Permissions(0x6044)))
        return failure(ErrorCode::DiskFailed, file.errorString());
    return QFile::encodeName(file.fileName());
}

Result<void> DovecotServer::launch(const QString &program)
{
#ifdef Q_OS_LINUX
    // A test that is killed must not leave a server behind.
    m_process.setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGTERM); });
#endif
    m_process.setProcessChannelMode(QProcess::MergedChannels);
    m_process.start(program,
                    {QStringLiteral("-F"), QStringLiteral("-c"), path(QStringLiteral("dovecot.conf"))});
    QElapsedTimer waiting;
    waiting.start();
    while (waiting.elapsed() < 20'000 && m_process.state() != QProcess::NotRunning) {
        if (greets(m_port) && greets(m_tlsPort))
            return {};
        m_process.waitForFinished(20);
    }
    return failure(ErrorCode::ConnectionRefused, QStringLiteral("Dovecot did not start: ") +
                                                     QString::fromLocal8Bit(m_process.readAll() + log()));
}

// The TLS port does not speak first; that it accepts is all that can be seen without a handshake.
bool DovecotServer::greets(quint16 port) const
{
    QTcpSocket socket;
    socket.connectToHost(QStringLiteral("127.0.0.1"), port);
    if (!socket.waitForConnected(1'000))
        return false;
    return port == m_tlsPort || socket.waitForReadyRead(2'000);
}

void DovecotServer::stop()
{
    if (m_process.state() == QProcess::NotRunning)
        return;
    m_process.terminate();
    if (!m_process.waitForFinished(10'000)) {
        m_process.kill();
        m_process.waitForFinished(5'000);
    }
}

ServerSettings DovecotServer::settings(const QString &user, ServerSecurity security) const
{
    ServerSettings server;
    server.host = host();
    server.port = security == ServerSecurity::Tls ? m_tlsPort : m_port;
    server.security = security;
    server.user = user;
    server.caFile = caFile();
    return server;
}

Result<std::vector<ServedMessage>> DovecotServer::served(const QString &user) const
{
    TRY(const auto files, maildir(user));
    for (int i = 0;; ++i) {
        TRY(auto messages, readServedMailbox(tlsPort(), caFile(), user, password()));
        if (int(messages.size()) == files.messages() || i == 30)
            return messages;
        QThread::msleep(100);
    }
}

Result<ServerMaildir> DovecotServer::maildir(const QString &user) const
{
    return ServerMaildir::open(m_mailRoot + QLatin1Char('/') + user);
}

QByteArray DovecotServer::log() const
{
    QFile file(path(QStringLiteral("dovecot.log")));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

// One more client comes, who is not let in: the process that judges them writes of one after the other.
QByteArrayList DovecotServer::mechanismsAsked(qsizetype from) const
{
    const QByteArray marker = "marker-" + QByteArray::number(from);
    QTcpSocket socket;
    socket.connectToHost(QStringLiteral("127.0.0.1"), m_port);
    if (!socket.waitForConnected(5'000) || !socket.waitForReadyRead(5'000))
        return {"no connection"};
    socket.write("AUTH PLAIN " + ('\0' + marker + '\0' + 'x').toBase64() + "\r\n");
    QElapsedTimer waiting;
    waiting.start();
    QByteArray lines;
    while (!lines.contains('(' + marker + ',')) {
        if (waiting.elapsed() > 10'000)
            return {"no marker"};
        socket.waitForReadyRead(20);
        lines = log().mid(from);
    }
    QByteArrayList mechanisms;
    const QByteArray asked = "client in: AUTH\t";
    for (qsizetype at = lines.indexOf(asked); at >= 0; at = lines.indexOf(asked, at + 1)) {
        const QByteArray line = lines.mid(at, lines.indexOf('\n', at) - at);
        mechanisms.append(line.split('\t').value(2));
    }
    if (!mechanisms.isEmpty())
        mechanisms.removeLast(); // the marker's own
    return mechanisms;
}
