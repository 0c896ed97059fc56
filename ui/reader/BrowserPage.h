// SPDX-License-Identifier: GPL-3.0-or-later
//
// BrowserPage shows a message in the user's browser, sanitised and unable to load anything (MailReading). The
// pages lie in a directory that nobody else may enter, and go when this object does. GUI thread.
#pragma once

#include "Error.h"
#include "Identifiers.h"

#include <QObject>

#include <memory>

class MailSession;
class PrivateFolder;

class BrowserPage : public QObject
{
    Q_OBJECT
public:
    // `session` must outlive it.
    explicit BrowserPage(MailSession &session, QObject *parent = nullptr);
    ~BrowserPage() override;

    void open(MessageId message);

Q_SIGNALS:
    void failed(const Error &error);
    void noBrowser(const QString &file);

private:
    void save(MessageId message);

    MailSession &m_session;
    std::unique_ptr<PrivateFolder> m_folder; // made by the first page
};
