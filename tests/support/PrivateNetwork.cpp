// SPDX-License-Identifier: GPL-3.0-or-later
#include "PrivateNetwork.h"

#include "PrivateMounts.h"

#include <QHostAddress>
#include <QNetworkDatagram>
#include <QTemporaryFile>
#include <QUdpSocket>
#include <QtEndian>

#ifdef Q_OS_LINUX
#include <net/if.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <unistd.h>
#endif

namespace
{
constexpr quint16 port = 53;
constexpr qsizetype headerSize = 12;

QByteArray number(quint16 value)
{
    char bytes[2];
    qToBigEndian(value, bytes);
    return QByteArray(bytes, 2);
}

QByteArray wireName(const QByteArray &name)
{
    QByteArray wire;
    for (const QByteArray &label : name.split('.'))
        if (!label.isEmpty())
            wire += char(label.size()) + label;
    return wire + '\0';
}

#ifdef Q_OS_LINUX
bool startLoopback()
{
    const int socket = ::socket(AF_INET, SOCK_DGRAM, 0);
    ifreq request = {};
    qstrncpy(request.ifr_name, "lo", sizeof request.ifr_name);
    request.ifr_flags = IFF_UP | IFF_RUNNING;
    const bool isUp = ::ioctl(socket, SIOCSIFFLAGS, &request) == 0;
    ::close(socket);
    return isUp;
}

// Mounted over the system's, which nobody else sees. The file may go: the mount keeps it.
bool nameServerHere()
{
    QTemporaryFile file;
    if (!file.open())
        return false;
    file.write("nameserver 127.0.0.1\noptions timeout:1 attempts:1\n");
    file.close();
    return ::mount(file.fileName().toLocal8Bit().constData(), "/etc/resolv.conf", nullptr, MS_BIND,
                   nullptr) == 0;
}
#endif
} // namespace

PrivateNetwork::PrivateNetwork(Records records) : m_records(std::move(records)) {}

PrivateNetwork::~PrivateNetwork()
{
    m_thread.quit();
    m_thread.wait();
}

bool PrivateNetwork::enter()
{
#ifdef Q_OS_LINUX
    if (!PrivateMounts::enter() || ::unshare(CLONE_NEWNET) != 0 || !startLoopback() || !nameServerHere())
        return false;
    m_socket = std::make_unique<QUdpSocket>();
    if (!m_socket->bind(QHostAddress::LocalHost, port))
        return false;
    QUdpSocket *const socket = m_socket.get();
    QObject::connect(socket, &QUdpSocket::readyRead, socket, [this, socket] {
        while (socket->hasPendingDatagrams()) {
            const QNetworkDatagram asked = socket->receiveDatagram();
            if (const QByteArray answer = answerTo(asked.data()); !answer.isEmpty())
                socket->writeDatagram(asked.makeReply(answer));
        }
    });
    socket->moveToThread(&m_thread);
    m_thread.start();
    return true;
#else
    return false;
#endif
}

// RFC 1035 §4.1: a header, the question again, and the records, each under the question's name.
QByteArray PrivateNetwork::answerTo(const QByteArray &question) const
{
    QByteArrayList labels;
    qsizetype at = headerSize;
    while (at < question.size() && question[at] != 0) {
        labels.append(question.mid(at + 1, question[at]));
        at += 1 + question[at];
    }
    const QByteArray name = labels.join('.').toLower();
    if (at + 5 > question.size() || name.startsWith("silent"))
        return {};
    const auto type = qFromBigEndian<quint16>(question.constData() + at + 1);
    const QList<Record> records = m_records.value({name, type});
    const int code = name.startsWith("failing") ? 2 : records.isEmpty() ? 3 : 0;

    QByteArray answer = question.left(2) + number(quint16(0x8180 | code)) + number(1) +
                        number(quint16(records.size())) + number(0) + number(0) +
                        question.mid(headerSize, at + 5 - headerSize);
    for (const Record &record : records) {
        QByteArray content = number(record.preference);
        if (type == Srv)
            content += number(0) + number(record.port);
        content += wireName(record.target);
        answer += number(0xC00C) + number(type) + number(1) + number(0) + number(60) +
                  number(quint16(content.size())) + content;
    }
    return answer;
}
