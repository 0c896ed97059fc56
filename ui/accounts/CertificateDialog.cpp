// SPDX-License-Identifier: GPL-3.0-or-later
#include "CertificateDialog.h"

#include "CertificateSummary.h"
#include "CertificateText.h"
#include "Fonts.h"
#include "Icons.h"
#include "Theme.h"
#include "WindowSize.h"

#include <QCheckBox>
#include <QClipboard>
#include <QFontDatabase>
#include <QFormLayout>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace
{
QLabel *newParagraph(const QString &text, QWidget *parent)
{
    auto *label = new QLabel(text, parent);
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    return label;
}
} // namespace

CertificateDialog::CertificateDialog(const ServerSettings &server, const Error &error, QWidget *parent)
    : QDialog(parent), m_server(server), m_pages(new QStackedWidget(this)), m_chain(new QPlainTextEdit(this))
{
    const bool changed = error.code == ErrorCode::CertificateChanged;
    m_offered = {server.host, server.port, CertificateSummary::of(error.chain.value(0)).sha256,
                 certificateFaults(error)};
    if (wasAccepted()) // what was accepted stays so
        m_offered.faults = together(m_offered.faults, server.accepted->faults);
    setWindowTitle(tr("Identity of the server"));
    openAtSize(*this, {620, 480});
    auto *icon = new QLabel(this);
    icon->setPixmap(Icons::pixmap(QStringLiteral("shield-alert"),
                                  changed ? Theme::red(palette()) : Theme::amber(palette()), 32,
                                  devicePixelRatioF()));
    auto *title = newParagraph(changed ? tr("%1 is not the server that you trusted").arg(server.host)
                                       : tr("The identity of %1 could not be checked").arg(server.host),
                               this);
    title->setFont(Fonts::heading(font()));
    auto *head = new QHBoxLayout;
    head->setSpacing(12);
    head->addWidget(icon, 0, Qt::AlignTop);
    head->addWidget(title, 1);
    m_pages->addWidget(buildFacts(error));
    m_pages->addWidget(buildConsent());
    auto *body = new QVBoxLayout;
    body->setContentsMargins(24, 20, 24, 12);
    body->setSpacing(12);
    body->addLayout(head);
    body->addWidget(m_pages, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(body, 1);
    layout->addWidget(buildFoot(!changed));
    m_stop->setFocus(Qt::OtherFocusReason);
}

bool CertificateDialog::wasAccepted() const
{
    const auto &accepted = m_server.accepted;
    return accepted && accepted->host == m_offered.host && accepted->port == m_offered.port &&
           accepted->sha256 == m_offered.sha256;
}

QString CertificateDialog::explanation(const Error &error) const
{
    if (error.code == ErrorCode::CertificateChanged)
        return tr("It shows another certificate than the one you accepted. Either its owner has changed it, "
                  "or somebody stands between you and the server to read your password and your mail. If "
                  "the owner confirms the change, take the old exception back in the preferences, under "
                  "“Security”; the next check then asks about the new certificate.");
    const QString reasons = CertificateText::reasons(error, m_server.host).join(QLatin1Char(' '));
    if (!wasAccepted())
        return reasons;
    return tr("You have accepted this certificate (%1), but something else is wrong with it now.")
               .arg(CertificateText::exceptionFor(m_server.accepted->faults)) +
           QLatin1Char(' ') + reasons;
}

QWidget *CertificateDialog::buildFacts(const Error &error)
{
    auto *page = new QWidget(this);
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    const bool changed = error.code == ErrorCode::CertificateChanged;
    layout->addWidget(newParagraph(explanation(error), page));
    layout->addWidget(
        newParagraph(tr("The connection was closed. Nothing was sent, above all no password."), page));
    const CertificateSummary summary = CertificateSummary::of(error.chain.value(0));
    auto *facts = new QFormLayout;
    facts->setVerticalSpacing(8);
    facts->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    addFact(*facts, tr("Issued to:"), summary.subject);
    addFact(*facts, tr("For:"), summary.hosts.mid(0, 6).join(QStringLiteral(", ")));
    addFact(*facts, tr("Issued by:"), summary.issuer);
    addFact(*facts, tr("Valid:"), CertificateText::validity(summary.validFrom, summary.validUntil));
    addFact(*facts, tr("SHA-256:"), CertificateText::fingerprint(summary.sha256), true);
    if (changed && m_server.accepted)
        addFact(*facts, tr("Accepted before:"), CertificateText::fingerprint(m_server.accepted->sha256),
                true);
    layout->addLayout(facts);
    m_chain->setParent(page);
    m_chain->setReadOnly(true);
    m_chain->setPlainText(chainText(error));
    m_chain->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_chain->setTabChangesFocus(true);
    m_chain->setAccessibleName(tr("Certificates that the server sent"));
    m_chain->hide();
    layout->addWidget(m_chain, 1);
    layout->addStretch();
    return page;
}

QWidget *CertificateDialog::buildConsent()
{
    auto *page = new QWidget(this);
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    layout->addWidget(newParagraph(
        tr("Whoever has this certificate will be given your password and can read your mail. Trust it only "
           "if the server belongs to you or to somebody you know, and only after you have compared the "
           "fingerprint with the one that its owner told you, by telephone or in person."),
        page));
    auto *fingerprint = newParagraph(CertificateText::fingerprint(m_offered.sha256), page);
    fingerprint->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    fingerprint->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    fingerprint->setAccessibleName(tr("Fingerprint"));
    layout->addWidget(fingerprint);
    m_compared = new QCheckBox(tr("I have &compared the fingerprint with the owner's"), page);
    layout->addWidget(m_compared);
    layout->addWidget(
        newParagraph(tr("It will be trusted for %1, port %2 alone, and only in spite of this: %3. Any other "
                        "certificate, or anything else that is wrong with this one, stops the connection. "
                        "The preferences list it under “Security”, where you can take it back.")
                         .arg(m_server.host)
                         .arg(m_server.port)
                         .arg(CertificateText::exceptionFor(m_offered.faults)),
                     page));
    layout->addStretch();
    return page;
}

QWidget *CertificateDialog::buildFoot(bool canTrust)
{
    auto *foot = new QWidget(this);
    m_trust = new QPushButton(tr("&Trust this certificate for this server…"), foot);
    m_details = new QPushButton(tr("&Details"), foot);
    m_stop = new QPushButton(tr("&Stop"), foot);
    auto *copy = new QPushButton(tr("Cop&y"), foot);
    copy->setToolTip(tr("Copy what is shown, to compare it or to ask somebody"));
    m_details->setCheckable(true);
    m_trust->setVisible(canTrust);
    for (QPushButton *button : {m_trust, m_details, copy})
        button->setAutoDefault(false);
    m_stop->setDefault(true);
    auto *layout = new QHBoxLayout(foot);
    layout->setContentsMargins(24, 12, 24, 16);
    layout->setSpacing(8);
    layout->addWidget(m_trust);
    layout->addStretch();
    layout->addWidget(copy);
    layout->addWidget(m_details);
    layout->addWidget(m_stop);
    connect(m_stop, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_details, &QPushButton::toggled, this, &CertificateDialog::showDetails);
    connect(copy, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(m_chain->toPlainText()); });
    connect(m_trust, &QPushButton::clicked, this, &CertificateDialog::turnToConsent);
    connect(m_compared, &QCheckBox::toggled, this, [this](bool compared) {
        if (m_pages->currentIndex() == 1)
            m_trust->setEnabled(compared);
    });
    return foot;
}

void CertificateDialog::addFact(QFormLayout &form, const QString &name, const QString &fact, bool fixed)
{
    if (fact.isEmpty())
        return;
    QLabel *value = newParagraph(fact, this);
    value->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    value->setAccessibleName(QStringLiteral("%1 %2").arg(name, fact));
    if (fixed)
        value->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    form.addRow(name, value);
}

void CertificateDialog::showDetails(bool shown)
{
    m_chain->setVisible(shown);
    if (shown)
        resize(width(), qMax(height(), 620));
}

// The second step: the same button, now behind the word of the user that he has compared.
void CertificateDialog::turnToConsent()
{
    if (m_pages->currentIndex() == 1) {
        Q_EMIT trusted(m_offered);
        accept();
        return;
    }
    m_pages->setCurrentIndex(1);
    m_details->hide();
    m_trust->setText(tr("&Trust it for %1").arg(m_server.host));
    m_trust->setEnabled(m_compared->isChecked());
    m_compared->setFocus(Qt::OtherFocusReason);
}

QString CertificateDialog::chainText(const Error &error)
{
    QStringList blocks;
    for (const QByteArray &der : error.chain) {
        const CertificateSummary summary = CertificateSummary::of(der);
        QStringList lines{
            tr("Issued to: %1").arg(summary.subject), tr("Issued by: %1").arg(summary.issuer),
            tr("Valid: %1").arg(CertificateText::validity(summary.validFrom, summary.validUntil)),
            tr("SHA-256: %1")
                .arg(CertificateText::fingerprint(summary.sha256)
                         .replace(QLatin1Char('\n'), QLatin1Char(' ')))};
        blocks += lines.join(QLatin1Char('\n'));
    }
    if (!error.certificateProblems.isEmpty())
        blocks += tr("In the words of the library that checked it: %1")
                      .arg(error.certificateProblems.join(QStringLiteral("; ")));
    return blocks.join(QStringLiteral("\n\n"));
}
