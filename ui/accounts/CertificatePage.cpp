// SPDX-License-Identifier: GPL-3.0-or-later
#include "CertificatePage.h"

#include "CertificateDialog.h"
#include "CertificateText.h"

#include <QFontDatabase>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

CertificatePage::CertificatePage(QWidget *parent)
    : QWidget(parent), m_explanation(new QLabel(this)), m_fingerprint(new QLabel(this)),
      m_look(new QPushButton(tr("Sho&w the certificate…"), this)),
      m_withdraw(new QPushButton(tr("Stop &trusting it"), this))
{
    for (QLabel *label : {m_explanation, m_fingerprint}) {
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
    }
    m_fingerprint->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_fingerprint->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_fingerprint->setAccessibleName(tr("Accepted fingerprint"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    layout->addWidget(m_explanation);
    layout->addWidget(m_fingerprint);
    for (QPushButton *button : {m_look, m_withdraw}) {
        button->setAutoDefault(false);
        layout->addWidget(button, 0, Qt::AlignLeading);
    }
    layout->addStretch();
    connect(m_look, &QPushButton::clicked, this, &CertificatePage::openDialog);
    connect(m_withdraw, &QPushButton::clicked, this, &CertificatePage::withdrawn);
}

bool CertificatePage::concerns(const ServerSettings &server, const std::optional<Error> &error)
{
    return server.accepted.has_value() || (error && CertificateText::isAbout(*error));
}

void CertificatePage::show(const ServerSettings &server, const std::optional<Error> &error)
{
    m_server = server;
    m_error = error && CertificateText::isAbout(*error) ? error : std::nullopt;
    if (m_error && m_error->code == ErrorCode::CertificateChanged)
        m_explanation->setText(
            tr("%1 shows another certificate than the one you accepted, whose fingerprint is below. Nothing "
               "was sent. Stop trusting the old one only if the owner of the server has told you that the "
               "certificate was changed; the next check then asks about the new one.")
                .arg(server.host));
    else if (m_error)
        m_explanation->setText(
            tr("The identity of %1 could not be checked, so nothing was sent.").arg(server.host));
    else if (server.accepted)
        m_explanation->setText(
            tr("You have accepted this certificate for %1, port %2, although it could not be checked (%3). "
               "Any other one, or anything else that is wrong with this one, stops the connection.")
                .arg(server.accepted->host)
                .arg(server.accepted->port)
                .arg(CertificateText::exceptionFor(server.accepted->faults)));
    else
        m_explanation->setText(tr("The server has to prove who it is. There is no exception."));
    m_fingerprint->setText(server.accepted ? CertificateText::fingerprint(server.accepted->sha256)
                                           : QString());
    m_fingerprint->setVisible(server.accepted.has_value());
    m_withdraw->setVisible(server.accepted.has_value());
    m_look->setVisible(m_error.has_value());
}

void CertificatePage::openDialog()
{
    auto *dialog = new CertificateDialog(m_server, *m_error, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &CertificateDialog::trusted, this, &CertificatePage::accepted);
    dialog->open();
}
