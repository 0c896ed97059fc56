// SPDX-License-Identifier: GPL-3.0-or-later
//
// PreferencesDialog is the window in which Poplar is set up as the user likes it: pages, chosen from a list
// at the leading edge. What is changed holds at once, so there is nothing to save or to take back. GUI
// thread.
#pragma once

#include "Error.h"
#include "PageDialog.h"
#include "ReadingPreferences.h"

class MailSession;
class ReadingPage;
class SecurityPage;

class PreferencesDialog : public PageDialog
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
    QWidget *buildFoot();
    void showFailure(const Error &error);

    ReadingPage *m_reading;
    SecurityPage *m_security;
};
