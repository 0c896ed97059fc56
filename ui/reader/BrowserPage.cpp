// SPDX-License-Identifier: GPL-3.0-or-later
#include "BrowserPage.h"

#include "Ask.h"
#include "MailReading.h"
#include "MailSession.h"
#include "PrivateFolder.h"

#include <QDesktopServices>
#include <QUrl>

BrowserPage::BrowserPage(MailSession &session, QObject *parent) : QObject(parent), m_session(session) {}

BrowserPage::~BrowserPage() = default;

void BrowserPage::open(MessageId message)
{
    if (m_folder) {
        save(message);
        return;
    }
    askPool(
        *QThreadPool::globalInstance(), [] { return PrivateFolder::make(); }, this,
        [this, message](Result<std::unique_ptr<PrivateFolder>> made) {
            if (!made) {
                Q_EMIT failed(made.error());
                return;
            }
            if (!m_folder) // else it was asked for twice, and the other one goes
                m_folder = std::move(*made);
            save(message);
        });
}

void BrowserPage::save(MessageId message)
{
    const QString path = m_folder->newPage();
    m_session.reading().saveWebPage(message, path, this, [this, path](Result<void> saved) {
        if (!saved)
            Q_EMIT failed(saved.error());
        else if (!QDesktopServices::openUrl(QUrl::fromLocalFile(path)))
            Q_EMIT noBrowser(path);
    });
}
