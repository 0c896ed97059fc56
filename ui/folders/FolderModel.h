// SPDX-License-Identifier: GPL-3.0-or-later
//
// FolderModel is the folder pane: the lists that go across accounts (All inboxes, Unread, Starred), then a
// section for each account with its folders, then "On this computer" where there is imported mail. Places are
// kept when only counters change, so that the selection stays. GUI thread.
#pragma once

#include "Account.h"
#include "Folder.h"
#include "ListQuery.h"

#include <QAbstractItemModel>
#include <QHash>

#include <vector>

class FolderModel : public QAbstractItemModel
{
    Q_OBJECT
public:
    enum Role {
        IconRole = Qt::UserRole + 1,
        UnreadRole,
        TotalRole,
        IsSectionRole,
        HasProblemRole,
        IsPlainRole,
        ColourRole // of an account, "#rrggbb"; empty: none
    };

    explicit FolderModel(QObject *parent = nullptr);

    // `former`: what removed accounts were called whose mail is still here.
    void setContents(const std::vector<Account> &accounts, const std::vector<Folder> &folders,
                     const QHash<AccountId, QString> &former = {});
    // What is wrong with an account, in a sentence; empty: nothing.
    void setProblem(AccountId account, const QString &problem);

    // Which list a row stands for; only for rows that are not sections.
    ListQuery queryAt(const QModelIndex &index) const;
    QModelIndex indexOf(const ListQuery &query) const;
    // The account of a row, 0 for the lists across accounts.
    AccountId accountAt(const QModelIndex &index) const;
    int messageCount() const;

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &index) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;

private:
    struct Place {
        QString name, icon;
        ListQuery query;
        int unread = 0;
        int total = 0;

        bool operator==(const Place &) const = default;
    };
    struct Section { // of one account; the first, without a name, holds the lists across accounts
        AccountId account = 0;
        QString name;
        QString problem;
        std::vector<Place> places;
        bool isPlain = false; // its password and mail go over the network unprotected
        bool isOff = false;   // not checked by itself
        QString colour = {};
    };

    static std::vector<Section> sectionsOf(const std::vector<Account> &accounts,
                                           const std::vector<Folder> &folders,
                                           const QHash<AccountId, QString> &former = {});
    bool sameShape(const std::vector<Section> &other) const;
    const Section &sectionOf(const QModelIndex &index) const;
    const Place *placeOf(const QModelIndex &index) const;
    QVariant sectionData(const Section &section, int role) const;

    std::vector<Section> m_sections;
};
