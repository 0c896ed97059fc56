// SPDX-License-Identifier: GPL-3.0-or-later
//
// HeaderDetails is what the head of a message unfolds: every address, what is known of the stored message,
// and on request each field of the header in its order. It scrolls when it would take too much of the window.
// GUI thread.
#pragma once

#include "MessageBody.h"

#include <QScrollArea>

#include <optional>

class QGridLayout;
class QPlainTextEdit;
class QToolButton;

class HeaderDetails : public QScrollArea
{
    Q_OBJECT
public:
    explicit HeaderDetails(QWidget *parent = nullptr);

    void showHeader(const MessageHeader &header);
    // What the store knows: arrival, size, digest, the server's identifier.
    void showStored(const MessageSummary &summary);
    bool showsFields() const;
    void setShowsFields(bool shown);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void fill();
    void addRow(const QString &name, const QString &value);
    void fillFields();

    MessageHeader m_header;
    std::optional<MessageSummary> m_stored;
    QWidget *m_content;
    QGridLayout *m_rows;
    QToolButton *m_toggle;
    QPlainTextEdit *m_fields;
};
