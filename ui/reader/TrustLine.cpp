// SPDX-License-Identifier: GPL-3.0-or-later
#include "TrustLine.h"

#include "Fonts.h"
#include "Icons.h"
#include "MailSession.h"
#include "MailTrust.h"
#include "Theme.h"
#include "TrustText.h"
#include "UnsubscribeDialog.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace
{

constexpr int iconSize = 18;
constexpr int smallIconSize = 14;
constexpr size_t mostReasons = 20;

using Weight = TrustReason::Weight;

Weight weightOf(MessageTrust::Verdict verdict)
{
    switch (verdict) {
    case MessageTrust::Verdict::Good:
        return Weight::Good;
    case MessageTrust::Verdict::Caution:
        return Weight::Caution;
    case MessageTrust::Verdict::Warning:
        return Weight::Warning;
    case MessageTrust::Verdict::Nothing:
        break;
    }
    return Weight::Note;
}

} // namespace

TrustLine::TrustLine(MailSession &session, QWidget *parent)
    : QFrame(parent), m_session(session), m_icon(new QLabel(this)), m_text(new QLabel(this)),
      m_check(addButton(tr("Check signature"), QStringLiteral("key"))),
      m_leave(addButton(tr("Unsubscribe…"), QStringLiteral("log-out"))),
      m_why(addButton(tr("Why?"), QStringLiteral("chevron-down"))), m_details(new QWidget(this)),
      m_reasons(new QVBoxLayout(m_details))
{
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_check->setAccessibleName(tr("Check the signature of this message"));
    m_leave->setAccessibleName(tr("Leave this mailing list"));
    m_why->setCheckable(true);
    m_why->setAccessibleName(tr("Show what is known about the sender"));
    m_reasons->setContentsMargins(iconSize + 12, 0, 0, 4);
    m_reasons->setSpacing(4);
    m_details->hide();

    auto *line = new QHBoxLayout;
    line->setSpacing(12);
    line->addWidget(m_icon, 0, Qt::AlignTop);
    line->addWidget(m_text, 1);
    for (QToolButton *button : {m_check, m_leave, m_why})
        line->addWidget(button, 0, Qt::AlignTop);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 4, 12, 4);
    layout->setSpacing(4);
    layout->addLayout(line);
    layout->addWidget(m_details);

    connect(m_check, &QToolButton::clicked, this, &TrustLine::checkSignatures);
    connect(m_leave, &QToolButton::clicked, this, &TrustLine::askToUnsubscribe);
    connect(m_why, &QToolButton::toggled, this, [this](bool on) {
        m_why->setIcon(Icons::icon(on ? QStringLiteral("chevron-up") : QStringLiteral("chevron-down")));
        m_details->setVisible(on);
    });
    hide();
}

QToolButton *TrustLine::addButton(const QString &text, const QString &icon)
{
    auto *button = new QToolButton(this);
    button->setText(text);
    button->setIcon(Icons::icon(icon));
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setAutoRaise(true);
    return button;
}

void TrustLine::showTrust(MessageId message, const MessageBody &body, const QString &part)
{
    const bool isOther = message != m_message;
    m_message = message;
    m_part = part;
    m_body = {};
    m_body.header = body.header;
    m_body.trust = body.trust;
    m_isChecking = false;
    m_canCheck = false;
    if (isOther) {
        m_isUnsubscribed = false;
        if (m_question)
            m_question->close();
    }
    updateLine();
    setVisible(message != 0);
    if (message != 0)
        findChecker();
}

QString TrustLine::text() const
{
    return m_text->text();
}

void TrustLine::updateLine()
{
    const MessageTrust &trust = m_body.trust;
    const TrustSign sign = trustSign(trust.verdict);
    m_text->setText(m_isChecking ? tr("Checking the signature…")
                                 : tr("%1: %2", "verdict, reason").arg(sign.word, verdictSentence(trust)));
    m_text->setAccessibleName(m_text->text());
    setAccessibleName(tr("Trust"));
    m_check->setVisible(m_canCheck && !m_isChecking);
    // A deceiver would learn that somebody reads what he sends.
    m_leave->setVisible(trust.unsubscription && trust.verdict != MessageTrust::Verdict::Warning);
    m_leave->setEnabled(!m_isUnsubscribed);
    m_why->setVisible(trust.reasons.size() > 1);
    m_details->setVisible(m_why->isChecked() && trust.reasons.size() > 1);
    showReasons();
    updateColours();
}

void TrustLine::showReasons()
{
    while (QLayoutItem *item = m_reasons->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
    const auto &reasons = m_body.trust.reasons;
    for (size_t i = 0; i < qMin(reasons.size(), mostReasons); ++i) {
        auto *row = new QWidget(m_details);
        auto *icon = new QLabel(row);
        const TrustSign sign = trustSign(reasons[i].weight);
        icon->setPixmap(
            Icons::pixmap(sign.icon, colourOf(reasons[i].weight), smallIconSize, devicePixelRatioF()));
        auto *sentence =
            new QLabel(tr("%1: %2", "weight, reason").arg(sign.word, reasonSentence(reasons[i])), row);
        sentence->setTextFormat(Qt::PlainText);
        sentence->setWordWrap(true);
        sentence->setFont(Fonts::small(font()));
        sentence->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
        auto *layout = new QHBoxLayout(row);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->setSpacing(8);
        layout->addWidget(icon, 0, Qt::AlignTop);
        layout->addWidget(sentence, 1);
        m_reasons->addWidget(row);
        row->setVisible(true);
    }
}

QColor TrustLine::colourOf(Weight weight) const
{
    switch (weight) {
    case Weight::Good:
        return Theme::green(palette());
    case Weight::Caution:
        return Theme::amber(palette());
    case Weight::Warning:
        return Theme::red(palette());
    case Weight::Note:
        break;
    }
    return palette().color(QPalette::PlaceholderText);
}

void TrustLine::updateColours()
{
    const MessageTrust::Verdict verdict = m_body.trust.verdict;
    const Weight weight = m_isChecking ? Weight::Note : weightOf(verdict);
    m_icon->setPixmap(
        Icons::pixmap(trustSign(verdict).icon, colourOf(weight), iconSize, devicePixelRatioF()));
    const bool isQuiet = weight == Weight::Note || weight == Weight::Good;
    m_text->setForegroundRole(isQuiet ? QPalette::PlaceholderText : QPalette::WindowText);
    update();
}

void TrustLine::findChecker()
{
    for (const auto kind : {MessageSignature::Kind::OpenPgp, MessageSignature::Kind::Smime}) {
        const auto &signatures = m_body.trust.signatures;
        if (std::none_of(signatures.begin(), signatures.end(), [kind](const MessageSignature &one) {
                return one.kind == kind && one.state == MessageSignature::State::NotChecked;
            }))
            continue;
        m_session.trust().canCheck(kind, this, [this, message = m_message](bool can) {
            if (!can || message != m_message || m_canCheck)
                return;
            m_canCheck = true;
            updateLine();
            if (m_checksSignatures)
                checkSignatures();
        });
    }
}

void TrustLine::checkSignatures()
{
    m_isChecking = true;
    updateLine();
    const auto take = [this, message = m_message](Result<MessageTrust> result) {
        if (message == m_message && m_isChecking)
            takeChecked(std::move(result));
    };
    if (m_part.isEmpty()) {
        m_session.trust().checkSignatures(m_message, m_body, this, take);
        return;
    }
    m_session.attachment(m_message, m_part, this, [this, take](Result<QByteArray> bytes) {
        if (bytes)
            m_session.trust().checkSignatures(*bytes, m_body, this, take);
        else
            take(std::move(bytes.error()));
    });
}

void TrustLine::takeChecked(Result<MessageTrust> result)
{
    m_isChecking = false;
    m_canCheck = !result; // else there is nothing more to find out
    if (result) {
        m_body.trust = std::move(*result);
        const auto &signatures = m_body.trust.signatures;
        if (std::any_of(signatures.begin(), signatures.end(), [](const MessageSignature &one) {
                return one.state == MessageSignature::State::NotChecked;
            }))
            Q_EMIT noticed(tr("GnuPG cannot read the signature of this message."));
    } else if (result.error().code != ErrorCode::Cancelled) {
        Q_EMIT failed(result.error());
    }
    updateLine();
}

void TrustLine::askToUnsubscribe()
{
    if (!m_body.trust.unsubscription || m_question)
        return;
    m_question = new UnsubscribeDialog(*m_body.trust.unsubscription, m_body.header.listId, window());
    connect(m_question, &UnsubscribeDialog::linkActivated, this, &TrustLine::linkActivated);
    connect(m_question, &UnsubscribeDialog::wanted, this, &TrustLine::unsubscribe);
    m_question->open();
}

void TrustLine::unsubscribe(const QUrl &oneClick)
{
    m_isUnsubscribed = true;
    updateLine();
    m_session.trust().unsubscribe(m_message, oneClick, this,
                                  [this, message = m_message, host = oneClick.host()](Result<void> result) {
                                      if (result) {
                                          Q_EMIT noticed(tr("%1 was asked to send you no more.").arg(host));
                                          return;
                                      }
                                      Q_EMIT failed(result.error());
                                      if (message != m_message)
                                          return;
                                      m_isUnsubscribed = false; // the same may be tried again
                                      updateLine();
                                  });
}

void TrustLine::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange) {
        updateColours();
        showReasons();
    }
    QFrame::changeEvent(event);
}

void TrustLine::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Weight weight = weightOf(m_body.trust.verdict);
    const bool isLoud = weight == Weight::Caution || weight == Weight::Warning;
    painter.fillRect(rect(), isLoud ? Theme::noticeBackground(palette()) : palette().color(QPalette::Base));
    painter.fillRect(QRect(0, height() - 1, width(), 1), palette().color(QPalette::Mid));
}
