// SPDX-License-Identifier: GPL-3.0-or-later
//
// PreferencesDialog is the window in which Poplar is set up as the user likes it: pages, chosen from a list
// at the leading edge. What is changed holds at once, so there is nothing to save or to take back. GUI
// thread.
#pragma once

#include "Error.h"
#include "ReadingPreferences.h"

#include <QDialog>

class MailSession;
class MessageBar;
class PageList;
class ReadingPage;
class SecurityPage;
class QStackedWidget;

class PreferencesDialog : public QDialog
{
    Q_OBJECT
public:
    enum Page { Reading, Security };

    // `session` must outlive it.
    PreferencesDialog(MailSession &session, const ReadingPreferences &reading, QWidget *parent = nullptr);

    void turnTo(Page page);
    ReadingPage &readingPage() { return *m_reading; }
    SecurityPage &securityPage() { return *m_security; }

Q_SIGNALS:
    void readingChanged(const ReadingPreferences &reading);

private:
    void addPage(QWidget *page, const QString &icon, const QString &name); // in the order of Page
    QWidget *buildSide();
    QWidget *buildFoot();
    void showFailure(const Error &error);

    MessageBar *m_problem;
    PageList *m_list;
    QStackedWidget *m_pages;
    ReadingPage *m_reading;
    SecurityPage *m_security;
};
