// SPDX-License-Identifier: GPL-3.0-or-later
//
// RemoteBar is the strip above a message whose pictures lie on the network: what was not loaded and why that
// is good, the ways to load it (once, always for the sender, always for his domain), how far that is, and
// what could not be had. It fetches what is allowed, and nothing else does. GUI thread.
#pragma once

#include "Error.h"
#include "Identifiers.h"
#include "MessageBar.h"
#include "MessageBody.h"

#include <QSet>
#include <QTimer>

#include <memory>

class MailSession;
class PictureLoad;

class RemoteBar : public MessageBar
{
    Q_OBJECT
public:
    // `session` must outlive it.
    explicit RemoteBar(MailSession &session, QWidget *parent = nullptr);
    ~RemoteBar() override; // ends what is on its way

    // `message` is shown, with this body: again when it was laid out anew. 0: one that is not in the store.
    void showFor(MessageId message, const MessageBody &body);
    void clear(); // no message
    // For messages within others: whoever sent the outer one can have written any name into them, so that
    // their pictures are shown once and never always.
    void setOnceOnly() { m_isOnceOnly = true; }
    // The message's text alone is shown: nothing is loaded.
    void pause();
    // For RenderOptions::remotePictures: the user wants to see the pictures of this message.
    bool isAllowedOnce(MessageId message) const { return m_once && message == m_message; }

Q_SIGNALS:
    void bodyWanted(); // pictures have come, or what is allowed has changed
    void failed(const Error &error);

private:
    void tellBlocked();
    void addMenu();
    void loadMissing();
    void tellLoading();
    void tellEnd();
    void stop();
    void act(int button);
    void allow(bool wholeDomain);

    enum class State { Hidden, Blocked, Loading, Failed };

    MailSession &m_session;
    MessageId m_message = 0;
    bool m_isOnceOnly = false;
    bool m_once = false;
    bool m_isMeant = false; // by a consent that is being given
    State m_state = State::Hidden;
    QStringList m_urls; // that are allowed
    QSet<QString> m_tried;
    QString m_sender; // address; empty: no single one
    int m_pictures = 0;
    int m_pixels = 0;
    std::unique_ptr<PictureLoad> m_load;
    QTimer m_arrivals; // several pictures are laid out at once
};
