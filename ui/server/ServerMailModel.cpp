// SPDX-License-Identifier: GPL-3.0-or-later
#include "ServerMailModel.h"

#include "Formatting.h"
#include "Icons.h"
#include "ReasonText.h"

#include <QDateTime>
#include <QFutureWatcher>
#include <QPromise>
#include <QThreadPool>

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

ServerMailModel::ServerMailModel(QObject *parent)
    : QAbstractTableModel(parent), m_shown(std::make_shared<const std::vector<ServerMessage>>())
{
    m_wish.messages = m_shown;
}

bool ServerMailModel::isWholeHere(const ServerMessage &message)
{
    return message.message != 0 && message.state != ServerMessage::State::Partial;
}

bool ServerMailModel::isOnServer(const ServerMessage &message)
{
    return message.state != ServerMessage::State::Gone;
}

bool ServerMailModel::isChosen(const ServerMessage &message)
{
    return isOnServer(message) && message.choice != ServerMessage::Choice::ByRule;
}

bool ServerMailModel::canBeFetched(const ServerMessage &message)
{
    const bool isUnderWay = message.wanted && (message.trouble.isEmpty() || message.attempts == 0);
    return isOnServer(message) && !isUnderWay &&
           (message.state == ServerMessage::State::New || message.state == ServerMessage::State::Partial);
}

void ServerMailModel::setMessages(std::vector<ServerMessage> messages)
{
    m_wish.messages = std::make_shared<const std::vector<ServerMessage>>(std::move(messages));
    follow();
}

void ServerMailModel::setFilter(Show show, const QString &text)
{
    if (show == m_wish.show && text == m_wish.text)
        return;
    m_wish.show = show;
    m_wish.text = text;
    follow();
}

void ServerMailModel::sort(int column, Qt::SortOrder order)
{
    m_wish.column = column;
    m_wish.order = order;
    follow();
}

void ServerMailModel::follow()
{
    const int generation = ++m_generation;
    if (m_wish.messages->size() <= fewRows) {
        take(m_wish, compared(m_wish, arrange(m_wish), m_shown, m_visible));
        return;
    }
    auto promise = std::make_shared<QPromise<Arrangement>>();
    auto *watcher = new QFutureWatcher<Arrangement>(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher, generation, wish = m_wish] {
        if (generation == m_generation)
            take(wish, watcher->future().takeResult());
        watcher->deleteLater();
    });
    promise->start();
    watcher->setFuture(promise->future());
    // What is shown stays so until this is taken, or something newer is.
    QThreadPool::globalInstance()->start(
        [promise, wish = m_wish, shown = m_shown, visible = m_visible]() mutable {
            promise->addResult(compared(wish, arrange(wish), shown, visible));
            wish = {}; // the last copy of many messages is better freed here
            shown.reset();
            promise->finish();
        });
}

void ServerMailModel::take(const Wish &wish, Arrangement arrangement)
{
    const auto &changed = arrangement.changed;
    m_onlySorts = wish.messages == m_shown && wish.show == m_shownKind && wish.text == m_shownText;
    if (!changed)
        beginResetModel();
    Messages old = std::exchange(m_shown, wish.messages);
    m_shownKind = wish.show;
    m_shownText = wish.text;
    m_visible = std::move(arrangement.rows);
    if (!changed)
        endResetModel();
    else if (changed->first <= changed->second)
        Q_EMIT dataChanged(index(changed->first, 0), index(changed->second, ColumnCount - 1));
    if (old->size() > fewRows)
        QThreadPool::globalInstance()->start([last = std::move(old)] {});
    Q_EMIT arranged();
}

ServerMailModel::Arrangement ServerMailModel::compared(const Wish &wish, Rows rows, const Messages &shown,
                                                       const Rows &visible)
{
    Arrangement arrangement{std::move(rows), std::nullopt};
    if (arrangement.rows != visible || !sameKeys(*wish.messages, *shown))
        return arrangement;
    int first = int(visible.size());
    int last = -1;
    for (int row = 0; row < int(visible.size()); ++row) {
        const size_t i = visible[size_t(row)];
        if (wish.messages->at(i) == shown->at(i))
            continue;
        first = qMin(first, row);
        last = row;
    }
    if (last - first <= int(fewRows))
        arrangement.changed = std::pair(first, last);
    return arrangement;
}

bool ServerMailModel::isShown(const ServerMessage &message, const Wish &wish)
{
    const QString &text = wish.text;
    const bool gone = message.state == ServerMessage::State::Gone;
    switch (wish.show) {
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
    return text.isEmpty() || message.subject.contains(text, Qt::CaseInsensitive) ||
           message.sender.contains(text, Qt::CaseInsensitive) ||
           (!message.trouble.isEmpty() &&
            ReasonText::trouble(message.trouble).contains(text, Qt::CaseInsensitive)) ||
           message.key.uidl.contains(text.toUtf8());
}

ServerMailModel::Rows ServerMailModel::arrange(const Wish &wish)
{
    const std::vector<ServerMessage> &messages = *wish.messages;
    Rows rows;
    for (size_t i = 0; i < messages.size(); ++i) {
        if (isShown(messages[i], wish))
            rows.push_back(i);
    }
    const bool descending = wish.order == Qt::DescendingOrder;
    std::stable_sort(rows.begin(), rows.end(), [&](size_t a, size_t b) {
        const ServerMessage &left = messages[descending ? b : a];
        const ServerMessage &right = messages[descending ? a : b];
        if (wish.column == DateColumn)
            return dateOf(left) < dateOf(right);
        return compare(left, right, wish.column) < 0;
    });
    return rows;
}

int ServerMailModel::rowOf(const ServerMessageKey &key) const
{
    const auto found =
        std::find_if(m_visible.begin(), m_visible.end(), [&](size_t i) { return m_shown->at(i).key == key; });
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
        return m_onlyWhy ? ReasonText::deletion(message.deletionReason) : ReasonText::fate(message, now);
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
    case QuietRole:
        if (index.column() == FateColumn)
            return message.deletionReason.isEmpty() && message.state != ServerMessage::State::DeleteSent &&
                   message.choice == ServerMessage::Choice::ByRule;
        return index.column() == SubjectColumn && message.subject.isEmpty();
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
        return m_onlyWhy ? tr("Why") : tr("What will happen");
    default:
        return {};
    }
}
