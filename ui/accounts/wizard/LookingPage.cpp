// SPDX-License-Identifier: GPL-3.0-or-later
#include "LookingPage.h"

#include "AccountSetup.h"
#include "AdviceList.h"
#include "DiagnosisDelegate.h"
#include "DiscoveryModel.h"
#include "ErrorText.h"
#include "MailProvider.h"
#include "MailSession.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QListView>
#include <QPushButton>
#include <QVBoxLayout>

namespace
{
QString domainOf(const QString &email)
{
    return email.mid(email.lastIndexOf(QLatin1Char('@')) + 1).toLower();
}
} // namespace

LookingPage::LookingPage(MailSession &session, QWidget *parent)
    : QWidget(parent), m_session(session), m_model(new DiscoveryModel(this)), m_steps(new QListView(this)),
      m_outcome(new QLabel(this)), m_advice(new AdviceList(this)),
      m_stop(new QPushButton(tr("S&top looking"), this)), m_again(new QPushButton(tr("&Look again"), this)),
      m_ispdb(new QPushButton(tr("&Ask the Thunderbird project's list, too"), this))
{
    m_steps->setFrameShape(QFrame::NoFrame);
    m_steps->setModel(m_model);
    m_steps->setItemDelegate(new DiagnosisDelegate(m_steps));
    m_steps->setSelectionMode(QAbstractItemView::NoSelection);
    m_steps->setResizeMode(QListView::Adjust);
    m_steps->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_steps->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_steps->viewport()->setBackgroundRole(QPalette::Window);
    m_steps->setAccessibleName(tr("Ways of looking for the server"));
    m_outcome->setWordWrap(true);
    m_outcome->setTextFormat(Qt::PlainText);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_stop);
    buttons->addWidget(m_ispdb);
    buttons->addWidget(m_again);
    buttons->addStretch();
    for (QPushButton *button : {m_stop, m_ispdb, m_again})
        button->setAutoDefault(false);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_steps, 1);
    layout->addWidget(m_outcome);
    layout->addWidget(m_advice);
    layout->addLayout(buttons);
    // Heights change with the words of a step.
    connect(m_model, &QAbstractItemModel::dataChanged, m_steps, &QListView::doItemsLayout);
    connect(m_stop, &QPushButton::clicked, this, [this] { m_session.setup().cancelDiscovery(); });
    connect(m_ispdb, &QPushButton::clicked, this, [this] { begin(true); });
    connect(m_again, &QPushButton::clicked, this, [this] { begin(m_askedIspdb); });
    showState();
}

LookingPage::~LookingPage()
{
    stop();
}

void LookingPage::start(const QString &email, const ProxySettings &proxy, const QString &proxyPassword)
{
    m_email = email;
    m_proxy = proxy;
    m_proxyPassword = proxyPassword;
    begin(false);
}

void LookingPage::begin(bool mayAskIspdb)
{
    stop();
    m_proposals.clear();
    m_askedIspdb = mayAskIspdb;
    m_isCutOff = false;
    m_running = true;
    m_advice->setAdvice({});
    m_model->begin(domainOf(m_email), mayAskIspdb);
    showState();
    const int number = ++m_number;
    m_session.setup().discover(
        {m_email, mayAskIspdb, m_proxy, m_proxyPassword}, this,
        [this, number](const DiscoveryStep &step) {
            if (number == m_number)
                m_model->take(step);
        },
        [this, number](Result<std::vector<ServerProposal>> result) {
            if (number == m_number)
                take(std::move(result));
        });
    Q_EMIT stateChanged();
}

void LookingPage::stop()
{
    if (!m_running)
        return;
    ++m_number;
    m_running = false;
    m_session.setup().cancelDiscovery();
    m_model->stop();
    showState();
}

void LookingPage::take(Result<std::vector<ServerProposal>> result)
{
    m_running = false;
    m_model->stop();
    QString without; // the provider that is known to have no POP3
    if (result) {
        for (ServerProposal &proposal : *result) {
            if (!proposal.server.host.isEmpty())
                m_proposals.push_back(std::move(proposal));
            else if (without.isEmpty())
                without = proposal.providerId;
        }
    }
    showState();
    if (const MailProvider *provider = providerById(without); provider && m_proposals.empty()) {
        m_outcome->setText(tr("%1 has no POP3, so Poplar cannot get its mail.").arg(provider->name));
        m_advice->setAdvice(ProviderAdvice::of(*provider, true));
        m_ispdb->hide();
    } else if (!result) {
        showFailure(result.error());
    }
    Q_EMIT stateChanged();
}

// Where nobody can be asked a third party cannot be either.
void LookingPage::showFailure(const Error &error)
{
    m_ispdb->hide();
    m_isCutOff = error.code == ErrorCode::ConnectionLost;
    m_outcome->setText(m_isCutOff
                           ? tr("Nobody could be asked: this computer seems to have no network connection. "
                                "Connect it and look again, or set the account up by hand.")
                           : errorLine(error));
}

void LookingPage::showState()
{
    const bool nothing = !m_running && m_proposals.empty();
    m_stop->setVisible(m_running);
    m_outcome->setVisible(nothing);
    m_ispdb->setVisible(nothing && !m_askedIspdb);
    m_again->setVisible(nothing);
    m_outcome->setText(
        m_askedIspdb || m_email.isEmpty()
            ? tr("Nothing was found. Set it up by hand: your provider's help pages name the server.")
            : tr("Nothing was found. Your provider's help pages name the server, and you can set it "
                 "up by hand. Or ask the list that the Thunderbird project keeps of many providers; "
                 "that tells its owner the domain %1, nothing else.")
                  .arg(domainOf(m_email)));
    setFocusProxy(m_running ? m_stop : m_again);
}
