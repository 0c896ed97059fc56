// SPDX-License-Identifier: GPL-3.0-or-later
#include "MessageListModel.h"

#include "Formatting.h"

#include <algorithm>

namespace
{
constexpr int windowSize = 200;
constexpr int mergeInterval = 100;   // ms
constexpr int reloadInterval = 1000; // ms
} // namespace

MessageListModel::MessageListModel(Source source, QObject *parent)
    : QAbstractTableModel(parent), m_source(std::move(source)), m_cache(m_source.summaries)
{
    m_mergeTimer.setSingleShot(true);
    m_mergeTimer.setInterval(mergeInterval);
    m_reloadTimer.setSingleShot(true);
    m_reloadTimer.setInterval(reloadInterval);
    connect(&m_mergeTimer, &QTimer::timeout, this, &MessageListModel::mergePending);
    connect(&m_reloadTimer, &QTimer::timeout, this, &MessageListModel::reload);
    connect(&m_cache, &SummaryCache::loaded, this, [this] {
        if (!m_rows.empty())
            Q_EMIT dataChanged(index(0, 0), index(int(m_rows.size()) - 1, ColumnCount - 1));
    });
}

MessageListModel::MessageListModel(MailSession &session, QObject *parent)
    : MessageListModel(sourceOf(session), parent)
{
    connect(&session, &MailSession::messagesAdded, this, &MessageListModel::addMessages);
    connect(&session, &MailSession::flagsChanged, this, &MessageListModel::changeFlags);
    connect(&session, &MailSession::messagesMoved, this, &MessageListModel::moveMessages);
    connect(&session, &MailSession::messagesRemoved, this, &MessageListModel::takeOut);
}

MessageListModel::Source MessageListModel::sourceOf(MailSession &session)
{
    return {[&session](const ListQuery &query, QObject *context, auto done) {
                session.rows(query, context, std::move(done));
            },
            [&session](const std::vector<MessageId> &messages, QObject *context, auto done) {
                session.summaries(messages, context, std::move(done));
            }};
}

void MessageListModel::setQuery(const ListQuery &query)
{
    const bool sameMessages =
        !m_showsResults && query.scope == m_query.scope && query.folder == m_query.folder;
    m_showsResults = false;
    m_query = query;
    m_cache.forgetWanted();
    if (!sameMessages) {
        beginResetModel();
        m_rows.clear();
        m_pending.clear();
        endResetModel();
    }
    reload();
}

void MessageListModel::beginResults()
{
    m_cache.forgetWanted();
    m_reloadTimer.stop();
    ++m_generation; // an answer that is under way comes to nothing
    m_showsResults = true;
    m_loading = true;
    beginResetModel();
    m_rows.clear();
    m_pending.clear();
    endResetModel();
    Q_EMIT loadingChanged();
}

void MessageListModel::addResults(const std::vector<MessageRow> &rows)
{
    std::vector<MessageRow> fresh = rows;
    std::sort(fresh.begin(), fresh.end(), [this](const auto &a, const auto &b) { return precedes(a, b); });
    dropKnown(fresh);
    if (!fresh.empty())
        insertRuns(fresh);
}

void MessageListModel::endResults()
{
    m_loading = false;
    Q_EMIT loadingChanged();
}

void MessageListModel::reload()
{
    if (m_showsResults)
        return;
    m_reloadTimer.stop();
    m_loading = true;
    m_reloadAgain = false;
    m_flagChanges.clear();
    const int generation = ++m_generation;
    Q_EMIT loadingChanged();
    m_source.rows(m_query, this, [this, generation](Result<std::vector<MessageRow>> result) {
        if (generation == m_generation)
            takeRows(std::move(result));
    });
}

void MessageListModel::takeRows(Result<std::vector<MessageRow>> result)
{
    m_loading = false;
    if (!result) {
        Q_EMIT loadingChanged();
        Q_EMIT loadFailed(result.error());
        return;
    }
    beginResetModel();
    m_rows = std::move(*result);
    endResetModel();
    for (const FlagChange &change : std::exchange(m_flagChanges, {}))
        changeFlags(change.messages, change.set, change.clear);
    if (m_reloadAgain)
        m_reloadTimer.start();
    else
        mergePending();
    Q_EMIT loadingChanged();
}

void MessageListModel::setFolders(const std::vector<Folder> &folders)
{
    m_folders = folders;
}

MessageId MessageListModel::idAt(int row) const
{
    return row >= 0 && row < int(m_rows.size()) ? m_rows[size_t(row)].id : 0;
}

Flags MessageListModel::flagsAt(int row) const
{
    return row >= 0 && row < int(m_rows.size()) ? m_rows[size_t(row)].flags : Flags();
}

const MessageSummary *MessageListModel::summaryAt(int row) const
{
    const MessageId id = idAt(row);
    const MessageSummary *summary = m_cache.find(id);
    if (summary || id == 0 || m_cache.isKnownMissing(id))
        return summary;
    std::vector<MessageId> window;
    const size_t first = size_t(row) / windowSize * windowSize;
    const size_t end = std::min(first + windowSize, m_rows.size());
    for (size_t i = first; i < end; ++i)
        window.push_back(m_rows[i].id);
    m_cache.want(window);
    return nullptr;
}

int MessageListModel::rowOf(MessageId message) const
{
    const auto found = std::find_if(m_rows.begin(), m_rows.end(),
                                    [message](const MessageRow &row) { return row.id == message; });
    return found == m_rows.end() ? -1 : int(found - m_rows.begin());
}

int MessageListModel::unreadFrom(int row, int step) const
{
    for (int i = row + step; i >= 0 && i < int(m_rows.size()); i += step) {
        if (!m_rows[size_t(i)].flags.testFlag(Flag::Read))
            return i;
    }
    return -1;
}

int MessageListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int MessageListModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant MessageListModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    if (role == Qt::DisplayRole)
        return cellText(index.row(), index.column());
    if (role == Qt::AccessibleTextRole) {
        return index.column() == 0 ? QVariant(accessibleText(index.row()))
                                   : cellText(index.row(), index.column());
    }
    if (role == Qt::TextAlignmentRole && index.column() == SizeColumn)
        return QVariant(Qt::AlignTrailing | Qt::AlignVCenter);
    return {};
}

QVariant MessageListModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    static const QStringList names{tr("Status"),  tr("Star"), tr("Attachments"), tr("From"),
                                   tr("Subject"), tr("Date"), tr("Size")};
    if (role == Qt::DisplayRole && section >= SenderColumn && section < ColumnCount)
        return names[section];
    if ((role == Qt::AccessibleTextRole || role == Qt::ToolTipRole) && section >= 0 && section < ColumnCount)
        return names[section];
    return {};
}

QVariant MessageListModel::cellText(int row, int column) const
{
    const Flags flags = flagsAt(row);
    switch (column) {
    case StatusColumn:
        return flags.testFlag(Flag::Read) ? tr("Read") : tr("Unread");
    case StarColumn:
        return flags.testFlag(Flag::Starred) ? tr("Starred") : QString();
    case AttachmentColumn:
        if (flags.testFlag(Flag::Partial))
            return tr("Only the beginning is here");
        return flags.testFlag(Flag::HasAttachment) ? tr("Has attachments") : QString();
    case DateColumn:
        return Formatting::listDate(m_rows[size_t(row)].date, QDateTime::currentDateTime());
    default:
        break;
    }
    const MessageSummary *summary = summaryAt(row);
    if (!summary)
        return {};
    switch (column) {
    case SenderColumn:
        return displayName(summary->from).isEmpty() ? tr("(no sender)") : displayName(summary->from);
    case SubjectColumn:
        return summary->subject.isEmpty() ? tr("(no subject)") : summary->subject;
    case SizeColumn:
        return Formatting::size(summary->size);
    default:
        return {};
    }
}

QString MessageListModel::accessibleText(int row) const
{
    const Flags flags = flagsAt(row);
    QStringList parts;
    if (!flags.testFlag(Flag::Read))
        parts += tr("Unread");
    for (const int column : {SenderColumn, SubjectColumn})
        parts += cellText(row, column).toString();
    parts += Formatting::readerDate(m_rows[size_t(row)].date, QDateTime::currentDateTime());
    if (flags.testFlag(Flag::HasAttachment))
        parts += tr("has attachments");
    if (flags.testFlag(Flag::Starred))
        parts += tr("starred");
    if (flags.testFlag(Flag::Damaged))
        parts += tr("damaged");
    if (flags.testFlag(Flag::Partial))
        parts += tr("only the beginning is here");
    parts.removeAll(QString());
    return parts.join(tr(", ", "between the parts of a spoken list row"));
}
