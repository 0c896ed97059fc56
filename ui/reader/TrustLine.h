// SPDX-License-Identifier: GPL-3.0-or-later
//
// TrustLine says in one sentence what is known of who sent a message, with a symbol, and on request every
// reason. From here signatures are checked and mailing lists left, both only when the user asks. Never green
// for a text that no signature covers. GUI thread.
#pragma once

#include "Identifiers.h"
#include "MessageBody.h"
#include "Result.h"

#include <QFrame>
#include <QPointer>

class MailSession;
class UnsubscribeDialog;
class QLabel;
class QToolButton;
class QVBoxLayout;

class TrustLine : public QFrame
{
    Q_OBJECT
public:
    // `session` must outlive it.
    explicit TrustLine(MailSession &session, QWidget *parent = nullptr);

    // What body() said of a message; 0: of one that is not in the store, or none, about which nothing is
    // said. `part` is the place of a message that is within the stored one.
    void showTrust(MessageId message, const MessageBody &body, const QString &part = {});
    // Signatures are checked as soon as they are shown.
    void setChecksSignatures(bool checks) { m_checksSignatures = checks; }
    bool checksSignatures() const { return m_checksSignatures; }
    QString text() const;

Q_SIGNALS:
    void linkActivated(const QUrl &url);
    void noticed(const QString &sentence);
    void failed(const Error &error);

protected:
    void changeEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    QToolButton *addButton(const QString &text, const QString &icon);
    void updateLine();
    void updateColours();
    void showReasons();
    // Asks for what is not checked whether it can be.
    void findChecker();
    void checkSignatures();
    void takeChecked(Result<MessageTrust> result);
    void askToUnsubscribe();
    void unsubscribe(const QUrl &oneClick);
    QColor colourOf(TrustReason::Weight weight) const;

    MailSession &m_session;
    MessageId m_message = 0;
    QString m_part;
    MessageBody m_body; // what signatures are judged with: header and trust
    bool m_canCheck = false;
    bool m_isChecking = false;
    bool m_checksSignatures = false;
    bool m_isUnsubscribed = false;
    QLabel *m_icon;
    QLabel *m_text;
    QToolButton *m_check;
    QToolButton *m_leave;
    QToolButton *m_why;
    QWidget *m_details;
    QVBoxLayout *m_reasons;
    QPointer<UnsubscribeDialog> m_question;
};
