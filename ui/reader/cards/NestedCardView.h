// SPDX-License-Identifier: GPL-3.0-or-later
//
// NestedCardView is a message within the message: its head, and when it is unfolded who sent it, its text,
// its own cards and its own attachments, shown as the page around it shows messages. It unfolds in place down
// to the third message; deeper ones open in a window. Its pictures on the network are asked for like those of
// any message, but never allowed for good. GUI thread; the session reads.
#pragma once

#include "CardContext.h"
#include "CardFrame.h"
#include "MessageBody.h"
#include "Result.h"

class AttachmentBar;
class CardList;
class HtmlView;
class LinkOpener;
class QPushButton;
class RemoteBar;
class TrustLine;
class QVBoxLayout;

class NestedCardView : public CardFrame
{
    Q_OBJECT
public:
    static constexpr int deepest = 3;

    NestedCardView(const NestedCard &card, const CardContext &context, QWidget *parent);

    bool isUnfolded() const;
    void setUnfolded(bool unfolded);
    void setLook(const MessageLook &look);

Q_SIGNALS:
    void saveWanted();
    void windowWanted(const QString &part); // of this message or of one in it
    void linkHovered(const QUrl &link);     // in the text of one of them; empty when left
    void noticed(const QString &sentence);  // for the status line

protected:
    void changeEvent(QEvent *event) override;

private:
    void load();
    void read();
    void take(Result<MessageBody> result);
    void build(const MessageBody &body);
    void addSender(QVBoxLayout &column, const MessageBody &body);
    void addAttachments(QVBoxLayout &column, const MessageBody &body);
    void addMessageText(QVBoxLayout &column, const MessageBody &body);
    void showText(const MessageBody &body);
    void fitText();
    void addInnerCards(QVBoxLayout &column, const MessageBody &body);
    void tell(const QString &sentence);

    CardContext m_context;
    const QString m_part;
    QPushButton *m_unfold = nullptr;
    QWidget *m_content = nullptr; // once it was asked for
    CardList *m_cards = nullptr;  // these two once it was read
    AttachmentBar *m_attachments = nullptr;
    RemoteBar *m_remote = nullptr; // these two when it has a text as well
    HtmlView *m_view = nullptr;
    LinkOpener *m_links;
    MessageBody m_shown; // of it the links that lie
    int m_textSize = 15; // px, of plain text at zoom 1
    bool m_isDark = false;
};
