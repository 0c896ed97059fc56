// SPDX-License-Identifier: GPL-3.0-or-later
#include "SignInPage.h"

#include "AccountSetup.h"
#include "AdviceList.h"
#include "BrowserSignIn.h"
#include "Fonts.h"
#include "Formatting.h"
#include "Icons.h"
#include "MailSession.h"
#include "RecentMode.h"
#include "Theme.h"

#include <QClipboard>
#include <QDesktopServices>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

SignInPage::SignInPage(MailSession &session, QWidget *parent)
    : QWidget(parent), m_session(session), m_icon(new QLabel(this)), m_title(new QLabel(this)),
      m_text(new QLabel(this)), m_small(new QLabel(this)), m_progress(new QProgressBar(this)),
      m_stop(new QPushButton(tr("Sto&p"), this)),
      m_browser(new QPushButton(tr("&Open the page again"), this)),
      m_copy(new QPushButton(tr("Copy its &address"), this)), m_page(AdviceList::newLink(this)),
      m_step(new QPushButton(this)), m_again(new QPushButton(tr("Try &again"), this)),
      m_doctor(
          new QPushButton(Icons::icon(QStringLiteral("stethoscope")), tr("Chec&k the connection…"), this))
{
    m_title->setFont(Fonts::demiBold(font()));
    m_small->setFont(Fonts::small(font()));
    m_small->setForegroundRole(QPalette::PlaceholderText);
    for (QLabel *label : {m_title, m_text, m_small}) {
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
        label->setAlignment(Qt::AlignHCenter | Qt::AlignTop);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    m_icon->setAlignment(Qt::AlignCenter);
    m_progress->setRange(0, 0);
    m_progress->setTextVisible(false);
    m_progress->setFixedHeight(6);
    m_progress->setMaximumWidth(240);
    m_progress->setAccessibleName(tr("The sign-in test is running"));
    build();
    setFocusProxy(m_stop);
    connect(m_doctor, &QPushButton::clicked, this, &SignInPage::diagnosisRequested);
    connect(m_step, &QPushButton::clicked, this, [this] { Q_EMIT stepRequested(m_problem.step); });
    connect(m_stop, &QPushButton::clicked, this, [this] {
        m_session.setup().cancelSignIn();
        m_session.cancelTest();
    });
    connect(m_again, &QPushButton::clicked, this, [this] { start(m_draft, m_provider); });
    connect(m_browser, &QPushButton::clicked, this, [this] { QDesktopServices::openUrl(m_browserPage); });
    connect(m_copy, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(m_browserPage.toString(QUrl::FullyEncoded)); });
    showButtons();
}

SignInPage::~SignInPage()
{
    stop();
}

void SignInPage::build()
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 0, 20, 0);
    layout->setSpacing(8);
    layout->addStretch(2);
    for (QWidget *part : std::initializer_list<QWidget *>{m_icon, m_title, m_text, m_small})
        layout->addWidget(part);
    layout->addSpacing(8);
    layout->addWidget(m_progress, 0, Qt::AlignHCenter);
    layout->addWidget(m_page, 0, Qt::AlignHCenter);
    auto *ways = new QHBoxLayout;
    ways->setSpacing(8);
    ways->addStretch();
    for (QPushButton *button : {m_stop, m_browser, m_copy, m_step, m_again, m_doctor}) {
        button->setAutoDefault(false);
        ways->addWidget(button);
    }
    ways->addStretch();
    layout->addLayout(ways);
    layout->addStretch(3);
}

void SignInPage::start(const AccountDraft &draft, const MailProvider *provider)
{
    stop();
    m_draft = draft;
    m_provider = provider;
    m_facts.reset();
    m_error.reset();
    m_browserPage.clear();
    m_running = true;
    ++m_number;
    if (m_draft.byBrowser && m_draft.refreshToken.isEmpty())
        ask();
    else
        test();
}

void SignInPage::ask()
{
    showState(
        QStringLiteral("external-link"), palette().color(QPalette::Link),
        tr("Waiting for your answer in the browser…"),
        tr("Your browser shows a page of your provider. Sign in there, and allow Poplar to get your mail. "
           "Your password does not pass through Poplar."),
        {});
    BrowserSignIn question;
    question.settings = m_draft.account.server.oauth;
    question.email = m_draft.account.email;
    question.proxy = {m_draft.account.server.proxy, m_draft.proxyPassword};
    question.closingWords = tr("Poplar has its answer. You can close this window.");
    const int number = m_number;
    m_session.setup().signInByBrowser(
        question, this,
        [this, number](const QUrl &page) {
            if (number == m_number)
                openBrowser(page);
        },
        [this, number](Result<QString> token) {
            if (number != m_number)
                return;
            m_browserPage.clear();
            if (!token) {
                showResult(tl::unexpected<Error>(std::move(token.error())));
                return;
            }
            m_draft.refreshToken = *token;
            test();
        });
}

void SignInPage::openBrowser(const QUrl &page)
{
    m_browserPage = page;
    showButtons();
    if (!QDesktopServices::openUrl(page)) {
        m_small->setText(tr("No browser could be opened. Copy the address, and open it in one yourself."));
        m_small->show();
    }
}

void SignInPage::test()
{
    const ServerSettings &server = m_draft.account.server;
    showState(QStringLiteral("plug"), palette().color(QPalette::Link),
              tr("Signing in to %1…").arg(server.host), tr("Nothing is downloaded or deleted by this."), {});
    const int number = m_number;
    m_session.testServer(
        server, m_draft.secret(), this,
        [this, number](Result<MailboxFacts> result) {
            if (number == m_number)
                showResult(result);
        },
        m_draft.proxyPassword);
}

void SignInPage::stop()
{
    if (!m_running)
        return;
    ++m_number;
    m_running = false;
    m_session.setup().cancelSignIn();
    m_session.cancelTest();
}

void SignInPage::showResult(const Result<MailboxFacts> &result)
{
    m_running = false;
    if (result) {
        const ServerSettings &server = m_draft.account.server;
        m_facts = *result;
        const QString security = result->tlsVersion.isEmpty()
                                     ? tr("Not encrypted.")
                                     : tr("Encrypted with %1.").arg(result->tlsVersion);
        showState(QStringLiteral("circle-check"), Theme::green(palette()), tr("Signed in"),
                  factsText(*result, server), security + QLatin1Char(' ') + abilitiesText(*result));
    } else {
        showProblem(result.error());
    }
    Q_EMIT finished();
}

void SignInPage::showProblem(const Error &error)
{
    m_error = error;
    m_facts.reset();
    const bool inBrowser = m_draft.byBrowser && m_draft.refreshToken.isEmpty();
    m_problem = inBrowser ? SignInProblem::ofBrowser(error)
                          : SignInProblem::of(error, m_draft.account.server, m_provider);
    // A permission that is refused is asked for anew, when the user wants it.
    if (error.code == ErrorCode::AuthRejected)
        m_draft.refreshToken.clear();
    switch (m_problem.step) {
    case SignInProblem::Step::TryAgain:
        break;
    case SignInProblem::Step::Server:
        m_step->setText(tr("C&hange the server…"));
        break;
    case SignInProblem::Step::Password:
        m_step->setText(tr("Change the pass&word…"));
        break;
    case SignInProblem::Step::Certificate:
        m_step->setText(tr("S&how the certificate…"));
        break;
    }
    showState(QStringLiteral("circle-alert"), Theme::red(palette()), m_problem.sentence, m_problem.nextStep,
              m_problem.serverWords);
}

QString SignInPage::factsText(const MailboxFacts &facts, const ServerSettings &server)
{
    QStringList lines;
    lines += tr("%n message(s), %1.", nullptr, facts.messages).arg(Formatting::size(facts.bytes));
    const auto day = [](qint64 seconds) {
        return QLocale().toString(QDateTime::fromSecsSinceEpoch(seconds).date(), QLocale::LongFormat);
    };
    if (facts.oldest > 0 && day(facts.oldest) != day(facts.newest))
        lines += tr("The mail is from %1 to %2.", "dates").arg(day(facts.oldest), day(facts.newest));
    else if (facts.oldest > 0)
        lines += tr("The mail is from %1.", "date").arg(day(facts.oldest));
    if (!facts.uidl)
        lines += tr("The server cannot keep mail: it gives its messages no lasting names.");
    if (!facts.top)
        lines += tr("The server sends whole messages only, and never just their beginning.");
    if (facts.expireDays == 0)
        lines += recentModeOf(server) != RecentMode::None
                     ? tr("The server says that it keeps no mail. Gmail says so to everybody, and keeps it.")
                     : tr("The server says that it keeps no mail that was fetched.");
    else if (facts.expireDays)
        lines += tr("The server itself removes mail after %n day(s).", nullptr, *facts.expireDays);
    if (facts.loginDelay && *facts.loginDelay > 0)
        lines += tr("The server wants %n second(s) between two checks.", nullptr, *facts.loginDelay);
    return lines.join(QLatin1Char('\n'));
}

QString SignInPage::abilitiesText(const MailboxFacts &facts)
{
    const auto mark = [](bool yes) { return yes ? QStringLiteral("✓") : QStringLiteral("–"); };
    return tr("UIDL %1, TOP %2, PIPELINING %3.")
        .arg(mark(facts.uidl), mark(facts.top), mark(facts.pipelining));
}

void SignInPage::showState(const QString &icon, const QColor &color, const QString &title,
                           const QString &text, const QString &small)
{
    m_icon->setPixmap(Icons::pixmap(icon, color, 48, devicePixelRatioF()));
    m_title->setText(title);
    m_text->setText(text);
    m_small->setText(small);
    m_text->setVisible(!text.isEmpty());
    m_small->setVisible(!small.isEmpty());
    showButtons();
}

void SignInPage::showButtons()
{
    const bool failed = !m_running && m_error;
    m_progress->setVisible(m_running);
    m_stop->setVisible(m_running);
    for (QPushButton *button : {m_browser, m_copy})
        button->setVisible(m_running && !m_browserPage.isEmpty());
    AdviceList::setLink(*m_page, m_problem.pageText, failed ? m_problem.page : QUrl());
    m_step->setVisible(failed && m_problem.step != SignInProblem::Step::TryAgain);
    for (QPushButton *button : {m_again, m_doctor})
        button->setVisible(failed);
    // The doctor knows the errors of a connection, not those of a page in the browser.
    m_doctor->setVisible(failed && !(m_draft.byBrowser && m_draft.refreshToken.isEmpty()));
}
