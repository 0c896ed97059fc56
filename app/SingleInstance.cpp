// SPDX-License-Identifier: GPL-3.0-or-later
#include "SingleInstance.h"

#include <QCryptographicHash>
#include <QDeadlineTimer>
#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocalSocket>
#include <QStandardPaths>
#include <QTimer>

namespace
{

constexpr qint64 longestCall = 1024 * 1024;
constexpr int callTimeoutMs = 5000;

// The runtime directory is private to the user; a socket's path may have only 108 bytes, so that the
// profile's own path is no place for it.
QString runtimeFile(const QString &profileDirectory, const QString &suffix)
{
    const QByteArray hash = QCryptographicHash::hash(profileDirectory.toUtf8(), QCryptographicHash::Sha256);
    const QString name = QStringLiteral("poplar-") + QString::fromLatin1(hash.toHex().left(20)) + suffix;
    const QString runtime = QStandardPaths::writableLocation(QStandardPaths::RuntimeLocation);
    return QDir(runtime.isEmpty() ? QDir::tempPath() : runtime).filePath(name);
}

} // namespace

SingleInstance::SingleInstance(const QString &profileDirectory, QObject *parent)
    : QObject(parent), m_socketName(runtimeFile(profileDirectory, {})),
      m_lock(std::make_unique<QLockFile>(runtimeFile(profileDirectory, QStringLiteral(".lock"))))
{
    m_lock->setStaleLockTime(0); // stale only when its process is gone
    m_server.setSocketOptions(QLocalServer::UserAccessOption);
    connect(&m_server, &QLocalServer::newConnection, this, &SingleInstance::accept);
}

SingleInstance::~SingleInstance()
{
    m_server.close();
}

SingleInstance::Role SingleInstance::claim(const QStringList &files, const QByteArray &activationToken,
                                           int patience)
{
    if (m_lock->tryLock(0)) {
        listen();
        return Role::First;
    }
    // Without a lock file nobody can be first. That is no reason to keep a user from the mail: the store's
    // own LOCK still keeps two windows from writing one profile.
    if (m_lock->error() != QLockFile::LockFailedError)
        return Role::First;
    // The first one may hold the lock and not listen yet, so an unanswered call is tried again.
    const QDeadlineTimer deadline(patience);
    do {
        if (handOver(files, activationToken, qMax(1, int(deadline.remainingTime()))))
            return Role::Second;
        if (m_lock->tryLock(50)) {
            listen();
            return Role::First;
        }
    } while (!deadline.hasExpired());
    return Role::Stuck;
}

void SingleInstance::listen()
{
    // Whoever made a socket that is still there is dead: we hold the lock.
    QLocalServer::removeServer(m_socketName);
    if (!m_server.listen(m_socketName))
        qWarning("No second instance can reach this one: %s", qPrintable(m_server.errorString()));
}

bool SingleInstance::handOver(const QStringList &files, const QByteArray &activationToken, int patience) const
{
    QLocalSocket socket;
    socket.connectToServer(m_socketName);
    if (!socket.waitForConnected(patience))
        return false;
    const QJsonObject call{{QStringLiteral("files"), QJsonArray::fromStringList(files)},
                           {QStringLiteral("activationToken"), QString::fromUtf8(activationToken)}};
    socket.write(QJsonDocument(call).toJson(QJsonDocument::Compact) + '\n');
    const QDeadlineTimer deadline(patience);
    while (!socket.canReadLine()) {
        if (!socket.waitForReadyRead(qMax(1, int(deadline.remainingTime()))))
            return false;
    }
    return true;
}

void SingleInstance::accept()
{
    while (QLocalSocket *socket = m_server.nextPendingConnection()) {
        connect(socket, &QLocalSocket::readyRead, this, [this, socket] { read(socket); });
        connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
        QTimer::singleShot(callTimeoutMs, socket, &QLocalSocket::abort);
        read(socket);
    }
}

void SingleInstance::read(QLocalSocket *socket)
{
    if (!socket->canReadLine()) {
        if (socket->bytesAvailable() > longestCall)
            socket->abort();
        return; // the rest is on its way
    }
    const QJsonDocument call = QJsonDocument::fromJson(socket->readLine(longestCall));
    if (!call.isObject()) {
        socket->abort();
        return;
    }
    QStringList files;
    for (const QJsonValue &file : call[QLatin1String("files")].toArray())
        files.append(file.toString());
    const QByteArray token = call[QLatin1String("activationToken")].toString().toUtf8();
    socket->write("taken\n");
    socket->flush();
    socket->disconnectFromServer();
    Q_EMIT called(files, token);
}
