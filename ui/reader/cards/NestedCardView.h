// SPDX-License-Identifier: GPL-3.0-or-later
//
// NestedCardView is a message within the message: its head, and when it is unfolded its text, its own cards
// and its own attachments. It unfolds in place down to the third message; deeper ones open in a window. Its
// pictures on the network are asked for like those of any message, but never allowed for good. GUI thread;
// the session reads.
#pragma once

#include "CardContext.h"
#include "CardFrame.h"
#include "MessageBody.h"
#include "Result.h"

class AttachmentBar;
class HtmlView;
class LinkOpener;
class QPushButton;
class RemoteBar;
class QVBoxLayout;

class NestedCardView : public CardFrame
{
    Q_OBJECT
public:
    static constexpr int deepest = 3;

    NestedCardView(const NestedCard &card, const CardContext &context, QWidget *parent);

    bool isUnfolded() const;
    void setUnfolded(bool unfolded);

Q_SIGNALS:
    void saveWanted();
    void windowWanted(const QString &part); // of this message or of one in it
    void linkHovered(const QUrl &link);     // in the text of one of them; empty when left

protected:
    void changeEvent(QEvent *event) override;

private:
    void load();
    void read();
    void take(Result<MessageBody> result);
    void build(const MessageBody &body);
    void addMessageText(QVBoxLayout &column, const MessageBody &body);
    void showText(const MessageBody &body);
    void fitText();
    void addInnerCards(QVBoxLayout &column, const MessageBody &body, AttachmentBar *attachments);

    const CardContext m_context;
    const QString m_part;
    QPushButton *m_unfold = nullptr;
    QWidget *m_content = nullptr;  // once it was asked for
    RemoteBar *m_remote = nullptr; // these two once it was read, and has a text
    HtmlView *m_view = nullptr;
    LinkOpener *m_links;
    MessageBody m_shown; // of it the links that lie
    bool m_isDark = false;
};
