// SPDX-License-Identifier: GPL-3.0-or-later
//
// DeletionLogModel is the log of deletions on servers, newest first: a page at a time, the next one when a
// view comes to the end. GUI thread.
#pragma once

#include "MailSession.h"

#include <QAbstractTableModel>

class DeletionLogModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column {
        WhenColumn,
        SubjectColumn,
        SenderColumn,
        SizeColumn,
        WhyColumn,
        ConfirmedColumn,
        ColumnCount
    };
    // Where pages come from: the session, or a test.
    using Source = std::function<void(const DeletionQuery &, QObject *context,
                                      MailSession::Done<std::vector<DeletionLogEntry>>)>;

    explicit DeletionLogModel(Source source, QObject *parent = nullptr);

    // Starts from the newest again. `account` 0: all.
    void search(AccountId account, const QString &text);
    bool isLoading() const { return m_loading; }
    const DeletionLogEntry &entryAt(int row) const { return m_entries[size_t(row)]; }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    bool canFetchMore(const QModelIndex &parent) const override;
    void fetchMore(const QModelIndex &parent) override;

    static constexpr int pageSize = 500;

Q_SIGNALS:
    void loaded();
    void loadFailed(const Error &error);

private:
    void take(Result<std::vector<DeletionLogEntry>> result);
    QString text(const DeletionLogEntry &entry, int column) const;

    Source m_source;
    DeletionQuery m_query;
    std::vector<DeletionLogEntry> m_entries;
    int m_generation = 0; // of the request that counts
    bool m_loading = false;
    bool m_complete = true;
};
