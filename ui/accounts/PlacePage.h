// SPDX-License-Identifier: GPL-3.0-or-later
//
// PlacePage asks where an account's new mail goes, and by which colour it is told from others. GUI thread;
// values in, values out.
#pragma once

#include "Account.h"
#include "Folder.h"

#include <QWidget>

class QButtonGroup;
class QComboBox;
class QHBoxLayout;

class PlacePage : public QWidget
{
    Q_OBJECT
public:
    explicit PlacePage(QWidget *parent = nullptr);

    void setAccount(const Account &account);
    // The folders that mail may go to, of all accounts. Until they are known the account's folder stays.
    void setFolders(const std::vector<Folder> &folders, const std::vector<Account> &accounts);
    void applyTo(Account &account) const;

private:
    void addColour(const QString &colour, const QString &name);

    Account m_account;
    QComboBox *m_folder;
    QHBoxLayout *m_colours;
    QButtonGroup *m_group;
};
