// SPDX-License-Identifier: GPL-3.0-or-later
#include "CertificatePage.h"

#include "CertificateSummary.h"

#include <QCheckBox>
#include <QFontDatabase>
#include <QFormLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>

namespace
{
QString dateText(const QDateTime &date)
{
    return QLocale().toString(date.toLocalTime().date(), QLocale::LongFormat);
}
} // namespace

CertificatePage::CertificatePage(QWidget *parent)
    : QWidget(parent), m_explanation(new QLabel(this)), m_facts(new QFormLayout),
      m_compared(new QCheckBox(
          tr("I have compared the &new fingerprint with the one that the owner of the server gave me"),
          this)),
      m_accept(new QPushButton(this)), m_withdraw(new QPushButton(tr("Stop &trusting it"), this))
{
    m_explanation->setWordWrap(true);
    m_explanation->setTextFormat(Qt::PlainText);
    m_accept->setAutoDefault(false);
    m_withdraw->setAutoDefault(false);
    m_facts->setVerticalSpacing(8);
    m_facts->setRowWrapPolicy(QFormLayout::WrapLongRows);
    m_facts->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    layout->addWidget(m_explanation);
    layout->addLayout(m_facts);
    layout->addWidget(m_compared);
    layout->addWidget(m_accept, 0, Qt::AlignLeading);
    layout->addWidget(m_withdraw, 0, Qt::AlignLeading);
    layout->addStretch();
    connect(m_compared, &QCheckBox::toggled, m_accept, &QWidget::setEnabled);
    connect(m_accept, &QPushButton::clicked, this, [this] { Q_EMIT accepted(m_offered); });
    connect(m_withdraw, &QPushButton::clicked, this, &CertificatePage::withdrawn);
}

bool CertificatePage::isAboutCertificate(const Error &error)
{
    return !error.chain.isEmpty() &&
           (error.code == ErrorCode::CertificateChanged || error.code == ErrorCode::CertificateUntrusted);
}

bool CertificatePage::concerns(const ServerSettings &server, const std::optional<Error> &error)
{
    return server.accepted.has_value() || (error && isAboutCertificate(*error));
}

QString CertificatePage::fingerprint(const QByteArray &sha256)
{
    const QString hex = QString::fromLatin1(sha256.toHex()).toUpper();
    QStringList groups;
    for (qsizetype i = 0; i < hex.size(); i += 4)
        groups += hex.mid(i, 4);
    // Two lines of eight groups are easier to compare than what a window's width makes of them.
    const auto line = [&groups](int from) { return groups.mid(from, 8).join(QLatin1Char(' ')); };
    return groups.size() > 8 ? line(0) + QLatin1Char('\n') + line(8) : line(0);
}

void CertificatePage::addFact(const QString &name, const QString &fact, bool fixed)
{
    if (fact.isEmpty())
        return;
    auto *value = new QLabel(fact, this);
    value->setWordWrap(true);
    value->setTextFormat(Qt::PlainText);
    value->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    value->setAccessibleName(QStringLiteral("%1 %2").arg(name, fact));
    if (fixed)
        value->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_facts->addRow(name, value);
}

void CertificatePage::show(const ServerSettings &server, const std::optional<Error> &error)
{
    while (m_facts->rowCount() > 0)
        m_facts->removeRow(0);
    const bool open = error && isAboutCertificate(*error);
    m_compared->setChecked(false);
    m_accept->setEnabled(false);
    m_compared->setVisible(open);
    m_accept->setVisible(open);
    m_withdraw->setVisible(server.accepted.has_value());
    if (open && error->code == ErrorCode::CertificateChanged)
        m_explanation->setText(
            tr("%1 shows another certificate than the one you accepted. Either its owner has changed it, or "
               "somebody stands between you and the server. Nothing was sent. Ask the owner for the new "
               "fingerprint, by telephone or in person, before you accept it.")
                .arg(server.host));
    else if (open)
        m_explanation->setText(
            tr("Nobody that your system trusts vouches for the certificate of %1. Nothing was sent. If the "
               "server belongs to you or to somebody you know, compare the fingerprint with what its owner "
               "tells you.")
                .arg(server.host));
    else
        m_explanation->setText(tr("You have accepted this certificate of %1 although it could not be "
                                  "checked. Any other one stops the connection.")
                                   .arg(server.host));
    if (server.accepted)
        showOld(server);
    if (open)
        showNew(server, *error);
}

void CertificatePage::showOld(const ServerSettings &server)
{
    addFact(tr("Accepted for:"),
            QStringLiteral("%1:%2").arg(server.accepted->host).arg(server.accepted->port));
    addFact(tr("Accepted fingerprint:"), fingerprint(server.accepted->sha256), true);
}

void CertificatePage::showNew(const ServerSettings &server, const Error &error)
{
    const CertificateSummary summary = CertificateSummary::of(error.chain.front());
    m_offered = {server.host, server.port, summary.sha256};
    addFact(tr("New fingerprint:"), fingerprint(summary.sha256), true);
    addFact(tr("Issued to:"), summary.subject);
    addFact(tr("For:"), summary.hosts.mid(0, 6).join(QStringLiteral(", ")));
    addFact(tr("Issued by:"), summary.issuer);
    if (summary.validFrom.isValid() && summary.validUntil.isValid())
        addFact(tr("Valid:"),
                tr("%1 to %2", "dates").arg(dateText(summary.validFrom), dateText(summary.validUntil)));
    addFact(tr("Problems:"), error.certificateProblems.join(QLatin1Char('\n')));
    m_accept->setText(tr("&Accept this certificate for %1:%2").arg(server.host).arg(server.port));
}
