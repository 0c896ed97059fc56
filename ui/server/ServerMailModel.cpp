// SPDX-License-Identifier: GPL-3.0-or-later
#include "ServerMailModel.h"

#include "Icons.h"
#include "SafeText.h"
#include "ServerMailText.h"

#include <QDateTime>
#include <QFutureWatcher>
#include <QPromise>
#include <QThreadPool>

#include <algorithm>

namespace
{
bool sameKeys(const std::vector<ServerMessage> &a, const std::vector<ServerMessage> &b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](const ServerMessage &x, const ServerMessage &y) { return x.key == y.key; });
}

ServerMailRows::Name nameOf(const ServerMessage &message)
{
    return {message.key.uidl, message.key.occurrence};
}

QSet<ServerMailRows::Name> namesOf(const std::vector<ServerMessageKey> &keys)
{
    QSet<ServerMailRows::Name> names;
    for (const ServerMessageKey &key : keys)
        names.insert({key.uidl, key.occurrence});
    return names;
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
    const bool wasRemovedHere = message.state == ServerMessage::State::Stored && message.message == 0;
    return message.state == ServerMessage::State::New || message.state == ServerMessage::State::Partial ||
           wasRemovedHere;
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

void ServerMailModel::setMarks(const ServerWork &marks)
{
    m_toGet = namesOf(marks.get);
    m_wish.removed = namesOf(marks.remove);
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, GetColumn), index(rowCount() - 1, DeleteColumn), {Qt::CheckStateRole});
    if (m_wish.show == Show::ToBeDeleted)
        follow();
}

bool ServerMailModel::isToGet(const ServerMessage &message) const
{
    return canBeFetched(message) && (message.wanted || m_toGet.contains(nameOf(message)));
}

bool ServerMailModel::isToRemove(const ServerMessage &message) const
{
    return isOnServer(message) &&
           (message.choice == ServerMessage::Choice::Delete || m_wish.removed.contains(nameOf(message)));
}

void ServerMailModel::sort(int column, Qt::SortOrder order)
{
    m_wish.column = ServerMailRows::Column(column);
    m_wish.order = order;
    follow();
}

void ServerMailModel::follow()
{
    const int generation = ++m_generation;
    if (m_wish.messages->size() <= fewRows) {
        take(m_wish, compared(m_wish, ServerMailRows::arrange(m_wish), m_shown, m_visible));
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
            promise->addResult(compared(wish, ServerMailRows::arrange(wish), shown, visible));
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

QString ServerMailModel::accessibleText(int row) const
{
    const ServerMessage &message = messageAt(row);
    const QDateTime now = QDateTime::currentDateTime();
    QStringList parts;
    if (isToGet(message))
        parts += tr("marked to be downloaded");
    if (isToRemove(message))
        parts += tr("marked to be deleted on the server");
    for (int column = StateColumn; column < ColumnCount; ++column)
        parts += ServerMailText::cell(message, ServerMailRows::Column(column), now, m_onlyWhy);
    parts.removeAll(QString());
    return parts.join(tr(", ", "between the parts of a spoken list row"));
}

// Only where there is something to be marked there is a box.
QVariant ServerMailModel::mark(const ServerMessage &message, int column) const
{
    const auto state = [](bool isOn) { return QVariant(isOn ? Qt::Checked : Qt::Unchecked); };
    if (column == GetColumn && canBeFetched(message))
        return state(isToGet(message));
    if (column == DeleteColumn && isOnServer(message))
        return state(isToRemove(message));
    return {};
}

bool ServerMailModel::isQuiet(const ServerMessage &message, int column) const
{
    if (column == FateColumn)
        return message.deletionReason.isEmpty() && message.state != ServerMessage::State::DeleteSent &&
               message.choice == ServerMessage::Choice::ByRule;
    return column == AgeColumn || (column == SubjectColumn && message.subject.isEmpty());
}

QVariant ServerMailModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const ServerMessage &message = messageAt(index.row());
    const auto text = [&] {
        return ServerMailText::cell(message, ServerMailRows::Column(index.column()),
                                    QDateTime::currentDateTime(), m_onlyWhy);
    };
    switch (role) {
    case Qt::DisplayRole:
        return text();
    case Qt::ToolTipRole:
        return SafeText::toolTip(text());
    case Qt::CheckStateRole:
        return mark(message, index.column());
    case Qt::AccessibleTextRole: // a row speaks by its first column
        return index.column() == 0 ? accessibleText(index.row()) : text();
    case Qt::DecorationRole:
        return index.column() == StateColumn ? QVariant(Icons::icon(ServerMailText::icon(message)))
                                             : QVariant();
    case QuietRole:
        return isQuiet(message, index.column());
    case Qt::TextAlignmentRole:
        return index.column() == SizeColumn ? QVariant(Qt::AlignTrailing | Qt::AlignVCenter) : QVariant();
    default:
        return {};
    }
}

QVariant ServerMailModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section >= ColumnCount)
        return {};
    if (role == Qt::DisplayRole)
        return ServerMailText::title(ServerMailRows::Column(section), m_onlyWhy);
    if (role == Qt::ToolTipRole && section == GetColumn)
        return tr("Download the message");
    if (role == Qt::ToolTipRole && section == DeleteColumn)
        return tr("Delete the message on the server");
    return {};
}
