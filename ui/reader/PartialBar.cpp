// SPDX-License-Identifier: GPL-3.0-or-later
#include "PartialBar.h"

#include "Formatting.h"
#include "MailSession.h"

#include <algorithm>

PartialBar::PartialBar(MailSession &session, QWidget *parent) : MessageBar(parent), m_session(session)
{
    connect(this, &MessageBar::buttonClicked, this, &PartialBar::fetch);
    connect(&session, &MailSession::serverMessagesChanged, this, [this](AccountId account) {
        if (m_message != 0 && account == m_account)
            ask();
    });
}

void PartialBar::showFor(MessageId message)
{
    m_message = message;
    m_account = 0;
    if (message == 0) {
        hide();
        return;
    }
    tell(Rest::Unknown, {});
    ask();
}

void PartialBar::ask()
{
    m_session.summaries({m_message}, this,
                        [this, message = m_message](Result<std::vector<MessageSummary>> result) {
                            if (message == m_message && result && !result->empty())
                                askServer(result->front());
                        });
}

void PartialBar::askServer(const MessageSummary &summary)
{
    m_account = summary.account;
    m_session.serverMessages(
        summary.account, this, [this, summary](Result<std::vector<ServerMessage>> result) {
            if (summary.id != m_message || !result)
                return;
            const auto found =
                std::find_if(result->begin(), result->end(),
                             [&summary](const ServerMessage &one) { return one.message == summary.id; });
            if (found == result->end() || found->state == ServerMessage::State::Gone) {
                tell(Rest::Gone, {});
                return;
            }
            const QString amount =
                found->size > summary.size ? Formatting::sizeOf(summary.size, found->size) : QString();
            tell(found->wanted ? Rest::Waiting : Rest::OnServer, amount);
        });
}

void PartialBar::tell(Rest rest, const QString &amount)
{
    const QString beginning = amount.isEmpty()
                                  ? tr("Only the beginning of this message is here.")
                                  : tr("Only the beginning of this message is here (%1).").arg(amount);
    const QString icon = QStringLiteral("cloud-download");
    switch (rest) {
    case Rest::Unknown:
        show(Kind::Notice, icon, beginning);
        break;
    case Rest::OnServer:
        show(Kind::Notice, icon, beginning, {tr("Fetch the rest")});
        break;
    case Rest::Waiting:
        show(Kind::Notice, icon, tr("%1 The rest is on its way.").arg(beginning));
        break;
    case Rest::Gone:
        show(Kind::Warning, icon, tr("%1 The rest is no longer on the server.").arg(beginning));
        break;
    }
}

void PartialBar::fetch()
{
    m_session.fetchWhole({m_message}, this, [this, message = m_message](Result<void> result) {
        if (!result)
            Q_EMIT failed(result.error());
        if (message == m_message)
            ask();
    });
    tell(Rest::Waiting, {});
}
