// SPDX-License-Identifier: GPL-3.0-or-later
#include "TcpConnector.h"

#include "Log.h"

#include <QDeadlineTimer>
#include <QElapsedTimer>
#include <QNetworkProxy>

using namespace std::chrono_literals;

namespace
{
constexpr auto nextAttemptAfter = 250ms; // RFC 8305 §5

std::chrono::milliseconds remaining(const QDeadlineTimer &deadline)
{
    return std::chrono::milliseconds(deadline.remainingTime());
}
} // namespace

NameLookup systemNameLookup()
{
    return [](const QString &name, QObject *context, const std::function<void(const QHostInfo &)> &found) {
        QHostInfo::lookupHost(name, context, found);
    };
}

QList<QHostAddress> inConnectionOrder(const QList<QHostAddress> &addresses)
{
    QList<QHostAddress> first, second, result;
    for (const QHostAddress &address : addresses) {
        QList<QHostAddress> &family = address.protocol() == addresses.first().protocol() ? first : second;
        if (!family.contains(address))
            family.append(address);
    }
    for (qsizetype at = 0; at < std::max(first.size(), second.size()); ++at) {
        if (at < first.size())
            result.append(first[at]);
        if (at < second.size())
            result.append(second[at]);
    }
    return result;
}

ErrorCode codeOf(QAbstractSocket::SocketError error)
{
    switch (error) {
    case QAbstractSocket::ConnectionRefusedError:
        return ErrorCode::ConnectionRefused;
    case QAbstractSocket::HostNotFoundError:
        return ErrorCode::HostNotFound;
    case QAbstractSocket::SocketTimeoutError:
        return ErrorCode::Timeout;
    case QAbstractSocket::SslHandshakeFailedError:
    case QAbstractSocket::SslInternalError:
    case QAbstractSocket::SslInvalidUserDataError:
        return ErrorCode::TlsFailed;
    default:
        return ErrorCode::ConnectionLost;
    }
}

QString placeName(const QString &host, quint16 port)
{
    return (host.contains(QLatin1Char(':')) ? QStringLiteral("[%1]:%2") : QStringLiteral("%1:%2"))
        .arg(host)
        .arg(port);
}

Error TcpConnector::failed(ErrorCode code) const
{
    return {code, placeName(m_host, m_port), {}, {}, {}};
}

Result<std::unique_ptr<QSslSocket>> TcpConnector::connect(const QString &host, quint16 port,
                                                          std::chrono::milliseconds timeout)
{
    m_host = host;
    m_port = port;
    const QDeadlineTimer deadline(timeout);
    QElapsedTimer timer;
    timer.start();
    TRY(const auto addresses, addressesOf(host, timeout));
    m_trace.lookupMilliseconds = timer.restart();
    m_trace.enter(ConnectionTrace::Phase::Connect);
    auto connected = connectToOne(addresses, remaining(deadline));
    m_trace.connectMilliseconds = timer.elapsed();
    m_running.clear();
    return connected;
}

Result<QList<QHostAddress>> TcpConnector::addressesOf(const QString &host, std::chrono::milliseconds timeout)
{
    if (const QHostAddress literal(host); !literal.isNull()) {
        m_trace.addresses = {literal.toString()};
        return QList{literal};
    }
    m_trace.enter(ConnectionTrace::Phase::NameLookup);
    QObject context; // what is found too late finds nobody
    std::optional<QHostInfo> found;
    m_lookup(host, &context, [&](const QHostInfo &info) {
        found = info;
        m_wait.wake();
    });
    switch (m_wait.until([&] { return found.has_value(); }, timeout)) {
    case SocketWait::End::Cancelled:
        return failed(ErrorCode::Cancelled);
    case SocketWait::End::TimedOut:
        return failed(ErrorCode::Timeout);
    case SocketWait::End::Ready:
        break;
    }
    const auto addresses = inConnectionOrder(found->addresses());
    if (addresses.isEmpty())
        return failure(ErrorCode::HostNotFound, QStringLiteral("%1: %2").arg(host, found->errorString()));
    for (const QHostAddress &address : addresses)
        m_trace.addresses.append(address.toString());
    return addresses;
}

Result<std::unique_ptr<QSslSocket>> TcpConnector::connectToOne(const QList<QHostAddress> &addresses,
                                                               std::chrono::milliseconds timeout)
{
    const QDeadlineTimer deadline(timeout);
    QDeadlineTimer nextStart(0);
    qsizetype next = 0;
    while (true) {
        if (auto socket = takeConnected())
            return socket;
        if (dropFailed())
            nextStart.setRemainingTime(0);
        if (next < addresses.size() && (m_running.empty() || nextStart.hasExpired())) {
            start(addresses[next++]);
            nextStart.setRemainingTime(nextAttemptAfter);
            continue; // it may have failed at once
        }
        if (m_running.empty())
            return tl::unexpected<Error>(*m_error);
        const auto settled = [this] {
            return std::any_of(m_running.begin(), m_running.end(), [](const Attempt &attempt) {
                return attempt.socket->state() == QAbstractSocket::ConnectedState ||
                       attempt.socket->state() == QAbstractSocket::UnconnectedState;
            });
        };
        const auto most = next < addresses.size() ? std::min(remaining(nextStart), remaining(deadline))
                                                  : remaining(deadline);
        const auto end = m_wait.until(settled, most);
        if (end == SocketWait::End::Cancelled)
            return failed(ErrorCode::Cancelled);
        if (end == SocketWait::End::TimedOut && deadline.hasExpired())
            return failed(ErrorCode::Timeout);
    }
}

void TcpConnector::start(const QHostAddress &address)
{
    auto socket = std::make_unique<QSslSocket>();
    // Not the application's or the system's proxy: the account says whether there is one.
    socket->setProxy(QNetworkProxy::NoProxy);
    // The socket outlives this connector.
    const auto wake = [&wait = m_wait] { wait.wake(); };
    QObject::connect(socket.get(), &QAbstractSocket::connected, m_wait.context(), wake);
    QObject::connect(socket.get(), &QAbstractSocket::errorOccurred, m_wait.context(), wake);
    qCDebug(logNet) << "connecting to" << m_host << "at" << address.toString() << m_port;
    m_trace.attempts.push_back({address.toString(), {}});
    socket->connectToHost(address.toString(), m_port);
    m_running.push_back({std::move(socket), m_trace.attempts.size() - 1});
}

std::unique_ptr<QSslSocket> TcpConnector::takeConnected()
{
    for (Attempt &attempt : m_running) {
        if (attempt.socket->state() != QAbstractSocket::ConnectedState)
            continue;
        m_trace.connectedTo = m_trace.attempts[attempt.number].address;
        return std::move(attempt.socket);
    }
    return {};
}

bool TcpConnector::dropFailed()
{
    const auto before = m_running.size();
    std::erase_if(m_running, [this](const Attempt &attempt) {
        if (attempt.socket->state() != QAbstractSocket::UnconnectedState)
            return false;
        Error error = failed(codeOf(attempt.socket->error()));
        error.detail += QStringLiteral(": ") + attempt.socket->errorString();
        m_trace.attempts[attempt.number].error = attempt.socket->errorString();
        // A server that refuses says more than a network that has no way to it.
        if (!m_error || error.code == ErrorCode::ConnectionRefused)
            m_error = std::move(error);
        return true;
    });
    return m_running.size() < before;
}
