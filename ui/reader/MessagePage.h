// SPDX-License-Identifier: GPL-3.0-or-later
//
// MessagePage is one message on the screen: head, strips of notices, text, attachments. It is given the body
// and asks for another one when it needs it laid out differently (width, zoom, colours). GUI thread.
#pragma once

#include "MailSession.h"
#include "MessageLook.h"

#include <QTimer>
#include <QWidget>

class AttachmentBar;
class CardList;
class FindBar;
class HeaderBar;
class HtmlView;
class LinkOpener;
class MessageBar;
class PageFind;
class PartialBar;
class TrustLine;
class RemoteBar;
class QVBoxLayout;

class MessagePage : public QWidget
{
    Q_OBJECT
public:
    // `session` must outlive it.
    explicit MessagePage(MailSession &session, QWidget *parent = nullptr);

    // How the body of a message is wanted at the present size; of the one that is shown.
    RenderOptions options(MessageId message) const;
    RenderOptions options() const { return options(m_message); }
    // A message from its top; or, when the page shows it already, the same one laid out anew where it is.
    void showBody(MessageId message, MessageBody body, const RenderOptions &options, bool isPartial);
    void showAgain(MessageBody body, const RenderOptions &options);
    void clear();
    // All that it shows from now on is within stored messages, at this part of them.
    void setPart(const QString &part);
    const MessageBody &body() const { return m_body; }

    // What follows, all of it; as another page shows messages.
    MessageLook look() const;
    void setLook(const MessageLook &look);
    bool isPlainText() const { return m_plainText; }
    void setPlainText(bool plainText);
    TrustLine &trustLine() { return *m_trust; }
    qreal zoom() const { return m_zoom; }
    void setZoom(qreal zoom);
    // On a dark page, too, the colours that the sender chose.
    bool originalColours() const { return m_originalColours; }
    void setOriginalColours(bool original);
    bool quotesFolded() const;
    void setQuotesFolded(bool folded);
    bool showsAllHeaders() const;
    void setShowsAllHeaders(bool shown);
    void openFind();
    void findNext(int step);
    // One screen further; false at the end of the message.
    bool pageDown();
    bool pageUp();
    void focusText();

Q_SIGNALS:
    void bodyWanted();                       // with other options
    void linkHovered(const QString &target); // empty: none
    void noticed(const QString &sentence);   // for the status line
    void sourceWanted();                     // of the message that is shown

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    // By Tab: from what is above the text to what is below it.
    bool focusNextPrevChild(bool next) override;
    void changeEvent(QEvent *event) override;

private:
    void addStrips(QVBoxLayout &layout);
    void addContents(QVBoxLayout &layout);
    void connectParts();
    void display(bool again);
    void showCards(const MessageBody &body);
    void showAttachments(const MessageBody &body);
    void tellLook();
    void showNotices();
    void showFailure(const Error &error);
    bool scrollBy(int direction);

    MailSession &m_session;
    HeaderBar *m_header;
    TrustLine *m_trust;
    PartialBar *m_partial;
    MessageBar *m_damage;
    RemoteBar *m_remote;
    MessageBar *m_result;
    FindBar *m_findBar;
    HtmlView *m_view;
    LinkOpener *m_links;
    PageFind *m_find;
    CardList *m_cards;
    AttachmentBar *m_attachments;
    QTimer m_layoutTimer;
    MessageId m_message = 0;
    QString m_part; // mostly empty: the message itself
    MessageBody m_body;
    RenderOptions m_shownOptions;
    bool m_plainText = false;
    bool m_originalColours = false;
    qreal m_zoom = 1.0;
    int m_textSize = 15; // px, of plain text at zoom 1
};
