// SPDX-License-Identifier: GPL-3.0-or-later
#include "AccountWizard.h"

#include "AddressPage.h"
#include "DoctorDialog.h"
#include "Fonts.h"
#include "FoundPage.h"
#include "LookingPage.h"
#include "MailSession.h"
#include "MessageBar.h"
#include "ReadyPage.h"
#include "RetentionPage.h"
#include "ServerPage.h"
#include "SignInPage.h"
#include "WindowSize.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace
{
QStringList namesOf(const std::vector<Account> &accounts)
{
    QStringList names;
    for (const Account &account : accounts)
        names += account.name;
    return names;
}
} // namespace

AccountWizard::AccountWizard(MailSession &session, const Account &account, QWidget *parent)
    : QDialog(parent), m_session(session), m_draft{account, {}, {}}, m_title(new QLabel(this)),
      m_subtitle(new QLabel(this)), m_problem(new MessageBar(this)), m_pages(new QStackedWidget(this)),
      m_address(new AddressPage(namesOf(session.accounts()), this)),
      m_looking(new LookingPage(session, this)), m_found(new FoundPage(session.setup(), this)),
      m_server(new ServerPage(this)), m_signIn(new SignInPage(session, this)),
      m_retention(new RetentionPage(this)), m_ready(new ReadyPage(this))
{
    setWindowTitle(tr("New account"));
    openAtSize(*this, {560, 520});
    m_title->setFont(Fonts::heading(font()));
    m_subtitle->setForegroundRole(QPalette::PlaceholderText);
    m_subtitle->setWordWrap(true);
    for (QWidget *page : std::initializer_list<QWidget *>{m_address, m_looking, m_found, m_server, m_signIn,
                                                          m_retention, m_ready})
        m_pages->addWidget(page); // in the order of Page
    m_address->setDraft(m_draft);
    m_server->setTakenNames(namesOf(session.accounts()));
    m_retention->setAccount(account);
    m_ready->setSchedule(account.schedule);

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
    connectPages();
    present(Address);
}

QWidget *AccountWizard::buildFoot()
{
    auto *foot = new QWidget(this);
    m_back = new QPushButton(tr("&Back"), foot);
    m_byHand = new QPushButton(tr("Set up by &hand"), foot);
    m_next = new QPushButton(foot);
    m_cancel = new QPushButton(tr("Cancel"), foot);
    m_next->setDefault(true);
    auto *line = new QFrame(foot);
    line->setFixedHeight(1);
    line->setAutoFillBackground(true);
    line->setBackgroundRole(QPalette::Mid);
    auto *buttons = new QHBoxLayout;
    buttons->setContentsMargins(24, 12, 24, 16);
    buttons->setSpacing(8);
    buttons->addWidget(m_back);
    buttons->addWidget(m_byHand);
    buttons->addStretch();
    buttons->addWidget(m_cancel);
    buttons->addWidget(m_next);
    auto *layout = new QVBoxLayout(foot);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(line);
    layout->addLayout(buttons);
    for (QPushButton *button : {m_back, m_byHand, m_cancel})
        button->setAutoDefault(false);
    connect(m_back, &QPushButton::clicked, this, &AccountWizard::goBack);
    connect(m_byHand, &QPushButton::clicked, this, &AccountWizard::setUpByHand);
    connect(m_next, &QPushButton::clicked, this, &AccountWizard::goOn);
    connect(m_cancel, &QPushButton::clicked, this, &AccountWizard::reject);
    return foot;
}

void AccountWizard::connectPages()
{
    connect(m_address, &AddressPage::filesRequested, this, [this] {
        reject();
        Q_EMIT filesRequested();
    });
    connect(m_address, &AddressPage::withoutAccountRequested, this, [this] {
        reject();
        Q_EMIT withoutAccountRequested();
    });
    connect(m_looking, &LookingPage::stateChanged, this, [this] {
        if (page() != Looking)
            return;
        if (!m_looking->isRunning() && !m_looking->proposals().empty()) {
            m_found->setProposals(m_looking->proposals(), m_looking->email());
            turnTo(Found);
            return;
        }
        updateTitles();
        updateButtons();
        (m_looking->isRunning() ? static_cast<QWidget *>(m_looking) : m_next)->setFocus(Qt::OtherFocusReason);
    });
    connect(m_found, &FoundPage::changed, this, &AccountWizard::updateButtons);
    connect(m_signIn, &SignInPage::finished, this, [this] {
        m_draft.refreshToken = m_signIn->refreshToken();
        m_retention->setFacts(m_signIn->facts(), m_draft.account.server);
        updateButtons();
        if (page() == SignInTest)
            m_next->setFocus(Qt::OtherFocusReason);
    });
    connect(m_signIn, &SignInPage::stepRequested, this, &AccountWizard::takeStep);
    connect(m_signIn, &SignInPage::diagnosisRequested, this, [this] {
        (new DoctorDialog(DoctorDialog::sourceOf(m_session), m_draft.account,
                          {m_draft.secret(), m_draft.proxyPassword}, this))
            ->show();
    });
    connect(m_problem, &MessageBar::buttonClicked, this, [this] { save(std::nullopt); });
}

AccountWizard::Page AccountWizard::page() const
{
    return Page(m_pages->currentIndex());
}

// A search is nothing to come back to.
void AccountWizard::turnTo(Page next)
{
    if (page() != Looking && page() != next)
        m_trail.push_back(page());
    present(next);
}

void AccountWizard::present(Page page)
{
    m_pages->setCurrentIndex(page);
    m_problem->hide();
    if (page == Ready)
        m_ready->describe(wanted(), m_signIn->facts());
    updateTitles();
    updateButtons();
    // So that nobody's keys end on a button that has gone, or on "Back".
    (page == Found ? static_cast<QWidget *>(m_next) : m_pages->currentWidget())
        ->setFocus(Qt::OtherFocusReason);
}

void AccountWizard::updateTitles()
{
    const auto say = [this](const QString &title, const QString &subtitle) {
        m_title->setText(title);
        m_subtitle->setText(subtitle);
    };
    switch (page()) {
    case Address:
        return say(tr("Set up your account"), tr("Your address and your password are enough in most cases."));
    case Looking:
        return m_looking->isRunning()
                   ? say(tr("Looking for your server…"),
                         tr("Only the domain is told to anybody, never your address "
                            "or your password."))
                   : say(m_looking->isCutOff() ? tr("Nobody could be asked") : tr("No server was found"), {});
    case Found:
        return say(tr("This is your server"),
                   tr("Your password goes there when you go on, and nowhere else."));
    case Server:
        return say(tr("Set up by hand"), tr("Your provider's help pages name the POP3 server."));
    case SignInTest:
        return say(tr("Sign-in test"), tr("Poplar signs in once to see whether everything is right."));
    case Retention:
        return say(tr("Mail on the server"),
                   tr("What shall happen there with mail that is safely stored here?"));
    case Ready:
        return say(m_signIn->facts() ? tr("Everything is ready") : tr("Ready, but not tested"),
                   tr("This is what Poplar will do."));
    }
}

void AccountWizard::updateButtons()
{
    const bool failed = page() == SignInTest && !m_signIn->isRunning() && !m_signIn->facts();
    m_back->setVisible(page() != Address);
    m_back->setEnabled(!m_saving);
    const bool searching = page() == Looking && m_looking->isRunning();
    m_byHand->setVisible(page() == Address || searching || page() == Found || failed);
    m_byHand->setText(page() == Found ? tr("C&hange…") : tr("Set up by &hand"));
    QString next = tr("Continue");
    bool enabled = !m_saving;
    switch (page()) {
    case Address:
        next = tr("Find settings");
        break;
    case Looking:
        next = searching ? tr("Continue") : tr("Set up by &hand"); // what is left to do
        enabled = !searching;
        break;
    case Found:
        enabled = m_found->proposals().empty() || m_found->canSignIn();
        break;
    case Server:
        next = tr("Test");
        break;
    case SignInTest:
        next = failed ? tr("Continue anyway") : tr("Continue");
        enabled = !m_signIn->isRunning();
        break;
    case Retention:
        break;
    case Ready:
        next = tr("Start download");
        break;
    }
    m_next->setText(next);
    m_next->setEnabled(enabled);
    m_cancel->setEnabled(!m_saving);
}
