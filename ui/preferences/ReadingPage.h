// SPDX-License-Identifier: GPL-3.0-or-later
//
// ReadingPage is the page of the preferences about reading. What is changed holds at once. GUI thread.
#pragma once

#include "Error.h"
#include "ReadingPreferences.h"

#include <QWidget>

class ConsentList;
class MailSession;
class QCheckBox;
class QComboBox;
class QSpinBox;

class ReadingPage : public QWidget
{
    Q_OBJECT
public:
    // `session` must outlive it.
    ReadingPage(MailSession &session, const ReadingPreferences &preferences, QWidget *parent = nullptr);

    ReadingPreferences preferences() const;

Q_SIGNALS:
    void changed(const ReadingPreferences &preferences);
    void failed(const Error &error);

private:
    QSpinBox *m_readAfter;
    QSpinBox *m_zoom;   // percent
    QComboBox *m_place; // where messages are opened
    QCheckBox *m_plainText;
    QCheckBox *m_checkSignatures;
    ConsentList *m_consents;
};
