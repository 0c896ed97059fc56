// SPDX-License-Identifier: GPL-3.0-or-later
//
// The one thing a reader of mail can do that cannot be undone, and therefore is asked. GUI thread.
#pragma once

#include "MailSession.h"

class QWidget;

// Asks whether these messages are to be deleted for good, and does it. The question belongs to `asker`; when
// that is gone, `done` is not called.
void askToDeleteForGood(MailSession &session, const std::vector<MessageId> &messages, QWidget &asker,
                        const MailSession::Done<void> &done);
