// SPDX-License-Identifier: GPL-3.0-or-later
#include "AccountDialog.h"

#include "DoctorDialog.h"
#include "ErrorText.h"
#include "Fonts.h"
#include "MailSession.h"
#include "MessageBar.h"
#include "PlainTextConsent.h"
#include "RetentionPage.h"
#include "ServerPage.h"
#include "SignInPage.h"
#include "WindowSize.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

AccountDialog::AccountDialog(MailSession &session, const Account &account, QWidget *parent)
    : QDialog(parent), m_session(session), m_title(new QLabel(this)), m_subtitle(new QLabel(this)),
      m_problem(new MessageBar(this)), m_pages(new QStackedWidget(this)), m_server(new ServerPage(this)),
      m_signIn(new SignInPage(session, this)), m_retention(new RetentionPage(this))
{
    setWindowTitle(tr("New account"));
    openAtSize(*this, {560, 520});
    m_title->setFont(Fonts::heading(font()));
    m_subtitle->setForegroundRole(QPalette::PlaceholderText);
    m_subtitle->setWordWrap(true);
    m_pages->addWidget(m_server);
    m_pages->addWidget(m_signIn);
    m_pages->addWidget(m_retention);
    m_server->setAccount(account);
    m_retention->setAccount(account);

    auto *body = new QVBoxLayout;
    body->setContentsMargins(24, 20, 24, 16);
    body->setSpacing(4);
    body->addWidget(m_title);
    body->addWidget(m_subtitle);
    body->addSpacing(16);
    body->addWidget(m_pages, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_problem);
    layout->addLayout(body, 1);
    layout->addWidget(buildFoot());
    connect(m_signIn, &SignInPage::finished, this, [this] {
        m_retention->setFacts(m_signIn->facts());
        updateButtons();
        if (page() == SignInTest)
            m_next->setFocus(Qt::OtherFocusReason);
    });
    connect(m_signIn, &SignInPage::diagnosisRequested, this, [this] {
        (new DoctorDialog(DoctorDialog::sourceOf(m_session), m_server->account(),
                          {m_server->password(), m_server->proxyPassword()}, this))
            ->show();
    });
    connect(m_problem, &MessageBar::buttonClicked, this, [this] { saveWith(std::nullopt); });
    turnTo(Server);
}

QWidget *AccountDialog::buildFoot()
{
    auto *foot = new QWidget(this);
    m_back = new QPushButton(tr("&Back"), foot);
    m_next = new QPushButton(foot);
    auto *cancel = new QPushButton(tr("Cancel"), foot);
    m_back->setAutoDefault(false);
    cancel->setAutoDefault(false);
    m_next->setDefault(true);
    auto *line = new QFrame(foot);
    line->setFixedHeight(1);
    line->setAutoFillBackground(true);
    line->setBackgroundRole(QPalette::Mid);
    auto *buttons = new QHBoxLayout;
    buttons->setContentsMargins(24, 12, 24, 16);
    buttons->setSpacing(8);
    buttons->addWidget(m_back);
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(m_next);
    auto *layout = new QVBoxLayout(foot);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(line);
    layout->addLayout(buttons);
    connect(m_back, &QPushButton::clicked, this, &AccountDialog::goBack);
    connect(m_next, &QPushButton::clicked, this, &AccountDialog::goOn);
    connect(cancel, &QPushButton::clicked, this, &AccountDialog::reject);
    return foot;
}

AccountDialog::Page AccountDialog::page() const
{
    return Page(m_pages->currentIndex());
}

void AccountDialog::turnTo(Page page)
{
    m_pages->setCurrentIndex(page);
    m_problem->hide();
    switch (page) {
    case Server:
        m_title->setText(tr("Set up your account"));
        m_subtitle->setText(tr("Your provider's help pages name the POP3 server."));
        break;
    case SignInTest:
        m_title->setText(tr("Sign-in test"));
        m_subtitle->setText(tr("Poplar signs in once to see whether everything is right."));
        break;
    case Retention:
        m_title->setText(tr("Mail on the server"));
        m_subtitle->setText(tr("What shall happen there with mail that is safely stored here?"));
        break;
    }
    updateButtons();
    // So that nobody's keys end on a button that has gone, or on "Back".
    m_pages->currentWidget()->setFocus(Qt::OtherFocusReason);
}

void AccountDialog::updateButtons()
{
    m_back->setVisible(page() != Server);
    const bool failed = page() == SignInTest && !m_signIn->isRunning() && !m_signIn->facts();
    if (page() == Retention)
        m_next->setText(tr("Save and get mail"));
    else
        m_next->setText(failed ? tr("Continue anyway") : tr("Continue"));
    m_next->setEnabled(!m_saving && !(page() == SignInTest && m_signIn->isRunning()));
    m_back->setEnabled(!m_saving);
}

void AccountDialog::goOn()
{
    switch (page()) {
    case Server:
        leaveServerPage();
        break;
    case SignInTest:
        if (!m_signIn->isRunning())
            turnTo(Retention);
        break;
    case Retention:
        save();
        break;
    }
}

void AccountDialog::goBack()
{
    if (m_saving)
        return;
    m_signIn->stop();
    turnTo(page() == Retention ? SignInTest : Server);
}

void AccountDialog::reject()
{
    m_signIn->stop();
    QDialog::reject();
}

void AccountDialog::leaveServerPage()
{
    if (!m_server->validate())
        return;
    if (m_server->account().server.security == ServerSecurity::None)
        askForPlainTextConsent(*this, [this] { test(); });
    else
        test();
}

void AccountDialog::test()
{
    m_signIn->start(m_server->account().server, m_server->password(), m_server->proxyPassword());
    turnTo(SignInTest);
}

void AccountDialog::save()
{
    const QString password = m_server->password();
    saveWith(password.isEmpty() ? std::nullopt : std::optional(password));
}

void AccountDialog::saveWith(const std::optional<QString> &storedPassword)
{
    if (m_saving)
        return;
    m_saving = true;
    updateButtons();
    Account account = m_server->account();
    m_retention->applyTo(account);
    m_session.saveAccount(
        account, storedPassword, this,
        [this, storedPassword](Result<Account> result) {
            m_saving = false;
            updateButtons();
            if (!result) {
                showProblem(result.error(), storedPassword.has_value());
                return;
            }
            if (!storedPassword && !m_server->password().isEmpty())
                m_session.usePassword(result->id, m_server->password());
            Q_EMIT accountSaved(*result);
            m_session.check(result->id);
            accept();
        },
        storedPassword && !m_server->proxyPassword().isEmpty() ? std::optional(m_server->proxyPassword())
                                                               : std::nullopt);
}

void AccountDialog::showProblem(const Error &error, bool withPassword)
{
    // A system without a keychain is no reason to do without mail.
    if (withPassword && error.code == ErrorCode::Unsupported) {
        m_problem->show(MessageBar::Kind::Warning, QStringLiteral("key"),
                        tr("This system has no keychain. Poplar can know the password until it is closed."),
                        {tr("Save without the password")});
        return;
    }
    m_problem->show(MessageBar::Kind::Failure, QStringLiteral("circle-alert"), errorLine(error));
}
