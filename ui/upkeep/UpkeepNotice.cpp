// SPDX-License-Identifier: GPL-3.0-or-later
#include "UpkeepNotice.h"

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
        const int damaged = int(found.damaged.size());
        MessageBar::show(Kind::Warning, QStringLiteral("triangle-alert"),
                         damaged > 0 ? tr("%n damaged message(s) found in the stored mail.", nullptr, damaged)
                                     : tr("The list of messages does not agree with the stored mail."),
                         {tr("Show…")});
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
