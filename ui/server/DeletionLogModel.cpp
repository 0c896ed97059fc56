// SPDX-License-Identifier: GPL-3.0-or-later
#include "DeletionLogModel.h"

#include "Formatting.h"
#include "Icons.h"
#include "ReasonText.h"
#include "SafeText.h"

#include <QDateTime>

DeletionLogModel::DeletionLogModel(Source source, QObject *parent)
    : QAbstractTableModel(parent), m_source(std::move(source))
{
}

void DeletionLogModel::search(AccountId account, const QString &text)
{
    beginResetModel();
    m_entries.clear();
    endResetModel();
    m_query = {account, text, pageSize, 0};
    m_complete = false;
    m_loading = false; // an answer that is under way does not count any more
    ++m_generation;
    fetchMore({});
}

bool DeletionLogModel::canFetchMore(const QModelIndex &parent) const
{
    return !parent.isValid() && !m_complete && !m_loading;
}

void DeletionLogModel::fetchMore(const QModelIndex &parent)
{
    if (!canFetchMore(parent))
        return;
    m_loading = true;
    m_query.before = m_entries.empty() ? 0 : m_entries.back().number;
    m_source(m_query, this, [this, generation = m_generation](Result<std::vector<DeletionLogEntry>> result) {
        if (generation == m_generation)
            take(std::move(result));
    });
}

void DeletionLogModel::take(Result<std::vector<DeletionLogEntry>> result)
{
    if (!result) {
        m_loading = false;
        m_complete = true; // a view that asks again at once would go on for ever
        Q_EMIT loadFailed(result.error());
        return;
    }
    m_complete = int(result->size()) < pageSize;
    if (!result->empty()) {
        const int first = int(m_entries.size());
        beginInsertRows({}, first, first + int(result->size()) - 1);
        m_entries.insert(m_entries.end(), result->begin(), result->end());
        endInsertRows();
    }
    m_loading = false; // only now: who asks while rows are being inserted would get the same page again
    Q_EMIT loaded();
}

int DeletionLogModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_entries.size());
}

int DeletionLogModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString DeletionLogModel::text(const DeletionLogEntry &entry, int column) const
{
    const QDateTime now = QDateTime::currentDateTime();
    switch (column) {
    case WhenColumn:
        return Formatting::readerDate(entry.sent, now);
    case SubjectColumn:
        return entry.subject.isEmpty() ? tr("(no subject)") : SafeText::oneLine(entry.subject);
    case SenderColumn:
        return SafeText::oneLine(entry.sender);
    case SizeColumn:
        return entry.size > 0 ? Formatting::size(entry.size) : QString();
    case WhyColumn:
        return ReasonText::deletion(entry.reason);
    case ConfirmedColumn:
        if (entry.settled == 0)
            return tr("Not answered yet");
        return entry.confirmed ? tr("Deleted") : tr("Not deleted");
    default:
        return {};
    }
}

QVariant DeletionLogModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const DeletionLogEntry &entry = entryAt(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return text(entry, index.column());
    case Qt::ToolTipRole:
        return SafeText::toolTip(index.column() == WhenColumn ? Formatting::fullDate(entry.sent)
                                                              : text(entry, index.column()));
    case Qt::AccessibleTextRole: {
        if (index.column() != 0)
            return text(entry, index.column());
        QStringList parts;
        for (int column = 0; column < ColumnCount; ++column)
            parts += text(entry, column);
        parts.removeAll(QString());
        return parts.join(tr(", ", "between the parts of a spoken list row"));
    }
    case Qt::DecorationRole:
        if (index.column() != ConfirmedColumn)
            return {};
        return Icons::icon(entry.settled == 0 ? QStringLiteral("circle")
                                              : (entry.confirmed ? QStringLiteral("circle-check")
                                                                 : QStringLiteral("triangle-alert")));
    case Qt::TextAlignmentRole:
        return index.column() == SizeColumn ? QVariant(Qt::AlignTrailing | Qt::AlignVCenter) : QVariant();
    default:
        return {};
    }
}

QVariant DeletionLogModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case WhenColumn:
        return tr("When");
    case SubjectColumn:
        return tr("Message");
    case SenderColumn:
        return tr("From");
    case SizeColumn:
        return tr("Size");
    case WhyColumn:
        return tr("Why");
    case ConfirmedColumn:
        return tr("Server’s answer");
    default:
        return {};
    }
}
