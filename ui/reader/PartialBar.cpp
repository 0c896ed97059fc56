// SPDX-License-Identifier: GPL-3.0-or-later
#include "PartialBar.h"

#include "Formatting.h"
#include "MailSession.h"

#include <algorithm>

namespace
{
constexpr int askPause = 200; // ms
} // namespace

PartialBar::PartialBar(MailSession &session, QWidget *parent) : MessageBar(parent), m_session(session)
{
    connect(this, &MessageBar::buttonClicked, this, &PartialBar::fetch);
    const auto later = [this](AccountId account) {
        if (m_message != 0 && account == m_account && !m_askTimer.isActive())
            m_askTimer.start();
    };
    connect(&session, &MailSession::serverMessagesChanged, this, later);
    connect(&session, &MailSession::checkFinished, this,
            [later](const FetchReport &report) { later(report.account); });
    m_askTimer.setSingleShot(true);
    m_askTimer.setInterval(askPause);
    connect(&m_askTimer, &QTimer::timeout, this, [this] {
        if (m_message != 0)
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
    m_lines = -1;
    tell(Rest::Unknown, {});
    countLines();
    ask();
}

// What is here is small: the header and so many lines as the account fetches.
void PartialBar::countLines()
{
    m_session.raw(m_message, this, [this, message = m_message](const Result<QByteArray> &bytes) {
        if (!bytes || message != m_message)
            return;
        const qsizetype crlf = bytes->indexOf("\r\n\r\n");
        const qsizetype lf = bytes->indexOf("\n\n");
        const qsizetype body = crlf >= 0 ? crlf + 4 : (lf >= 0 ? lf + 2 : bytes->size());
        m_lines = int(std::count(bytes->begin() + body, bytes->end(), '\n'));
        tell(m_rest, m_amount);
    });
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
            const QString amount = found->size > summary.size ? tr("%1 of %2", "size here, size in all")
                                                                    .arg(Formatting::size(summary.size),
                                                                         Formatting::size(found->size))
                                                              : QString();
            // Where the check that was to bring it has failed, it may be asked for again.
            const bool comes = found->wanted && m_session.isChecking(summary.account);
            tell(comes ? Rest::Waiting : Rest::OnServer, amount);
        });
}

QString PartialBar::beginning(const QString &amount) const
{
    const QString what = m_lines < 0 ? tr("Only the beginning of this message is here")
                         : m_lines == 0
                             ? tr("Only the head of this message is here")
                             : tr("Only the first %n line(s) of this message are here", nullptr, m_lines);
    return amount.isEmpty() ? tr("%1.", "what is here").arg(what)
                            : tr("%1 (%2).", "what is here, how much").arg(what, amount);
}

void PartialBar::tell(Rest rest, const QString &amount)
{
    m_rest = rest;
    m_amount = amount;
    const QString beginning = this->beginning(amount);
    const QString icon = QStringLiteral("cloud-download");
    switch (rest) {
    case Rest::Unknown:
        show(Kind::Notice, icon, beginning);
        break;
    case Rest::OnServer:
        show(Kind::Notice, icon, beginning, {tr("&Download the rest")});
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
