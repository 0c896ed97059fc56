// SPDX-License-Identifier: GPL-3.0-or-later
#include "Keyring.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QStandardPaths>
#include <QThread>

#include <csignal>
#ifdef Q_OS_LINUX
#include <sys/prctl.h>
#endif

namespace
{
const QString service = QStringLiteral("org.freedesktop.secrets");
constexpr int patience = 30'000; // ms

// Only what is asked for starts here: no other services, and no keyring of the user's.
const char busConfiguration[] =
    R"(<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:dir=@DIR@</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
)";

Result<QString> findProgram(const char *name)
{
    const QString found = QStandardPaths::findExecutable(QLatin1String(name));
    if (found.isEmpty())
        return failure(ErrorCode::NotFound, QStringLiteral("%1 is not installed.").arg(QLatin1String(name)));
    return found;
}

// It ends with this process, however this ends.
void endWithParent(QProcess &process)
{
#ifdef Q_OS_LINUX
    process.setChildProcessModifier([] { prctl(PR_SET_PDEATHSIG, SIGTERM); });
#else
    Q_UNUSED(process)
#endif
}

void end(QProcess &process)
{
    if (process.state() == QProcess::NotRunning)
        return;
    process.terminate();
    if (!process.waitForFinished(patience)) {
        process.kill();
        process.waitForFinished();
    }
}
} // namespace

Keyring::~Keyring()
{
    stop();
    end(m_bus);
    qunsetenv("DBUS_SESSION_BUS_ADDRESS");
}

Result<void> Keyring::start()
{
    CHECK(startBus());
    return startDaemon();
}

Result<void> Keyring::restart()
{
    stop();
    return startDaemon();
}

void Keyring::stop()
{
    end(m_daemon);
}

QProcessEnvironment Keyring::environment() const
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const char *name : {"DISPLAY", "WAYLAND_DISPLAY", "GNOME_KEYRING_CONTROL", "SSH_AUTH_SOCK"})
        environment.remove(QLatin1String(name));
    const auto set = [&](const char *name, const QString &folder) {
        environment.insert(QLatin1String(name), m_directory.filePath(folder));
    };
    set("HOME", QStringLiteral("home"));
    set("XDG_DATA_HOME", QStringLiteral("home/data"));
    set("XDG_CONFIG_HOME", QStringLiteral("home/config"));
    set("XDG_CACHE_HOME", QStringLiteral("home/cache"));
    set("XDG_RUNTIME_DIR", QStringLiteral("runtime"));
    environment.insert(QStringLiteral("DBUS_SESSION_BUS_ADDRESS"), m_address);
    return environment;
}

Result<void> Keyring::startBus()
{
    TRY(const QString program, findProgram("dbus-daemon"));
    for (const char *folder : {"home/data", "home/config", "home/cache", "runtime"})
        if (!QDir(m_directory.path()).mkpath(QLatin1String(folder)))
            return failure(ErrorCode::DiskFailed, m_directory.errorString());
    QFile::setPermissions(m_directory.filePath(QStringLiteral("runtime")), QFileDevice::Permissions(0x7000));
    QFile file(m_directory.filePath(QStringLiteral("bus.conf")));
    if (!file.open(QIODevice::WriteOnly))
        return failure(ErrorCode::DiskFailed, file.errorString());
    file.write(QByteArray(busConfiguration).replace("@DIR@", m_directory.path().toUtf8()));
    file.close();
    endWithParent(m_bus);
    m_bus.start(program,
                {QStringLiteral("--nofork"), QStringLiteral("--nosyslog"),
                 QStringLiteral("--print-address=1"), QStringLiteral("--config-file=") + file.fileName()});
    QByteArray address;
    while (!address.contains('\n'))
        if (!m_bus.waitForReadyRead(patience))
            return failure(ErrorCode::NotFound, QStringLiteral("dbus-daemon did not start: ") +
                                                    QString::fromUtf8(m_bus.readAllStandardError()));
        else
            address += m_bus.readAllStandardOutput();
    m_address = QString::fromUtf8(address.trimmed());
    qputenv("DBUS_SESSION_BUS_ADDRESS", m_address.toUtf8());
    return {};
}

Result<void> Keyring::startDaemon()
{
    TRY(const QString program, findProgram("gnome-keyring-daemon"));
    endWithParent(m_daemon);
    m_daemon.setProcessEnvironment(environment());
    m_daemon.start(
        program,
        {QStringLiteral("--foreground"), QStringLiteral("--unlock"), QStringLiteral("--components=secrets"),
         QStringLiteral("--control-directory=") + m_directory.filePath(QStringLiteral("runtime"))});
    m_daemon.write("the keyring's own password");
    m_daemon.closeWriteChannel();
    m_daemon.waitForBytesWritten(patience);
    QElapsedTimer watch;
    watch.start();
    while (!answers())
        if (watch.elapsed() > patience || m_daemon.state() == QProcess::NotRunning)
            return failure(ErrorCode::NotFound, QStringLiteral("gnome-keyring-daemon did not start: ") +
                                                    QString::fromUtf8(m_daemon.readAllStandardError()));
    return {};
}

// Its collection is there and open. In a process of its own, because a process keeps its connection.
bool Keyring::answers() const
{
    QProcess question;
    question.setProcessEnvironment(environment());
    question.start(QStringLiteral("dbus-send"), {QStringLiteral("--session"), QStringLiteral("--print-reply"),
                                                 QStringLiteral("--dest=") + service,
                                                 QStringLiteral("/org/freedesktop/secrets/collection/login"),
                                                 QStringLiteral("org.freedesktop.DBus.Properties.Get"),
                                                 QStringLiteral("string:org.freedesktop.Secret.Collection"),
                                                 QStringLiteral("string:Locked")});
    question.waitForFinished(patience);
    if (question.readAllStandardOutput().contains("boolean false"))
        return true;
    QThread::msleep(20);
    return false;
}
