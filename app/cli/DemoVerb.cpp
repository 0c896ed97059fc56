// SPDX-License-Identifier: GPL-3.0-or-later
#include "Verbs.h"

#include "DemoProfile.h"
#include "FetchRounds.h"
#include "Invocation.h"
#include "MessageText.h"
#include "SampleMailbox.h"
#include "Terminal.h"

#include <QCommandLineParser>
#include <QDateTime>

namespace
{

// The main job from one end to the other: a server on loopback, the real engine, the real store; then what a
// person would see of it.
class Demonstration : public QObject
{
public:
    Demonstration(Invocation &invocation, std::unique_ptr<DemoProfile> demo)
        : QObject(&invocation), m_invocation(invocation), m_demo(std::move(demo)),
          m_session(m_demo->directory(), m_demo->secrets(), m_clock)
    {
    }

    void start()
    {
        m_session.open(this, m_invocation.orFail([this] {
            m_session.saveAccount(
                m_demo->account(), m_demo->password(), this,
                m_invocation.orFail<Account>([this](const Account &account) { fetch(account); }));
        }));
    }

private:
    void fetch(const Account &account)
    {
        auto *const rounds = new FetchRounds(m_session, m_invocation.options().quiet, this);
        connect(rounds, &FetchRounds::finished, this, [this, rounds] {
            const FetchReport &report = rounds->reports().front();
            if (report.error)
                return m_invocation.fail(*report.error);
            terminal::print(messageText::report(report).toUtf8());
            list();
        });
        rounds->start({account.id});
    }

    void list()
    {
        m_session.rows(
            ListQuery(), this, m_invocation.orFail<std::vector<MessageRow>>([this](const auto &rows) {
                std::vector<MessageId> ids;
                for (const MessageRow &row : rows)
                    ids.push_back(row.id);
                m_session.summaries(
                    ids, this, m_invocation.orFail<std::vector<MessageSummary>>([this](const auto &mails) {
                        for (const MessageSummary &mail : mails)
                            terminal::printLine(messageText::listLine(mail));
                        if (mails.empty())
                            return m_invocation.fail(QStringLiteral("No message arrived."));
                        show(mails.front().id);
                    }));
            }));
    }

    void show(MessageId id)
    {
        m_session.body(id, RenderOptions(), this,
                       m_invocation.orFail<MessageBody>([this](const MessageBody &body) {
                           terminal::printLine(QString());
                           terminal::print(messageText::readable(body).toUtf8());
                           m_invocation.finish(ExitCode::Done);
                       }));
    }

    Invocation &m_invocation;
    SystemClock m_clock;
    std::unique_ptr<DemoProfile> m_demo;
    MailSession m_session; // goes before its profile
};

} // namespace

void runDemo(Invocation &invocation)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        QStringLiteral("Starts a POP3 server with sample mail in this process, fetches "
                       "the mail over it, prints it and forgets it."));
    if (!invocation.parse(parser))
        return;
    if (!parser.positionalArguments().isEmpty())
        return invocation.misused(QStringLiteral("There is a word too many."));
    auto demo = DemoProfile::start(sampleMessages(QDateTime::currentSecsSinceEpoch()));
    if (!demo)
        return invocation.fail(demo.error());
    (new Demonstration(invocation, std::move(*demo)))->start();
}
