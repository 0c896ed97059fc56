// SPDX-License-Identifier: GPL-3.0-or-later
#include "UpkeepNotice.h"

#include "ErrorText.h"
#include "FindingText.h"
#include "RecoveryText.h"
#include "StoreUpkeep.h"

UpkeepNotice::UpkeepNotice(StoreUpkeep &upkeep, QWidget *parent) : MessageBar(parent), m_upkeep(upkeep)
{
    hide();
    connect(&upkeep, &StoreUpkeep::openProgressed, this, [this](qint64 done, qint64 inAll) {
        Q_EMIT told(tr("Reading the stored mail: %1 %").arg(inAll > 0 ? done * 100 / inAll : 0));
    });
    connect(&upkeep, &StoreUpkeep::summariesProgressed, this, [this](qint64 done, qint64 inAll) {
        Q_EMIT told(tr("Reading subjects and senders: %1 of %2").arg(done).arg(inAll));
        if (done == inAll)
            Q_EMIT listChanged();
    });
    connect(&upkeep, &StoreUpkeep::catalogueRecovered, this, [this](const CatalogueRecovery &recovery) {
        MessageBar::show(Kind::Notice, QStringLiteral("history"), recoverySentence(recovery));
    });
    connect(&upkeep, &StoreUpkeep::damageFound, this, [this](const VerifyReport &found) {
        m_found = found;
        MessageBar::show(Kind::Warning, QStringLiteral("triangle-alert"), FindingText::summary(found),
                         {tr("Show…")});
    });
    connect(&upkeep, &StoreUpkeep::backupsFail, this, [this](const Error &error) {
        MessageBar::show(Kind::Warning, QStringLiteral("triangle-alert"),
                         tr("The list of messages could not be copied for a day, which is tried on: %1")
                             .arg(errorLine(error)));
    });
    connect(this, &MessageBar::buttonClicked, this, [this] {
        openWindow().show(m_found);
        hide();
    });
    connect(this, &MessageBar::closed, this, &QWidget::hide);
}

UpkeepWindow &UpkeepNotice::openWindow()
{
    if (!m_window)
        m_window = new UpkeepWindow(m_upkeep, QWidget::window());
    m_window->show();
    m_window->raise();
    m_window->activateWindow();
    return *m_window;
}

void UpkeepNotice::start(UpkeepWindow::Work work)
{
    openWindow().start(work);
}
