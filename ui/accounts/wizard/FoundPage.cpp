// SPDX-License-Identifier: GPL-3.0-or-later
#include "FoundPage.h"

#include "AccountSetup.h"
#include "AdviceList.h"
#include "AuthorizationServer.h"
#include "ChoiceCard.h"
#include "Fonts.h"
#include "MailProvider.h"
#include "OAuthClientDialog.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QRadioButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace
{
constexpr size_t mostCards = 4;

QString securityName(ServerSecurity security)
{
    switch (security) {
    case ServerSecurity::Tls:
        return FoundPage::tr("TLS");
    case ServerSecurity::StartTls:
        return FoundPage::tr("STARTTLS");
    case ServerSecurity::None:
        break;
    }
    return FoundPage::tr("not encrypted");
}

QString sourceText(const ServerProposal &proposal)
{
    switch (proposal.source) {
    case DiscoverySource::ProviderTable:
        return FoundPage::tr("Known to Poplar from the provider's documentation.");
    case DiscoverySource::Autoconfig:
        return FoundPage::tr("Published by %1, over a secure connection.").arg(proposal.toldBy);
    case DiscoverySource::Service:
        return FoundPage::tr("Named in the DNS of %1.").arg(proposal.toldBy);
    case DiscoverySource::Exchanger:
        return FoundPage::tr("Of the provider that receives the domain's mail (%1).").arg(proposal.toldBy);
    case DiscoverySource::Ispdb:
        return FoundPage::tr("From the list of the Thunderbird project.");
    case DiscoverySource::Probe:
        return FoundPage::tr("It answered under a usual name, with a valid certificate.");
    }
    return {};
}
} // namespace

FoundPage::FoundPage(AccountSetup &setup, QWidget *parent)
    : QWidget(parent), m_setup(setup), m_cardLayout(new QVBoxLayout), m_signIn(nullptr)
{
    auto *scroll = new QScrollArea(this);
    auto *inner = new QWidget(scroll);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(inner);
    m_signIn = buildSignIn();
    m_signIn->hide();
    m_advice = new AdviceList(inner);
    m_cardLayout->setSpacing(8);
    auto *layout = new QVBoxLayout(inner);
    layout->setContentsMargins(0, 0, 8, 0);
    layout->setSpacing(12);
    layout->addLayout(m_cardLayout);
    layout->addWidget(m_signIn);
    layout->addWidget(m_advice);
    layout->addStretch();
    auto *whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->addWidget(scroll);
}

QWidget *FoundPage::buildSignIn()
{
    auto *box = new QWidget(this);
    m_byPassword = new QRadioButton(tr("Sign in with the &password"), box);
    m_byBrowser = new QRadioButton(box);
    m_noClient = new QLabel(box);
    m_noClient->setWordWrap(true);
    m_noClient->setTextFormat(Qt::PlainText);
    m_noClient->setFont(Fonts::small(font()));
    m_noClient->setForegroundRole(QPalette::PlaceholderText);
    m_client = new QPushButton(tr("Enter a &client id…"), box);
    m_client->setAutoDefault(false);
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addWidget(m_byPassword);
    layout->addWidget(m_byBrowser);
    layout->addWidget(m_noClient);
    layout->addWidget(m_client, 0, Qt::AlignLeading);
    connect(m_byPassword, &QRadioButton::clicked, this, &FoundPage::follow);
    connect(m_byBrowser, &QRadioButton::clicked, this, &FoundPage::follow);
    connect(m_client, &QPushButton::clicked, this, &FoundPage::enterClient);
    return box;
}

QString FoundPage::describe(const ServerProposal &proposal)
{
    const QString facts = tr("Port %1 · %2 · User name %3")
                              .arg(proposal.server.port)
                              .arg(securityName(proposal.server.security), proposal.server.user);
    QString text = facts + QLatin1Char('\n') + sourceText(proposal);
    if (proposal.needsConsent)
        text += QLatin1Char(' ') + tr("It is a server of another domain.");
    return text;
}

void FoundPage::setProposals(const std::vector<ServerProposal> &proposals, const QString &email)
{
    m_proposals = proposals;
    if (m_proposals.size() > mostCards)
        m_proposals.resize(mostCards);
    for (ChoiceCard *card : m_cards)
        delete card;
    m_cards.clear();
    for (ServerProposal &proposal : m_proposals) {
        if (proposal.server.user.isEmpty())
            proposal.server.user = email;
        auto *card = new ChoiceCard(proposal.server.host, this);
        card->setDescription(describe(proposal),
                             proposal.needsConsent || proposal.server.security == ServerSecurity::None);
        m_cardLayout->addWidget(card);
        m_cards.push_back(card);
        connect(card, &QRadioButton::clicked, this, &FoundPage::follow);
    }
    m_cards.front()->setChecked(true);
    m_byPassword->setChecked(true);
    setFocusProxy(m_cards.front());
    follow();
}

const ServerProposal &FoundPage::chosen() const
{
    for (size_t i = 0; i < m_cards.size(); ++i) {
        if (m_cards[i]->isChecked())
            return m_proposals[i];
    }
    return m_proposals.front();
}

const MailProvider *FoundPage::provider() const
{
    return m_proposals.empty() ? nullptr : providerById(chosen().providerId);
}

// Where there is no choice there is none to be seen.
void FoundPage::follow()
{
    const MailProvider *known = provider();
    const auto *server = known ? authorizationServerById(known->oauth) : nullptr;
    m_signIn->setVisible(server);
    if (server) {
        const bool hasClient = m_setup.client(server->id).has_value();
        const bool takesPassword = known->password != MailProvider::Password::None;
        m_byPassword->setText(known->password == MailProvider::Password::AppPassword
                                  ? tr("Sign in with an app &password")
                                  : tr("Sign in with the &password"));
        m_byPassword->setEnabled(takesPassword);
        m_byBrowser->setText(tr("Sign in in the &browser, at %1").arg(server->name));
        m_byBrowser->setEnabled(hasClient);
        if (!takesPassword || !hasClient)
            (takesPassword ? m_byPassword : m_byBrowser)->setChecked(true);
        m_noClient->setText(
            tr("For the browser Poplar has to be registered with %1, and this copy of it is not. Whoever has "
               "registered a program there can enter its client id.")
                .arg(server->name));
        m_noClient->setVisible(!hasClient);
        m_client->setText(hasClient ? tr("Change the &client id…") : tr("Enter a &client id…"));
        m_client->setVisible(!hasClient || m_byBrowser->isChecked());
    } else {
        m_byPassword->setChecked(true);
    }
    m_advice->setAdvice(known ? ProviderAdvice::of(*known, m_byBrowser->isChecked())
                              : std::vector<ProviderAdvice>());
    Q_EMIT changed();
}

bool FoundPage::canSignIn() const
{
    return !m_byBrowser->isChecked() || m_byBrowser->isEnabled();
}

void FoundPage::enterClient()
{
    const auto *server = authorizationServerById(provider()->oauth);
    auto *dialog = new OAuthClientDialog(m_setup, *server, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this] {
        m_byBrowser->setChecked(true);
        follow();
    });
    dialog->open();
}

void FoundPage::applyTo(AccountDraft &draft) const
{
    const ServerSettings before = draft.account.server;
    ServerSettings &server = draft.account.server;
    server = chosen().server;
    if (server.caFile.isEmpty())
        server.caFile = before.caFile;
    if (before.proxy.kind != ProxySettings::Kind::None)
        server.proxy = before.proxy; // else the system's, by which it was found
    if (before.accepted && before.accepted->host == server.host && before.accepted->port == server.port)
        server.accepted = before.accepted;
    const MailProvider *known = provider();
    const auto *authorization = known ? authorizationServerById(known->oauth) : nullptr;
    const auto client = authorization ? m_setup.client(authorization->id) : std::nullopt;
    draft.byBrowser = m_byBrowser->isChecked() && client;
    if (draft.byBrowser) {
        server.signIn = SignIn::OAuth;
        server.oauth = oauthSettings(*authorization, *client);
    } else if (server.signIn == SignIn::OAuth) {
        server.signIn = SignIn::Automatic;
    }
    if (!draft.byBrowser || server.oauth != before.oauth || server.user != before.user)
        draft.refreshToken.clear();
}
