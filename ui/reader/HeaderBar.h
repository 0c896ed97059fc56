// SPDX-License-Identifier: GPL-3.0-or-later
//
// HeaderBar is the head of a message: subject, authors, sender, recipients, date, and on request every other
// field. All texts can be selected with mouse and keyboard; a long sender gives way to the date. GUI thread.
#pragma once

#include "MessageBody.h"

#include <QWidget>

class ElidedLabel;
class HeaderChips;
class HeaderDetails;
class QLabel;
class QToolButton;

class HeaderBar : public QWidget
{
    Q_OBJECT
public:
    explicit HeaderBar(QWidget *parent = nullptr);

    void showHeader(const MessageHeader &header);
    // What kind of message it is.
    void showChips(const MessageBody &body);
    // Answers storedWanted().
    void showStored(const MessageSummary &summary);
    bool showsFields() const;
    void setShowsFields(bool shown);

    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void storedWanted(); // the details are open, and what the store knows of the message is not there

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    QLabel *textLabel();
    void updateTexts();
    void updatePeople();
    void shareLine();
    void unfold(bool on);

    MessageHeader m_header;
    QLabel *m_subject;
    QLabel *m_avatar;
    ElidedLabel *m_from;
    ElidedLabel *m_address; // where the sender has a name
    QLabel *m_sender;       // who sent it, where he is not the author
    QLabel *m_date;
    QLabel *m_to;
    HeaderChips *m_chips;
    HeaderDetails *m_details;
    QToolButton *m_toggle;
};
