// SPDX-License-Identifier: GPL-3.0-or-later
#include "SignInPage.h"

#include "ErrorText.h"
#include "Fonts.h"
#include "Formatting.h"
#include "Icons.h"
#include "MailSession.h"
#include "Theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

SignInPage::SignInPage(MailSession &session, QWidget *parent)
    : QWidget(parent), m_session(session), m_icon(new QLabel(this)), m_title(new QLabel(this)),
      m_text(new QLabel(this)), m_small(new QLabel(this)), m_progress(new QProgressBar(this)),
      m_stop(new QPushButton(tr("Stop"), this)), m_again(new QPushButton(tr("Try &again"), this)),
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
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 0, 20, 0);
    layout->setSpacing(8);
    layout->addStretch(2);
    layout->addWidget(m_icon);
    layout->addWidget(m_title);
    layout->addWidget(m_text);
    layout->addWidget(m_small);
    layout->addSpacing(8);
    layout->addWidget(m_progress, 0, Qt::AlignHCenter);
    layout->addWidget(m_stop, 0, Qt::AlignHCenter);
    auto *ways = new QHBoxLayout;
    ways->setSpacing(8);
    ways->addStretch();
    ways->addWidget(m_again);
    ways->addWidget(m_doctor);
    ways->addStretch();
    layout->addLayout(ways);
    for (QPushButton *button : {m_stop, m_again, m_doctor})
        button->setAutoDefault(false);
    layout->addStretch(3);
    setFocusProxy(m_stop);
    connect(m_doctor, &QPushButton::clicked, this, &SignInPage::diagnosisRequested);
    connect(m_stop, &QPushButton::clicked, &m_session, [this] { m_session.cancelTest(); });
    connect(m_again, &QPushButton::clicked, this, [this] { start(m_server, m_password, m_proxyPassword); });
}

void SignInPage::start(const ServerSettings &server, const QString &password, const QString &proxyPassword)
{
    stop();
    m_server = server;
    m_password = password;
    m_proxyPassword = proxyPassword;
    m_facts.reset();
    m_running = true;
    showState(QStringLiteral("plug"), palette().color(QPalette::Link),
              tr("Signing in to %1…").arg(server.host), tr("Nothing is downloaded or deleted by this."), {});
    const int number = ++m_number;
    m_session.testServer(
        server, password, this,
        [this, number](Result<MailboxFacts> result) {
            if (number == m_number)
                showResult(result);
        },
        proxyPassword);
}

void SignInPage::stop()
{
    if (!m_running)
        return;
    ++m_number;
    m_running = false;
    m_session.cancelTest();
}

void SignInPage::showResult(const Result<MailboxFacts> &result)
{
    m_running = false;
    if (result) {
        m_facts = *result;
        const QString security = result->tlsVersion.isEmpty()
                                     ? tr("Not encrypted.")
                                     : tr("Encrypted with %1.").arg(result->tlsVersion);
        showState(QStringLiteral("circle-check"), Theme::green(palette()), tr("Signed in"),
                  factsText(*result), security + QLatin1Char(' ') + abilitiesText(*result));
    } else {
        const ErrorWords words = errorWords(result.error(), m_server.host);
        showState(QStringLiteral("circle-alert"), Theme::red(palette()), words.sentence, words.nextStep,
                  words.serverWords);
    }
    Q_EMIT finished();
}

QString SignInPage::factsText(const MailboxFacts &facts)
{
    QStringList lines;
    lines += tr("%n message(s), %1.", nullptr, facts.messages).arg(Formatting::size(facts.bytes));
    if (!facts.uidl)
        lines += tr("The server cannot keep mail: it gives its messages no lasting names.");
    if (!facts.top)
        lines += tr("The server sends whole messages only, and never just their beginning.");
    if (facts.expireDays == 0)
        lines += tr("The server says that it keeps no mail. Gmail says so too, and keeps it.");
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
    m_progress->setVisible(m_running);
    m_stop->setVisible(m_running);
    m_again->setVisible(!m_running && !m_facts);
    m_doctor->setVisible(!m_running && !m_facts);
}
