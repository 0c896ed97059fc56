// SPDX-License-Identifier: GPL-3.0-or-later
#include "AccountSettings.h"

#include "CertificatePage.h"
#include "DoctorDialog.h"
#include "DownloadPage.h"
#include "ErrorText.h"
#include "Fonts.h"
#include "ForecastLine.h"
#include "Icons.h"
#include "MailSession.h"
#include "MessageBar.h"
#include "PageList.h"
#include "PlacePage.h"
#include "PlainTextConsent.h"
#include "ReasonText.h"
#include "ReceiveRulesPage.h"
#include "RetentionRules.h"
#include "SchedulePage.h"
#include "ServerPage.h"
#include "ServerTable.h"
#include "WindowSize.h"

#include <QDateTime>
#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

AccountSettings::AccountSettings(MailSession &session, const Account &account,
                                 const std::optional<Error> &error, QWidget *parent)
    : PageDialog(parent), m_session(session), m_account(account), m_server(new ServerPage(this)),
      m_rules(new RetentionRules(this)), m_forecast(new ForecastLine(session, account.id, this)),
      m_download(new DownloadPage(this)), m_schedule(new SchedulePage(this)),
      m_receiveRules(new ReceiveRulesPage(this)), m_place(new PlacePage(this)),
      m_certificate(new CertificatePage(this)), m_deletions(new ServerMailModel(this))
{
    setWindowTitle(tr("Settings of %1").arg(account.name));
    openAtSize(*this, {800, 620});
    fill(account, error);
    list().setAccessibleName(tr("Pages of the settings"));
    addPage(buildServerPage(), QStringLiteral("plug"), tr("Server"));
    addPage(buildRetentionPage(), QStringLiteral("server"), tr("Mail on the server"));
    addPage(m_download, QStringLiteral("download"), tr("Download"));
    addPage(m_schedule, QStringLiteral("history"), tr("When to check"));
    addPage(m_receiveRules, QStringLiteral("ban"), tr("What not to fetch"));
    addPage(m_place, QStringLiteral("folder"), tr("Folder and colour"));
    addPage(m_certificate, QStringLiteral("shield-check"), tr("Certificate"));
    setPageHidden(Certificate, !CertificatePage::concerns(account.server, error));
    addPage(buildConfirmationPage());
    addFoot(buildFoot());

    connect(m_rules, &RetentionRules::edited, this, [this] { m_forecast->setPolicy(m_rules->policy()); });
    connect(m_forecast, &ForecastLine::answered, this, [this] {
        if (std::exchange(m_waiting, false))
            saveByForecast();
    });
    connect(&problem(), &MessageBar::buttonClicked, this, [this] { write(false); });
    connect(m_certificate, &CertificatePage::accepted, this, &AccountSettings::acceptCertificate);
    connect(m_certificate, &CertificatePage::withdrawn, this, [this] {
        m_account.server.accepted.reset();
        m_server->setAccepted(std::nullopt);
        m_certificate->show(m_account.server, std::nullopt);
        setPageHidden(Certificate, true);
        turnTo(Server);
        problem().show(MessageBar::Kind::Notice, QStringLiteral("info"),
                       tr("The certificate is not trusted any more, as soon as you save."));
    });
    turnTo(Server);
}

void AccountSettings::fill(const Account &account, const std::optional<Error> &error)
{
    QStringList names;
    for (const Account &other : m_session.accounts())
        if (other.id != account.id)
            names += other.name;
    m_server->setTakenNames(names);
    m_server->setAccount(account);
    m_rules->setPolicy(account.retention);
    m_forecast->setPolicy(account.retention);
    m_download->setAccount(account);
    m_schedule->setAccount(account);
    m_receiveRules->setRules(account.receiveRules);
    m_place->setAccount(account);
    m_certificate->show(account.server, error);
    m_session.folders(this, [this](const Result<std::vector<Folder>> &folders) {
        if (folders)
            m_place->setFolders(*folders, m_session.accounts());
    });
}

QWidget *AccountSettings::buildServerPage()
{
    auto *page = new QWidget(this);
    auto *doctor =
        new QPushButton(Icons::icon(QStringLiteral("stethoscope")), tr("Chec&k the connection…"), page);
    doctor->setAutoDefault(false);
    connect(doctor, &QPushButton::clicked, this, &AccountSettings::diagnose);
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_server, 1);
    layout->addWidget(doctor, 0, Qt::AlignLeading);
    return page;
}

QWidget *AccountSettings::buildRetentionPage()
{
    auto *page = new QWidget(this);
    auto *title = new QLabel(tr("What happens on the server with mail that is safely stored here"), page);
    title->setFont(Fonts::demiBold(font()));
    title->setWordWrap(true);
    QFrame *line = newLine(page);
    line->setFixedHeight(1);
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    layout->addWidget(title);
    layout->addWidget(m_rules, 1);
    layout->addWidget(line);
    layout->addWidget(m_forecast);
    return page;
}

QWidget *AccountSettings::buildConfirmationPage()
{
    auto *page = new QWidget(this);
    m_question = new QLabel(page);
    m_question->setWordWrap(true);
    m_question->setTextFormat(Qt::PlainText);
    auto *table = new ServerTable(page);
    table->setAccessibleName(tr("Messages that will be deleted on the server"));
    table->showMail(*m_deletions);
    table->showForecast();
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    layout->addWidget(m_question);
    layout->addWidget(table, 1);
    return page;
}

QWidget *AccountSettings::buildFoot()
{
    auto *foot = new QWidget(this);
    m_back = new QPushButton(tr("&Back"), foot);
    auto *cancel = new QPushButton(tr("Cancel"), foot);
    m_save = new QPushButton(foot);
    m_back->setAutoDefault(false);
    cancel->setAutoDefault(false);
    m_save->setDefault(true);
    QFrame *line = newLine(foot);
    line->setFixedHeight(1);
    auto *buttons = new QHBoxLayout;
    buttons->setContentsMargins(24, 12, 24, 16);
    buttons->setSpacing(8);
    buttons->addWidget(m_back);
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(m_save);
    auto *layout = new QVBoxLayout(foot);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(line);
    layout->addLayout(buttons);
    connect(m_back, &QPushButton::clicked, this, [this] { turnTo(Retention); });
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_save, &QPushButton::clicked, this, &AccountSettings::save);
    return foot;
}

AccountSettings::Page AccountSettings::page() const
{
    return Page(currentPage());
}

void AccountSettings::turnTo(Page page)
{
    problem().hide();
    setCurrentPage(page);
    updateButtons();
}

void AccountSettings::updateButtons()
{
    const bool confirms = page() == Confirmation;
    m_back->setVisible(confirms);
    (confirms ? m_back : m_save)->setDefault(true); // Enter alone deletes nothing
    m_save->setText(confirms ? tr("Save, and &delete them at the next check") : tr("Save"));
    m_save->setEnabled(!m_saving && !m_waiting);
    m_back->setEnabled(!m_saving);
}

Account AccountSettings::wanted() const
{
    Account account = m_server->account();
    account.retention = m_rules->policy();
    m_download->applyTo(account);
    m_schedule->applyTo(account);
    account.receiveRules = m_receiveRules->rules();
    m_place->applyTo(account);
    return account;
}

void AccountSettings::save()
{
    if (m_saving || m_waiting)
        return;
    if (page() == Confirmation) {
        m_confirmed = true;
        write(true);
        return;
    }
    if (!m_server->validate()) {
        turnTo(Server);
        m_server->validate(); // the field that is wrong has the focus
        return;
    }
    if (!m_receiveRules->validate()) {
        turnTo(Rules);
        m_receiveRules->validate();
        return;
    }
    const ServerSettings server = m_server->account().server;
    // Who has agreed to this for this very server is not asked at each change again.
    const bool known =
        m_account.server.security == ServerSecurity::None && m_account.server.host == server.host;
    if (server.security == ServerSecurity::None && !known)
        askForPlainTextConsent(*this, [this] { saveByForecast(); });
    else
        saveByForecast();
}

// Without a forecast the account is saved all the same: the check itself holds back what is too much.
void AccountSettings::saveByForecast()
{
    if (m_forecast->isAsking()) {
        m_waiting = true;
        updateButtons();
        return;
    }
    const auto &forecast = m_forecast->forecast();
    if (forecast && forecast->needsConfirmation) {
        showConfirmation(*forecast);
        return;
    }
    m_confirmed = false;
    write(true);
}

void AccountSettings::showConfirmation(const RetentionForecast &forecast)
{
    m_question->setText(tr("The changed rules delete %1 on the server at the next check. Copies on this "
                           "computer stay; other devices will not find these messages any more.")
                            .arg(ReasonText::amount(forecast)) +
                        QLatin1Char(' ') + ReasonText::oldest(forecast, QDateTime::currentDateTime()));
    m_deletions->setMessages(forecast.deletions);
    turnTo(Confirmation);
    m_back->setFocus(Qt::OtherFocusReason);
}

void AccountSettings::write(bool keepSecrets)
{
    if (m_saving)
        return;
    m_saving = true;
    updateButtons();
    const auto kept = [keepSecrets](const QString &secret) {
        return keepSecrets && !secret.isEmpty() ? std::optional(secret) : std::nullopt;
    };
    m_session.saveAccount(
        wanted(), kept(m_server->password()), this,
        [this, keepSecrets](const Result<Account> &result) { takeSaved(result, keepSecrets); },
        kept(m_server->proxyPassword()));
}

void AccountSettings::takeSaved(const Result<Account> &result, bool keepSecrets)
{
    m_saving = false;
    updateButtons();
    if (!result) {
        showProblem(result.error(), keepSecrets);
        return;
    }
    m_account = *result;
    if (!keepSecrets && !m_server->password().isEmpty())
        m_session.usePassword(result->id, m_server->password());
    if (!m_confirmed) {
        finish(*result);
        return;
    }
    m_session.confirmRetention(result->id, this, [this](Result<void> confirmed) {
        if (!confirmed)
            showProblem(confirmed.error(), false);
        else
            finish(m_account);
    });
}

void AccountSettings::finish(const Account &account)
{
    Q_EMIT accountSaved(account);
    if (account.enabled)
        m_session.check(account.id);
    accept();
}

void AccountSettings::showProblem(const Error &error, bool withPassword)
{
    // A system without a keychain is no reason to do without mail.
    const bool isDenied = error.code == ErrorCode::CredentialsMissing;
    if (withPassword && (isDenied || error.code == ErrorCode::Unsupported))
        problem().show(MessageBar::Kind::Warning, QStringLiteral("key"),
                       isDenied ? tr("Your keychain did not keep the password. Poplar can know it until it "
                                     "is closed.")
                                : tr("This system has no keychain. Poplar can know the password until it is "
                                     "closed."),
                       {tr("Save without the password")});
    else
        problem().show(MessageBar::Kind::Failure, QStringLiteral("circle-alert"), errorLine(error));
}

void AccountSettings::acceptCertificate(const AcceptedCertificate &certificate)
{
    m_session.acceptCertificate(m_account.id, certificate, this, [this, certificate](Result<void> result) {
        if (!result) {
            showProblem(result.error(), false);
            return;
        }
        m_account.server.accepted = certificate;
        m_server->setAccepted(certificate);
        m_certificate->show(m_account.server, std::nullopt);
        m_session.check(m_account.id);
    });
}

void AccountSettings::diagnose()
{
    if (m_server->validate())
        (new DoctorDialog(DoctorDialog::sourceOf(m_session), wanted(),
                          {m_server->password(), m_server->proxyPassword()}, this))
            ->show();
}
