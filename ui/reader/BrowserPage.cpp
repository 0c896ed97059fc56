// SPDX-License-Identifier: GPL-3.0-or-later
#include "BrowserPage.h"

#include "MailReading.h"
#include "MailSession.h"

#include <QDesktopServices>
#include <QDir>
#include <QUrl>

BrowserPage::BrowserPage(MailSession &session, QObject *parent) : QObject(parent), m_session(session) {}

void BrowserPage::open(MessageId message)
{
    if (!m_directory)
        m_directory =
            std::make_unique<QTemporaryDir>(QDir::temp().filePath(QStringLiteral("poplar-page-XXXXXX")));
    if (!m_directory->isValid()) {
        Q_EMIT failed({ErrorCode::DiskFailed, m_directory->errorString(), {}, {}, {}});
        m_directory.reset();
        return;
    }
    // Each has a name of its own: a browser may have read only half of the one before.
    const QString path = m_directory->filePath(QStringLiteral("message-%1.html").arg(++m_pages));
    m_session.reading().saveWebPage(message, path, this, [this, path](Result<void> saved) {
        if (!saved)
            Q_EMIT failed(saved.error());
        else if (!QDesktopServices::openUrl(QUrl::fromLocalFile(path)))
            Q_EMIT noBrowser(path);
    });
}
