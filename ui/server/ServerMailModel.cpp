// SPDX-License-Identifier: GPL-3.0-or-later
#include "ServerMailModel.h"

#include "Formatting.h"
#include "Icons.h"
#include "ReasonText.h"

#include <QDateTime>

#include <algorithm>

namespace
{
bool isFetched(const ServerMessage &message)
{
    return message.state != ServerMessage::State::New && message.state != ServerMessage::State::Fetching &&
           message.state != ServerMessage::State::Partial;
}

// Marks say it beside the words, never alone.
QString iconOf(const ServerMessage &message)
{
    switch (message.state) {
    case ServerMessage::State::New:
    case ServerMessage::State::Fetching:
        return message.trouble.isEmpty() ? QStringLiteral("server") : QStringLiteral("triangle-alert");
    case ServerMessage::State::Partial:
        return QStringLiteral("cloud-download");
    case ServerMessage::State::DeleteSent:
        return QStringLiteral("trash-2");
    case ServerMessage::State::Gone:
        return QStringLiteral("circle-x");
    case ServerMessage::State::Stored:
        break;
    }
    return QStringLiteral("circle-check");
}

bool sameKeys(const std::vector<ServerMessage> &a, const std::vector<ServerMessage> &b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](const ServerMessage &x, const ServerMessage &y) { return x.key == y.key; });
}

int compare(const ServerMessage &a, const ServerMessage &b, int column)
{
    const auto numbers = [](qint64 x, qint64 y) { return x < y ? -1 : (x > y ? 1 : 0); };
    switch (column) {
    case ServerMailModel::SubjectColumn:
        return a.subject.compare(b.subject, Qt::CaseInsensitive);
    case ServerMailModel::SenderColumn:
        return a.sender.compare(b.sender, Qt::CaseInsensitive);
    case ServerMailModel::SizeColumn:
        return numbers(a.size, b.size);
    case ServerMailModel::StateColumn:
        return a.state == b.state ? a.trouble.compare(b.trouble) : numbers(int(a.state), int(b.state));
    case ServerMailModel::FateColumn:
        return a.deletionReason.compare(b.deletionReason);
    default:
        return 0;
    }
}

// What is not here has no date of its own; when it was first seen comes next to it.
qint64 dateOf(const ServerMessage &message)
{
    return message.date != 0 ? message.date : message.firstSeen;
}
} // namespace

ServerMailModel::ServerMailModel(QObject *parent) : QAbstractTableModel(parent) {}

bool ServerMailModel::isWholeHere(const ServerMessage &message)
{
    return message.message != 0 && message.state != ServerMessage::State::Partial;
}

bool ServerMailModel::isOnServer(const ServerMessage &message)
{
    return message.state != ServerMessage::State::Gone;
}

bool ServerMailModel::canBeFetched(const ServerMessage &message)
{
    return isOnServer(message) && !message.wanted &&
           (message.state == ServerMessage::State::New || message.state == ServerMessage::State::Partial);
}

void ServerMailModel::setMessages(std::vector<ServerMessage> messages)
{
    const bool same = sameKeys(messages, m_messages);
    if (!same)
        beginResetModel();
    const std::vector<ServerMessage> before = std::exchange(m_messages, std::move(messages));
    if (same) {
        const auto alike = [this](const ServerMessage &a, const ServerMessage &b) {
            return isShown(a) == isShown(b);
        };
        if (std::equal(before.begin(), before.end(), m_messages.begin(), alike)) {
            if (!m_visible.empty())
                Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
            return;
        }
        beginResetModel();
    }
    arrange();
    endResetModel();
}

void ServerMailModel::setFilter(Show show, const QString &text)
{
    if (show == m_show && text == m_text)
        return;
    beginResetModel();
    m_show = show;
    m_text = text;
    arrange();
    endResetModel();
}

void ServerMailModel::sort(int column, Qt::SortOrder order)
{
    beginResetModel();
    m_sortColumn = column;
    m_order = order;
    arrange();
    endResetModel();
}

bool ServerMailModel::isShown(const ServerMessage &message) const
{
    const bool gone = message.state == ServerMessage::State::Gone;
    switch (m_show) {
    case Show::Everything:
        if (gone)
            return false;
        break;
    case Show::NotHere:
        if (gone || isFetched(message))
            return false;
        break;
    case Show::ToBeDeleted:
        if (gone || (message.deletionReason.isEmpty() && message.state != ServerMessage::State::DeleteSent))
            return false;
        break;
    case Show::Gone:
        if (!gone)
            return false;
        break;
    }
    return m_text.isEmpty() || message.subject.contains(m_text, Qt::CaseInsensitive) ||
           message.sender.contains(m_text, Qt::CaseInsensitive) ||
           (!message.trouble.isEmpty() &&
            ReasonText::trouble(message.trouble).contains(m_text, Qt::CaseInsensitive)) ||
           message.key.uidl.contains(m_text.toUtf8());
}

void ServerMailModel::arrange()
{
    m_visible.clear();
    for (size_t i = 0; i < m_messages.size(); ++i) {
        if (isShown(m_messages[i]))
            m_visible.push_back(i);
    }
    const bool descending = m_order == Qt::DescendingOrder;
    std::stable_sort(m_visible.begin(), m_visible.end(), [&](size_t a, size_t b) {
        const ServerMessage &left = m_messages[descending ? b : a];
        const ServerMessage &right = m_messages[descending ? a : b];
        if (m_sortColumn == DateColumn)
            return dateOf(left) < dateOf(right);
        return compare(left, right, m_sortColumn) < 0;
    });
}

int ServerMailModel::rowOf(const ServerMessageKey &key) const
{
    const auto found =
        std::find_if(m_visible.begin(), m_visible.end(), [&](size_t i) { return m_messages[i].key == key; });
    return found == m_visible.end() ? -1 : int(found - m_visible.begin());
}

int ServerMailModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_visible.size());
}

int ServerMailModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString ServerMailModel::text(const ServerMessage &message, int column, const QDateTime &now) const
{
    const bool unknown = message.subject.isEmpty() && message.sender.isEmpty();
    switch (column) {
    case SubjectColumn:
        if (unknown && message.message == 0)
            return tr("(known when it has been fetched)");
        return message.subject.isEmpty() ? tr("(no subject)") : message.subject;
    case SenderColumn:
        if (unknown && message.message == 0)
            return {};
        return message.sender.isEmpty() ? tr("(no sender)") : message.sender;
    case DateColumn:
        return dateOf(message) == 0 ? QString() : Formatting::listDate(dateOf(message), now);
    case SizeColumn:
        return message.size > 0 ? Formatting::size(message.size) : QString();
    case StateColumn:
        return ReasonText::state(message);
    case FateColumn:
        return ReasonText::fate(message, now);
    default:
        return {};
    }
}

QString ServerMailModel::accessibleText(int row) const
{
    const QDateTime now = QDateTime::currentDateTime();
    QStringList parts;
    for (int column = 0; column < ColumnCount; ++column)
        parts += text(messageAt(row), column, now);
    parts.removeAll(QString());
    return parts.join(tr(", ", "between the parts of a spoken list row"));
}

QVariant ServerMailModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const ServerMessage &message = messageAt(index.row());
    switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole:
        return text(message, index.column(), QDateTime::currentDateTime());
    case Qt::AccessibleTextRole:
        return index.column() == 0 ? accessibleText(index.row())
                                   : text(message, index.column(), QDateTime::currentDateTime());
    case Qt::DecorationRole:
        return index.column() == StateColumn ? QVariant(Icons::icon(iconOf(message))) : QVariant();
    case Qt::TextAlignmentRole:
        return index.column() == SizeColumn ? QVariant(Qt::AlignTrailing | Qt::AlignVCenter) : QVariant();
    default:
        return {};
    }
}

QVariant ServerMailModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case SubjectColumn:
        return tr("Subject");
    case SenderColumn:
        return tr("From");
    case DateColumn:
        return tr("Date");
    case SizeColumn:
        return tr("Size");
    case StateColumn:
        return tr("State");
    case FateColumn:
        return tr("What will happen");
    default:
        return {};
    }
}
